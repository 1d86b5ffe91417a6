import { addCells, balanceOn, emptyBalance } from './balance.ts';
import type { Calendar } from './calendar.ts';
import type { Aggregate } from './change.ts';
import {
  type Cells,
  type CountEntry,
  countsOf,
  type Dimension,
  difference,
  dimensions,
  type Group,
  groupOf,
  valueIn,
} from './counts.ts';
import { canonicalJson } from './event-chain.ts';
import { localDay } from './standing.ts';
import type { Instant, LocalDate } from './time.ts';
import { heldDays } from './timing.ts';

/** What is to be added to the counts of one group so that they say what the task says of itself. */
export type Missing = Pick<CountEntry, 'group' | 'cells'>;
type Entered = Pick<CountEntry, 'group' | 'day' | 'cells'>;

const flows = new Set(['assigned', 'urgings', 'extensions_asked', 'extensions_granted', 'proposals_raised']);
const isFlow = (name: string) => flows.has(name);
/** Working days that were charged, which follow from who held the task. */
export const isDays = (name: string) => name.startsWith('days:');
const isState = (name: string) => !isFlow(name) && !isDays(name) && !name.startsWith('moved_');

const only = (cells: Cells, wanted: (name: string) => boolean): Cells =>
  Object.fromEntries(Object.entries(cells).filter(([name]) => wanted(name)));

/** How often a row of a dimension came to hold the task, less how often it was taken from it. */
const gained = (cells: Cells, dimension: Dimension) =>
  (cells.assigned ?? 0) + (cells[`moved_in:${dimension}`] ?? 0) - (cells[`moved_out:${dimension}`] ?? 0);

/** `foreign`: a group that the task was never in counts it, so whatever it counts is wrong. */
type Part = { group: Group; home: boolean; foreign: boolean; entered: Cells; missing: Cells };

/**
 * Compares what was entered for a task with how it stands; nothing where both agree, but for the days charged: see
 * {@link missingDays}. What the task is must stand where it is and nowhere else. What happened must add up; what is missing
 * of it is added where the task is now, since nothing says where it was then. And a row must have gained the task as often
 * as it holds it, so that carried over, assigned and moved make the total of every row.
 */
export function missingOf(
  timeZone: string,
  aggregate: Aggregate,
  entries: readonly Entered[],
  at: Instant,
): Missing[] {
  const [worth] = countsOf(timeZone, null, aggregate, at);
  const parts = partsOf(aggregate, worth, entries);
  const place = parts.find(({ home }) => home) ?? parts[0];
  if (!place) return [];
  const own = parts.filter(({ foreign }) => !foreign);
  for (const part of parts) {
    const wrong = (name: string) => isState(name) || (part.foreign && !isDays(name));
    const states = part.home && worth ? only(worth.cells, isState) : {};
    part.missing = difference(states, only(part.entered, wrong));
  }
  const all = own.reduce((sum, { entered }) => addCells(sum, entered), {});
  const { assigned = 0, ...happened } = difference(only(worth?.cells ?? {}, isFlow), only(all, isFlow));
  addCells(place.missing, happened);
  const origin = own.find((each) => Number(each.home) - gained(each.entered, 'total') === assigned);
  if (assigned !== 0) addCells((origin ?? place).missing, { assigned });
  for (const dimension of dimensions) balanceMoves(dimension, parts);
  return parts
    .filter(({ missing }) => Object.keys(missing).length > 0)
    .map(({ group, missing }) => ({ group, cells: missing }));
}

/** By group, that in which the task stands included. */
function partsOf({ task }: Aggregate, worth: CountEntry | undefined, entries: readonly Entered[]): Part[] {
  const parts = new Map<string, Part>();
  const partOf = (group: Group, home: boolean) => {
    const name = canonicalJson(group);
    const part = parts.get(name) ?? { group, home, foreign: false, entered: {}, missing: {} };
    parts.set(name, part);
    return part;
  };
  if (worth) partOf(worth.group, true);
  for (const { group, cells } of entries) addCells(partOf(group, false).entered, cells);
  const stood = (task.standings ?? []).map((each) => canonicalJson(groupOf(each, task.directive?.id)));
  for (const [name, part] of parts)
    part.foreign = !part.home && !stood.includes(name) && gained(part.entered, 'total') !== 0;
  return [...parts.values()];
}

const rowOf = (dimension: Dimension, group: Group) => `${group.unitId} ${valueIn(dimension, group)}`;

