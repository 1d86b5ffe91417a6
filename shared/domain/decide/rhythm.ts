import { alarmPlan } from '../alarms.ts';
import { applyChange } from '../apply.ts';
import { type Calendar, dueAtEndOf, localDateOf, rollForward } from '../calendar.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import { addDays, addMonths } from '../civil-date.ts';
import type { Obligation } from '../obligation.ts';
import { policyFor } from '../policy.ts';
import type { ObligationPolicy } from '../policy-model.ts';
import type { Task } from '../task.ts';
import type { Instant, LocalDate } from '../time.ts';
import { type Context, closeObligation, openObligation, openObligations } from './context.ts';

type Rhythm = NonNullable<ObligationPolicy['rhythm']>;
type Due = { date: LocalDate; at: Instant };

/**
 * When the next update is due after one was made: so many months later, so many days in the last month before the deadline.
 * Undefined where none falls before the deadline, at which the work itself is due.
 */
export function nextUpdate(
  calendar: Calendar,
  rhythm: Rhythm,
  last: LocalDate,
  deadline: LocalDate | undefined,
): Due | undefined {
  const monthly = addMonths(last, rhythm.months);
  const lastMonth = deadline && addMonths(deadline, -1);
  const weekly = addDays(lastMonth && lastMonth > last ? lastMonth : last, rhythm.lastMonthDays);
  const named = lastMonth && monthly > lastMonth && weekly < monthly ? weekly : monthly;
  const { date, at } = dueAtEndOf(calendar, rollForward(calendar, named).date);
  return deadline && date >= deadline ? undefined : { date, at };
}

/**
 * Who owes updates: whoever performs, where there is more than a month for it, or no end. A shorter task is reminded of often
 * enough, and an occurrence of recurring work is itself the report.
 */
function owesUpdates(context: Context, task: Task): boolean {
  const { current } = task.deadline;
  if (task.occurrence || task.collective) return false;
  return !current || localDateOf(context.calendar, task.createdAt) < addMonths(current.date, -1);
}

/**
 * The decision, with the duty to report kept in step: while the work is under way one update is owed at a time, closed by the next
 * report of progress, and it ends with the duty to perform. Every decision passes through here, so that none can forget it.
 */
export function withUpdates(before: Aggregate, command: Command, context: Context, change: Change): Change {
  const { task, obligations } = applyChange(before, change);
  const [perform] = openObligations(obligations, 'perform');
  const [owed] = openObligations(obligations, 'report');
  const reported = change.events.some(({ type }) => type === 'progress_reported');
  const adding = (...more: Obligation[]): Change =>
    more.length === 0
      ? change
      : {
          ...change,
          obligations: [
            ...change.obligations.filter((each) => !more.some(({ id }) => id === each.id)),
            ...more,
          ],
        };
  const closed = (outcome: 'reported' | 'superseded') =>
    owed ? [closeObligation(owed, outcome, command.at)] : [];
  if (!perform) return adding(...closed('superseded'));
  if (owed && !reported) return change;
  return adding(...closed('reported'), ...opened(context, command, task, perform));
}

function opened(context: Context, command: Command, task: Task, perform: Obligation): Obligation[] {
  const { calendar, policies } = context;
  const subject = { taskId: task.id, holderUnitId: task.leadUnitId, field: task.field };
  const { rhythm } = policyFor(policies, 'report', subject);
  if (!rhythm || !owesUpdates(context, task)) return [];
  const told = task.progress && task.progress.at > perform.since ? task.progress.at : perform.since;
  const after = (at: Instant) => nextUpdate(calendar, rhythm, localDateOf(calendar, at), perform.due?.date);
  const named = after(told);
  // What should have been asked for while nothing ran is asked for from now on.
  const due = named && named.at <= command.at ? after(command.at) : named;
  if (!due) return [];
  return [openObligation(context, command, task, 'report', task.leadUnitId, task.assignerUnitId, due)];
}

/**
 * Whether the duty to perform speaks of the task on this day already, or is overdue and urged: then nobody is written to about an
 * update as well.
 */
export function overshadowed(
  calendar: Calendar,
  { obligations }: Aggregate,
  obligation: Obligation,
  at: Instant,
): boolean {
  if (obligation.kind !== 'report') return false;
  const today = localDateOf(calendar, at);
  return openObligations(obligations, 'perform').some(
    (perform) =>
      (perform.due !== undefined && perform.due.at <= at) ||
      alarmPlan(calendar, perform).some(
        (each) => each.alarm === 'reminder' && localDateOf(calendar, each.at) === today,
      ),
  );
}
