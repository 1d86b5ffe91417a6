import { localDateOf } from '../domain/calendar.ts';
import { addDays } from '../domain/civil-date.ts';
import { dimensions } from '../domain/counts.ts';
import type { Instant } from '../domain/time.ts';
import {
  entriesOf,
  findBeginning,
  firstDay,
  monthOf,
  monthsFrom,
  nextMonth,
  openedBy,
  openingOf,
  openingsOf,
  openMonth,
  settle,
} from '../store/counts.ts';
import { loadContext } from './context.ts';
import type { World } from './world.ts';

/** A commit that began in the old month may end in the new one, but not a day later. */
const settledOn = 2;

/**
 * Sums the counts of the months that are over into openings, so that a report need not read further back than to the first
 * of the month before. Each month is made of the one before it; whatever a run leaves undone, the next one does.
 * Returns the months that were opened.
 */
export async function openMonths(world: World, at: Instant): Promise<string[]> {
  const { calendar } = await loadContext(world, at);
  const { store } = world;
  const thisMonth = monthOf(addDays(localDateOf(calendar, at), 1 - settledOn));
  const known = await openedBy(store, thisMonth);
  const beginning = known.beginning ?? (await findBeginning(store, thisMonth));
  const months = monthsFrom(known.opened ? nextMonth(known.opened) : beginning, thisMonth);
  for (const month of months) {
    const lastDay = addDays(firstDay(month), -1);
    const before = monthOf(lastDay);
    const entries = before < beginning ? [] : await entriesOf(store, 'everything', before);
    const openings = [];
    for (const dimension of dimensions) {
      const earlier = before < beginning ? [] : await openingsOf(store, 'everything', before, dimension);
      const settled = settle(calendar, dimension, earlier, entries, lastDay);
      const kept = settled.filter(({ balance }) => Object.keys(balance.cells).length > 0);
      openings.push(...kept.map((each) => openingOf(month, dimension, each)));
    }
    await openMonth(store, month, beginning, openings);
  }
  return months;
}
