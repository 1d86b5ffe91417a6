import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Store } from './client.ts';
import type { IndexName, Key } from './keys.ts';
import { meaningOf } from './transact.ts';

/** A stored item as it comes: to be parsed by its schema before anybody uses it. */
export type Raw = Record<string, unknown>;

type Range =
  | { beginsWith: string }
  /** Both ends included. */
  | { from: string; to: string };

export type Query = {
  /** Absent: the table itself, read consistently. Indexes follow within milliseconds. */
  index?: IndexName;
  pk: string;
  range?: Range;
  descending?: boolean;
};

/** The items of one partition in order: `size` of them at most per call to DynamoDB, until `next` is absent. */
export async function queryPage(
  store: Store,
  query: Query,
  size?: number,
  start?: Raw,
): Promise<{ items: Raw[]; next: Raw | undefined }> {
  const { index, pk, range, descending } = query;
  const [pkName, skName] = index ? [`${index}pk`, `${index}sk`] : ['pk', 'sk'];
  const { Items, LastEvaluatedKey } = await sent(() =>
    store.doc.send(
      new QueryCommand({
        TableName: store.table,
        ...(index ? { IndexName: index } : { ConsistentRead: true }),
        KeyConditionExpression: `#pk = :pk${rangeExpression(range)}`,
        ExpressionAttributeNames: { '#pk': pkName, ...(range && { '#sk': skName }) },
        ExpressionAttributeValues: { ':pk': pk, ...rangeValues(range) },
        ScanIndexForward: !descending,
        Limit: size,
        ExclusiveStartKey: start,
      }),
    ),
  );
  return { items: Items ?? [], next: LastEvaluatedKey };
}

function rangeExpression(range: Range | undefined): string {
  if (!range) return '';
  return 'beginsWith' in range ? ' AND begins_with(#sk, :from)' : ' AND #sk BETWEEN :from AND :to';
}

function rangeValues(range: Range | undefined): Record<string, string> {
  if (!range) return {};
  return 'beginsWith' in range ? { ':from': range.beginsWith } : { ':from': range.from, ':to': range.to };
}

/** Everything in a partition's range, over as many calls as it takes. For ranges that stay small. */
export async function queryAll(store: Store, query: Query): Promise<Raw[]> {
  const all: Raw[] = [];
  let start: Raw | undefined;
  do {
    const page = await queryPage(store, query, undefined, start);
    all.push(...page.items);
    start = page.next;
  } while (start);
  return all;
}

export async function getItem(store: Store, key: Key): Promise<Raw | undefined> {
  const { Item } = await sent(() =>
    store.doc.send(new GetCommand({ TableName: store.table, Key: key, ConsistentRead: true })),
  );
  return Item;
}

const perBatchGet = 100;
const rounds = 8;

/** Items by key, in no particular order, missing ones left out. What DynamoDB leaves unprocessed is asked for again. */
export async function getItems(store: Store, keys: readonly Key[]): Promise<Raw[]> {
  const chunks = Array.from({ length: Math.ceil(keys.length / perBatchGet) }, (_, i) =>
    keys.slice(i * perBatchGet, (i + 1) * perBatchGet),
  );
  const found = await inParallel(chunks, async (chunk) => {
    const items: Raw[] = [];
    let rest: Raw[] = chunk.map(({ pk, sk }) => ({ pk, sk }));
    for (let round = 0; rest.length > 0; round++) {
      if (round > 0) await pause(2 ** Math.min(round, rounds) * 5);
      const { Responses, UnprocessedKeys } = await sent(() =>
        store.doc.send(
          new BatchGetCommand({ RequestItems: { [store.table]: { Keys: rest, ConsistentRead: true } } }),
        ),
      );
      items.push(...(Responses?.[store.table] ?? []));
      rest = UnprocessedKeys?.[store.table]?.Keys ?? [];
    }
    return items;
  });
  return found.flat();
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs `work` for every item, a few at a time, and keeps the order of the results. */
export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  width = 8,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const lane = async () => {
    for (const [i, item] of queue) results[i] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return results;
}

/** Sends, and says `Busy` for what is only a matter of time. */
export async function sent<R>(send: () => Promise<R>): Promise<R> {
  try {
    return await send();
  } catch (error) {
    throw meaningOf(error);
  }
}
