import * as z from 'zod/mini';
import { obligationKind, obligationPolicy } from './policy-model.ts';
import { instant, localDate } from './time.ts';

/** The next thing that happens to an open obligation by itself, and which function sees to it. */
export const nextAction = z.object({
  at: instant,
  by: z.enum(['remind', 'escalate']),
  /** `notice` on opening, `reminder` before the due date, `deadline` at it, `rung` after it. */
  alarm: z.enum(['notice', 'reminder', 'deadline', 'rung']),
  /** Reminder: position in policy.reminders. Rung: its number, from 1. Otherwise 0. */
  step: z.int(),
});
export type NextAction = z.infer<typeof nextAction>;

/**
 * One numbered đôn đốc. An urging that reached nobody does not count as one, so the recipients whose address
 * bounced are kept beside those it was written to.
 */
export const urging = z.object({
  number: z.int(),
  at: instant,
  rung: z.int(),
  by: z.enum(['system', 'person']),
  byUserId: z.optional(z.string()),
  recipients: z.array(z.string()),
  bounced: z.array(z.string()),
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
  id: z.string(),
  taskId: z.string(),
  kind: obligationKind,
  holderUnitId: z.string(),
  owedToUnitId: z.string(),
  /** Units that held it before they were merged, split or dissolved: the days until then stay theirs. Oldest first. */
  formerHolders: z.optional(z.array(z.object({ unitId: z.string(), until: instant }))),
  since: instant,
  /** Absent for work without a deadline. */
  due: z.optional(z.object({ date: localDate, at: instant })),
  state: z.enum(['open', 'closed']),
  closedAt: z.optional(instant),
  outcome: z.optional(outcome),
  policy: obligationPolicy,
  calendarVersion: z.string(),
  next: z.optional(nextAction),
  /** Highest rung reached by the ladder. */
  rung: z.int(),
  urgings: z.array(urging),
  /** When the matter went on the Standing Committee's agenda. */
  agendaAt: z.optional(instant),
  /** Counts ladders started for this obligation; a dead one is restarted under the next number. */
  attempt: z.int(),
  /** The request (extension, proposal, ...) that this duty is to answer. */
  requestId: z.optional(z.string()),
  /** While it is open, the days are its holder's and not the lead unit's. */
  blocking: z.optional(z.boolean()),
  /** Present until the batch that this was written in is complete and visible. */
  batch: z.optional(z.string()),
});
export type Obligation = z.infer<typeof obligation>;

/**
 * Whether this is the duty that the task's own state waits for. Exactly one is open while a task is; beside it may stand
 * what was asked of others: contributions, reports, and answers to requests.
 */
export function isPrincipal(each: Pick<Obligation, 'kind' | 'requestId'>): boolean {
  return each.requestId === undefined && each.kind !== 'contribute' && each.kind !== 'report';
}
