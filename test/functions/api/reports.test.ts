import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePeriods } from '../../../shared/actions/close-periods.ts';
import { figureNames } from '../../../shared/domain/figures.ts';
import { openStore } from '../../../shared/store/client.ts';
import { startApi } from './world.ts';

let api: Awaited<ReturnType<typeof startApi>>;

/** 09:00 in Hanoi. */
const on = (day: string) => `${day}T02:00:00.000Z`;
const lastDay = '2026-12-22';

type Caller = (method: string, target: string, body?: unknown, call?: object) => ReturnType<typeof api.clerk>;

async function done(as: Caller, day: string, taskId: string, action: string, body: object = {}) {
  const answer = await as('POST', `/v1/tasks/${taskId}/${action}`, body, { at: on(day) });
  expect(answer.status, answer.text).toBeLessThan(300);
}

async function report(query: string, as: Caller = api.clerk, day = lastDay) {
  const answer = await as('GET', `/v1/reports/summary?${query}`, undefined, { at: on(day) });
  expect(answer.status, answer.text).toBe(200);
  return answer.json;
}

/** All pages of the list behind a figure. */
async function listed(href: string, day = lastDay) {
  const items = [];
  for (let next = href; next; ) {
    const answer = await api.clerk('GET', `${next}&limit=2`, undefined, { at: on(day) });
    expect(answer.status, answer.text).toBe(200);
    items.push(...answer.json.items);
    next = answer.json.next ? `${href}&cursor=${answer.json.next}` : '';
  }
  return items;
}

type Row = { key: string; label: string; figures: Record<string, { count: number; href: string }> };
const counts = (row: Row | undefined) =>
  Object.fromEntries(figureNames.map((name) => [name, row?.figures[name]?.count ?? 0]));
const some = (row: Row | undefined) =>
  Object.fromEntries(Object.entries(counts(row)).filter(([, count]) => count !== 0));

/** A month in which everything happens once, to seven tasks of Finance and one that moves to Building. */
beforeAll(async () => {
  api = await startApi();
  const { clerk, directive, line, units, head, other } = api;
  const registered = await clerk(
    'POST',
    '/v1/directives',
    directive({
      tasks: [
        line({ field: 'tài chính' }),
        line({ field: 'tài chính' }),
        line({ deadline: { workingDays: 3, from: '2026-11-23' } }),
        line({ deadline: { workingDays: 3, from: '2026-11-23' } }),
        line({ deadline: { kind: 'none' } }),
        line(),
        line(),
        line(),
      ],
    }),
  );
  const ids: string[] = registered.json.tasks.map((task: { id: string }) => task.id);
  const [
    onTime = '',
    late = '',
    overdue = '',
    waiting = '',
    none = '',
    stopped = '',
    called = '',
    moved = '',
  ] = ids;
  for (const id of ids) await done(head, '2026-11-23', id, 'acceptance');
  await done(head, '2026-11-25', waiting, 'submission');
  await done(head, '2026-12-01', onTime, 'submission');
  await done(clerk, '2026-12-02', onTime, 'confirmation');
  await done(clerk, '2026-12-01', stopped, 'suspension', { reason: 'Chờ hướng dẫn.' });
  await done(clerk, '2026-12-01', called, 'cancellation', { reason: 'Không còn cần.' });
  await done(clerk, '2026-12-03', moved, 'reassignment', {
    leadUnitId: units.building,
    reason: 'Đúng chức năng.',
  });
  await done(other, '2026-12-03', moved, 'acceptance');
  await done(clerk, '2026-12-01', overdue, 'urges');
  await done(clerk, '2026-12-02', overdue, 'urges');
  await done(head, '2026-12-02', none, 'progress', { note: 'Đang làm.' });
  await done(head, '2026-12-02', none, 'proposals', { text: 'Xin ý kiến.' });
  await done(head, '2026-12-02', overdue, 'extensions', {
    reason: 'Thiếu số liệu.',
    deadline: { date: '2026-12-31' },
  });
  await done(head, '2026-12-15', late, 'submission', { lateReason: 'Thiếu người.' });
  await done(clerk, '2026-12-16', late, 'confirmation');
}, 60_000);
afterAll(() => api.engine.close());

