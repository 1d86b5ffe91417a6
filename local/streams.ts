import type { StreamTrigger } from './application.ts';
import { identity } from './assembly.ts';
import type { Functions } from './functions.ts';
import { matches } from './patterns.ts';
import { failureReport } from './queue-triggers.ts';
import type { Queues } from './sqs.ts';
import type { State } from './state.ts';
import type { Source } from './timeline.ts';

/** One change of the table, from the embedded database's ordered feed. Images are in DynamoDB's own JSON. */
export type ChangeRecord = {
  position: number;
  tableName: string;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  at: number;
  keys: Record<string, unknown>;
  oldImage?: Record<string, unknown>;
  newImage?: Record<string, unknown>;
};
export type ChangeFeed = {
  read: (after: number, limit: number) => Promise<ChangeRecord[]>;
  trim: (upTo: number) => Promise<void>;
  last: () => number;
};

const sequence = (position: number) => String(position).padStart(21, '0');
const longestPause = 60_000;

/**
 * Lambda's reader of a table's stream: batches in order, the position stored after each success. A failing batch is tried
 * again with growing pauses on the virtual clock, halved if so configured, and given up to the dead-letter queue when its
 * retries or its age are exhausted. Nothing behind it is read before that.
 */
export function streamSource(
  trigger: StreamTrigger,
  feed: ChangeFeed,
  services: { functions: Functions; queues: Queues; state: State; now: () => number },
): Source {
  const { functions, queues, state } = services;
  const stored = `feed:${trigger.functionArn}`;
  let position = Number(state.get(stored) ?? 0);
  let failures = 0;
  let limit = trigger.batchSize;
  let notBefore = 0;

  async function advanceTo(to: number) {
    position = to;
    state.set(stored, String(to));
    await feed.trim(to);
  }

  async function giveUp(batch: ChangeRecord[]) {
    const [first, last] = [batch.at(0), batch.at(-1)];
    if (!first || !last) return;
    if (trigger.deadLetterArn) {
      const body = {
        requestContext: {
          functionArn: trigger.functionArn,
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: failures,
        },
        version: '1.0',
        timestamp: new Date(services.now()).toISOString(),
        DDBStreamBatchInfo: {
          shardId: 'shardId-local',
          startSequenceNumber: sequence(first.position),
          endSequenceNumber: sequence(last.position),
          approximateArrivalOfFirstRecord: new Date(first.at).toISOString(),
          approximateArrivalOfLastRecord: new Date(last.at).toISOString(),
          batchSize: batch.length,
          streamArn: trigger.streamArn,
        },
      };
      queues.send(trigger.deadLetterArn, JSON.stringify(body));
    }
    await advanceTo(last.position);
    failures = 0;
    limit = trigger.batchSize;
  }

  /** The position up to which the function has done its work. */
  async function deliver(batch: ChangeRecord[]): Promise<{ done: number; failed: boolean }> {
    const before = (batch[0]?.position ?? 1) - 1;
    const all = batch.at(-1)?.position ?? before;
    const records = batch.map((change) => recordOf(trigger, change));
    const wanted = records.filter(
      (record) =>
        trigger.patterns.length === 0 || trigger.patterns.some((pattern) => matches(pattern, record)),
    );
    if (wanted.length === 0) return { done: all, failed: false };
    try {
      const answer = await functions.invoke(trigger.functionArn, { Records: wanted });
      const report = trigger.reportsFailures ? failureReport.safeParse(answer).data : undefined;
      const lowest = Math.min(
        ...(report?.batchItemFailures ?? []).map(({ itemIdentifier }) => Number(itemIdentifier)),
      );
      return lowest === Infinity ? { done: all, failed: false } : { done: lowest - 1, failed: true };
    } catch {
      return { done: before, failed: true };
    }
  }

  return {
    name: trigger.streamArn,
    next: () => (feed.last() > position ? notBefore : undefined),
    run: async (now) => {
      const batch = await feed.read(position, limit);
      const last = batch.at(-1);
      if (!last) return advanceTo(feed.last());
      const { done, failed } = await deliver(batch);
      if (done > position) await advanceTo(done);
      if (!failed) {
        failures = 0;
        limit = trigger.batchSize;
        return;
      }
      failures += 1;
      const rest = batch.filter((change) => change.position > done);
      const tooOld = trigger.maxAgeSeconds >= 0 && now - (rest[0]?.at ?? now) > trigger.maxAgeSeconds * 1000;
      const exhausted = trigger.maxRetries >= 0 && failures > trigger.maxRetries;
      if (trigger.bisects && rest.length > 1) limit = Math.ceil(rest.length / 2);
      else if (tooOld || exhausted) await giveUp(rest);
      notBefore = now + Math.min(1000 * 2 ** (failures - 1), longestPause);
    },
  };
}

function recordOf(trigger: StreamTrigger, change: ChangeRecord) {
  return {
    eventID: sequence(change.position),
    eventName: change.eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: identity.region,
    dynamodb: {
      // Whole seconds, as DynamoDB Streams has it.
      ApproximateCreationDateTime: Math.floor(change.at / 1000),
      Keys: change.keys,
      ...(change.newImage && { NewImage: change.newImage }),
      ...(change.oldImage && { OldImage: change.oldImage }),
      SequenceNumber: sequence(change.position),
      SizeBytes: 0,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: trigger.streamArn,
  };
}
