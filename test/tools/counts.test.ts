import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { deeds } from '../../shared/actions/deeds.ts';
import { principalOf } from '../../shared/actions/principal.ts';
import { summarise } from '../../shared/actions/report-summary.ts';
import { type CountEntry, cells, countEntry } from '../../shared/domain/counts.ts';
import { countItem } from '../../shared/store/items.ts';
import { getReport, rowsOfReport } from '../../shared/store/reports.ts';
import { recount } from '../../tools/admin/counts.ts';
import { showProgress } from '../../tools/admin/progress.ts';
import type { RecountOptions } from '../../tools/admin/recount.ts';
import { type Loop, startLoop } from '../support/loop.ts';

/** Two months of work, of which one was opened and closed; then the counts come to harm, one way after another. */
let loop: Loop;
let ids: string[];
let whole: Item[];
let said: Awaited<ReturnType<typeof reports>>;

const item = z.looseObject({ pk: z.string(), sk: z.string(), type: z.string() });
type Item = z.infer<typeof item>;
const countTypes = ['COUNT', 'OPENING', 'OPENED'];
const opening = z.object({ cells });

beforeAll(async () => {
  loop = await startLoop({ closes: true });
  const line = (more: object) => ({
    content: 'Rà soát quy hoạch',
    leadUnitIds: ['unt_STC'],
    field: 'xây dựng',
    deadline: { workingDays: 5, from: '2026-11-09' },
    ...more,
  });
  ids = await loop.register('usr_VPTU_officer', {
    number: '127-CV/VPTU',
    issuedOn: '2026-11-09',
    issuerId: 'unt_TT',
    title: 'Thông báo kết luận',
    classification: 'normal',
    tasks: [line({}), line({ leadUnitIds: ['unt_SXD'] }), line({ deadline: { date: '2026-12-20' } })],
  });
  const [done = '', moved = ''] = ids;
  await loop.advanceTo('2026-11-11');
  await loop.act('usr_STC_head', done, deeds.accept, {});
  await loop.advanceTo('2026-11-13');
  await loop.act('usr_STC_head', done, deeds.submit, {});
  await loop.act('usr_VPTU_officer', moved, deeds.reassign, {
    leadUnitId: 'unt_STC',
    reason: 'Đúng lĩnh vực',
  });
  await loop.advanceTo('2026-11-16');
  await loop.act('usr_VPTU_officer', done, deeds.confirm, {});
  await loop.advanceTo('2026-12-04');
  whole = await counts();
  said = await reports();
}, 180_000);
afterAll(() => loop.close());

/** The counts are put back as they were; the tasks keep the events of what was corrected. */
afterEach(async () => {
  const known = new Map(whole.map((each) => [each.pk + each.sk, each]));
  for (const each of await counts()) if (!known.has(each.pk + each.sk)) await remove(each);
  for (const each of whole) await put(each);
});

const put = (each: Item) => loop.store.doc.send(new PutCommand({ TableName: loop.store.table, Item: each }));
const remove = ({ pk, sk }: Item) =>
  loop.store.doc.send(new DeleteCommand({ TableName: loop.store.table, Key: { pk, sk } }));

async function counts(): Promise<Item[]> {
  const { Items = [] } = await loop.store.doc.send(new ScanCommand({ TableName: loop.store.table }));
  return Items.map((each) => item.parse(each)).filter(({ type }) => countTypes.includes(type));
}

const before = '2026-11-26';
const today = '2026-12-04';

/** What reports of two days say, by every grouping, and what was frozen. */
async function reports() {
  const { world } = loop.functions.api;
  const principal = await principalOf(world, 'usr_VPTU_officer', loop.now());
  const on = (asOf: string) =>
    Promise.all(
      (['unit', 'field', 'directive', 'month'] as const).map((groupBy) =>
        summarise(world, principal, { groupBy, from: '2026-11-01', asOf }, loop.now()),
      ),
    );
  const frozen = await getReport(loop.store, 'rpt_2026-11-month');
  if (!frozen) throw new Error('no report was frozen');
  return {
    frozen: await rowsOfReport(loop.store, frozen),
    [before]: await on(before),
    [today]: await on(today),
  };
}

