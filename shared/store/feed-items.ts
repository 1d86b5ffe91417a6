import * as z from 'zod/mini';
import { text } from '../domain/fields.ts';
import { obligation } from '../domain/obligation.ts';
import { task } from '../domain/task.ts';
import { storedBatch } from './stored-batch.ts';
import { storedMessage } from './stored-message.ts';

/** The entities that functions other than the writing one meet in the table's change feed, by the item's `type`. */
const feedSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('TASK'), ...task.shape }),
  z.object({ type: z.literal('OBLIGATION'), ...obligation.shape }),
  z.object({ type: z.literal('MESSAGE'), ...storedMessage.shape }),
  z.object({ type: z.literal('BATCH'), ...storedBatch.shape }),
  z.object({ type: z.literal('JOB'), job: z.object({ id: text }) }),
]);
export type FeedItem = z.infer<typeof feedSchema>;

/** Reads one image of the change feed (already plain values, not attribute maps); undefined for other entities. */
export function parseFeedItem(item: Record<string, unknown>): FeedItem | undefined {
  const known = ['TASK', 'OBLIGATION', 'MESSAGE', 'BATCH', 'JOB'].includes(String(item.type));
  return known ? feedSchema.parse(item) : undefined;
}
