import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agendaOf } from '../../shared/actions/agenda.ts';
import { loadContext } from '../../shared/actions/context.ts';
import { deeds } from '../../shared/actions/deeds.ts';
import { openThisMonth } from '../../shared/actions/open-month.ts';
import { principalOf } from '../../shared/actions/principal.ts';
import { summarise } from '../../shared/actions/report-summary.ts';
import { instantAt } from '../../shared/domain/calendar.ts';
import { openedBy } from '../../shared/store/counts.ts';
import { getReport, listReports, rowsOfReport } from '../../shared/store/reports.ts';
import { type Loop, startLoop } from '../support/loop.ts';
import { account, sampleStaff, unitId, userId } from '../support/organisation.ts';

let loop: Loop;
/** What reports of some days said on those days, before any month was opened or closed. */
const saidThen = new Map<string, unknown>();

const world = () => loop.functions.api.world;
async function report(query: {
  from: string;
  asOf: string;
  groupBy?: 'unit' | 'field' | 'directive' | 'month';
}) {
  const principal = await principalOf(world(), 'usr_VPTU_officer', loop.now());
  return summarise(world(), principal, { groupBy: 'unit', ...query }, loop.now());
}

const line = (more: object) => ({
  content: 'Rà soát quy hoạch',
  leadUnitIds: ['unt_STC'],
  deadline: { workingDays: 3, from: '2026-11-09' },
  ...more,
});

/** From the 9th of November to the 5th of January: two monthly closes and those of a quarter, a half and a year. */
beforeAll(async () => {
  loop = await startLoop({ closes: true });
  const [done = '', late = ''] = await loop.register('usr_VPTU_officer', {
    number: '127-CV/VPTU',
    issuedOn: '2026-11-09',
    issuerId: 'unt_TT',
    title: 'Thông báo kết luận',
    classification: 'normal',
    tasks: [
      line({}),
      line({ deadline: { workingDays: 10, from: '2026-11-09' } }),
      line({ leadUnitIds: ['unt_SXD'], field: 'xây dựng' }),
    ],
  });
  await loop.advanceTo('2026-11-10');
  await loop.act('usr_STC_head', done, deeds.accept, {});
  await loop.act('usr_STC_head', late, deeds.accept, {});
  await loop.act('usr_STC_head', done, deeds.submit, {});
  await loop.advanceTo('2026-11-11');
  await loop.act('usr_VPTU_officer', done, deeds.confirm, {});
  // Submitted on the last day before the close, confirmed after it; and a document of before it is registered after it.
  await loop.advanceTo('2026-11-23');
  await loop.act('usr_STC_head', late, deeds.submit, {});
  saidThen.set('2026-11-20', await report({ from: '2026-11-01', asOf: '2026-11-20' }));
  await loop.advanceTo('2026-11-26');
  await loop.act('usr_VPTU_officer', late, deeds.confirm, {});
  await loop.register('usr_VPTU_officer', {
    number: '128-CV/VPTU',
    issuedOn: '2026-11-20',
    issuerId: 'unt_TT',
    title: 'Văn bản đến muộn',
    classification: 'normal',
    tasks: [line({ deadline: { date: '2027-03-31' } })],
  });
  await loop.advanceTo('2026-12-03');
  saidThen.set('2026-12-02', await report({ from: '2026-11-01', asOf: '2026-12-02' }));
  await loop.advanceTo('2027-01-05');
}, 120_000);
afterAll(() => loop.close());

