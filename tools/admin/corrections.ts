import type { Calendar } from '../../shared/domain/calendar.ts';
import type { Aggregate } from '../../shared/domain/change.ts';
import { addDays } from '../../shared/domain/civil-date.ts';
import {
  type Cells,
  type CountEntry,
  type Dimension,
  difference,
  dimensions,
  type Group,
} from '../../shared/domain/counts.ts';
import { correctCounts } from '../../shared/domain/decide/repair.ts';
import {
  correctionOf,
  dayIn,
  knownSince,
  type Missing,
  missingDays,
  missingOf,
  type Surplus,
} from '../../shared/domain/recount.ts';
import { localDay } from '../../shared/domain/standing.ts';
import type { Instant, LocalDate } from '../../shared/domain/time.ts';
import type { Store } from '../../shared/store/client.ts';
import { firstDay } from '../../shared/store/counts.ts';
import { countItem } from '../../shared/store/items.ts';
import { commit } from '../../shared/store/tasks.ts';
import { rowName, type WrongOpening } from './openings.ts';

/** What the entries of a task lack; undefined when they are right. */
export function miscounted(
  calendar: Calendar,
  aggregate: Aggregate,
  entries: readonly CountEntry[],
  at: Instant,
): Missing[] | undefined {
  const missing = missingOf(calendar.timeZone, aggregate, entries, at);
  const days = missingDays(calendar, aggregate, entries, at);
  return missing.length + Object.keys(days).length > 0 ? missing : undefined;
}

export type Place = {
  correction: CountEntry[];
  /** The first month whose openings know already what is missing, if they do. They are no longer wrong by it. */
  since: string | undefined;
  /** Takes that back, when the correction was not entered. */
  release(): void;
};
export type FindPlace = (
  aggregate: Aggregate,
  missing: readonly Missing[],
  entries: readonly CountEntry[],
  at: Instant,
) => Place;

/**
 * Decides on which day corrections are entered: today, as everything is, so that no day that was reported changes. But what
 * the openings still know was lost after it had been summed, and is entered again where it was, so that they stay right.
 * @param opened the months that have openings, the earliest first
 * @param wrong those openings that are not the sum of the entries before them
 */
export function openPlaces(
  calendar: Calendar,
  opened: readonly string[],
  wrong: readonly WrongOpening[],
): FindPlace {
  const byName = new Map(wrong.map((each) => [`${each.month} ${each.name}`, each]));
  const named = (month: string, dimension: Dimension, group: Group) =>
    byName.get(`${month} ${rowName(dimension, group)}`);
  const openings = opened.toReversed().map(
    (month): Surplus => ({
      month,
      of: (dimension, group) => named(month, dimension, group)?.by,
    }),
  );
  const explain = (missing: readonly Missing[], since: string, by: (cells: Cells) => Cells) => {
    for (const month of opened.filter((each) => each >= since))
      for (const { group, cells } of missing)
        for (const dimension of dimensions) {
          const opening = named(month, dimension, group);
          if (opening) opening.by = difference(opening.by, by(cells));
        }
  };
  return (aggregate, missing, entries, at) => {
    const since = knownSince(openings, missing);
    const day = since
      ? dayIn(aggregate, missing, daysBefore(since, opened))
      : localDay(calendar.timeZone, at);
    const correction = correctionOf(calendar, aggregate, entries, { missing, day, at });
    if (since) explain(missing, since, (cells) => cells);
    const release = () => since && explain(missing, since, (cells) => difference({}, cells));
    return { correction, since, release };
  };
}

/** What lies between the openings of a month and those before them. */
function daysBefore(month: string, opened: readonly string[]): { from: LocalDate; to: LocalDate } {
  const earlier = opened.findLast((each) => each < month);
  return { from: earlier ? firstDay(earlier) : '0001-01-01', to: addDays(firstDay(month), -1) };
}

/**
 * Enters a correction together with an event of the task. The event makes it one commit among the others: it fails if
 * anybody committed since the task was loaded, also another run of this.
 * @throws CommitConflict, Busy
 */
export async function correct(
  store: Store,
  before: Aggregate,
  entries: readonly CountEntry[],
  at: Instant,
): Promise<void> {
  const seq = before.task.chain.seq + 1;
  await commit(store, {
    before,
    change: correctCounts(before, entries),
    command: { actor: { kind: 'system' }, at, id: `recount/${at}`, input: {} },
    extra: entries.map((entry, n) => ({
      put: countItem(entry, seq, n),
      condition: 'attribute_not_exists(pk)',
    })),
  });
}

export const cellsInWords = (by: Cells) =>
  Object.entries(by)
    .map(
      ([name, count]) => `${name} ${count > 0 ? `counted ${count} too often` : `counted ${-count} too few`}`,
    )
    .join(', ');
