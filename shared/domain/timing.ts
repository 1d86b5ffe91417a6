import { type Calendar, localDateOf, workingDaysBetween } from './calendar.ts';
import type { Deadline } from './deadline-model.ts';
import { isPrincipal, type Obligation } from './obligation.ts';
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

/** A stretch of time that counts against one unit: from the day after `from` to `to`, in working days. */
export type Held = {
  unitId: string;
  kind: Obligation['kind'];
  /** The blocking request for whose answer the lead waited. */
  requestId?: string;
  from: Instant;
  to: Instant;
  days: number;
};

/**
 * Whose days they were: the life of the task cut into stretches, each charged to the one unit that had to act. It is the holder
 * of the duty that the state waits for, or, while a blocking request waits, whoever must answer that; of several the first.
 * Up to `at`; what was suspended is nobody's. Stretches follow one another, so their days add up without remainder.
 */
export function heldSpans(calendar: Calendar, obligations: readonly Obligation[], at: Instant): Held[] {
  const bySince = (a: Obligation, b: Obligation) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0);
  const end = (each: Obligation) => each.closedAt ?? at;
  const blocking = obligations.filter((each) => each.blocking).sort(bySince);
  const spans: Held[] = [];
  const charge = (each: Obligation, from: Instant, to: Instant) => {
    if (from >= to) return;
    const { kind, requestId } = each;
    for (const { unitId, from: start, to: stop } of holdings(each, from, to)) {
      const days = workingDaysBetween(calendar, localDateOf(calendar, start), localDateOf(calendar, stop));
      spans.push({
        unitId,
        kind,
        ...(requestId && { requestId }),
        from: start,
        to: stop,
        days: Math.max(0, days),
      });
    }
  };
  for (const duty of obligations.filter(isPrincipal).sort(bySince)) {
    let from = duty.since;
    for (const answer of blocking) {
      const start = answer.since > from ? answer.since : from;
      const stop = end(answer) < end(duty) ? end(answer) : end(duty);
      if (start >= stop) continue;
      charge(duty, from, start);
      charge(answer, start, stop);
      from = stop;
    }
    charge(duty, from, end(duty));
  }
  return spans;
}

/** Who held a duty between two moments, one after the other: a succession changes the holder of a duty that is open. */
function holdings(
  { holderUnitId, formerHolders = [] }: Pick<Obligation, 'holderUnitId' | 'formerHolders'>,
  from: Instant,
  to: Instant,
): { unitId: string; from: Instant; to: Instant }[] {
  let start = from;
  return [...formerHolders, { unitId: holderUnitId, until: to }].flatMap(({ unitId, until }) => {
    const span = { unitId, from: start, to: until < to ? until : to };
    if (span.from >= span.to) return [];
    start = span.to;
    return [span];
  });
}

/** Working days that each unit held the task, up to `at`: see {@link heldSpans}. */
export function heldDays(
  calendar: Calendar,
  obligations: readonly Obligation[],
  at: Instant,
): Record<string, number> {
  const held: Record<string, number> = {};
  // Whoever has only just been given it holds it, for no day yet.
  for (const { holderUnitId } of obligations.filter(isPrincipal)) held[holderUnitId] = 0;
  for (const { unitId, days } of heldSpans(calendar, obligations, at))
    held[unitId] = (held[unitId] ?? 0) + days;
  return held;
}

/** Working days that each coordinating unit took for what it was asked for, up to `at`; beside those of {@link heldDays}. */
export function contributionDays(
  calendar: Calendar,
  obligations: readonly Obligation[],
  at: Instant,
): Record<string, number> {
  const days: Record<string, number> = {};
  for (const duty of obligations.filter(({ kind }) => kind === 'contribute')) {
    days[duty.holderUnitId] ??= 0;
    for (const { unitId, from, to } of holdings(duty, duty.since, duty.closedAt ?? at)) {
      const taken = workingDaysBetween(calendar, localDateOf(calendar, from), localDateOf(calendar, to));
      days[unitId] = (days[unitId] ?? 0) + Math.max(0, taken);
    }
  }
  return days;
}