describe('the summary report', () => {
  it('counts what became of everything that came in', async () => {
    const { total } = await report('from=2026-11-01&groupBy=unit');
    expect(some(total)).toEqual({
      ...{ assigned: 8, movedIn: 1, movedOut: 1, total: 8 },
      ...{
        doneOnTime: 1,
        doneLate: 1,
        openInTime: 1,
        openOverdue: 2,
        openNoDeadline: 1,
        suspended: 1,
        cancelled: 1,
      },
      ...{
        updatesDue: 1,
        urgings: 2,
        extensionsAsked: 1,
        proposalsRaised: 1,
        proposalsOpen: 1,
        proposalsLate: 1,
      },
    });
    expect(total.percentages.onTimeOfDue).toEqual({
      value: 25,
      numerator: 1,
      denominator: 4,
      formula: 'doneOnTime / (doneOnTime + doneLate + openOverdue)',
    });
    expect(total.longestOverdue).toEqual({ due: '2026-11-27', workingDays: 17 });
  });

  it('shows what is carried over from before the period, and what stood on any day of the past', async () => {
    const december = await report('from=2026-12-01&groupBy=unit');
    expect(some(december.total)).toMatchObject({ carriedOver: 8, total: 8, doneOnTime: 1, doneLate: 1 });
    const then = await report('from=2026-11-01&asOf=2026-11-25');
    expect(some(then.total)).toMatchObject({ assigned: 8, total: 8, openInTime: 7, openNoDeadline: 1 });
    expect(then.to).toBe('2026-11-25');
    const sameSaidThen = await report('from=2026-11-01', api.clerk, '2026-11-25');
    expect(counts(then.total)).toEqual(counts(sameSaidThen.total));
  });

  it.each(['unit', 'field', 'directive', 'monitor', 'month'])('adds up by %s', async (by) => {
    const { total, items } = await report(`from=2026-11-01&groupBy=${by}`);
    const flows = [
      'assigned',
      'movedIn',
      'movedOut',
      'doneOnTime',
      'doneLate',
      'doneNoDeadline',
      'cancelled',
      'urgings',
      'extensionsAsked',
      'proposalsRaised',
    ];
    const names = by === 'month' ? flows : figureNames;
    for (const name of names) {
      const sum = items.reduce((all: number, row: Row) => all + (row.figures[name]?.count ?? 0), 0);
      expect(`${name} ${sum}`).toBe(`${name} ${total.figures[name].count}`);
    }
    for (const { figures } of [total, ...items]) {
      const count = (name: string) => figures[name].count;
      expect(count('carriedOver') + count('assigned') + count('movedIn') - count('movedOut')).toBe(
        count('total'),
      );
    }
  });

  it.each([
    ['unit', ''],
    ['field', ''],
    ['directive', ''],
    ['monitor', ''],
    ['month', ''],
    ['unit', '&asOf=2026-12-02'],
    ['field', '&from=2026-12-02'],
  ])('by %s%s: every figure opens a list of exactly that many entries', async (by, more) => {
    const { total, items } = await report(
      `from=2026-11-01&groupBy=${by}${more}`.replace(
        'from=2026-11-01&groupBy=field&from',
        'groupBy=field&from',
      ),
    );
    for (const row of [total, ...items]) {
      for (const name of figureNames) {
        const { count, href } = row.figures[name];
        const entries = await listed(href);
        expect(`${row.label} ${name} ${entries.length}`).toBe(`${row.label} ${name} ${count}`);
        expect(entries.every((each: { task: unknown }) => each.task !== null)).toBe(true);
      }
    }
  });

  it('pages its rows, with the same total on every page', async () => {
    const whole = await report('from=2026-11-01');
    const first = await report('from=2026-11-01&limit=1');
    const second = await report(`from=2026-11-01&limit=1&cursor=${first.next}`);
    expect([...first.items, ...second.items]).toEqual(whole.items);
    expect(second.total).toEqual(whole.total);
    expect(second.next).toBeNull();
  });

  it('shows a unit its own subtree only', async () => {
    const own = await report('from=2026-11-01', api.other);
    expect(own.items.map((row: Row) => row.label)).toEqual(['Sở Xây dựng']);
    expect(some(own.total)).toMatchObject({ movedIn: 1, total: 1 });
    const theirs = await report(`from=2026-11-01&unitId=${api.units.finance}`, api.other);
    expect(some(theirs.total)).toEqual({});
    expect(some((await report('from=2026-11-01', api.stranger)).total)).toEqual({});
  });

  it('charges the days to whoever had to act', async () => {
    const { total } = await report('from=2026-11-01');
    const days = Object.fromEntries(
      total.chargedDays.map((each: { unit: { code: string }; workingDays: number }) => [
        each.unit.code,
        each.workingDays,
      ]),
    );
    // The task of no deadline waits 15 days on Finance, the two overdue ones on Finance and the Office, ...
    expect(days.VPTU).toBe(21);
    expect(days.SXD).toBe(13);
  });

  it('refuses days to come and periods that end before they begin', async () => {
    const code = async (query: string) =>
      (await api.clerk('GET', `/v1/reports/summary?${query}`, undefined, { at: on(lastDay) })).json.code;
    expect(await code('asOf=2027-01-01')).toBe('day_to_come');
    expect(await code('from=2026-12-31&to=2026-12-01')).toBe('period_reversed');
    expect(await code('groupBy=month&from=2000-01-01')).toBe('period_too_long');
    expect(await code('unitId=unt_none')).toBe('unit_unknown');
  });
});

describe('the periodic reports', () => {
  const closing = '2026-11-25T01:30:00.000Z';
  beforeAll(async () => {
    const { engine } = api;
    const timeZone = 'Asia/Ho_Chi_Minh';
    const store = openStore({ table: engine.tableName, timeZone, client: engine.direct() });
    const log = { info: () => {}, error: () => {}, metric: () => {} };
    await closePeriods({ store, settings: { timeZone, calendarMode: 'official' }, log }, closing);
  });

  it('are listed, and read as far as one may see them', async () => {
    const list = await api.clerk('GET', '/v1/reports', undefined, { at: on(lastDay) });
    expect(list.json.items).toEqual([
      {
        ...{ id: 'rpt_2026-11-month', kind: 'month', number: '15/2026', title: 'Báo cáo tháng 11/2026' },
        ...{ from: '2026-10-26', to: '2026-11-24', closing: '2026-11-25' },
        madeAt: '2026-11-25T08:30:00.000+07:00',
      },
    ]);
    const whole = await api.clerk('GET', '/v1/reports/rpt_2026-11-month', undefined, { at: on(lastDay) });
    expect(some(whole.json.total)).toMatchObject({ assigned: 8, total: 8 });
    const { count, href } = whole.json.total.figures.assigned;
    expect(await listed(href)).toHaveLength(count);
    const theirs = await api.other('GET', '/v1/reports/rpt_2026-11-month', undefined, { at: on(lastDay) });
    expect(some(theirs.json.total)).toEqual({});
  });

  it('that do not exist are not found; an agenda may be empty', async () => {
    expect((await api.clerk('GET', '/v1/reports/rpt_none')).json.code).toBe('report_not_found');
    expect((await api.clerk('GET', '/v1/reports/agenda')).json).toEqual({ items: [], next: null });
  });
});
