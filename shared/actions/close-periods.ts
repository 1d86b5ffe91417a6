import { emptyBalance } from '../domain/balance.ts';
import { localDateOf } from '../domain/calendar.ts';
import { addDays } from '../domain/civil-date.ts';
import type { CountEntry } from '../domain/counts.ts';
import type { Context } from '../domain/decide/context.ts';
import { type FrozenRow, type LateFact, type Period, periodsDue, type Report } from '../domain/period.ts';
import { isBlank, rowCountsOf } from '../domain/report.ts';
import type { Instant } from '../domain/time.ts';
import { balancesOn, entriesOf, monthOf, monthsFrom, openedBy } from '../store/counts.ts';
import { freeze, getReport, markAnnounced } from '../store/reports.ts';
import { announce } from './announce.ts';
import { loadContext } from './context.ts';
import type { World } from './world.ts';

/** Months that a deployment may have slept through. */
const back = 3;

/**
 * Freezes every report whose closing day has come, and plans its mails. A report that is there is never touched again;
 * one that a crash left without its mails gets them. Returns the ids of the reports that were made.
 */
export async function closePeriods(world: World, at: Instant): Promise<string[]> {
  const context = await loadContext(world, at);
  const today = localDateOf(context.calendar, at);
  const { beginning = monthOf(today) } = await openedBy(world.store, monthOf(today));
  const made: string[] = [];
  for (const due of periodsDue(context.calendar, today, back)) {
    if (monthOf(due.to) < beginning) continue;
    let found = await getReport(world.store, due.id);
    if (!found) {
      found = await closeOne(world, context, due, at);
      made.push(due.id);
    }
    if (!found.announced) {
      await announce(world, context, found);
      await markAnnounced(world.store, found);
    }
  }
  return made;
}

async function closeOne(world: World, { calendar }: Context, due: Period, at: Instant): Promise<Report> {
  const { from, to } = due;
  const before = addDays(from, -1);
  const read = await balancesOn(world.store, calendar, 'everything', 'total', [before, to]);
  const starts = new Map((read.get(before) ?? []).map((each) => [each.unitId, each.balance]));
  const ends = read.get(to) ?? [];
  const months = monthsFrom(monthOf(from), monthOf(to));
  const late = new Map<string, LateFact[]>();
  for (const month of months)
    for (const entry of await entriesOf(world.store, 'everything', month))
      for (const fact of lateFactsOf(entry, due))
        late.set(fact.unitId, [...(late.get(fact.unitId) ?? []), fact]);
  const rows = ends.map(({ unitId, balance }): FrozenRow => {
    const counts = rowCountsOf(calendar, 'total', starts.get(unitId) ?? emptyBalance(before), balance);
    return { unitId, counts, late: late.get(unitId) ?? [] };
  });
  const told = rows.filter(({ counts }) => !isBlank(counts)).sort((a, b) => (a.unitId < b.unitId ? -1 : 1));
  return freeze(world.store, { ...due, madeAt: at }, told);
}

/** What an entry says of the time before the period that it falls in. */
function lateFactsOf(entry: CountEntry, { from, to }: Period): LateFact[] {
  const { day, about, taskId, code, cells, group } = entry;
  if (day < from || day > to || about === undefined || about >= from) return [];
  const fact = { taskId, code, unitId: group.unitId, day, about };
  const done = (cells.on_time ?? 0) > 0 || (cells.late ?? 0) > 0 || (cells.done ?? 0) > 0;
  return [
    ...((cells.assigned ?? 0) > 0 ? [{ ...fact, what: 'assigned' as const }] : []),
    ...(done ? [{ ...fact, what: 'done' as const }] : []),
  ];
}
