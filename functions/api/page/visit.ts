import { loadContext } from '../../../shared/actions/context.ts';
import { principalOf } from '../../../shared/actions/principal.ts';
import type { World } from '../../../shared/actions/world.ts';
import type { Aggregate } from '../../../shared/domain/change.ts';
import type { Context } from '../../../shared/domain/decide/context.ts';
import type { Event } from '../../../shared/domain/event.ts';
import { mayRead, type Principal, partiesOf } from '../../../shared/domain/permissions.ts';
import type { Instant } from '../../../shared/domain/time.ts';
import type { Member } from '../../../shared/domain/unit.ts';
import { type LinkClaim, readLink } from '../../../shared/links.ts';
import { membershipsOf } from '../../../shared/store/directory.ts';
import { listEvents } from '../../../shared/store/history.ts';
import { knownLinkKey } from '../../../shared/store/link-key.ts';
import { inParallel } from '../../../shared/store/reads.ts';
import { loadTask } from '../../../shared/store/tasks.ts';
import { peopleIn } from './happened.ts';

/** A task opened by the person to whom the mail was written. */
export type Visit = {
  at: Instant;
  claim: LinkClaim;
  principal: Principal;
  /** The place through which the person has to do with the task; absent for the bootstrap administrator. */
  place: Member | undefined;
  aggregate: Aggregate;
  context: Context;
};

export type Opened = { state: 'open'; visit: Visit } | { state: 'expired' } | { state: 'unknown' };

/** `unknown` stands alike for a foreign token, a task that is gone, and a person who does not see it (any more). */
export async function openVisit(world: World, token: string, at: Instant): Promise<Opened> {
  const key = await knownLinkKey(world.store);
  if (key === undefined) return { state: 'unknown' };
  const link = readLink(key, token, at);
  if (link.state === 'expired') return { state: 'expired' };
  if (link.state === 'foreign') return { state: 'unknown' };
  const { claim } = link;
  const [principal, aggregate, context] = await Promise.all([
    principalOf(world, claim.userId, at),
    loadTask(world.store, claim.taskId),
    loadContext(world, at),
  ]);
  if (!aggregate || !mayRead(context.directory, principal, aggregate.task)) return { state: 'unknown' };
  const places = principal.memberships;
  const place =
    places.find((each) => partiesOf(context.directory, each, aggregate.task).length > 0) ?? places[0];
  return { state: 'open', visit: { at, claim, principal, place, aggregate, context } };
}

const shownEvents = 20;

export type History = { events: Event[]; earlier: boolean; nameOf: (userId: string) => string | undefined };

/** The latest entries of the task's record, newest first, and the names of the people in them. */
export async function readRecord(world: World, { aggregate, at }: Visit): Promise<History> {
  const after = Math.max(0, aggregate.task.chain.seq - shownEvents);
  const { items } = await listEvents(world.store, aggregate.task.id, { limit: shownEvents + 10, after });
  const ids = peopleIn(aggregate, items);
  const places = await inParallel(ids, (id) => membershipsOf(world.store, id, at));
  const names = new Map(ids.map((id, i) => [id, places[i]?.[0]?.name]));
  return { events: items.toReversed(), earlier: after > 0, nameOf: (id) => names.get(id) };
}
