import { emptyBalance, sumOf } from '../domain/balance.ts';
import type { Calendar } from '../domain/calendar.ts';
import { localDateOf } from '../domain/calendar.ts';
import { addDays, lastOfMonth, yearOf } from '../domain/civil-date.ts';
import type { Dimension } from '../domain/counts.ts';
import type { Directory } from '../domain/directory.ts';
import type { Principal } from '../domain/permissions.ts';
import { Refusal } from '../domain/refusal.ts';
import {
  type GroupBy,
  isBlank,
  type RowCounts,
  rowCountsOf,
  type Summary,
  type SummaryRow,
  sumOfRows,
  withPercentages,
} from '../domain/report.ts';
import { type ReportScope, reportScope } from '../domain/report-scope.ts';
import type { Instant, LocalDate } from '../domain/time.ts';
import type { Store } from '../store/client.ts';
import { type Balances, balancesOn, monthOf, nextMonth } from '../store/counts.ts';
import { getDirectives } from '../store/directives.ts';
import { loadContext } from './context.ts';
import type { World } from './world.ts';

export type SummaryQuery = {
  unitId?: string | undefined;
  groupBy: GroupBy;
  from?: LocalDate | undefined;
  to?: LocalDate | undefined;
  asOf?: LocalDate | undefined;
};

/** Rows by month are a page, not a book. */
const mostMonths = 120;

/**
 * The days that a report is about: from the first of the year unless said, to the last one asked for that has begun. What
 * is open is told as of the last day.
 * @throws Refusal `day_to_come`, `period_reversed`
 */
export function daysOfReport(
  calendar: Calendar,
  { from, to, asOf }: Pick<SummaryQuery, 'from' | 'to' | 'asOf'>,
  at: Instant,
): { from: LocalDate; to: LocalDate } {
  const today = localDateOf(calendar, at);
  if (asOf && asOf > today)
    throw new Refusal('day_to_come', { date: asOf }, [{ pointer: '?asOf', code: 'day_to_come' }]);
  const [end = today] = [to ?? today, asOf ?? today, today].sort();
  const start = from ?? `${yearOf(end)}-01-01`;
  if (start > end)
    throw new Refusal('period_reversed', { from: start, to: end }, [
      { pointer: '?from', code: 'period_reversed' },
    ]);
  return { from: start, to: end };
}

/** In which counts a grouping is kept: by unit and by month in those of units, which a monitor has of its own. */
export function dimensionOf(groupBy: GroupBy, scope: ReportScope): Dimension {
  if (groupBy === 'unit' || groupBy === 'month') return scope.monitorUnitId ? 'monitor' : 'total';
  return groupBy;
}

/**
 * The report of a unit's subtree, or of everything that the person may see, from counts that were kept as things happened.
 * @throws Refusal `unit_unknown`, `forbidden`, `day_to_come`, `period_reversed`, `period_too_long`
 */
export async function summarise(
  world: World,
  principal: Principal,
  query: SummaryQuery,
  at: Instant,
): Promise<Summary> {
  const { directory, calendar } = await loadContext(world, at);
  const scope = reportScope(directory, principal, query.unitId, query.groupBy);
  const days = daysOfReport(calendar, query, at);
  return summaryOf(world.store, calendar, directory, scope, { ...days, groupBy: query.groupBy });
}

/** As {@link summarise}, for whoever has settled what may be seen. */
export async function summaryOf(
  store: Store,
  calendar: Calendar,
  directory: Directory,
  scope: ReportScope,
  { from, to, groupBy }: { from: LocalDate; to: LocalDate; groupBy: GroupBy },
): Promise<Summary> {
  const { unit } = scope;
  const dimension = dimensionOf(groupBy, scope);
  const ends = groupBy === 'month' ? monthEnds(from, to) : [to];
  const before = addDays(from, -1);
  const read = await balancesOn(store, calendar, scope.units, dimension, [before, ...ends]);
  const on = (day: LocalDate) => {
    const all = read.get(day) ?? [];
    return scope.monitorUnitId ? all.filter(({ value }) => value === scope.monitorUnitId) : all;
  };
  const head = {
    ...{ from, to, groupBy },
    ...(unit && { unit: { id: unit.id, name: unit.name } }),
  };
  if (groupBy === 'month') {
    const counts = (start: LocalDate, end: LocalDate) =>
      rowCountsOf(calendar, dimension, total(on(start), start), total(on(end), end));
    const rows = ends.map((end, i) => {
      const month = monthOf(end);
      const [year, number] = month.split('-');
      return withPercentages(month, `${number}/${year}`, counts(ends[i - 1] ?? before, end));
    });
    return { ...head, total: withPercentages('', '', counts(before, to)), rows };
  }
  const keyOf = ({ unitId, value }: Balances[number]) => (groupBy === 'unit' ? unitId : value);
  const counted = rowsBy(calendar, dimension, keyOf, on(before), on(to), { before, to });
  const labels = await labelsOf(store, directory, groupBy, [...counted.keys()]);
  const order = (row: SummaryRow) =>
    groupBy === 'unit' ? (directory.units.get(row.key)?.path ?? '') : row.key;
  const rows = [...counted]
    .filter(([, counts]) => !isBlank(counts))
    .map(([key, counts]) => withPercentages(key, labels.get(key) ?? key, counts))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return { ...head, total: withPercentages('', '', sumOfRows(rows)), rows };
}

const total = (balances: Balances, day: LocalDate) =>
  sumOf(
    balances.map((each) => each.balance),
    day,
  );

function rowsBy(
  calendar: Calendar,
  dimension: Dimension,
  keyOf: (each: Balances[number]) => string,
  earlier: Balances,
  later: Balances,
  { before, to }: { before: LocalDate; to: LocalDate },
): Map<string, RowCounts> {
  const grouped = (balances: Balances) => Map.groupBy(balances, keyOf);
  const starts = grouped(earlier);
  const ends = grouped(later);
  const keys = new Set([...starts.keys(), ...ends.keys()]);
  const side = (balances: Balances | undefined, day: LocalDate) =>
    balances ? total(balances, day) : emptyBalance(day);
  return new Map(
    [...keys].map((key) => [
      key,
      rowCountsOf(calendar, dimension, side(starts.get(key), before), side(ends.get(key), to)),
    ]),
  );
}

/** The last day of each month of the period, and its own last day. */
function monthEnds(from: LocalDate, to: LocalDate): LocalDate[] {
  const ends: LocalDate[] = [];
  for (let month = monthOf(from); month < monthOf(to); month = nextMonth(month)) {
    if (ends.length >= mostMonths) throw new Refusal('period_too_long', { months: mostMonths });
    ends.push(lastOfMonth(Number(month.slice(0, 4)), Number(month.slice(5))));
  }
  return [...ends, to];
}

async function labelsOf(
  store: Store,
  directory: Directory,
  groupBy: GroupBy,
  keys: readonly string[],
): Promise<Map<string, string>> {
  if (groupBy === 'directive') {
    const found = await getDirectives(store, keys.filter(Boolean));
    return new Map([...found.values()].map(({ id, number, title }) => [id, `${number} ${title}`]));
  }
  return new Map(keys.map((key) => [key, directory.units.get(key)?.name ?? key]));
}
