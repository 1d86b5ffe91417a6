import { alarmPlan } from '../alarms.ts';
import { addWorkingDays, type Calendar, endOfDay, localDateOf, workingDaysBetween } from '../calendar.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import type { Deadline } from '../deadline-model.ts';
import type { DeadlineInput } from '../deadline-terms.ts';
import { existsOn, unitOf } from '../directory.ts';
import type { Obligation, Outcome } from '../obligation.ts';
import { Refusal } from '../refusal.ts';
import type { Task } from '../task.ts';
import type { Instant } from '../time.ts';
import {
  type Context,
  changed,
  closeObligation,
  noMessages,
  openObligation,
  openObligations,
  withNext,
} from './context.ts';
import { dateToCome } from './judge.ts';

function closeAll(aggregate: Aggregate, outcome: Outcome, at: Instant): Obligation[] {
  return openObligations(aggregate.obligations).map((each) => closeObligation(each, outcome, at));
}

/** Stops every clock. Nobody is reminded, urged or charged with days until the task is resumed. */
export function suspend(aggregate: Aggregate, command: Command<{ reason: string }>): Change {
  const { task: before } = aggregate;
  return noMessages({
    task: changed(before, command.at, {
      status: 'suspended',
      suspendedFrom: before.status,
      suspendedAt: command.at,
    }),
    obligations: closeAll(aggregate, 'suspended', command.at),
    events: [{ type: 'suspended', data: { reason: command.input.reason, from: before.status } }],
  });
}

/**
 * The due moment after a pause: as many working days from now as were left when the clock stopped; a date already
 * missed then stays missed. Where every hour is open, the pause itself is added.
 */
function shifted(calendar: Calendar, due: { date: string; at: Instant }, stopped: Instant, now: Instant) {
  if (due.at <= stopped) return due;
  if (calendar.mode === 'always-open') {
    const at = new Date(Date.parse(due.at) + Date.parse(now) - Date.parse(stopped)).toISOString();
    return { date: localDateOf(calendar, at), at };
  }
  const left = workingDaysBetween(calendar, localDateOf(calendar, stopped), due.date);
  const date = addWorkingDays(calendar, localDateOf(calendar, now), Math.max(0, left));
  return { date, at: endOfDay(calendar, date) };
}

/**
 * Starts the clocks again where they stopped: each duty that was open gets back the working days it had left, unless
 * the decision names a new deadline.
 * @throws Refusal `deadline_unreadable`, `date_required`, `deadline_past`
 */
export function resume(
  aggregate: Aggregate,
  command: Command<{ reason?: string | undefined; deadline?: DeadlineInput | undefined }>,
  context: Context,
): Change {
  const { task: before, obligations } = aggregate;
  const stopped = before.suspendedAt ?? before.updatedAt;
  const current = before.deadline.current;
  const named =
    command.input.deadline && dateToCome(context, command, command.input.deadline, '/deadline').due;
  const moved =
    current && shifted(context.calendar, { date: current.date, at: current.dueAt }, stopped, command.at);
  const next = named ?? (moved && { date: moved.date, dueAt: moved.at });
  const { suspendedAt: _at, suspendedFrom: _from, ...rest } = before;
  const task = changed(rest, command.at, {
    status: before.suspendedFrom ?? 'in_progress',
    ...(next && { deadline: withCurrent(before.deadline, next, 'resumed') }),
  });
  const reopened = obligations
    .filter((each) => each.outcome === 'suspended' && each.closedAt === stopped)
    .map((each) => {
      const due = each.kind === 'perform' && named ? { date: named.date, at: named.dueAt } : undefined;
      const own = due ?? (each.due && shifted(context.calendar, each.due, stopped, command.at)) ?? 'none';
      return openObligation(context, command, task, each.kind, each.holderUnitId, each.owedToUnitId, own);
    });
  const { reason } = command.input;
  return noMessages({
    task,
    obligations: reopened,
    events: [{ type: 'resumed', data: { ...(reason && { reason }), ...(next && { date: next.date }) } }],
  });
}

/** The deadline with its current date moved; the original and the way there stay readable. */
export function withCurrent(
  deadline: Deadline,
  current: NonNullable<Deadline['current']>,
  rule: string,
): Deadline {
  if (deadline.current?.dueAt === current.dueAt) return deadline;
  return { ...deadline, current, trace: [...deadline.trace, { rule, date: current.date }] };
}

/** The task is called off. */
export function cancel(aggregate: Aggregate, command: Command<{ reason: string }>): Change {
  return noMessages({
    task: changed(aggregate.task, command.at, { status: 'cancelled', closedAt: command.at }),
    obligations: closeAll(aggregate, 'cancelled', command.at),
    events: [{ type: 'cancelled', data: { reason: command.input.reason } }],
  });
}

