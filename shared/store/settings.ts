import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import type { Instant } from '../domain/time.ts';
import type { Store } from './client.ts';
import { CommitConflict } from './errors.ts';
import { type Key, keys } from './keys.ts';
import { getItem, queryAll, type Raw, sent } from './reads.ts';

/** A setting and how often it was written; 0 where the deployment's default still stands. */
export type Setting<T> = { value: T; version: number };

/** What the office has set, by year and by obligation kind. What is missing is left to the defaults. */
export type StoredSettings = {
  calendars: ReadonlyMap<number, Setting<unknown>>;
  policies: ReadonlyMap<string, Setting<unknown>>;
};

const trustedMs = 60_000;
const cache = new WeakMap<Store, { settings: StoredSettings; readAt: number }>();

/** All calendars and policies in one read, trusted for a minute of command time unless `fresh`. */
export async function loadSettings(
  store: Store,
  at: Instant,
  options: { fresh?: boolean } = {},
): Promise<StoredSettings> {
  const now = Date.parse(at);
  const cached = cache.get(store);
  if (cached && !options.fresh && Math.abs(now - cached.readAt) < trustedMs) return cached.settings;
  const items = await queryAll(store, { pk: keys.linkKey().pk });
  const of = (type: string) => items.filter((item) => item.type === type);
  const settings = {
    calendars: new Map(of('CALENDAR').map((item) => [Number(item.year), settingOf(item)])),
    policies: new Map(of('POLICY').map((item) => [String(item.kind), settingOf(item)])),
  };
  cache.set(store, { settings, readAt: now });
  return settings;
}

const settingOf = (item: Raw): Setting<unknown> => ({ value: item.value, version: Number(item.version) });

/** A setting as the schema reads it; undefined where nothing is set. */
export function settingAs<T>(
  schema: z.ZodType<T>,
  setting: Setting<unknown> | undefined,
): Setting<T> | undefined {
  return setting && { value: schema.parse(setting.value), version: setting.version };
}

/**
 * `version` is that of the setting being replaced, 0 where nothing was set. Returns the new version.
 * @throws CommitConflict when it is no longer at that version
 */
export async function putCalendar(
  store: Store,
  year: number,
  value: unknown,
  version: number,
): Promise<number> {
  return put(store, { ...keys.calendar(year), type: 'CALENDAR', year, value }, version);
}

/** As {@link putCalendar}. */
export async function putPolicy(
  store: Store,
  kind: string,
  value: unknown,
  version: number,
): Promise<number> {
  return put(store, { ...keys.policy(kind), type: 'POLICY', kind, value }, version);
}

async function put(store: Store, item: Key & Raw, version: number): Promise<number> {
  const command = new PutCommand({
    TableName: store.table,
    Item: { ...item, version: version + 1 },
    ConditionExpression: version === 0 ? 'attribute_not_exists(pk)' : '#version = :version',
    ...(version > 0 && {
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':version': version },
    }),
  });
  await sent(() => store.doc.send(command)).catch((error: unknown) => {
    if (!isFailedCondition(error)) throw error;
    throw new CommitConflict(`${item.sk} is no longer at version ${version}`);
  });
  cache.delete(store);
  return version + 1;
}

const linkKeys = new WeakMap<Store, string>();

/**
 * The secret that signs links in mails, the same for all functions and for ever. `random` becomes the key if there is
 * none yet; give at least 32 random bytes as text.
 */
export async function linkKey(store: Store, random: string): Promise<string> {
  const known = linkKeys.get(store) ?? (await storedLinkKey(store, random));
  linkKeys.set(store, known);
  return known;
}

async function storedLinkKey(store: Store, random: string): Promise<string> {
  const stored = await getItem(store, keys.linkKey());
  if (stored) return String(stored.value);
  const command = new PutCommand({
    TableName: store.table,
    Item: { ...keys.linkKey(), type: 'LINKKEY', value: random },
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  try {
    await sent(() => store.doc.send(command));
    return random;
  } catch (error) {
    if (!isFailedCondition(error)) throw error;
    return String((await getItem(store, keys.linkKey()))?.value);
  }
}

const isFailedCondition = (error: unknown) =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';