const options = (more: Partial<RecountOptions> = {}): RecountOptions => ({
  calendar: loop.calendar,
  at: loop.now(),
  sample: undefined,
  apply: false,
  progress: showProgress(process.stderr),
  ...more,
});

/** Puts the counts right and looks at them again: nothing is wrong then, and nothing more is ever written. */
async function rebuild(): Promise<string[]> {
  const dry = await recount(loop.store, options());
  const applied = await recount(loop.store, options({ apply: true }));
  expect(applied).toEqual(dry);
  expect(linesOf(dry)).not.toEqual([]);
  const after = await counts();
  expect(linesOf(await recount(loop.store, options({ apply: true })))).toEqual([]);
  expect(await counts()).toEqual(after);
  return linesOf(applied);
}

const linesOf = ({ wrong }: Awaited<ReturnType<typeof recount>>) => Object.values(wrong).flat();

const entriesOf = (id: string | undefined) =>
  whole.filter(({ type, taskId }) => type === 'COUNT' && taskId === id);
const openings = () => whole.filter(({ type }) => type === 'OPENING');

describe('counting anew', () => {
  it('finds and writes nothing where all is well', async () => {
    expect(openings().length).toBeGreaterThan(4);
    const { tasks, wrong } = await recount(loop.store, options({ apply: true }));
    expect(tasks).toBe(3);
    expect(Object.values(wrong).flat()).toEqual([]);
    expect(await counts()).toEqual(whole);
  });

  it('looks at some tasks only', async () => {
    expect(await recount(loop.store, options({ sample: 2 }))).toMatchObject({ tasks: 2 });
  });
});

describe('an entry', () => {
  it('that was lost after it was summed is entered on its day again: no report was ever different', async () => {
    const lost = entriesOf(ids[0]).filter(({ day }) => String(day) < '2026-12-01');
    expect(lost).toHaveLength(3);
    for (const entry of lost) {
      await remove(entry);
      const [line = '', ...others] = await rebuild();
      expect(line).toContain(`${ids[0]}: `);
      expect(line).toContain(`as was still known on ${entry.day}`);
      expect(others.filter((each) => each.startsWith('opening'))).toEqual([]);
      expect(await reports()).toEqual(said);
      for (const each of (await counts()).filter(({ corrects }) => corrects)) await remove(each);
      await put(entry);
    }
  });

  it('that was lost before it was summed is entered today, marked, and leaves what was reported as it was', async () => {
    const [registered] = entriesOf(ids[2]);
    if (!registered) throw new Error('no entry');
    const entry = countEntry.parse(registered);
    await remove(registered);
    for (const each of openings()) await put(withoutEntry(each, entry));
    const reported = await reports();
    await rebuild();
    const now = await reports();
    expect(now[before]).toEqual(reported[before]);
    expect(now.frozen).toEqual(said.frozen);
    // By month, it is this month that has it now.
    expect(figures(now[today]).slice(0, 3)).toEqual(figures(said[today]).slice(0, 3));
    const [correction] = (await counts()).filter(({ corrects }) => corrects);
    expect(correction).toMatchObject({ day: today, taskId: ids[2], about: '2026-11-09' });
  });

  it('that is there twice is taken back', async () => {
    for (const entry of [...entriesOf(ids[0]).slice(0, 1), ...entriesOf(ids[1]).slice(0, 3)]) {
      await put(item.parse(countItem(countEntry.parse(entry), 99, Number(String(entry.sk).at(-1)))));
      await rebuild();
      expect(figures((await reports())[today])).toEqual(figures(said[today]));
      for (const each of await counts())
        if (each.corrects || String(each.sk).includes('#00000099#')) await remove(each);
    }
  });

  it.each([
    ['counts something else', { cells: { urgings: 4, 'open:2026-12-21': -3, suspended: 1 } }],
    ['counts for another field', { group: { unitId: 'unt_STC', field: 'y tế' } }],
    ['belongs to another unit than its key', { group: { unitId: 'unt_SXD' } }],
    ['cannot be read', { cells: 'nothing' }],
  ])('that %s is put right', async (_, harm) => {
    const [entry] = entriesOf(ids[2]);
    if (!entry) throw new Error('no entry');
    await put({ ...entry, ...harm });
    await rebuild();
    expect(figures((await reports())[today])).toEqual(figures(said[today]));
    expect((await reports()).frozen).toEqual(said.frozen);
  });

  it('of a task that is gone is named and left alone: it is all that tells of it', async () => {
    const [registered] = entriesOf(ids[2]);
    const entry = countEntry.parse({ ...registered, taskId: 'tsk_gone' });
    await put(item.parse(countItem(entry, 1, 0)));
    const { wrong } = await recount(loop.store, options({ apply: true }));
    expect(wrong.orphans).toEqual(['tsk_gone: has entries, and is gone']);
    expect((await counts()).filter(({ corrects }) => corrects)).toEqual([]);
  });
});

