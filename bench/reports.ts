import { openThisMonth } from '../shared/actions/open-month.ts';
import { type SummaryQuery, summarise } from '../shared/actions/report-summary.ts';
import { instantAt } from '../shared/domain/calendar.ts';
import { addDays } from '../shared/domain/civil-date.ts';
import type { GroupBy } from '../shared/domain/report.ts';
import type { LocalDate } from '../shared/domain/time.ts';
import type { Unit } from '../shared/domain/unit.ts';
import { openStore } from '../shared/store/client.ts';
import { nextMonth } from '../shared/store/counts.ts';
import { createUnits, unitsPerCall } from '../shared/store/units.ts';
import { defaultCalendar } from '../test/support/default-calendar.ts';
import { startEngine } from '../test/support/engine.ts';
import { directoryOf } from '../test/support/organisation.ts';
import { type Meter, meter } from './calls.ts';
import { benchContext, type Life, loadLives } from './lives.ts';
import { row, table } from './print.ts';

const timeZone = defaultCalendar.timeZone;
const fields = Array.from({ length: 12 }, (_, i) => `lĩnh vực ${i + 1}`);
const monitors = Array.from({ length: 6 }, (_, i) => `unt_B${i}`);
const directives = Array.from({ length: 200 }, (_, i) => ({
  id: `dir_${i}`,
  ...{ number: `${i + 1}/CT`, title: `Chỉ thị ${i + 1}`, issuedOn: '2017-01-02' },
}));
const pick = <T>(from: readonly T[], n: number): T => {
  const [first] = from;
  if (first === undefined) throw new RangeError('nothing to pick from');
  return from[n % from.length] ?? first;
};

/** Two leading bodies, monitors and `count` units below a hundred parents at most. */
function organisation(count: number): Unit[] {
  const unit = (id: string, kind: Unit['kind'], parentId?: string): Unit => ({
    ...{ id, code: id, name: `Đơn vị ${id}`, kind, fields: [], validFrom: '2010-01-01', version: 1 },
    ...(parentId && { parentId }),
    path: `/${parentId ? `${parentId}/` : ''}${id}/`,
  });
  const parents = Array.from({ length: Math.min(100, Math.ceil(count / 50)) }, (_, i) => `unt_P${i}`);
  return [
    unit('unt_TT', 'authority'),
    unit('unt_VPTU', 'office'),
    ...monitors.map((id) => unit(id, 'monitor')),
    ...parents.map((id) => unit(id, 'unit')),
    ...Array.from({ length: count - parents.length }, (_, i) => unit(`unt_U${i}`, 'unit', pick(parents, i))),
  ];
}

async function open(count: number) {
  const engine = await startEngine();
  const client = engine.direct();
  const kept = meter(client);
  const store = openStore({ table: engine.tableName, timeZone, client });
  const units = organisation(count);
  for (let i = 0; i < units.length; i += unitsPerCall)
    await createUnits(store, units.slice(i, i + unitsPerCall), { at: '2015-01-01T00:00:00.000Z' });
  const world = {
    store,
    settings: { timeZone, calendarMode: 'official' as const },
    log: { info: () => {}, error: () => {}, metric: () => {} },
  };
  const leads = units.filter((unit) => unit.kind === 'unit').map((unit) => unit.id);
  return { engine, world, kept, leads, context: benchContext(directoryOf(units)) };
}
type Office = Awaited<ReturnType<typeof open>>;

/** What loading took. As batches: in transactions, as the application writes, each unit counts twice. */
type Load = { items: number; seconds: number; calls: number; units: number };

async function load(office: Office, lives: readonly Life[], what: 'whole' | 'counted'): Promise<Load> {
  Object.assign(office.kept, { calls: [], units: 0 } satisfies Meter);
  const start = performance.now();
  const items = await loadLives(office.world.store, office.context, lives, what);
  const seconds = Math.round((performance.now() - start) / 1000);
  return { items, seconds, calls: office.kept.calls.length, units: office.kept.units };
}

const everything = { userId: 'bench', administrator: true, memberships: [] };

/** The figures of a report with what it took: milliseconds, calls, read units. */
async function measured({ world, kept }: Office, query: SummaryQuery, day: LocalDate) {
  const at = instantAt(defaultCalendar, day, '09:00');
  // A container that is warm: directory and calendar are known.
  await summarise(world, everything, query, at);
  Object.assign(kept, { calls: [], units: 0 } satisfies Meter);
  const start = performance.now();
  const summary = await summarise(world, everything, query, at);
  const ms = Math.round(performance.now() - start);
  return { summary, ms, calls: kept.calls.length, units: kept.units };
}

/** The national figures of 2017 (report 1270/BC-TCTTTg): how many tasks ended, or stood, how. */
const national = { doneOnTime: 14_068, doneLate: 1_983, openInTime: 5_640, openOverdue: 223 };
const grouped: readonly GroupBy[] = ['unit', 'field', 'directive', 'monitor', 'month'];

