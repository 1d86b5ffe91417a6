import {
  addWorkingDays,
  type Calendar,
  type Due,
  dueAtEndOf,
  localDateOf,
  rollForward,
  workingDaysBetween,
} from './calendar.ts';
import { addDays } from './civil-date.ts';
import type { Deadline } from './deadline-model.ts';
import type { Task } from './task.ts';
import type { Instant } from './time.ts';

/**
 * The due moment after a clock stood still from `stopped` to `now`: as many working days ahead of today as it was ahead
 * then, or as many behind, so that what was overdue stays overdue and by no day more. Where every hour is open, the
 * pause itself is added.
 */
export function afterPause(calendar: Calendar, due: Due, stopped: Instant, now: Instant): Due {
  if (calendar.mode === 'always-open') {
    const at = new Date(Date.parse(due.at) + Date.parse(now) - Date.parse(stopped)).toISOString();
    return { date: localDateOf(calendar, at), at };
  }
  const today = localDateOf(calendar, now);
  const left = workingDaysBetween(calendar, localDateOf(calendar, stopped), due.date);
  if (stopped < due.at) {
    const date = addWorkingDays(calendar, today, Math.max(0, left));
    return dueAtEndOf(calendar, rollForward(calendar, date).date);
  }
  const lastWorked = addWorkingDays(calendar, addDays(today, 1), -1);
  const missed = dueAtEndOf(calendar, addWorkingDays(calendar, lastWorked, Math.min(0, left)));
  // Missed on the very day, or on days off since: the last working day that is over.
  return missed.at <= now ? missed : dueAtEndOf(calendar, addWorkingDays(calendar, today, -1));
}

/**
 * The task's deadline moved by its suspension. Behind a submission the unit's own clock had stopped already: moving the
 * date would let a late submission pass for timely.
 */
export function deadlineAfterPause(calendar: Calendar, task: Task, now: Instant): Deadline['current'] {
  const { current } = task.deadline;
  if (!current || !task.suspendedAt || task.suspendedFrom === 'submitted') return undefined;
  const moved = afterPause(calendar, { date: current.date, at: current.dueAt }, task.suspendedAt, now);
  return { date: moved.date, dueAt: moved.at };
}
