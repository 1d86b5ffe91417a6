import { type Calendar, localDateOf, nextOpening, spanAfter, spanBefore } from './calendar.ts';
import type { NextAction, Obligation } from './obligation.ts';
import type { Instant } from './time.ts';

type Clocked = Pick<Obligation, 'since' | 'due' | 'policy' | 'rung'>;

/**
 * Everything that happens by itself up to and including the due moment, in order: a notice when it opens, reminders
 * on mornings of working days, and the deadline (24:00 of the last day), which writes to nobody. Reminders that
 * would fall before the notice are left out. What follows the deadline is the ladder: see {@link rungAt}.
 */
export function alarmPlan(calendar: Calendar, obligation: Clocked): NextAction[] {
  const { policy, due, since } = obligation;
  const start = policy.notice.length > 0 ? nextOpening(calendar, policy.hours, since) : since;
  const plan: NextAction[] = [];
  // What is overdue as it opens, after a pause or by a late acceptance, is urged and not announced.
  const overdue = due !== undefined && due.at <= since;
  if (policy.notice.length > 0 && !overdue) plan.push({ at: start, by: 'remind', alarm: 'notice', step: 0 });
  policy.reminders.forEach((reminder, step) => {
    if (!due) return;
    const at = spanBefore(calendar, due, reminder.before, policy.hours.morning);
    if (at > start && at < due.at) plan.push({ at, by: 'remind', alarm: 'reminder', step });
  });
  if (due) plan.push({ at: due.at, by: 'remind', alarm: 'deadline', step: 0 });
  // A notice held back by a long holiday must not overtake the deadline that fell into it.
  return plan.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : order[a.alarm] - order[b.alarm]));
}

const order = { notice: 0, reminder: 1, deadline: 2, rung: 3 };

/**
 * When rung `number` (from 1) is reached: the ladder's rungs first, then `repeat` after `repeat` from the last one.
 * Undefined: the ladder ends before it.
 */
export function rungAt(calendar: Calendar, obligation: Clocked, number: number): Instant | undefined {
  const { due, policy } = obligation;
  const rung = rungOf(obligation, number);
  if (!due || !rung) return undefined;
  const base = spanAfter(calendar, due, rung.after, policy.hours.morning);
  const times = number - policy.ladder.length;
  if (times <= 0) return base;
  if (!policy.repeat) return undefined;
  const again =
    'minutes' in policy.repeat
      ? { minutes: policy.repeat.minutes * times }
      : { workingDays: policy.repeat.workingDays * times };
  return spanAfter(calendar, base, again, policy.hours.morning);
}

/** The first thing that happens to a newly opened obligation. */
export function firstAction(calendar: Calendar, obligation: Clocked): NextAction | undefined {
  return alarmPlan(calendar, obligation)[0];
}

/**
 * What follows once everything up to `at` has happened. Alarms that were missed in an outage are passed over, so that
 * each late matter is written about once; the deadline never is, since it changes who acts next.
 */
export function actionAfter(
  calendar: Calendar,
  obligation: Clocked,
  done: NextAction,
  at: Instant,
): NextAction | undefined {
  const plan = alarmPlan(calendar, obligation);
  const position = plan.findIndex((each) => each.alarm === done.alarm && each.step === done.step);
  const rest = plan.slice(position + 1);
  const next = rest.find((each) => each.at > at || each.alarm === 'deadline');
  if (next) return next;
  return ladderAction(calendar, obligation, obligation.rung + 1);
}

/** The ladder's next wake-up as it is recorded on the obligation. */
export function ladderAction(
  calendar: Calendar,
  obligation: Clocked,
  number: number,
): NextAction | undefined {
  const at = rungAt(calendar, obligation, number);
  return at ? { at, by: 'escalate', alarm: 'rung', step: number } : undefined;
}

/** The highest rung whose time has come, above the one already reached; undefined when none is due. */
export function dueRung(calendar: Calendar, obligation: Clocked, at: Instant): number | undefined {
  let found: number | undefined;
  for (let number = obligation.rung + 1; ; number++) {
    const when = rungAt(calendar, obligation, number);
    if (!when || when > at) return found;
    found = number;
  }
}

/** Whom rung `number` writes to; beyond the last rung, as the last. */
export function rungOf(obligation: Pick<Obligation, 'policy'>, number: number) {
  return obligation.policy.ladder[Math.min(number, obligation.policy.ladder.length) - 1];
}

/** Local day on which a mail planned at `at` is to be sent: that of the next moment when the send gate is open. */
export function morningOf(
  calendar: Calendar,
  hours: Obligation['policy']['hours'],
  at: Instant,
): { morning: string; notBefore: Instant } {
  const notBefore = nextOpening(calendar, hours, at);
  return { morning: localDateOf(calendar, notBefore), notBefore };
}
