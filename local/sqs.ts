import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { QueueSpec } from './application.ts';
import { type JsonOperations, ServiceError } from './endpoint.ts';
import type { State } from './state.ts';

export type Message = {
  id: number;
  messageId: string;
  body: string;
  attributes: Record<string, unknown>;
  sentAt: number;
  received: number;
  firstReceivedAt: number;
};

export type Queues = {
  operations: JsonOperations;
  has: (arn: string) => boolean;
  send: (
    arn: string,
    body: string,
    options?: { delaySeconds?: number; attributes?: Record<string, unknown> },
  ) => string;
  /** When the next message of this queue becomes visible. */
  next: (arn: string) => number | undefined;
  /** Takes up to `limit` visible messages and hides them for the queue's visibility timeout. */
  receive: (arn: string, limit: number, now: number) => Message[];
  remove: (ids: readonly number[]) => void;
  /** How many messages wait in each queue, by name: for people who look after a run. */
  counts: () => Record<string, number>;
};

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const maxBytes = 1024 * 1024;

const row = z.object({
  id: z.int(),
  message_id: z.string(),
  body: z.string(),
  attributes: z.string(),
  sent_at: z.int(),
  received: z.int(),
  first_received_at: z.int().nullable(),
});
const entry = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: z.int().min(0).max(900).optional(),
  MessageAttributes: z.record(z.string(), z.unknown()).optional(),
});
const address = z.object({ QueueUrl: z.string() });
const batch = address.extend({ Entries: z.array(entry.extend({ Id: z.string() })) });

/** SQS standard queues on the virtual clock. A sent message is stored before it is acknowledged. */
export function createQueues(
  specs: readonly QueueSpec[],
  state: State,
  now: () => number,
  onSend: () => void,
): Queues {
  const insert = state.db.prepare(
    'insert into message (queue, message_id, body, attributes, sent_at, visible_at) values (?, ?, ?, ?, ?, ?)',
  );
  const earliest = state.db.prepare('select min(visible_at) as at from message where queue = ?');
  const visible = state.db.prepare(
    'select * from message where queue = ? and visible_at <= ? order by visible_at, id limit ?',
  );
  const hide = state.db.prepare(
    'update message set visible_at = ?, received = received + 1, first_received_at = coalesce(first_received_at, ?) where id = ?',
  );
  const move = state.db.prepare('update message set queue = ?, visible_at = ? where id = ?');
  const remove = state.db.prepare('delete from message where id = ?');
  const count = state.db.prepare(
    'select count(*) as n, sum(visible_at > ?) as late from message where queue = ?',
  );
  const nextAt = new Map<string, number | undefined>();

  // Nobody holds a message across a restart: what was being worked on is to be had again at once, delays are kept.
  state.db
    .prepare('update message set visible_at = ? where received > 0 and visible_at > ?')
    .run(now(), now());

  function byArn(arn: string): QueueSpec {
    const spec = specs.find((one) => one.arn === arn);
    if (!spec) throw missing();
    return spec;
  }
  function byUrl(url: string): QueueSpec {
    const spec = specs.find((one) => url.endsWith(`/${one.name}`));
    if (!spec) throw missing();
    return spec;
  }
  const missing = () => new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');

  function send(arn: string, body: string, options: Parameters<Queues['send']>[2] = {}): string {
    const { delaySeconds } = byArn(arn);
    if (Buffer.byteLength(body) > maxBytes)
      throw new ServiceError('InvalidParameterValue', 'The message must be shorter than 1048576 bytes.');
    const id = randomUUID();
    const sentAt = now();
    const visibleAt = sentAt + (options.delaySeconds ?? delaySeconds) * 1000;
    insert.run(
      arn,
      id,
      body,
      JSON.stringify(options.attributes ?? {}),
      Math.round(sentAt),
      Math.round(visibleAt),
    );
    nextAt.delete(arn);
    onSend();
    return id;
  }

  const accept = (spec: QueueSpec, message: z.infer<typeof entry>) => ({
    MessageId: send(spec.arn, message.MessageBody, {
      ...(message.DelaySeconds !== undefined && { delaySeconds: message.DelaySeconds }),
      attributes: message.MessageAttributes ?? {},
    }),
    MD5OfMessageBody: md5(message.MessageBody),
  });

  return {
    has: (arn) => specs.some((one) => one.arn === arn),
    send,
    next: (arn) => {
      // Asked at every step of the timeline; the answer changes only when this module changes the queue.
      if (!nextAt.has(arn)) nextAt.set(arn, z.int().nullable().parse(earliest.get(arn)?.at) ?? undefined);
      return nextAt.get(arn);
    },
    receive: (arn, limit, at) => {
      const spec = byArn(arn);
      nextAt.delete(arn);
      return state.atomically(() => {
        const taken: Message[] = [];
        for (const found of z.array(row).parse(visible.all(arn, at, limit))) {
          if (spec.redrive && found.received >= spec.redrive.maxReceives) {
            move.run(spec.redrive.deadLetterArn, Math.round(at), found.id);
            nextAt.delete(spec.redrive.deadLetterArn);
            continue;
          }
          hide.run(Math.round(at + spec.visibilitySeconds * 1000), Math.round(at), found.id);
          taken.push({
            id: found.id,
            messageId: found.message_id,
            body: found.body,
            attributes: z.record(z.string(), z.unknown()).parse(JSON.parse(found.attributes)),
            sentAt: found.sent_at,
            received: found.received + 1,
            firstReceivedAt: found.first_received_at ?? Math.round(at),
          });
        }
        return taken;
      });
    },
    remove: (ids) => {
      state.atomically(() => {
        for (const id of ids) remove.run(id);
      });
      nextAt.clear();
    },
    counts: () => Object.fromEntries(specs.map(({ name, arn }) => [name, Number(count.get(0, arn)?.n ?? 0)])),
    operations: {
      'AmazonSQS.SendMessage': (input) => {
        const message = address.extend(entry.shape).parse(input);
        return accept(byUrl(message.QueueUrl), message);
      },
      'AmazonSQS.SendMessageBatch': (input) => {
        const { QueueUrl, Entries } = batch.parse(input);
        const spec = byUrl(QueueUrl);
        if (Entries.length === 0)
          throw new ServiceError('EmptyBatchRequest', 'There should be at least one entry in the request.');
        if (Entries.length > 10)
          throw new ServiceError(
            'TooManyEntriesInBatchRequest',
            'Maximum number of entries per request are 10.',
          );
        if (new Set(Entries.map(({ Id }) => Id)).size < Entries.length)
          throw new ServiceError('BatchEntryIdsNotDistinct', 'Two or more entries have the same Id.');
        return state.atomically(() => ({
          Successful: Entries.map((message) => ({ Id: message.Id, ...accept(spec, message) })),
          Failed: [],
        }));
      },
      'AmazonSQS.GetQueueAttributes': (input) => {
        const spec = byUrl(address.parse(input).QueueUrl);
        const counted = z
          .object({ n: z.int(), late: z.int().nullable() })
          .parse(count.get(Math.round(now()), spec.arn));
        const late = counted.late ?? 0;
        return {
          Attributes: {
            QueueArn: spec.arn,
            VisibilityTimeout: String(spec.visibilitySeconds),
            ApproximateNumberOfMessages: String(counted.n - late),
            ApproximateNumberOfMessagesDelayed: String(late),
            ApproximateNumberOfMessagesNotVisible: '0',
          },
        };
      },
    },
  };
}
