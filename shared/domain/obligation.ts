import * as z from 'zod';
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

export const urging = z.object({
  number: z.int(),
  at: instant,
  rung: z.int(),
  by: z.enum(['system', 'person']),
  byUserId: z.string().optional(),
});
export type Urging = z.infer<typeof urging>;

/** One thing that one unit owes by one date (trách nhiệm). Everything that waits for somebody is one of these. */
export const obligation = z.object({
  id: z.string(),
  taskId: z.string(),
  kind: obligationKind,
  holderUnitId: z.string(),
  owedToUnitId: z.string(),
  since: instant,
  /** Absent for work without a deadline. */
  due: z.object({ date: localDate, at: instant }).optional(),
  state: z.enum(['open', 'suspended', 'closed']),
  closedAt: instant.optional(),
  /** How it ended: accepted, disputed, submitted, confirmed, returned, cancelled, reassigned, silence, ... */
  outcome: z.string().optional(),
  policy: obligationPolicy,
  calendarVersion: z.string(),
  next: nextAction.optional(),
  /** Highest rung reached by the ladder. */
  rung: z.int(),
  urgings: z.array(urging),
  /** When the matter went on the Standing Committee's agenda. */
  agendaAt: instant.optional(),
  /** Counts ladders started for this obligation; a dead one is restarted under the next number. */
  attempt: z.int(),
  /** Why the last open-to-suspended change happened and how much of the clock was left, to resume with. */
  remaining: z.object({ workingDays: z.int() }).optional(),
  /** Present until the batch that this was written in is complete and visible. */
  batch: z.string().optional(),
});
export type Obligation = z.infer<typeof obligation>;
