import { type Staff, unitsToAsk } from '../domain/addressees.ts';
import { localDateOf } from '../domain/calendar.ts';
import type { Aggregate } from '../domain/change.ts';
import { type Context, openObligations } from '../domain/decide/context.ts';
import type { Membership, Principal } from '../domain/permissions.ts';
import type { Instant } from '../domain/time.ts';
import { wallClock } from '../domain/zone.ts';
import { loadDirectory, membershipsOf, membersOf, standInsOf } from '../store/directory.ts';
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

/**
 * The person behind a user id, today also in the place of those heads who named them. Somebody without any place of their
 * own in the organisation sees nothing.
 */
export async function principalOf(world: World, userId: string, at: Instant): Promise<Principal> {
  const own = await membershipsOf(world.store, userId, at);
  const today = wallClock(world.settings.timeZone, at).date;
  const [self] = own;
  const held = (self ? await standInsOf(world.store, userId, at) : [])
    .filter(({ from, to }) => from <= today && today <= to)
    .flatMap(({ unitId, headId }): Membership[] =>
      self ? [{ ...self, unitId, roles: ['head'], onBehalfOf: headId }] : [],
    );
  const memberships = [...own, ...held];
  return { userId, administrator: userId === world.settings.bootstrapAdmin, memberships };
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
