import * as z from 'zod/mini';
import { event } from '../domain/event.ts';
import { flag, optionalText, text, whole } from '../domain/fields.ts';
import { message } from '../domain/message.ts';
import { instant, localDate, optionalInstant } from '../domain/time.ts';

/** One mail to one person: which ledger rows it carries and who is sending it. */
export const storedEnvelope = z.object({
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
export type Envelope = z.infer<typeof storedEnvelope>;

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

export const batchMark = z.object({ batch: optionalText });

/** Ledger rows also carry the mark of an unfinished batch. */
export const messageItem = z.object({ ...message.shape, ...batchMark.shape });

/** What happened is in `eventType`: `type` says of every item which entity it is. */
export const storedEvent = z.pipe(
  z.object({ ...event.shape, eventType: text }),
  z.transform(({ eventType, ...fields }) => ({ ...fields, type: eventType })),
);
