import * as z from 'zod/mini';
import { optionalText, text, whole } from '../domain/fields.ts';
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
