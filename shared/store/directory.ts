import * as z from 'zod/mini';
import type { Directory } from '../domain/directory.ts';
import { text } from '../domain/fields.ts';
import { type Instant, localDate } from '../domain/time.ts';
import type { Member, Unit } from '../domain/unit.ts';
import { member as memberSchema, unit as unitSchema } from '../domain/unit.ts';
import type { Store } from './client.ts';
import { keys, last, prefixes } from './keys.ts';
import { getItem, inParallel, queryAll } from './reads.ts';

/** The organisation tree, with its units also by code. `version` counts every change of any unit. */
export type Organisation = Directory & { readonly byCode: ReadonlyMap<string, Unit> };

const trustedMs = 60_000;
const cache = new WeakMap<Store, { directory: Organisation; checkedAt: number }>();

/**
 * The whole unit tree. Trusted for a minute of command time, then one small read tells whether anything changed; the
 * 5,000 units are only read again if so. `fresh` asks at once: use it before changing a unit, and when a unit is not
 * found that another container may just have created.
 */
export async function loadDirectory(
  store: Store,
  at: Instant,
  options: { fresh?: boolean } = {},
): Promise<Organisation> {
  const now = Date.parse(at);
  const cached = cache.get(store);
  // The clock of commands may also go back (alarms of the past, a virtual clock): that is no reason for trust.
  if (cached && !options.fresh && Math.abs(now - cached.checkedAt) < trustedMs) return cached.directory;

  const version = Number((await getItem(store, keys.orgVersion()))?.version ?? 0);
  const current = cached?.directory.version === version ? cached.directory : undefined;
  // The version is read before the units: a change in between is noticed at the next look instead of missed.
  const directory = current ?? directoryOf(await allUnits(store), version);
  cache.set(store, { directory, checkedAt: now });
  return directory;
}

async function allUnits(store: Store): Promise<Unit[]> {
  const items = await queryAll(store, { pk: keys.orgVersion().pk, range: { beginsWith: prefixes.unit } });
  return items.map((item) => unitSchema.parse(item));
}

/** Paths follow from the parents, so that moving a unit moves what is under it without touching it. */
function directoryOf(stored: readonly Unit[], version: number): Organisation {
  const byId = new Map(stored.map((unit) => [unit.id, unit]));
  const paths = new Map<string, string>();
  const pathOf = (unit: Unit, below: readonly string[]): string => {
    const known = paths.get(unit.id);
    if (known) return known;
    if (below.includes(unit.id)) throw new Error(`unit ${unit.id} is its own ancestor`);
    const parent = unit.parentId === undefined ? undefined : byId.get(unit.parentId);
    const path = `${parent ? pathOf(parent, [...below, unit.id]) : '/'}${unit.id}/`;
    paths.set(unit.id, path);
    return path;
  };
  const units = stored.map((unit) => ({ ...unit, path: pathOf(unit, []) }));
  return {
    units: new Map(units.map((unit) => [unit.id, unit])),
    byCode: new Map(units.map((unit) => [unit.code, unit])),
    version,
  };
}

/** After a change of a unit by this very container. */
export function forgetDirectory(store: Store): void {
  cache.delete(store);
}

const standIn = z.object({
  userId: text,
  /** Unit and person of the head who is away. */
  unitId: text,
  headId: text,
  from: localDate,
  to: localDate,
});
type StandIn = z.infer<typeof standIn>;

type Places = { members: Member[]; standIns: StandIn[]; remindersOff: boolean; readAt: number };
const places = new WeakMap<Store, Map<string, Places>>();

/** Members of the units, by unit id; every unit asked for has an entry. Up to a minute of command time old. */
export async function membersOf(
  store: Store,
  unitIds: readonly string[],
  at: Instant,
): Promise<ReadonlyMap<string, Member[]>> {
  const unique = [...new Set(unitIds)];
  const lists = await inParallel(unique, (id) => placesIn(store, keys.memberOfUnit(id, '').pk, at));
  return new Map(unique.map((id, i) => [id, lists[i]?.members ?? []]));
}

/** A person's places in all units, up to a minute of command time old. Empty for somebody unknown, which is never cached. */
export async function membershipsOf(store: Store, userId: string, at: Instant): Promise<Member[]> {
  return (await placesIn(store, keys.memberOfUser('', userId).pk, at)).members;
}

/** For whom a person stands in, now or at another time. Costs nothing beside {@link membershipsOf}. */
export async function standInsOf(store: Store, userId: string, at: Instant): Promise<StandIn[]> {
  return (await placesIn(store, keys.memberOfUser('', userId).pk, at)).standIns;
}

/** Whether a person has asked not to be reminded before deadlines. Costs nothing beside {@link membershipsOf}. */
export async function remindersOff(store: Store, userId: string, at: Instant): Promise<boolean> {
  return (await placesIn(store, keys.memberOfUser('', userId).pk, at)).remindersOff;
}

async function placesIn(store: Store, pk: string, at: Instant): Promise<Omit<Places, 'readAt'>> {
  const known = places.get(store) ?? new Map<string, Places>();
  places.set(store, known);
  const now = Date.parse(at);
  const cached = known.get(pk);
  if (cached && Math.abs(now - cached.readAt) < trustedMs) return cached;
  const items = await queryAll(store, { pk, range: { from: prefixes.member, to: prefixes.standIn + last } });
  const members = items.filter((item) => item.type === 'MEMBER').map((item) => memberSchema.parse(item));
  const standIns = items.filter((item) => item.type === 'STANDIN').map((item) => standIn.parse(item));
  const remindersOff = items.some((item) => item.type === 'REMINDERS' && item.off === true);
  const read = { members, standIns, remindersOff };
  if (known.size >= maxPlaces) known.clear();
  if (members.length > 0) known.set(pk, { ...read, readAt: now });
  else known.delete(pk);
  return read;
}
const maxPlaces = 5_000;

/** After a change of a place by this very container. */
export function forgetPlaces(store: Store): void {
  places.delete(store);
}
