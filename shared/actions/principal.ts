import type { Membership, Principal } from '../domain/permissions.ts';
import type { Instant } from '../domain/time.ts';
import { wallClock } from '../domain/zone.ts';
import { membershipsOf, standInsOf } from '../store/directory.ts';
import type { World } from './world.ts';

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