function livesOf2017(leads: readonly string[], share: number): Life[] {
  const some = (count: number, what: (n: number) => Pick<Life, 'assigned' | 'due' | 'submitted'>) =>
    Array.from(
      { length: Math.round(count * share) },
      (_, n): Life => ({
        ...what(n),
        leadUnitId: pick(leads, n * 11),
        field: pick(fields, n * 5),
        monitorUnitId: pick(monitors, n * 7),
        directive: pick(directives, n * 3),
      }),
    );
  const early = (n: number) => addDays('2017-01-02', n % 300);
  return [
    ...some(national.doneOnTime, (n) => ({
      assigned: early(n),
      due: addDays(early(n), 40),
      submitted: addDays(early(n), 30),
    })),
    ...some(national.doneLate, (n) => ({
      assigned: early(n),
      due: addDays(early(n), 20),
      submitted: addDays(early(n), 50),
    })),
    ...some(national.openInTime, (n) => ({ assigned: addDays(early(n), 60), due: '2018-06-29' })),
    ...some(national.openOverdue, (n) => ({ assigned: early(n), due: addDays(early(n), 30) })),
  ];
}

async function benchNational(): Promise<void> {
  const office = await open(63);
  const lives = livesOf2017(office.leads, 1);
  const { items, seconds, calls, units: written } = await load(office, lives, 'whole');
  process.stdout.write(
    `\n${lives.length} tasks of 2017 loaded as ${items} items in ${seconds} s: ${calls} calls, ${written} write units\n`,
  );
  const asOf = '2017-12-31';
  // As the daily run does, month by month.
  for (let month = '2017-02'; month <= '2018-01'; month = nextMonth(month))
    await openThisMonth(office.world, `${month}-03T02:00:00.000Z`);
  const rows = [];
  for (const groupBy of grouped) {
    const { summary, ms, calls, units } = await measured(
      office,
      { groupBy, from: '2017-01-01', asOf },
      '2018-01-03',
    );
    const { figures, percentages } = summary.total;
    const { doneOfDue, onTimeOfDone, onTimeOfDue, onTimeOfAll } = percentages;
    const shares = [doneOfDue, onTimeOfDone, onTimeOfDue, onTimeOfAll].map((each) => each.value ?? '');
    rows.push(row(groupBy, summary.rows.length, figures.total, ...shares, ms, calls, units));
  }
  table(
    'The national figures of 2017, by every grouping (98.6, 87.6, 86.4 and 64.2 % expected)',
    [
      'report by',
      'rows',
      'total',
      'done/due',
      'on time/done',
      'on time/due',
      'on time/all',
      'ms',
      'calls',
      'read units',
    ],
    rows,
  );
  await office.engine.close();
}

/** 5,000 units and as many open tasks, and more and more that were closed in the two years before. */
async function benchClosed(sizes: readonly number[]): Promise<void> {
  const rows = [];
  for (const closed of sizes) {
    const office = await open(5_000);
    const at = (n: number) => addDays('2024-11-01', n % 700);
    const lives = [
      ...Array.from(
        { length: closed },
        (_, n): Life => ({
          ...{ leadUnitId: pick(office.leads, n * 13), field: pick(fields, n) },
          ...{ assigned: at(n), due: addDays(at(n), 30), submitted: addDays(at(n), n % 9 ? 20 : 35) },
        }),
      ),
      ...Array.from(
        { length: 5_000 },
        (_, n): Life => ({
          ...{ leadUnitId: pick(office.leads, n), field: pick(fields, n) },
          ...{ assigned: '2026-10-20', due: addDays('2026-11-10', n % 60) },
        }),
      ),
    ];
    const loaded = await load(office, lives, 'counted');
    await openThisMonth(office.world, '2026-11-03T02:00:00.000Z');
    for (const groupBy of ['unit', 'field'] as const) {
      const query = { groupBy, from: '2026-11-01', asOf: '2026-11-23' };
      const { summary, ms, calls, units } = await measured(office, query, '2026-11-23');
      rows.push(
        row(`${closed} closed`, groupBy, summary.rows.length, ms, calls, units, loaded.seconds, loaded.units),
      );
    }
    await office.engine.close();
  }
  table(
    'A report on 5,000 units with 5,000 open tasks, as closed ones add up',
    ['tasks', 'by', 'rows', 'ms', 'calls', 'read units', 'load s', 'write units'],
    rows,
  );
}

/** `CLOSED=1000,10000` for less than the whole series, which takes a quarter of an hour. */
export async function benchReports(): Promise<void> {
  await benchNational();
  await benchClosed((process.env.CLOSED ?? '1000,10000,100000').split(',').map(Number));
}
