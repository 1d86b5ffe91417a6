import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Feed, feed } from '../domain/feed.ts';
import type { Store } from './client.ts';
import { keys, prefixes } from './keys.ts';
import { getItem, queryAll, sent } from './reads.ts';

export async function putFeed(store: Store, value: Feed): Promise<void> {
  const item = { ...value, ...keys.feed(value.userId, value.id), type: 'FEED' };
  await sent(() => store.doc.send(new PutCommand({ TableName: store.table, Item: item })));
}

export async function getFeed(store: Store, userId: string, id: string): Promise<Feed | undefined> {
  const item = await getItem(store, keys.feed(userId, id));
  return item && feed.parse(item);
}

/** A person's feeds, oldest first. */
export async function feedsOf(store: Store, userId: string): Promise<Feed[]> {
  const items = await queryAll(store, { pk: keys.feed(userId, '').pk, range: { beginsWith: prefixes.feed } });
  return items.map((item) => feed.parse(item));
}

/** Its address answers 404 from now on. Deleting what is gone is harmless. */
export async function deleteFeed(store: Store, userId: string, id: string): Promise<void> {
  await sent(() => store.doc.send(new DeleteCommand({ TableName: store.table, Key: keys.feed(userId, id) })));
}
