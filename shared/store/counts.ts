import * as z from 'zod/mini';
import { type Balance, balanceOn, emptyBalance } from '../domain/balance.ts';
import type { Calendar } from '../domain/calendar.ts';
import { addDays, addMonths } from '../domain/civil-date.ts';
import { type CountEntry, cells, countEntry, type Dimension, valueIn } from '../domain/counts.ts';
import { optionalText, text } from '../domain/fields.ts';
import type { LocalDate } from '../domain/time.ts';
import { chunksOf } from './batches.ts';
import type { Store } from './client.ts';
import { first, type Key, keys, last, partitions, shardOf, shards } from './keys.ts';
import { visible } from './marks.ts';
import { inParallel, queryAll, queryPage, type Raw } from './reads.ts';
import { transact } from './transact.ts';

/**
 * Counts for reports. Every commit writes what it changes as entries of its own, in the same transaction: nothing is
 * incremented, so that commits never wait for each other. The close function sums the entries of a month into the next
 * month's openings; a report reads openings and the entries since. Neither grows with what is closed.
 */
export type Units = 'everything' | readonly string[];

/** From this many units on it is cheaper to read all shards and leave out the others. */
const manyUnits = 50;
/** Queries under way at a time. */
const width = 16;
/** How far back entries are looked for where no month was ever opened: until a year without any. */
const emptyYear = 12;

export const markedEntry = z.extend(countEntry, { batch: optionalText });
const openingItem = z.object({ unitId: text, value: text, day: z.iso.date(), cells });
export type Opening = z.infer<typeof openingItem>;

export const monthOf = (day: LocalDate) => day.slice(0, 7);
export const firstDay = (month: string): LocalDate => `${month}-01`;
export const nextMonth = (month: string) => monthOf(addMonths(firstDay(month), 1));

/** One query per shard, or one per unit when there are few. */
function ranges(units: Units, partition: (shard: number) => string, from: string, to: string) {
  if (units === 'everything' || units.length > manyUnits)
    return shards.map((shard) => ({ pk: partition(shard), range: { from: first, to: last } }));
  return [...new Set(units)].map((unitId) => ({
    pk: partition(shardOf(unitId)),
    range: { from: `${unitId}#${from}`, to: `${unitId}#${to}` },
  }));
}

function setOf(units: Units): { has(unitId: string): boolean } {
  return units === 'everything' ? { has: () => true } : new Set(units);
}

/** The entries of a month for these units, of visible work only, in no particular order. */
export async function entriesOf(store: Store, units: Units, month: string): Promise<CountEntry[]> {
  const queries = ranges(units, (shard) => partitions.counts(month, shard), month, `${month}${last}`);
  const items = (await inParallel(queries, (query) => queryAll(store, query), width)).flat();
  const entries = await visible(
    store,
    items.map((item) => markedEntry.parse(item)),
  );
  const wanted = setOf(units);
  return entries.filter((entry) => entry !== undefined).filter((entry) => wanted.has(entry.group.unitId));
}

export async function openingsOf(
  store: Store,
  units: Units,
  month: string,
  dimension: Dimension,
): Promise<Opening[]> {
  // Values are empty where a task has none, and Vietnamese where it has a field.
  const queries = ranges(units, (shard) => partitions.openings(month, dimension, shard), '', '\uffff');
  const items = (await inParallel(queries, (query) => queryAll(store, query), width)).flat();
  const wanted = setOf(units);
  return items.map((item) => openingItem.parse(item)).filter(({ unitId }) => wanted.has(unitId));
}

/** Of the units of one shard. */
export async function openingsInShard(
  store: Store,
  month: string,
  dimension: Dimension,
  shard: number,
): Promise<Opening[]> {
  const items = await queryAll(store, { pk: partitions.openings(month, dimension, shard) });
  return items.map((item) => openingItem.parse(item));
}

const openedItem = z.object({ sk: text, beginning: text });

/** Every month whose openings are all written, the earliest first. */
export async function openedMonths(store: Store): Promise<string[]> {
  const items = await queryAll(store, { pk: keys.opened('').pk });
  return items.map((item) => openedItem.parse(item).sk);
}

/**
 * The latest month up to `month` whose openings are all written, and the month with the first entry of all. Without the
 * former, nothing was opened so early; without the latter, nothing was ever opened.
 */
export async function openedBy(
  store: Store,
  month: string,
): Promise<{ opened?: string | undefined; beginning?: string | undefined }> {
  const { pk } = keys.opened(month);
  const latest = await queryPage(store, { pk, range: { from: first, to: month }, descending: true }, 1);
  const [item] = latest.items.map((each) => openedItem.parse(each));
  if (item) return { opened: item.sk, beginning: item.beginning };
  const [earliest] = (await queryPage(store, { pk }, 1)).items.map((each) => openedItem.parse(each));
  return { beginning: earliest?.beginning };
}

