import * as z from 'zod/mini';
import { flag, optionalText, text, whole } from './fields.ts';
import { instant, localDate, optionalInstant } from './time.ts';

export const messageReason = z.enum([
  'holder',
  'head',
  'monitor',
  'office',
  'authority',
  'superior',
  'substitute',
  'administrator',
]);
export type MessageReason = z.infer<typeof messageReason>;

/** What an open duty brings about. `inherited`: it came to this unit from one that was merged, split or dissolved. */
export const matterAlarm = z.enum(['notice', 'reminder', 'rung', 'urge', 'undelivered', 'inherited']);
export type MatterAlarm = z.infer<typeof matterAlarm>;
/** What is told beside the duties: a frozen report, the agenda of a week. */
export const noticeAlarm = z.enum(['report', 'agenda']);

/**
 * One row of the message ledger: one matter for one person on one morning. Several rows become one mail.
 * `planned -> sent | suppressed`, then `sent -> delivered | rejected | bounced | complained` as receipts arrive.
 */
export const message = z.object({
  id: text,
  personId: text,
  /** The unit in whose service the person receives it. */
  unitId: text,
  /** Local day on which it is to be sent. */
  morning: localDate,
  /** Nothing is sent before this moment. */
  notBefore: instant,
  /** For a `report` or an `agenda`, which are about no single duty, both are the id of that. */
  taskId: text,
  obligationId: text,
  /** The obligation's due moment when this was planned: a mail about a date that has moved since is not sent. */
  dueAt: optionalInstant,
  alarm: z.enum([...matterAlarm.options, ...noticeAlarm.options]),
  /** As in an obligation's next action; for `inherited`, the how-manieth succession of the duty it tells of. */
  step: whole,
  /** The number of the urging this carries, for rungs and manual urges. */
  urging: z.optional(whole),
  reason: messageReason,
  /** May be a second mail to the same person on the same day. */
  urgent: flag,
  /** The extension or proposal whose outcome it tells. */
  requestId: optionalText,
  /** For `undelivered`: the row that did not reach its person. */
  undelivered: z.optional(z.object({ personId: text, unitId: text, morning: localDate })),
  /** A text written by a person who urges by hand. */
  note: optionalText,
  state: z.enum(['planned', 'sent', 'suppressed', 'delivered', 'rejected', 'bounced', 'complained']),
  /** Why it was suppressed, what delays it, or the receipt's diagnosis. */
  stateReason: optionalText,
  plannedAt: instant,
  sentAt: optionalInstant,
  sesId: optionalText,
  /** The envelope (one mail) that carried it. */
  envelopeId: optionalText,
});
export type Message = z.infer<typeof message>;