describe('the monthly close', () => {
  it('freezes the days up to the 24th on the 25th, moved to a working day, once', async () => {
    const { items } = await listReports(world().store, { limit: 10 });
    expect(items.map(({ id, number, from, to, closing }) => ({ id, number, from, to, closing }))).toEqual([
      {
        id: 'rpt_2026-12-year',
        number: '19/2026',
        from: '2025-12-25',
        to: '2026-12-24',
        closing: '2026-12-25',
      },
      {
        id: 'rpt_2026-12-quarter',
        number: '17/2026',
        from: '2026-09-25',
        to: '2026-12-24',
        closing: '2026-12-25',
      },
      {
        id: 'rpt_2026-12-month',
        number: '16/2026',
        from: '2026-11-25',
        to: '2026-12-24',
        closing: '2026-12-25',
      },
      {
        id: 'rpt_2026-12-half',
        number: '18/2026',
        from: '2026-06-25',
        to: '2026-12-24',
        closing: '2026-12-25',
      },
      {
        id: 'rpt_2026-11-month',
        number: '15/2026',
        from: '2026-10-26',
        to: '2026-11-24',
        closing: '2026-11-25',
      },
    ]);
    expect(items.find((each) => each.id === 'rpt_2026-11-month')?.madeAt).toBe('2026-11-25T01:30:00.000Z');
  });

  it('says for ever what the summary of those days says', async () => {
    const frozen = await getReport(world().store, 'rpt_2026-11-month');
    if (!frozen) throw new Error('no report');
    const rows = await rowsOfReport(world().store, frozen);
    const summary = await report({ from: frozen.from, asOf: frozen.to });
    expect(rows.map(({ unitId, counts }) => [unitId, counts])).toEqual(
      summary.rows
        .map(({ key, figures, chargedDays, longestOverdue }) => [
          key,
          { figures, chargedDays, ...(longestOverdue && { longestOverdue }) },
        ])
        .sort(),
    );
    expect(summary.total.figures).toMatchObject({
      assigned: 3,
      doneOnTime: 1,
      openInTime: 1,
      openOverdue: 1,
    });
    expect(await rowsOfReport(world().store, frozen, ['unt_SXD'])).toHaveLength(1);
  });

  it('leaves what comes late to the next period, and marks it', async () => {
    const next = await getReport(world().store, 'rpt_2026-12-month');
    if (!next) throw new Error('no report');
    const rows = await rowsOfReport(world().store, next);
    expect(
      rows.flatMap((row) => row.late).map(({ what, code, day, about }) => ({ what, code, day, about })),
    ).toEqual(
      [
        { what: 'done', code: '127-CV/VPTU/2', day: '2026-11-26', about: '2026-11-23' },
        { what: 'assigned', code: '128-CV/VPTU/1', day: '2026-11-26', about: '2026-11-20' },
      ].sort((a, b) => (a.code + a.what < b.code + b.what ? -1 : 1)),
    );
  });

  it('is mailed once to the leading bodies and to the head of each unit that has a part, superiors included', async () => {
    const about = loop.mails.filter((mail) => /Báo cáo tháng 11\/2026/i.test(mail.text));
    const to = about.map((mail) => mail.to).sort();
    expect(new Set(to).size).toBe(to.length);
    expect(to).toEqual(
      expect.arrayContaining([
        'head.tt@example.vn',
        'head.vptu@example.vn',
        'head.stc@example.vn',
        'head.sxd@example.vn',
        'head.bcs-ubnd@example.vn',
      ]),
    );
    expect(to).not.toContain('officer.stc@example.vn');
    const own = about.find((mail) => mail.to === 'head.sxd@example.vn');
    expect(own?.text).toContain('Sở Xây dựng');
    expect(own?.text).toMatch(/Tổng số\W+1\b/);
    const all = about.find((mail) => mail.to === 'head.tt@example.vn');
    expect(all?.text).toMatch(/Tổng số\W+3\b/);
    expect(all?.text).toMatch(/Tỷ lệ đúng hạn trên số hoàn thành và quá hạn\W+50,0 % \(1\/2\)/);
  });
});

describe('counts of months that are over', () => {
  it('are summed once, and reports of any day say what they said on that day', async () => {
    expect(await openedBy(world().store, '2027-01')).toEqual({ opened: '2027-01', beginning: '2026-11' });
    expect(await openThisMonth(world(), loop.now())).toBeUndefined();
    for (const [day, said] of saidThen) expect(await report({ from: '2026-11-01', asOf: day })).toEqual(said);
  });

  it('are the same by every grouping', async () => {
    const sums = [];
    for (const groupBy of ['unit', 'field', 'directive', 'month'] as const) {
      const { total } = await report({ from: '2026-11-01', asOf: '2027-01-04', groupBy });
      sums.push(total.figures);
    }
    for (const sum of sums) expect(sum).toEqual(sums[0]);
  });
});

