import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Store } from './client.ts';
import { keys } from './keys.ts';
import { getItem, sent } from './reads.ts';
import { isFailedCondition } from './transact.ts';

const linkKeys = new WeakMap<Store, string>();

/**
 * The secret that signs links in mails, the same for all functions and for ever. `random` becomes the key if there is
 * none yet; give at least 32 random bytes as text.
 */
export async function linkKey(store: Store, random: string): Promise<string> {
  const known = (await knownLinkKey(store)) ?? (await newLinkKey(store, random));
  linkKeys.set(store, known);
  return known;
}

/** The secret that signs links, for those who only check them; undefined while no link was ever signed. */
export async function knownLinkKey(store: Store): Promise<string | undefined> {
  const cached = linkKeys.get(store);
  if (cached !== undefined) return cached;
  const stored = await getItem(store, keys.linkKey());
  if (!stored) return undefined;
  const key = String(stored.value);
  linkKeys.set(store, key);
  return key;
}

async function newLinkKey(store: Store, random: string): Promise<string> {
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