describe('an opening', () => {
  it.each(['altered', 'lost', 'made up'])('that was %s is summed anew', async (how) => {
    for (const each of openings()) {
      const known = opening.parse(each).cells;
      if (how === 'altered') await put({ ...each, cells: { ...known, assigned: 40, on_time: -3 } });
      else if (how === 'lost') await remove(each);
      else await put({ ...each, sk: `${each.sk} khác`, value: `${each.value} khác` });
    }
    const lines = await rebuild();
    expect(lines.every((line) => line.startsWith('opening of 2026-12, '))).toBe(true);
    expect(await reports()).toEqual(said);
  });

  it('that was written before a message of its month was redriven takes in what that entered', async () => {
    const entry = countEntry.parse(entriesOf(ids[2])[0]);
    for (const each of openings()) await put(withoutEntry(each, entry));
    const lines = await rebuild();
    expect(lines.every((line) => line.startsWith('opening of 2026-12, '))).toBe(true);
    expect(await reports()).toEqual(said);
  });
});

describe('a correction', () => {
  it('is not entered twice by two who put the counts right at the same time', async () => {
    const [entry] = entriesOf(ids[0]);
    if (!entry) throw new Error('no entry');
    await remove(entry);
    const both = await Promise.all([1, 2].map(() => recount(loop.store, options({ apply: true }))));
    expect(both.flatMap(linesOf).length).toBeGreaterThan(0);
    expect((await counts()).filter(({ corrects, cells: of }) => corrects && of)).toHaveLength(1);
    expect(linesOf(await recount(loop.store, options()))).toEqual([]);
    expect(await reports()).toEqual(said);
  });

  it('is on the record of its task, whose chain stays whole', async () => {
    const [entry] = entriesOf(ids[0]);
    if (!entry) throw new Error('no entry');
    await remove(entry);
    const { task } = await loop.task(ids[0] ?? '');
    await recount(loop.store, options({ apply: true }));
    const after = (await loop.task(ids[0] ?? '')).task;
    expect(after.chain.seq).toBe(task.chain.seq + 1);
    expect({ ...after, chain: task.chain }).toEqual(task);
  });
});

const figures = (summaries: Awaited<ReturnType<typeof summarise>>[] | undefined) =>
  (summaries ?? []).map(({ total, rows }) => [total, ...rows].map(({ key, figures: of }) => ({ key, of })));

/** An opening that never knew of an entry. */
function withoutEntry(each: Item, entry: CountEntry): Item {
  const { unitId, value } = each;
  const { group } = entry;
  const values: unknown[] = ['', group.field, group.directiveId, group.monitorUnitId];
  const own = each.pk.split('#')[2];
  const of = { total: '', field: group.field, directive: group.directiveId, monitor: group.monitorUnitId }[
    String(own)
  ];
  if (unitId !== group.unitId || value !== (of ?? '') || !values.includes(value)) return each;
  const left = Object.entries(opening.parse(each).cells).map(([name, count]) => [
    name,
    count - (entry.cells[name] ?? 0),
  ]);
  return { ...each, cells: Object.fromEntries(left.filter(([, count]) => count !== 0)) };
}
