import * as z from 'zod/mini';
import { flag, optionalText, text, whole } from './fields.ts';
import { obligationKind, obligationPolicy } from './policy-model.ts';
import { instant, localDate, optionalInstant } from './time.ts';

/** The next thing that happens to an open obligation by itself, and which function sees to it. */
export const nextAction = z.object({
  at: instant,
  by: z.enum(['remind', 'escalate']),
  /** `notice` on opening, `reminder` before the due date, `deadline` at it, `rung` after it. */
  alarm: z.enum(['notice', 'reminder', 'deadline', 'rung']),
  /** Reminder: position in policy.reminders. Rung: its number, from 1. Otherwise 0. */
  step: whole,
});
export type NextAction = z.infer<typeof nextAction>;

/**
 * One numbered đôn đốc. An urging that reached nobody does not count as one, so the recipients whose address
 * bounced are kept beside those it was written to.
 */
export const urging = z.object({
  number: whole,
  at: instant,
  rung: whole,
  by: z.enum(['system', 'person']),
  byUserId: optionalText,
  recipients: z.array(text),
  bounced: z.array(text),
});
export type Urging = z.infer<typeof urging>;

/** How an obligation ended. A suspension ends it too; resuming opens a new one, so that held days add up by themselves. */
export const outcome = z.enum([
  'accepted',
  'silence',
  'disputed',
  'upheld',
  'submitted',
  'confirmed',
  'returned',
  'suspended',
  'cancelled',
  'reassigned',
  'decided',
  'answered',
  'contributed',
  'rectified',
  'reported',
  'superseded',
]);
export type Outcome = z.infer<typeof outcome>;

/** One thing that one unit owes by one date (trách nhiệm). Everything that waits for somebody is one of these. */
export const obligation = z.object({
  id: text,
  taskId: text,
  kind: obligationKind,
  holderUnitId: text,
  owedToUnitId: text,
  /** Units that held it before they were merged, split or dissolved: the days until then stay theirs. Oldest first. */
  formerHolders: z.optional(z.array(z.object({ unitId: text, until: instant }))),
  since: instant,
  /** Absent for work without a deadline. */
  due: z.optional(z.object({ date: localDate, at: instant })),
  state: z.enum(['open', 'closed']),
  closedAt: optionalInstant,
  outcome: z.optional(outcome),
  policy: obligationPolicy,
  calendarVersion: text,
  next: z.optional(nextAction),
  /** Highest rung reached by the ladder. */
  rung: whole,
  urgings: z.array(urging),
  /** When the matter went on the Standing Committee's agenda. */
  agendaAt: optionalInstant,
  /** Counts ladders started for this obligation; a dead one is restarted under the next number. */
  attempt: whole,
  /** The request (extension, proposal, ...) that this duty is to answer. */
  requestId: optionalText,
  /** While it is open, the days are its holder's and not the lead unit's. */
  blocking: z.optional(flag),
  /** Present until the batch that this was written in is complete and visible. */
  batch: optionalText,
});
export type Obligation = z.infer<typeof obligation>;

/**
 * Whether this is the duty that the task's own state waits for. Exactly one is open while a task is; beside it may stand
 * what was asked of others: contributions, reports, and answers to requests.
 */
export function isPrincipal(each: Pick<Obligation, 'kind' | 'requestId'>): boolean {
  return each.requestId === undefined && each.kind !== 'contribute' && each.kind !== 'report';
}
