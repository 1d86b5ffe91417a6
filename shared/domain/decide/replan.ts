import { alarmPlan, ladderAction, rungAt } from '../alarms.ts';
import {
  addWorkingDays,
  type Calendar,
  type Due,
  dueAfter,
  dueAtEndOf,
  instantAt,
  isWorkingDay,
  rollForward,
} from '../calendar.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import type { Deadline, DeadlineBasis } from '../deadline-model.ts';
import type { NextAction, Obligation } from '../obligation.ts';
import { policyFor } from '../policy.ts';
import type { ObligationKind, ObligationPolicy } from '../policy-model.ts';
import type { Task } from '../task.ts';
import type { Instant } from '../time.ts';
import { type Context, changed, noMessages, withNext } from './context.ts';

/** What changed under the dates that stand: the calendar that they were counted by, or the policy of one kind of duty. */
export type Replanning =
  | { because: 'calendar'; before: Calendar }
  | { because: 'policy'; kind: ObligationKind };

/**
 * The task as the calendar and the policies now in force have it: dates that were counted are counted anew, alarms still to
 * come are planned anew, and nothing else changes. What is over stays as it was, and no date moves into the past.
 * A date is moved only if it is the one that the old calendar gives, so that doing it twice does it once. Undefined when
 * nothing moves.
 */
export function replan(
  aggregate: Aggregate,
  command: Command<Replanning>,
  context: Context,
): Change | undefined {
  const { task } = aggregate;
  if (task.closedAt) return undefined;
  const { because } = command.input;
  const before = command.input.because === 'calendar' ? command.input.before : context.calendar;
  const frame: Frame = { before, after: context.calendar, at: command.at };
  const deadline = deadlineUnder(frame, task.deadline);
  const kind = command.input.because === 'policy' ? command.input.kind : undefined;
  const duties = aggregate.obligations
    .filter((each) => each.state === 'open' || task.suspendedDuties?.includes(each.id))
    .filter((each) => !kind || each.kind === kind)
    .flatMap((old) => {
      const policy = kind ? policyNow(context, task, old) : old.policy;
      const fresh = dutyUnder(frame, old, policy, task.deadline, deadline);
      return fresh ? [{ old, fresh }] : [];
    });
  const moved = deadline !== task.deadline;
  if (!moved && duties.length === 0) return undefined;
  const visible = moved || duties.some(({ old, fresh }) => old.due?.at !== fresh.due?.at);
  const [from, to] = [task.deadline.current?.date, deadline.current?.date];
  return noMessages({
    task: visible ? changed(task, command.at, { deadline }) : task,
    obligations: duties.map(({ fresh }) => fresh),
    events: [
      {
        type: 'replanned',
        data: {
          because,
          calendarVersion: context.calendar.version,
          ...(from !== to && { from, to }),
          duties: duties.map(({ old, fresh }) => ({
            obligationId: fresh.id,
            kind: fresh.kind,
            ...(old.due?.at !== fresh.due?.at && { from: old.due?.date, to: fresh.due?.date }),
            ...(old.next?.at !== fresh.next?.at && fresh.next && { next: fresh.next.at }),
          })),
        },
      },
    ],
  });
}

type Frame = { before: Calendar; after: Calendar; at: Instant };

/** The policy of today on a duty that is open. Whether its opening was announced is over and stays as it was. */
function policyNow(context: Context, task: Task, { kind, holderUnitId, policy }: Obligation) {
  const now = policyFor(context.policies, kind, { taskId: task.id, holderUnitId, field: task.field });
  return { ...now, notice: policy.notice };
}

const counted = (calendar: Calendar, basis: DeadlineBasis): Due => {
  if ('workingDays' in basis) {
    const date = addWorkingDays(calendar, basis.from, basis.workingDays);
    return dueAtEndOf(calendar, rollForward(calendar, date).date);
  }
  const { date, skipped } = rollForward(calendar, basis.lastDay);
  if (!basis.time || skipped.length > 0) return dueAtEndOf(calendar, date);
  return { date, at: instantAt(calendar, date, basis.time) };
};

/** A date that stands by itself moves only off a day that has become a day off. */
const standing = ({ before, after }: Frame, due: Due): Due =>
  isWorkingDay(before, due.date) && !isWorkingDay(after, due.date)
    ? dueAtEndOf(after, rollForward(after, due.date).date)
    : due;

