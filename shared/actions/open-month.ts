import { localDateOf } from '../domain/calendar.ts';
import { addDays } from '../domain/civil-date.ts';
import { dimensions } from '../domain/counts.ts';
import type { Instant } from '../domain/time.ts';
import {
  balancesOn,
  findBeginning,
  firstDay,
  monthOf,
  openedBy,
  openingOf,
  openMonth,
} from '../store/counts.ts';
import { loadContext } from './context.ts';
import type { World } from './world.ts';

/** A commit that began in the old month may end in the new one, but not a day later. */
const settledOn = 2;

/**
 * Sums the counts of the months that are over into the openings of this one, so that a report need not read further back.
 * Months that nobody opened, in an outage, are read entry by entry where they are asked for. What a run leaves undone, the
 * next one does. Returns the month that was opened, if it was not yet.
 */
export async function openThisMonth(world: World, at: Instant): Promise<string | undefined> {
  const { calendar } = await loadContext(world, at);
  const { store } = world;
  const month = monthOf(addDays(localDateOf(calendar, at), 1 - settledOn));
  const known = await openedBy(store, month);
  if (known.opened === month) return undefined;
  const beginning = known.beginning ?? (await findBeginning(store, month));
  const lastDay = addDays(firstDay(month), -1);
  const openings = [];
  for (const dimension of dimensions) {
    const balances = await balancesOn(store, calendar, 'everything', dimension, [lastDay]);
    const kept = (balances.get(lastDay) ?? []).filter(({ balance }) => Object.keys(balance.cells).length > 0);
    openings.push(...kept.map((each) => openingOf(month, dimension, each)));
  }
  await openMonth(store, month, beginning, openings);
  return month;
}