/** The months from one to another, both included; none when the first is later. */
export function monthsFrom(start: string, end: string): string[] {
  const months: string[] = [];
  for (let each = start; each <= end; each = nextMonth(each)) months.push(each);
  return months;
}

/** The first month with entries, where it was never noted: looked for backwards until a year without any. */
export async function findBeginning(store: Store, month: string): Promise<string> {
  for (let end = month, beginning = month; ; ) {
    const year = Array.from({ length: emptyYear }, (_, i) => monthOf(addMonths(firstDay(end), -i)));
    const used = await inParallel(
      year,
      async (each) =>
        (
          await inParallel(shards, (shard) => queryPage(store, { pk: partitions.counts(each, shard) }, 1))
        ).some(({ items }) => items.length > 0),
      2,
    );
    if (!used.includes(true)) return beginning;
    beginning = year.findLast((_, i) => used[i]) ?? beginning;
    end = monthOf(addMonths(firstDay(end), -emptyYear));
  }
}

/** A balance by unit and value of a dimension: what a row of a report is summed from. */
export type Balances = { unitId: string; value: string; balance: Balance }[];

const nameOf = (unitId: string, value: string) => `${unitId} ${value}`;

/**
 * How the counts of these units stood at the end of each of the days, by unit and value. A month is read once, however
 * many of the days lie in it.
 */
export async function balancesOn(
  store: Store,
  calendar: Calendar,
  units: Units,
  dimension: Dimension,
  days: readonly LocalDate[],
): Promise<Map<LocalDate, Balances>> {
  const entries = new Map<string, Promise<CountEntry[]>>();
  const openings = new Map<string, Promise<Opening[]>>();
  const entriesIn = (month: string) => remembered(entries, month, () => entriesOf(store, units, month));
  const openingsIn = (month: string) =>
    remembered(openings, month, () => openingsOf(store, units, month, dimension));

  let beginning: Promise<string> | undefined;
  const latest = [...days].sort().at(-1) ?? '';
  const found = () => {
    beginning ??= findBeginning(store, monthOf(latest));
    return beginning;
  };

  const on = async (day: LocalDate): Promise<Balances> => {
    // At the end of a month's last day things stand as the next month opens.
    const known = await openedBy(store, monthOf(addDays(day, 1)));
    const { opened } = known;
    const months = monthsFrom(opened ?? known.beginning ?? (await found()), monthOf(day));
    const [opening, lists] = await Promise.all([
      opened ? openingsIn(opened) : [],
      Promise.all(months.map(entriesIn)),
    ]);
    return settle(calendar, dimension, opening, lists.flat(), day);
  };
  const unique = [...new Set(days)];
  const settled = await Promise.all(unique.map(on));
  return new Map(unique.map((day, i) => [day, settled[i] ?? []]));
}

function remembered<T>(known: Map<string, Promise<T>>, name: string, read: () => Promise<T>): Promise<T> {
  const found = known.get(name) ?? read();
  known.set(name, found);
  return found;
}

/** Openings and the entries since, by unit and value. */
export function settle(
  calendar: Calendar,
  dimension: Dimension,
  openings: readonly Opening[],
  entries: readonly CountEntry[],
  day: LocalDate,
): Balances {
  const byName = new Map<
    string,
    { unitId: string; value: string; opening: Balance; entries: CountEntry[] }
  >();
  for (const { unitId, value, day: end, cells: sums } of openings)
    byName.set(nameOf(unitId, value), {
      ...{ unitId, value, entries: [] },
      opening: { day: end, cells: sums },
    });
  for (const entry of entries) {
    const { unitId } = entry.group;
    const value = valueIn(dimension, entry.group);
    const name = nameOf(unitId, value);
    const known = byName.get(name) ?? { unitId, value, entries: [], opening: emptyBalance('0001-01-01') };
    known.entries.push(entry);
    byName.set(name, known);
  }
  return [...byName.values()].map(({ unitId, value, opening, entries: own }) => ({
    unitId,
    value,
    balance: balanceOn(calendar, opening, own, day),
  }));
}

/** Writes one unit's opening of a month; writing it again writes the same. */
export function openingOf(
  month: string,
  dimension: Dimension,
  { unitId, value, balance }: Balances[number],
): Key & Raw {
  const { day, cells: sums } = balance;
  return {
    ...keys.opening({ month, dimension, unitId, value }),
    type: 'OPENING',
    unitId,
    value,
    day,
    cells: sums,
  };
}

/** Writes openings of one month: all of them, and then that they are. Writing them again writes the same. */
export async function openMonth(
  store: Store,
  month: string,
  beginning: string,
  openings: readonly (Key & Raw)[],
): Promise<void> {
  const writes = openings.map((put) => ({ put }));
  await inParallel(chunksOf(writes), (chunk) => transact(store, chunk), 4);
  await transact(store, [{ put: { ...keys.opened(month), type: 'OPENED', beginning } }]);
}
