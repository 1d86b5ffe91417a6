import * as z from 'zod/mini';
import { directive } from '../domain/directive.ts';
import { event } from '../domain/event.ts';
import { flag, optionalText, text, whole } from '../domain/fields.ts';
import { message } from '../domain/message.ts';
import { obligation } from '../domain/obligation.ts';
import { request } from '../domain/request.ts';
import { task } from '../domain/task.ts';
import { instant, localDate, optionalInstant } from '../domain/time.ts';
import { member, unit } from '../domain/unit.ts';

/** One mail to one person: which ledger rows it carries and who is sending it. */
const envelope = z.object({
  id: text,
  personId: text,
  morning: localDate,
  /** 0 is the morning's mail; higher numbers are urgent ones that followed on the same day. */
  n: whole,
  /** `void`: claimed, but all its matters were settled before it was sent. */
  state: z.enum(['claimed', 'sent', 'void']),
  owner: text,
  claimedAt: instant,
  leaseUntil: instant,
  /** Sort keys of the rows in the person's mailbox. Fixed by the first claim. */
  rows: z.array(text),
  sentAt: optionalInstant,
  sesId: optionalText,
});
export type Envelope = z.infer<typeof envelope>;

/** What makes the parts of a large creation visible: present means published, unless it says that it never will be. */
export const batchItem = z.object({
  id: text,
  at: instant,
  parts: whole,
  finished: flag,
  revoked: z.optional(flag),
});
export const batchPart = z.object({
  taskIds: z.array(text),
  rows: z.array(z.object({ pk: text, sk: text })),
});

const batchMark = z.object({ batch: optionalText });

/** The entities that functions other than the writing one meet in the table's change feed, by the item's `type`. */
const feedSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('TASK'), ...task.shape }),
  z.object({ type: z.literal('OBLIGATION'), ...obligation.shape }),
  z.object({ type: z.literal('MESSAGE'), ...message.shape, ...batchMark.shape }),
  z.object({ type: z.literal('BATCH'), ...batchItem.shape }),
  z.object({ type: z.literal('JOB'), job: z.object({ id: text }) }),
]);
export type FeedItem = z.infer<typeof feedSchema>;

/** Reads one image of the change feed (already plain values, not attribute maps); undefined for other entities. */
export function parseFeedItem(item: Record<string, unknown>): FeedItem | undefined {
  const known = ['TASK', 'OBLIGATION', 'MESSAGE', 'BATCH', 'JOB'].includes(String(item.type));
  return known ? feedSchema.parse(item) : undefined;
}

/** Ledger rows also carry the mark of an unfinished batch. */
export const messageItem = z.object({ ...message.shape, ...batchMark.shape });

/** What happened is in `eventType`: `type` says of every item which entity it is. */
const eventItem = z.pipe(
  z.object({ ...event.shape, eventType: text }),
  z.transform(({ eventType, ...fields }) => ({ ...fields, type: eventType })),
);

export const parse = {
  task: (item: unknown) => task.parse(item),
  obligation: (item: unknown) => obligation.parse(item),
  request: (item: unknown) => request.parse(item),
  event: (item: unknown) => eventItem.parse(item),
  message: (item: unknown) => message.parse(item),
  directive: (item: unknown) => directive.parse(item),
  unit: (item: unknown) => unit.parse(item),
  member: (item: unknown) => member.parse(item),
  envelope: (item: unknown) => envelope.parse(item),
};

/** For TTL attributes and comparisons with them. */
export const epochSeconds = (at: string) => Math.floor(Date.parse(at) / 1000);
