import { type Calendar, localDateOf, workingDaysBetween } from './calendar.ts';
import type { Deadline } from './deadline-model.ts';
import type { Obligation } from './obligation.ts';
import type { Task, Timing, Verdict } from './task.ts';
import type { Instant } from './time.ts';

/** Working days from the day of `at` to the day of the due date; negative: working days late; 0: due today. */
export function workingDaysLeft(calendar: Calendar, due: { date: string; at: Instant }, at: Instant): number {
  return workingDaysBetween(calendar, localDateOf(calendar, at), due.date);
}

/**
 * Where a task stands at `at`; never stored. While a submission waits for confirmation, the moment of the submission
 * counts, so slow confirmation does not hurt the unit; while suspended, the moment of the suspension.
 */
export function timingOf(calendar: Calendar, task: Task, at: Instant, greenFrom = 5): Timing {
  if (task.status === 'cancelled') return 'none';
  if (task.status === 'completed') return task.verdict?.againstCurrent ?? 'none';
  const due = task.deadline.current;
  if (!due) return 'none';
  const waiting =
    task.status === 'submitted' || (task.status === 'suspended' && task.suspendedFrom === 'submitted');
  const moment = waiting && task.submission ? task.submission.at : (task.suspendedAt ?? at);
  if (moment >= due.dueAt) return 'overdue';
  return workingDaysLeft(calendar, { date: due.date, at: due.dueAt }, moment) < greenFrom
    ? 'due_soon'
    : 'on_track';
}

function against(calendar: Calendar, due: Deadline['current'], submittedAt: Instant) {
  if (!due) return { verdict: 'none' as const, daysLate: 0 };
  if (submittedAt < due.dueAt) return { verdict: 'on_time' as const, daysLate: 0 };
  const daysLate = Math.max(1, workingDaysBetween(calendar, due.date, localDateOf(calendar, submittedAt)));
  return { verdict: 'late' as const, daysLate };
}

/** Frozen at completion, judged at the finally accepted submission, against both deadlines: an extension hides nothing. */
export function verdictOf(calendar: Calendar, deadline: Deadline, submittedAt: Instant): Verdict {
  const original = against(calendar, deadline.original, submittedAt);
  const current = against(calendar, deadline.current, submittedAt);
  return {
    submittedAt,
    againstOriginal: original.verdict,
    againstCurrent: current.verdict,
    daysLateOriginal: original.daysLate,
    daysLateCurrent: current.daysLate,
  };
}

/** Working days that each unit held the task, by the obligations it had, up to `at`. The opening day is not counted. */
export function heldDays(
  calendar: Calendar,
  obligations: readonly Obligation[],
  at: Instant,
): Record<string, number> {
  const held: Record<string, number> = {};
  for (const each of obligations) {
    if (each.kind === 'contribute' || each.kind === 'report') continue;
    const until = each.closedAt ?? at;
    const days = workingDaysBetween(
      calendar,
      localDateOf(calendar, each.since),
      localDateOf(calendar, until),
    );
    held[each.holderUnitId] = (held[each.holderUnitId] ?? 0) + Math.max(0, days);
  }
  return held;
}
