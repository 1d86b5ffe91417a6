import { alarmPlan } from '../alarms.ts';
import { type Calendar, type Due, dueAfter } from '../calendar.ts';
import type { Aggregate } from '../change.ts';
import type { Obligation } from '../obligation.ts';
import type { Task } from '../task.ts';
import type { Instant } from '../time.ts';
import { answerBy, type Context, dueOf, openObligations, withNext } from './context.ts';

/**
 * The same obligation to another date: its alarms are planned anew from `at` on, and a ladder that is running finds the
 * date moved and ends by itself.
 */
export function moveDue(
  context: Pick<Context, 'calendar'>,
  obligation: Obligation,
  due: { date: string; at: Instant },
  at: Instant,
): Obligation {
  const { agendaAt: _, ...rest } = obligation;
  const moved: Obligation = { ...rest, due, rung: 0 };
  // A notice that is still to be given is, whatever the date; one that was given is not repeated.
  const unheard = obligation.next?.alarm === 'notice';
  const next = alarmPlan(context.calendar, moved).find((each) =>
    each.alarm === 'notice' ? unheard : each.at > at || each.alarm === 'deadline',
  );
  return withNext(moved, next);
}

/** The term to answer under the new deadline: what the old one had cut short is given back, before the new one cuts. */
function newTerm(
  calendar: Calendar,
  { since, due, policy }: Obligation,
  before: Task,
  after: Task,
  at: Instant,
): Due | undefined {
  if (!due || before.deadline.current?.dueAt === after.deadline.current?.dueAt) return undefined;
  const cut = due.at === before.deadline.current?.dueAt && policy.due;
  return answerBy(cut ? dueAfter(calendar, since, cut) : due, after, at);
}

/** What a new date of the task moves: the duties to perform that are named, and the term to answer. */
export function movedDuties(
  context: Context,
  { task: before, obligations }: Aggregate,
  task: Task,
  performs: readonly Obligation[],
  at: Instant,
): Obligation[] {
  const due = dueOf(task);
  return [
    ...performs.map((each) => ({ each, to: due === 'none' ? undefined : due })),
    ...openObligations(obligations, 'accept').map((each) => ({
      each,
      to: newTerm(context.calendar, each, before, task, at),
    })),
  ].flatMap(({ each, to }) => (to && to.at !== each.due?.at ? moveDue(context, each, to, at) : []));
}
