import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { text, whole } from '../domain/fields.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from './client.ts';
import { AlreadyDone } from './errors.ts';
import { epochSeconds } from './expiry.ts';
import { keys } from './keys.ts';
import type { TransactItem } from './transact.ts';

/** Who sent which key to which route (method and path); keys of different users or routes never meet. */
export type IdempotencyKey = { userId: string; route: string; key: string };

const storedAnswer = z.object({
  /** Digest of the request, to tell a repeat from another request under the same key. */
  fingerprint: text,
  status: whole,
  /** The exact text that was answered. */
  body: text,
  headers: z.record(text, text),
});
export type StoredAnswer = z.infer<typeof storedAnswer>;

/** Committed together with what the request changed. Must stay well below an item's 400 KB. */
export type IdempotencyRecord = IdempotencyKey & StoredAnswer;

const keptSeconds = 24 * 60 * 60;

/** The answer given to this key within the last 24 hours. Expiry is judged by `at`, never by the table's own clean-up. */
export async function findRecord(
  store: Store,
  key: IdempotencyKey,
  at: Instant,
): Promise<StoredAnswer | undefined> {
  const { Item } = await store.doc.send(
    new GetCommand({ TableName: store.table, Key: keys.idempotency(key), ConsistentRead: true }),
  );
  return Item && Number(Item.expiresAt) > epochSeconds(at) ? storedAnswer.parse(Item) : undefined;
}

/** @throws AlreadyDone (from the transaction) when the key was used within the last 24 hours */
export function recordItem(record: IdempotencyRecord, at: Instant): TransactItem {
  const now = epochSeconds(at);
  const { fingerprint, status, body, headers } = record;
  return {
    put: {
      ...keys.idempotency(record),
      type: 'IDEMPOTENCY',
      ...{ fingerprint, status, body, headers },
      expiresAt: now + keptSeconds,
    },
    condition: 'attribute_not_exists(pk) OR expiresAt <= :now',
    values: { ':now': now },
    otherwise: () => new AlreadyDone('idempotency record exists'),
  };
}
