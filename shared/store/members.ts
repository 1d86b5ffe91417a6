import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Instant } from '../domain/time.ts';
import type { Member } from '../domain/unit.ts';
import { member as memberSchema } from '../domain/unit.ts';
import type { Store } from './client.ts';
import { forgetPlaces } from './directory.ts';
import { CommitConflict } from './errors.ts';
import { type Key, keys } from './keys.ts';
import { getItem, sent } from './reads.ts';
import { type Item, type TransactItem, transact } from './transact.ts';

/** A place as it stands now. */
export async function getMember(store: Store, unitId: string, userId: string): Promise<Member | undefined> {
  const item = await getItem(store, keys.memberOfUnit(unitId, userId));
  return item && memberSchema.parse(item);
}

/**
 * Creates (`before` null) or replaces a place. `extra` is written in the same moment.
 * @throws CommitConflict when it is no longer at `before.version`, or exists though `before` is null
 */
export async function putMember(
  store: Store,
  before: Member | null,
  after: Member,
  extra: readonly TransactItem[] = [],
): Promise<void> {
  const places = bothKeys(after).map((key): TransactItem => {
    const put: Item = { ...after, ...key, type: 'MEMBER' };
    return { put, ...unchanged(before), otherwise: () => conflict(after) };
  });
  await write(store, [...places, ...extra]);
}

/** What names the place's substitute under that person, to be written with a place whose substitute changes. */
export function standInWrites(before: Member | null, after: Member): TransactItem[] {
  const [old, now] = [before && standInKey(before), standInKey(after)];
  return [
    ...(old && old.pk !== now?.pk ? [{ remove: old }] : []),
    ...(now ? [{ put: { ...standInOf(after), ...now, type: 'STANDIN' } }] : []),
  ];
}

/** @throws CommitConflict when it is no longer at that version */
export async function deleteMember(store: Store, member: Member): Promise<void> {
  const pointer = standInKey(member);
  await write(store, [
    ...bothKeys(member).map((remove) => ({
      remove,
      ...unchanged(member),
      otherwise: () => conflict(member),
    })),
    ...(pointer ? [{ remove: pointer }] : []),
  ]);
}

/** Whether this person is to be reminded before deadlines, whatever was said before. */
export async function putRemindersOff(
  store: Store,
  userId: string,
  off: boolean,
  at: Instant,
): Promise<void> {
  const item = { ...keys.reminders(userId), type: 'REMINDERS', userId, off, at };
  await sent(() => store.doc.send(new PutCommand({ TableName: store.table, Item: item })));
  forgetPlaces(store);
}

const standInOf = ({ unitId, userId: headId, substitute }: Member) => {
  if (!substitute) return undefined;
  const { userId, from, to } = substitute;
  return { userId, unitId, headId, from, to };
};

const standInKey = (member: Member): Key | undefined => {
  const standIn = standInOf(member);
  return standIn && keys.standIn(standIn);
};

/** Also a write that failed shows that what this container remembers is out of date, or may be. */
async function write(store: Store, items: readonly TransactItem[]): Promise<void> {
  try {
    await transact(store, items);
  } finally {
    forgetPlaces(store);
  }
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
