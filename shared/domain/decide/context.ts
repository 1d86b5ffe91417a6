import { authorityOf, officeOf } from '../addressees.ts';
import { firstAction } from '../alarms.ts';
import type { Calendar, Due } from '../calendar.ts';
import { dueAfter, localDateOf } from '../calendar.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import type { Deadline } from '../deadline-model.ts';
import { type Directory, existsOn, standingUnit } from '../directory.ts';
import { idFrom } from '../ids.ts';
import type { NextAction, Obligation, Outcome } from '../obligation.ts';
import { type Policies, policyFor } from '../policy.ts';
import type { ObligationKind } from '../policy-model.ts';
import type { Task } from '../task.ts';
import type { Instant } from '../time.ts';

/** What decisions may look at beside the task itself. */
export type Context = { calendar: Calendar; policies: Policies; directory: Directory };

export function openObligations(obligations: readonly Obligation[], kind?: ObligationKind): Obligation[] {
  return obligations.filter((each) => each.state === 'open' && (kind === undefined || each.kind === kind));
}

/**
 * A new obligation with its policy frozen and its first alarm set. Without `due` it has the policy's own term. `request` is what
 * it is to answer.
 */
export function openObligation(
  context: Context,
  command: Command,
  task: Task,
  kind: ObligationKind,
  holderUnitId: string,
  owedToUnitId: string,
  due?: { date: string; at: Instant } | 'none',
  request?: { id: string; blocking?: boolean | undefined },
): Obligation {
  const general = policyFor(context.policies, kind, { taskId: task.id, holderUnitId, field: task.field });
  const policy = task.occurrence ? { ...general, ...general.occurrence } : general;
  const own = policy.due ? dueAfter(context.calendar, command.at, policy.due) : undefined;
  const actual = due === 'none' ? undefined : (due ?? own);
  const of = `${task.id}/${kind}/${holderUnitId}/${task.chain.seq}/${command.id}`;
  // Two duties of one kind and holder may be opened by one command, when each answers a request.
  const seed = request ? `${of}/${request.id}` : of;
  const obligation: Obligation = {
    id: idFrom('obl', command.at, seed),
    taskId: task.id,
    kind,
    holderUnitId,
    owedToUnitId,
    since: command.at,
    ...(actual && { due: actual }),
    state: 'open',
    policy,
    calendarVersion: context.calendar.version,
    rung: 0,
    urgings: [],
    attempt: 1,
    ...(request && { requestId: request.id, ...(request.blocking && { blocking: true }) }),
    ...(task.batch && { batch: task.batch }),
  };
  return withNext(obligation, firstAction(context.calendar, obligation));
}

/**
 * When the lead must have answered whether it takes the task on: within its term, but not after the task's own deadline,
 * or a short task would be overdue before anybody was reminded of it.
 */
export function answerBy(term: Due, { deadline: { current } }: Pick<Task, 'deadline'>, at: Instant): Due {
  const sooner = current && current.dueAt > at && current.dueAt < term.at;
  return sooner ? { date: current.date, at: current.dueAt } : term;
}

/** The lead's duty to answer whether it takes the task on; due as {@link answerBy} says. */
export function openAccept(context: Context, command: Command, task: Task): Obligation {
  const open = (due?: Due) =>
    openObligation(context, command, task, 'accept', task.leadUnitId, task.assignerUnitId, due);
  const own = open();
  return own.due ? open(answerBy(own.due, task, command.at)) : own;
}

/**
 * The same duty, opened with a notice even where the policy has none: a unit that takes up a duty knows of it, one on
 * which it comes by silence, by a decision or by a return does not.
 */
export function announced(context: Context, obligation: Obligation): Obligation {
  const { policy } = obligation;
  if (policy.notice.length > 0) return obligation;
  const told: Obligation = { ...obligation, policy: { ...policy, notice: ['officer', 'head'] } };
  return withNext(told, firstAction(context.calendar, told));
}

/** The obligation with its next action set, or without one. */
export function withNext(obligation: Obligation, next: NextAction | undefined): Obligation {
  const { next: _, ...rest } = obligation;
  return next ? { ...rest, next } : rest;
}

export function closeObligation(obligation: Obligation, outcome: Outcome, at: Instant): Obligation {
  return { ...withNext(obligation, undefined), state: 'closed', closedAt: at, outcome };
}

/** Every open duty closed with the same outcome. */
export function closeAll(aggregate: Aggregate, outcome: Outcome, at: Instant): Obligation[] {
  return openObligations(aggregate.obligations).map((each) => closeObligation(each, outcome, at));
}

/** A visible change: new version, new time of change. */
export function changed(task: Task, at: Instant, fields: Partial<Task>): Task {
  return { ...task, ...fields, updatedAt: at, version: task.version + 1 };
}

/** What the task shows of a ladder is that of the duty which is open: nothing of it outlives the duty. */
export function offLadder(task: Task): Task {
  const { agendaAt: _, ...rest } = task;
  return { ...rest, rung: 0 };
}

export function noMessages(change: Omit<Change, 'messages'>): Change {
  return { ...change, messages: [] };
}

/**
 * Who must confirm, decide or answer for the assigner's side: the body that cascaded the task; for tasks of the leading
 * bodies, and of bodies that no longer exist, the office as their focal point, and the authority itself where the office
 * is the lead or there is none.
 */
export function assignerSideOf(context: Context, task: Task, at: Instant): string {
  const date = localDateOf(context.calendar, at);
  const assigner = standingUnit(context.directory, task.assignerUnitId);
  const own = assigner && assigner.kind !== 'authority' && assigner.id !== task.leadUnitId;
  if (own && existsOn(assigner, date)) return assigner.id;
  const office = officeOf(context.directory, task, task.leadUnitId, date);
  return office ?? authorityOf(context.directory, task, task.leadUnitId, date) ?? task.assignerUnitId;
}

/** The task's deadline as an obligation's due date. */
export function dueOf(task: Task): { date: string; at: Instant } | 'none' {
  const current = task.deadline.current;
  return current ? { date: current.date, at: current.dueAt } : 'none';
}

/** The deadline with its current date moved, from now on its own; the original and the way there stay readable. */
export function withCurrent(
  deadline: Deadline,
  current: NonNullable<Deadline['current']>,
  rule: string,
): Deadline {
  if (deadline.current?.dueAt === current.dueAt) return deadline;
  const { fromParent: _, ...own } = deadline;
  return { ...own, current, trace: [...deadline.trace, { rule, date: current.date }] };
}
