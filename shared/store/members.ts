import type { Member } from '../domain/unit.ts';
import type { Store } from './client.ts';
import { CommitConflict } from './errors.ts';
import { type Key, keys, prefixes } from './keys.ts';
import { inParallel, queryAll } from './reads.ts';
import { parse } from './schema.ts';
import { type Item, type TransactItem, transact } from './transact.ts';

/** Members of the units, by unit id; every unit asked for has an entry. */
export async function membersOf(
  store: Store,
  unitIds: readonly string[],
): Promise<ReadonlyMap<string, Member[]>> {
  const unique = [...new Set(unitIds)];
  const lists = await inParallel(unique, (id) => membersIn(store, keys.memberOfUnit(id, '')));
  return new Map(unique.map((id, i) => [id, lists[i] ?? []]));
}

/** A person's places, in all units. Empty for somebody unknown. */
export async function membershipsOf(store: Store, userId: string): Promise<Member[]> {
  return membersIn(store, keys.memberOfUser('', userId));
}

async function membersIn(store: Store, { pk }: Key): Promise<Member[]> {
  const items = await queryAll(store, { pk, range: { beginsWith: prefixes.member } });
  return items.map((item) => parse.member(item));
}

/**
 * Creates (`before` null) or replaces a place.
 * @throws CommitConflict when it is no longer at `before.version`, or exists though `before` is null
 */
export async function putMember(store: Store, before: Member | null, after: Member): Promise<void> {
  await transact(
    store,
    bothKeys(after).map((key): TransactItem => {
      const put: Item = { ...after, ...key, type: 'MEMBER' };
      return { put, ...unchanged(before), otherwise: () => conflict(after) };
    }),
  );
}

/** @throws CommitConflict when it is no longer at that version */
export async function deleteMember(store: Store, member: Member): Promise<void> {
  await transact(
    store,
    bothKeys(member).map((remove) => ({ remove, ...unchanged(member), otherwise: () => conflict(member) })),
  );
}

/** A place is stored under its unit and under its person; both are written together, always. */
const bothKeys = ({ unitId, userId }: Member): Key[] => [
  keys.memberOfUnit(unitId, userId),
  keys.memberOfUser(unitId, userId),
];

const unchanged = (before: Member | null) =>
  before
    ? {
        condition: '#version = :version',
        names: { '#version': 'version' },
        values: { ':version': before.version },
      }
    : { condition: 'attribute_not_exists(pk)' };

const conflict = ({ unitId, userId }: Member) =>
  new CommitConflict(`the place of ${userId} in ${unitId} was changed meanwhile`);
