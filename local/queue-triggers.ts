import * as z from 'zod';
import type { QueueTrigger } from './application.ts';
import { identity } from './assembly.ts';
import type { Functions } from './functions.ts';
import { matches } from './patterns.ts';
import type { Message, Queues } from './sqs.ts';
import type { Source } from './timeline.ts';

/** A batch at a time per function would let one slow message hold up a month-end morning; Lambda scales out as well. */
const concurrentBatches = 8;

/** `batchItemFailures` as Lambda reads it; anything else means that all went well. */
export const failureReport = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })),
});

/** Lambda's poller of one queue: batches to the function, deletion of what succeeded; the rest reappears by itself. */
export function queueSource(trigger: QueueTrigger, queues: Queues, functions: Functions): Source {
  async function deliver(batch: Message[]): Promise<void> {
    // A message that no filter wants is consumed, as Lambda does.
    const wanted = batch.filter((message) => isWanted(trigger, message));
    const failed = new Set<string>();
    if (wanted.length > 0) {
      try {
        const answer = await functions.invoke(trigger.functionArn, {
          Records: wanted.map(recordOf(trigger)),
        });
        const report = trigger.reportsFailures ? failureReport.safeParse(answer).data : undefined;
        for (const { itemIdentifier } of report?.batchItemFailures ?? []) failed.add(itemIdentifier);
      } catch {
        for (const { messageId } of wanted) failed.add(messageId);
      }
    }
    queues.remove(batch.filter(({ messageId }) => !failed.has(messageId)).map(({ id }) => id));
  }

  return {
    name: trigger.queueArn,
    next: () => queues.next(trigger.queueArn),
    run: async (now) => {
      const batches: Message[][] = [];
      while (batches.length < concurrentBatches) {
        const batch = queues.receive(trigger.queueArn, trigger.batchSize, now);
        if (batch.length === 0) break;
        batches.push(batch);
      }
      await Promise.all(batches.map(deliver));
    },
  };
}

function isWanted({ patterns }: QueueTrigger, message: Message): boolean {
  if (patterns.length === 0) return true;
  const body = parsed(message.body);
  return patterns.some((pattern) => matches(pattern, { body, messageId: message.messageId }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const recordOf = (trigger: QueueTrigger) => (message: Message) => ({
  messageId: message.messageId,
  receiptHandle: `${message.id}-${message.received}`,
  body: message.body,
  attributes: {
    ApproximateReceiveCount: String(message.received),
    SentTimestamp: String(message.sentAt),
    SenderId: identity.accountId,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
  },
  messageAttributes: message.attributes,
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: trigger.queueArn,
  awsRegion: identity.region,
});
