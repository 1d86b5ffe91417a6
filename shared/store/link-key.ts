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