const notIntoThePast = ({ at }: Frame, due: Due, moved: Due): Due =>
  due.at > at && moved.at > at ? moved : due;

/** Whether something still has the dates of the old calendar. Once moved, a date may by chance be one that the old one gives, too. */
const asBefore = ({ before, after }: Frame, { calendarVersion }: { calendarVersion: string }) =>
  before.version === after.version || calendarVersion !== after.version;

/** The same object when nothing moves. */
function deadlineUnder(frame: Frame, deadline: Deadline): Deadline {
  const { original, current, basis } = deadline;
  if (!original || !current || deadline.kind === 'minutes') return deadline;
  const move = (at: { date: string; dueAt: Instant }) => {
    const due = { date: at.date, at: at.dueAt };
    const ours = basis && asBefore(frame, deadline) && counted(frame.before, basis).at === due.at;
    const moved = notIntoThePast(frame, due, ours ? counted(frame.after, basis) : standing(frame, due));
    return { date: moved.date, dueAt: moved.at };
  };
  const next = { original: move(original), current: move(current) };
  if (next.original.dueAt === original.dueAt && next.current.dueAt === current.dueAt) return deadline;
  const step = {
    rule: 'calendar_changed',
    from: current.date,
    date: next.current.date,
    note: frame.after.version,
  };
  return {
    ...deadline,
    ...next,
    calendarVersion: frame.after.version,
    trace: [...deadline.trace, step],
  };
}

/** Undefined when neither its date nor its next alarm nor its policy changes. */
function dutyUnder(
  frame: Frame,
  old: Obligation,
  policy: ObligationPolicy,
  was: Deadline,
  is: Deadline,
): Obligation | undefined {
  const due = old.due && notIntoThePast(frame, old.due, dueUnder(frame, old, old.due, policy, was, is));
  const samePolicy = JSON.stringify(policy) === JSON.stringify(old.policy);
  const fresh: Obligation = { ...old, ...(due && { due }), policy };
  const next = old.next && nextUnder(frame, old, fresh, old.next, samePolicy);
  if (samePolicy && due?.at === old.due?.at && next?.at === old.next?.at) return undefined;
  return withNext({ ...fresh, calendarVersion: frame.after.version }, next);
}

function dueUnder(
  frame: Frame,
  duty: Obligation,
  due: Due,
  policy: ObligationPolicy,
  was: Deadline,
  is: Deadline,
): Due {
  const current = is.current && { date: is.current.date, at: is.current.dueAt };
  const term = asBefore(frame, duty) ? duty.policy.due : undefined;
  const ownTerm = term && dueAfter(frame.before, duty.since, term).at === due.at;
  if (ownTerm && policy.due) {
    const own = dueAfter(frame.after, duty.since, policy.due);
    // As when it was opened: nobody has longer to answer than the task has to be done.
    return duty.kind === 'accept' && current && current.at > frame.at && current.at < own.at ? current : own;
  }
  return current && was.current?.dueAt === due.at ? current : standing(frame, due);
}

const same = (a: NextAction, b: NextAction) => a.alarm === b.alarm && a.step === b.step;

/**
 * The alarm that is waited for, at its new time; one whose new time is over fires at once, none is passed over. Where the
 * date itself moved, reminders of the new date that are still to come are given again.
 */
function nextUnder(
  frame: Frame,
  old: Obligation,
  fresh: Obligation,
  next: NextAction,
  samePolicy: boolean,
): NextAction | undefined {
  if (next.by === 'escalate') {
    const asPlanned = rungAt(frame.before, old, next.step) === next.at;
    return samePolicy && !asPlanned ? next : ladderAction(frame.after, fresh, next.step);
  }
  const plan = alarmPlan(frame.after, fresh);
  if (!samePolicy)
    return plan.find((each) => each.at > frame.at || each.alarm === 'deadline' || isNotice(each, next));
  if (old.due?.at !== fresh.due?.at)
    return plan.find((each) => each.at > frame.at || each.alarm === 'deadline' || same(each, next));
  const known = alarmPlan(frame.before, old);
  const position = known.findIndex((each) => same(each, next) && each.at === next.at);
  if (position < 0) return next;
  const waiting = known.slice(position);
  return plan.find((each) => waiting.some((one) => same(one, each)));
}

const isNotice = (each: NextAction, next: NextAction) => each.alarm === 'notice' && next.alarm === 'notice';
