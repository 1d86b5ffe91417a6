import { type Staff, unitsToAsk } from '../domain/addressees.ts';
import { localDateOf } from '../domain/calendar.ts';
import type { Aggregate } from '../domain/change.ts';
import { type Context, openObligations } from '../domain/decide/context.ts';
import type { Instant } from '../domain/time.ts';
import { loadDirectory, membersOf } from '../store/directory.ts';
import { loadCalendar, loadPolicies } from '../store/settings.ts';
import type { World } from './world.ts';

/** Calendar, policies and organisation as of `at`; each is trusted for about a minute of command time. */
export async function loadContext(world: World, at: Instant): Promise<Context> {
  const [directory, calendar, policies] = await Promise.all([
    loadDirectory(world.store, at),
    loadCalendar(world.store, at, world.settings),
    loadPolicies(world.store, at),
  ]);
  return { directory, calendar, policies };
}

/** The members of every unit that an alarm of one of the open obligations may write to. */
export async function staffFor(
  world: World,
  aggregate: Aggregate,
  context: Context,
  at: Instant,
): Promise<Staff> {
  const date = localDateOf(context.calendar, at);
  const ids = openObligations(aggregate.obligations).flatMap((each) =>
    unitsToAsk(context.directory, { task: aggregate.task, holderUnitId: each.holderUnitId }, date),
  );
  return membersOf(world.store, [...new Set(ids)], at);
}

/** Looks up the head of a unit among loaded members: the answerable person of a task that names none. */
export function headsIn(staff: Staff): (unitId: string) => string | undefined {
  return (unitId) => staff.get(unitId)?.find((member) => member.roles.includes('head'))?.userId;
}
