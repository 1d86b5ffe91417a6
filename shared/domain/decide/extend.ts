import { authorityOf, type Staff } from '../addressees.ts';
import { localDateOf, spanBefore } from '../calendar.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import type { DeadlineInput } from '../deadline-terms.ts';
import { idFrom } from '../ids.ts';
import type { Obligation } from '../obligation.ts';
import { extensionRule, policyFor } from '../policy.ts';
import { Refusal } from '../refusal.ts';
import type { Extension } from '../request.ts';
import type { Task } from '../task.ts';
import type { Instant } from '../time.ts';
import {
  assignerSideOf,
  type Context,
  changed,
  closeObligation,
  noMessages,
  offLadder,
  openObligation,
  withCurrent,
} from './context.ts';
import { dateToCome } from './judge.ts';
import { moveDue } from './move-due.ts';
import { withNextOccurrence } from './recur.ts';
import { openDutyOf, requestOf, tellLead } from './requests.ts';
import { theOpen } from './work.ts';

type Standing = { date: string; dueAt: Instant };

/** The date that the unit works to: after a return it may lie before the task's deadline. @throws Refusal `no_deadline` */
function workedTo(perform: Obligation, task: Task): Standing {
  const { due } = perform;
  const found = due ? { date: due.date, dueAt: due.at } : task.deadline.current;
  if (!found) throw new Refusal('no_deadline', { taskId: task.id });
  return found;
}

function laterThan(due: Standing, now: Standing): Standing {
  if (due.dueAt > now.dueAt) return due;
  const params = { date: due.date, current: now.date };
  throw new Refusal('not_later', params, [{ pointer: '/deadline', code: 'not_later', params }]);
}

/** The first extensions are for the focal point to decide, further ones for the body that it serves. */
function deciderOf(context: Context, task: Task, at: Instant, officeDecides: number): string {
  const side = assignerSideOf(context, task, at);
  // What a unit cascaded is its own to extend, however often.
  const cascaded = context.directory.units.get(side)?.kind === 'unit';
  if (cascaded || task.deadline.extensions < officeDecides) return side;
  const authority = authorityOf(context.directory, task, task.leadUnitId, localDateOf(context.calendar, at));
  return authority && authority !== task.leadUnitId ? authority : side;
}

/**
 * The lead's head asks for a later date. The clock keeps running; asked too near to the deadline it is marked late.
 * @throws Refusal `extension_pending`, `no_deadline`, `not_later`, and those of a new deadline
 */
export function requestExtension(
  aggregate: Aggregate,
  command: Command<{ reason: string; deadline: DeadlineInput }>,
  context: Context,
): Change {
  const { task: before, requests } = aggregate;
  const pending = requests.find((each) => each.kind === 'extension' && each.state === 'open');
  if (pending) throw new Refusal('extension_pending', { id: pending.id });
  const from = workedTo(theOpen(aggregate, 'perform'), before);
  const requested = laterThan(dateToCome(context, command, command.input.deadline, '/deadline').due, from);
  const task = changed(before, command.at, {});
  const of = { taskId: task.id, holderUnitId: task.leadUnitId, field: task.field };
  const { askBefore, officeDecides } = policyFor(context.policies, 'decide', of).extension ?? extensionRule;
  const inTime = spanBefore(context.calendar, { date: from.date, at: from.dueAt }, askBefore, '24:00');
  const holder = deciderOf(context, task, command.at, officeDecides);
  const byUserId = command.actor.userId ?? '';
  const { reason } = command.input;
  const extension: Extension = {
    kind: 'extension',
    id: idFrom('ext', command.at, `${byUserId}/${command.id}/${task.id}`),
    taskId: task.id,
    at: command.at,
    byUserId,
    byUnitId: task.leadUnitId,
    state: 'open',
    number: 1 + requests.filter((each) => each.kind === 'extension').length,
    reason,
    requested,
    from,
    late: command.at >= inTime,
  };
  const { id, number, late } = extension;
  return noMessages({
    task,
    obligations: [
      openObligation(context, command, task, 'decide', holder, task.leadUnitId, undefined, { id }),
    ],
    requests: [extension],
    events: [
      {
        type: 'extension_requested',
        data: {
          ...{ extensionId: id, number, reason, late },
          ...{ date: requested.date, from: from.date, holderUnitId: holder },
        },
      },
    ],
  });
}

export type ExtensionDecision = {
  extensionId: string;
  approved: boolean;
  /** Another date than the one asked for. */
  deadline?: DeadlineInput | undefined;
  reason?: string | undefined;
};

/**
 * Approval moves the current deadline and the alarms of the duty to perform in the same commit; the original stays, and the
 * verdict against it. A refusal changes nothing else.
 * @throws Refusal `extension_not_found`, `request_closed`, `reason_required`, `date_with_refusal`, `not_later`, and those of a
 *   new deadline
 */
export function decideExtension(
  aggregate: Aggregate,
  command: Command<ExtensionDecision>,
  context: Context & { staff: Staff },
): Change {
  const { approved, reason, deadline } = command.input;
  const extension = requestOf(aggregate, 'extension', command.input.extensionId);
  const duty = openDutyOf(aggregate, extension);
  if (!approved && !reason)
    throw new Refusal('reason_required', {}, [{ pointer: '/reason', code: 'reason_required' }]);
  if (!approved && deadline)
    throw new Refusal('date_with_refusal', {}, [{ pointer: '/deadline', code: 'date_with_refusal' }]);
  const granted = approved ? grant(aggregate, command, context, extension) : undefined;
  const { userId = '', unitId } = command.actor;
  const outcome = approved ? 'approved' : 'refused';
  const said = { ...(granted && { date: granted.due.date }), ...(reason && { reason }) };
  const task = granted?.task ?? changed(aggregate.task, command.at, {});
  const perform = granted?.perform ?? theOpen(aggregate, 'perform');
  const change: Change = {
    task,
    obligations: [closeObligation(duty, 'decided', command.at), ...(granted ? [granted.perform] : [])],
    requests: [
      {
        ...extension,
        state: 'closed',
        closedAt: command.at,
        outcome,
        decision: { at: command.at, byUserId: userId, ...(unitId && { byUnitId: unitId }), ...said },
      },
    ],
    events: [
      {
        type: approved ? 'extension_approved' : 'extension_refused',
        data: { extensionId: extension.id, number: extension.number, ...said },
      },
    ],
    messages: tellLead(context, command, task, perform, extension.id),
  };
  return granted ? withNextOccurrence(command, context, change) : change;
}

function grant(
  aggregate: Aggregate,
  command: Command<ExtensionDecision>,
  context: Context,
  extension: Extension,
): { task: Task; due: Standing; perform: Obligation } {
  const { task: before } = aggregate;
  const perform = theOpen(aggregate, 'perform');
  const now = workedTo(perform, before);
  const asked: DeadlineInput = { date: extension.requested.date };
  // The date asked for may have passed while it waited; what was asked in minutes is kept to the minute.
  const kept = extension.requested.dueAt > command.at ? extension.requested : undefined;
  const named = command.input.deadline;
  const due = laterThan(
    !named && kept ? kept : dateToCome(context, command, named ?? asked, '/deadline').due,
    now,
  );
  const { current } = before.deadline;
  const moved = !current || due.dueAt > current.dueAt;
  const deadline = moved ? withCurrent(before.deadline, due, 'extended') : before.deadline;
  return {
    due,
    task: changed(offLadder(before), command.at, {
      deadline: { ...deadline, extensions: deadline.extensions + 1 },
    }),
    perform: moveDue(context, perform, { date: due.date, at: due.dueAt }, command.at),
  };
}