/** A row that gained a task more than once, or less than never, has a move too many; else its other half is missing. */
function balanceMoves(dimension: Dimension, parts: readonly Part[]): void {
  for (const row of Map.groupBy(parts, ({ group }) => rowOf(dimension, group)).values()) {
    const place = row.find(({ home }) => home) ?? row[0];
    if (!place) continue;
    const sum = row.reduce(
      (total, { entered, missing }) => total + gained(entered, dimension) + gained(missing, dimension),
      0,
    );
    const short = Number(place.home) - sum;
    if (short === 0) continue;
    const isExtra = sum < 0 || sum > 1;
    const word = isExtra === short < 0 ? 'moved_in' : 'moved_out';
    addCells(place.missing, { [`${word}:${dimension}`]: word === 'moved_in' ? short : -short });
  }
}

/**
 * Working days that were charged too few (or, below zero, too many) up to today, by unit: what follows from who held the task
 * at the end of each day, against what follows from the entries.
 */
export function missingDays(
  calendar: Calendar,
  { task, obligations }: Aggregate,
  entries: readonly Entered[],
  at: Instant,
): Cells {
  const held = task.collective ? {} : heldDays(calendar, obligations, at);
  const today = localDay(calendar.timeZone, at);
  const { cells } = balanceOn(calendar, emptyBalance('0001-01-01'), entries, today);
  const right = Object.fromEntries(Object.entries(held).map(([unitId, days]) => [`days:${unitId}`, days]));
  return difference(right, only(cells, isDays));
}

/** The entries of `day` that put right what is missing, with the days that they charge too few from then on. */
export function correctionOf(
  calendar: Calendar,
  aggregate: Aggregate,
  entries: readonly Entered[],
  { missing, day, at }: { missing: readonly Missing[]; day: LocalDate; at: Instant },
): CountEntry[] {
  const { task } = aggregate;
  const dated = missing.map((each) => ({ ...each, day }));
  const days = missingDays(calendar, aggregate, [...entries, ...dated], at);
  const [worth] = countsOf(calendar.timeZone, null, aggregate, at);
  const group = worth?.group ?? missing[0]?.group;
  const charged = group && Object.keys(days).length > 0 ? [{ group, day, cells: days }] : [];
  return [...dated, ...charged].map((entry) => {
    const about = aboutOf(aggregate, entry.cells);
    return { ...entry, taskId: task.id, code: task.code, corrects: true, ...(about && { about }) };
  });
}

/** The day of what a correction says late: when the task was assigned, or came to its end. */
function aboutOf({ task }: Aggregate, cells: Cells): LocalDate | undefined {
  const { standings = [] } = task;
  if ((cells.assigned ?? 0) > 0) return standings[0]?.from;
  return standings.findLast((each) => (cells[each.is] ?? 0) > 0 && !each.is.startsWith('open:'))?.from;
}

/** What the openings of a month say beyond the entries before it, by row. */
export type Surplus = { month: string; of: (dimension: Dimension, group: Group) => Cells | undefined };

/**
 * The earliest month from which on every opening knows what the entries of a task lack: it was entered, summed, and lost
 * afterwards. Undefined when the latest opening does not know it. `openings` from the latest to the earliest.
 */
export function knownSince(openings: readonly Surplus[], missing: readonly Missing[]): string | undefined {
  let since: string | undefined;
  for (const { month, of } of openings) {
    const known = dimensions.every((dimension) =>
      rowsOf(dimension, missing).every((row) => holds(of(dimension, row.group) ?? {}, row.cells)),
    );
    if (!known) break;
    since = month;
  }
  return missing.length > 0 ? since : undefined;
}

/** What is missing in each row of a dimension, in which several groups may count. */
const rowsOf = (dimension: Dimension, missing: readonly Missing[]): Missing[] =>
  [...Map.groupBy(missing, ({ group }) => rowOf(dimension, group)).values()].flatMap((parts) =>
    parts.slice(0, 1).map(({ group }) => ({
      group,
      cells: parts.reduce((sum, { cells }) => addCells(sum, cells), {}),
    })),
  );

const holds = (surplus: Cells, missing: Cells) =>
  Object.entries(missing).every(([name, by]) => (surplus[name] ?? 0) * Math.sign(by) >= Math.abs(by));

/** The day from `from` to `to` on which the task came to stand as is missing; the last of them where there is none. */
export function dayIn(
  { task }: Aggregate,
  missing: readonly Missing[],
  { from, to }: { from: LocalDate; to: LocalDate },
): LocalDate {
  const gains = (name: string) => missing.some(({ cells }) => (cells[name] ?? 0) > 0);
  const stood = task.standings?.findLast((each) => each.from >= from && each.from <= to && gains(each.is));
  return stood?.from ?? to;
}
