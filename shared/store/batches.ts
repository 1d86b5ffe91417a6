import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Instant } from '../domain/time.ts';
import type { Store } from './client.ts';
import { AlreadyDone, CommitConflict } from './errors.ts';
import { epochSeconds } from './expiry.ts';
import { first, type Key, keys, partitions, prefixes, timeAndId } from './keys.ts';
import { getItem, getItems, inParallel, queryAll, queryPage, type Raw } from './reads.ts';
import { storedBatch, storedBatchPart } from './stored-batch.ts';
import {
  type Item,
  isFailedCondition,
  meaningOf,
  type TransactItem,
  transact,
  transactionLimit,
} from './transact.ts';

/**
 * A creation too large for one transaction. Its items are written complete but marked `batch`, and readers take no
 * notice of marked items until the BATCH item exists; committing that item is the one moment at which everything
 * becomes visible. Afterwards the marks are taken off item by item, by whoever comes first; until then readers look up
 * the BATCH item. What a crash leaves behind before the commit is never seen and expires.
 */

/** Long enough for a published batch to be finished by several daily sweeps before the table cleans up. */
const keptSeconds = 7 * 24 * 60 * 60;
/** DynamoDB allows 4 MB per transaction; JSON is a close estimate of an item's size. */
const bytesPerTransaction = 3_000_000;
const idsPerPart = 500;

/** One item of a batch. `leftBy`: the revoked batch whose item it takes the place of. */
export type Part = { put: Item; leftBy?: string };

/** What stands outside the partitions of tasks. */
const unmarkedOneByOne = new Set(['MESSAGE', 'COUNT', 'DIRECTIVE', 'IMPORTED']);

/** Told how many of its transactions a batch has written. */
export type BatchProgress = (done: number, of: number) => Promise<void>;

/** Whether the batch's items are visible. Asked only for marked items; a yes is remembered, since it is final. */
export async function isPublished(store: Store, batchId: string): Promise<boolean> {
  const known = published.get(store) ?? new Set();
  published.set(store, known);
  if (known.has(batchId)) return true;
  const stored = await getItem(store, keys.batch(batchId));
  if (!stored || storedBatch.parse(stored).revoked) return false;
  if (known.size > 1_000) known.clear();
  known.add(batchId);
  return true;
}
const published = new WeakMap<Store, Set<string>>();

/**
 * Sees to it that other batches are never published, so that what they left may be written over. A batch that was revoked itself
 * revokes none, so that of two rivals one gets through.
 * @throws CommitConflict when one is published already, or this one was revoked
 */
export async function revokeBatches(
  store: Store,
  ids: readonly string[],
  by: { id: string; at: Instant },
): Promise<void> {
  const others = ids.filter((id) => id !== by.id);
  if (others.length === 0) return;
  const known = await getItems(store, [by.id, ...others].map(keys.batch));
  const revoked = new Set(
    known.map((item) => storedBatch.parse(item)).flatMap((b) => (b.revoked ? b.id : [])),
  );
  if (revoked.has(by.id)) throw new CommitConflict(`${by.id} was revoked`);
  for (const id of others.filter((each) => !revoked.has(each)))
    await transact(store, [
      {
        put: {
          ...keys.batch(id),
          ...{ type: 'BATCH', id, at: by.at, parts: 0, finished: true, revoked: true },
        },
        condition: 'attribute_not_exists(pk)',
        otherwise: () => new CommitConflict(`${id} is published`),
      },
    ]);
}

/** Cuts items into runs that fit one transaction each. */
export function chunksOf<T extends TransactItem>(items: readonly T[], limit = transactionLimit): T[][] {
  const chunks: T[][] = [];
  let room = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item));
    const chunk = chunks.at(-1);
    if (!chunk || chunk.length === limit || room < size) {
      chunks.push([item]);
      room = bytesPerTransaction - size;
    } else {
      chunk.push(item);
      room -= size;
    }
  }
  return chunks;
}

/**
 * Writes items under the batch's mark, invisible. The same batch may be written again after a crash: items are a
 * function of the command, and those already finished are refused by their condition.
 * @throws CommitConflict when an item exists that is not of this batch
 */