export type Reassignment = {
  leadUnitId: string;
  reason: string;
  headId?: string | undefined;
  deadline?: DeadlineInput | undefined;
};

/**
 * Gives the task to another lead unit, which must accept it anew; the earlier lead stays on record.
 * @throws Refusal `unit_unknown`, `unit_not_valid`, `same_lead`, and those of a new deadline
 */
export function reassign(
  aggregate: Aggregate,
  command: Command<Reassignment>,
  context: Context & { headOf: (unitId: string) => string | undefined },
): Change {
  const { task: before } = aggregate;
  const { leadUnitId, reason } = command.input;
  const unit = unitOf(context.directory, leadUnitId);
  const today = localDateOf(context.calendar, command.at);
  if (!existsOn(unit, today))
    throw new Refusal('unit_not_valid', { unitId: unit.id, code: unit.code, date: today });
  if (leadUnitId === before.leadUnitId) throw new Refusal('same_lead', { unitId: leadUnitId });
  const named =
    command.input.deadline && dateToCome(context, command, command.input.deadline, '/deadline').due;
  const headId = command.input.headId ?? context.headOf(leadUnitId);
  const { headId: _h, suspendedAt: _a, suspendedFrom: _f, dispute: _d, submission: _s, ...rest } = before;
  const task = changed(rest, command.at, {
    status: 'assigned',
    leadUnitId,
    ...(headId && { headId }),
    coordinatingUnitIds: before.coordinatingUnitIds.filter((id) => id !== leadUnitId),
    formerLeads: [...before.formerLeads, { unitId: before.leadUnitId, until: command.at, reason }],
    ...(named && { deadline: withCurrent(before.deadline, named, 'reassigned') }),
  });
  return noMessages({
    task,
    obligations: [
      ...closeAll(aggregate, 'reassigned', command.at),
      openObligation(context, command, task, 'accept', leadUnitId, task.assignerUnitId),
    ],
    events: [
      {
        type: 'reassigned',
        data: { from: before.leadUnitId, to: leadUnitId, reason, ...(named && { date: named.date }) },
      },
    ],
  });
}

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
  const moved: Obligation = { ...obligation, due, rung: 0 };
  const plan = alarmPlan(context.calendar, moved).filter((each) => each.alarm !== 'notice');
  return withNext(
    moved,
    plan.find((each) => each.at > at || each.alarm === 'deadline'),
  );
}

export type TaskPatch = {
  clause?: string | undefined;
  content?: string | undefined;
  product?: string | undefined;
  coordinatingUnitIds?: string[] | undefined;
  monitorUnitId?: string | null | undefined;
  headId?: string | undefined;
  field?: string | undefined;
  priority?: Task['priority'] | undefined;
  deadline?: DeadlineInput | undefined;
  reason?: string | undefined;
};

/**
 * A correction of what was registered. A new deadline needs a reason; it moves the open duty to perform in the same
 * commit and leaves the original date on record.
 * @throws Refusal `reason_required`, `unit_unknown`, `unit_not_valid`, and those of a new deadline
 */
export function change(aggregate: Aggregate, command: Command<TaskPatch>, context: Context): Change {
  const { task: before } = aggregate;
  const { deadline: newDeadline, reason, monitorUnitId, ...fields } = command.input;
  if (newDeadline && !reason)
    throw new Refusal('reason_required', {}, [{ pointer: '/reason', code: 'reason_required' }]);
  const today = localDateOf(context.calendar, command.at);
  for (const id of [...(fields.coordinatingUnitIds ?? []), ...(monitorUnitId ? [monitorUnitId] : [])]) {
    const unit = unitOf(context.directory, id);
    if (!existsOn(unit, today))
      throw new Refusal('unit_not_valid', { unitId: id, code: unit.code, date: today });
  }
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const due = newDeadline && dateToCome(context, command, newDeadline, '/deadline').due;
  const { monitorUnitId: formerMonitor, ...rest } = before;
  const monitor = monitorUnitId === undefined ? formerMonitor : (monitorUnitId ?? undefined);
  const task: Task = changed({ ...rest, ...(monitor && { monitorUnitId: monitor }) }, command.at, {
    ...given,
    ...(due && { deadline: withCurrent(before.deadline, due, 'changed') }),
  });
  const moved = due
    ? openObligations(aggregate.obligations, 'perform').map((each) =>
        moveDue(context, each, { date: due.date, at: due.dueAt }, command.at),
      )
    : [];
  const data = {
    ...given,
    ...(monitorUnitId !== undefined && { monitorUnitId }),
    ...(due && { date: due.date }),
    ...(reason && { reason }),
  };
  return noMessages({ task, obligations: moved, events: [{ type: 'changed', data }] });
}