describe('the agenda of a week', () => {
  it('lists what is past its third urging, and is mailed on the first working day of each week', async () => {
    const at = loop.now();
    const context = await loadContext(world(), at);
    const office = await principalOf(world(), 'usr_VPTU_officer', at);
    const items = await agendaOf(world(), context, office, at);
    expect(items.map(({ task, obligation }) => [task.code, obligation.holderUnitId])).toEqual([
      ['127-CV/VPTU/3', 'unt_SXD'],
    ]);
    expect(await agendaOf(world(), context, await principalOf(world(), 'usr_STC_head', at), at)).toEqual([]);
    const mails = loop.mails.filter(
      (mail) => mail.to === 'head.tt@example.vn' && /đưa vào phiên họp tới$/.test(mail.subject),
    );
    const mornings = mails.map((mail) => mail.at.slice(0, 10));
    const mondays = ['2026-12-07', '2026-12-14', '2026-12-21', '2026-12-28', '2027-01-04'];
    expect(mornings.filter((day) => day >= '2026-12-07')).toEqual(mondays);
    expect(mails.every((mail) => mail.text.includes('127-CV/VPTU/3'))).toBe(true);
    // Each line of it opens the task, as does every other matter in a mail.
    expect(mails.every((mail) => /Xem nhiệm vụ:\s+https:\/\/\S+\/m\/\S+/.test(mail.text))).toBe(true);
  });

  it('is not mailed while there is nothing on it', () => {
    const first = instantAt(loop.calendar, '2026-11-16', '00:00');
    expect(
      loop.mails.filter((mail) => mail.at < first && /đưa vào phiên họp tới$/.test(mail.subject)),
    ).toEqual([]);
  });
});

describe('while a head is away', () => {
  it('reports and the agenda go to whoever stands in, and to the head again afterwards', {
    timeout: 120_000,
  }, async () => {
    const staff = sampleStaff();
    const away = (code: string, post: string, from: string, to: string) => {
      const members = staff.get(unitId(code)) ?? [];
      const substitute = { userId: userId(code, post), unitId: unitId(code), from, to };
      const deputy = account(code, 'deputy', ['deputy']);
      const heads = members.map((each) => (each.roles.includes('head') ? { ...each, substitute } : each));
      staff.set(unitId(code), [...heads, deputy]);
    };
    away('SXD', 'officer', '2026-11-20', '2026-11-30');
    away('TT', 'deputy', '2026-12-01', '2026-12-14');
    const absent = await startLoop({ closes: true, staff });
    try {
      await absent.register('usr_VPTU_officer', {
        number: '129-CV/VPTU',
        issuedOn: '2026-11-09',
        issuerId: 'unt_TT',
        title: 'Thông báo kết luận',
        classification: 'normal',
        tasks: [line({ leadUnitIds: ['unt_SXD'] })],
      });
      await absent.advanceTo('2026-12-22');
      const to = (words: RegExp, from: string) =>
        absent.mails
          .filter((mail) => mail.at >= from && words.test(mail.subject))
          .map((mail) => `${mail.at.slice(0, 10)} ${mail.to}`)
          .filter((told) => /\.(sxd|tt)@/.test(told))
          .sort();
      expect(to(/Báo cáo tháng 11/i, '2026-11-25')).toEqual([
        '2026-11-25 head.tt@example.vn',
        '2026-11-25 officer.sxd@example.vn',
      ]);
      expect(to(/đưa vào phiên họp tới$/, '2026-12-07')).toEqual([
        '2026-12-07 deputy.tt@example.vn',
        '2026-12-14 deputy.tt@example.vn',
        '2026-12-21 head.tt@example.vn',
      ]);
    } finally {
      await absent.close();
    }
  });
});