export async function writeBatch(
  store: Store,
  batchId: string,
  at: Instant,
  parts: readonly Part[],
  progress?: BatchProgress,
): Promise<{ parts: number }> {
  const expiresAt = epochSeconds(at) + keptSeconds;
  const items = parts.map(({ put }) => put);
  const taskIds = items.filter((item) => item.type === 'TASK').map((item) => item.id);
  const rows = items
    .filter((item) => unmarkedOneByOne.has(String(item.type)))
    .map(({ pk, sk }) => ({ pk, sk }));
  const count = Math.max(Math.ceil(taskIds.length / idsPerPart), Math.ceil(rows.length / idsPerPart));
  const manifest: TransactItem[] = Array.from({ length: count }, (_, n) => ({
    put: {
      ...keys.batchPart(batchId, n),
      type: 'BATCHPART',
      taskIds: taskIds.slice(n * idsPerPart, (n + 1) * idsPerPart),
      rows: rows.slice(n * idsPerPart, (n + 1) * idsPerPart),
      expiresAt,
    },
  }));
  const marked: TransactItem[] = parts.map(({ put: item, leftBy }) => ({
    put: { ...item, batch: batchId, expiresAt },
    condition: `attribute_not_exists(pk) OR #batch = :batch${leftBy ? ' OR #batch = :left' : ''}`,
    names: { '#batch': 'batch' },
    values: { ':batch': batchId, ...(leftBy && { ':left': leftBy }) },
    otherwise: () => new CommitConflict(`${item.pk} ${item.sk} exists outside ${batchId}`),
  }));
  const chunks = chunksOf([...manifest, ...marked]);
  let written = 0;
  await inParallel(
    chunks,
    async (chunk) => {
      await transact(store, chunk);
      written++;
      await progress?.(written, chunks.length);
    },
    4,
  );
  return { parts: count };
}

/**
 * The commit point: from here on everything is visible. `others` are what becomes true at the same moment.
 * @throws AlreadyDone when this batch is published
 */
export async function publishBatch(
  store: Store,
  batch: { id: string; at: Instant; parts: number },
  others: readonly TransactItem[],
): Promise<void> {
  const item: TransactItem = {
    put: {
      ...keys.batch(batch.id),
      ...batch,
      type: 'BATCH',
      finished: false,
      gsi2pk: partitions.unfinishedBatches(),
      gsi2sk: timeAndId(batch.at, batch.id),
    },
    condition: 'attribute_not_exists(pk)',
    otherwise: () => new AlreadyDone(`${batch.id} is published`),
  };
  await transact(store, [...others, item]);
}

/**
 * Takes the marks off a published batch. May be stopped and repeated at any point, by several at once; does nothing for
 * a batch that is finished or was never published. Takes a call per item: about a second for 500 items.
 */
export async function finishBatch(store: Store, batchId: string): Promise<void> {
  const stored = await getItem(store, keys.batch(batchId));
  if (!stored || storedBatch.parse(stored).finished) return;
  const parts = await queryAll(store, {
    pk: keys.batch(batchId).pk,
    range: { beginsWith: prefixes.batchPart },
  });
  for (const part of parts.map((each) => storedBatchPart.parse(each))) {
    await inParallel(part.rows, (row) => unmark(store, row, batchId));
    await inParallel(part.taskIds, async (id) => {
      const items = await queryAll(store, { pk: keys.task(id).pk });
      const marked = items.filter((item) => item.batch === batchId);
      for (const item of marked) await unmark(store, keyOf(item), batchId);
    });
  }
  await store.doc.send(
    new UpdateCommand({
      TableName: store.table,
      Key: keys.batch(batchId),
      UpdateExpression: 'SET finished = :yes REMOVE gsi2pk, gsi2sk',
      ExpressionAttributeValues: { ':yes': true },
    }),
  );
}

/** Published batches that still carry marks, oldest first, published before `before`: for the sweep to finish. */
export async function unfinishedBatches(store: Store, before: Instant, limit = 25): Promise<string[]> {
  const range = { from: first, to: before };
  const { items } = await queryPage(
    store,
    { index: 'gsi2', pk: partitions.unfinishedBatches(), range },
    limit,
  );
  return items.map((item) => storedBatch.parse(item).id);
}

async function unmark(store: Store, key: Key, batchId: string): Promise<void> {
  const command = new UpdateCommand({
    TableName: store.table,
    Key: key,
    UpdateExpression: 'REMOVE #batch, expiresAt',
    ConditionExpression: '#batch = :batch',
    ExpressionAttributeNames: { '#batch': 'batch' },
    ExpressionAttributeValues: { ':batch': batchId },
  });
  try {
    await store.doc.send(command);
  } catch (error) {
    if (isFailedCondition(error)) return;
    const meaning = meaningOf(error);
    // A commit on this very item is under way. It removes the mark, or fails and leaves it: look once more.
    if (!(meaning instanceof CommitConflict)) throw meaning;
    await unmark(store, key, batchId);
  }
}

const keyOf = (item: Raw): Key => ({ pk: String(item.pk), sk: String(item.sk) });
