import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod/mini';
import type { Instant } from '../shared/domain/time.ts';
import type { Log } from '../shared/log.ts';
import { Held } from '../shared/store/errors.ts';

/** `at` is the first receive; each further one came a visibility timeout later or more. */
export type Delivery<Body> = { body: Body; at: Instant; messageId: string; receives: number };

/**
 * Handles the messages of one delivery one after the other and reports those that failed, so that only they come again.
 * Work that another attempt holds comes again like what failed, and is no error.
 * `at` is when the message was first received: a repeat decides by the same time as the first attempt.
 */
export async function eachMessage<Body>(
  event: SQSEvent,
  schema: z.ZodMiniType<Body>,
  log: Log,
  handle: (delivery: Delivery<Body>) => Promise<void>,
): Promise<SQSBatchResponse> {
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const record of event.Records) {
    try {
      const body = schema.parse(JSON.parse(record.body));
      await handle({
        body,
        at: firstReceived(record),
        messageId: record.messageId,
        receives: Number(record.attributes.ApproximateReceiveCount),
      });
    } catch (error) {
      const fields = {
        messageId: record.messageId,
        receives: record.attributes.ApproximateReceiveCount,
        error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      };
      if (error instanceof Held) log.info('message comes again', fields);
      else log.error('message failed', fields);
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };
}

function firstReceived(record: SQSRecord): Instant {
  return new Date(Number(record.attributes.ApproximateFirstReceiveTimestamp)).toISOString();
}
