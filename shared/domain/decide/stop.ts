import { firstAction } from '../alarms.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import type { DeadlineInput } from '../deadline-terms.ts';
import type { Obligation } from '../obligation.ts';
import { afterPause, deadlineAfterPause } from '../pause.ts';
import {
  announced,
  type Context,
  changed,
  closeAll,
  noMessages,
  offLadder,
  openObligation,
  openObligations,
  withCurrent,
  withNext,
} from './context.ts';
import { dateToCome } from './judge.ts';

/** Stops every clock. Nobody is reminded, urged or charged with days until the task is resumed. */
export function suspend(aggregate: Aggregate, command: Command<{ reason: string }>): Change {
  const { task: before } = aggregate;
  return noMessages({
    task: changed(offLadder(before), command.at, {
      status: 'suspended',
      suspendedFrom: before.status,
      suspendedAt: command.at,
      suspendedDuties: openObligations(aggregate.obligations).map((each) => each.id),
    }),
    obligations: closeAll(aggregate, 'suspended', command.at),
    events: [{ type: 'suspended', data: { reason: command.input.reason, from: before.status } }],
  });
}

/**
 * Starts the clocks again where they stopped: each duty that was open goes on under the policy it had, on the rung it
 * had reached, with the working days it had left, unless the decision names a new deadline.
 * @throws Refusal `deadline_unreadable`, `date_required`, `deadline_past`
 */
export function resume(
  aggregate: Aggregate,
  command: Command<{ reason?: string | undefined; deadline?: DeadlineInput | undefined }>,
  context: Context,
): Change {
  const { task: before, obligations } = aggregate;
  const { calendar } = context;
  const stopped = before.suspendedAt ?? before.updatedAt;
  const named =
    command.input.deadline && dateToCome(context, command, command.input.deadline, '/deadline').due;
  const next = named ?? deadlineAfterPause(calendar, before, command.at);
  const { suspendedAt: _at, suspendedFrom: _from, suspendedDuties = [], ...rest } = offLadder(before);
  const task = changed(rest, command.at, {
    status: before.suspendedFrom ?? 'in_progress',
    ...(next && { deadline: withCurrent(before.deadline, next, 'resumed') }),
  });
  const reopened = obligations
    // By name: two suspensions in one moment leave several that were closed at it.
    .filter((each) => suspendedDuties.includes(each.id))
    .map((each): Obligation => {
      const { kind, holderUnitId, owedToUnitId, policy, rung, agendaAt } = each;
      const anew = kind === 'perform' && named ? { date: named.date, at: named.dueAt } : undefined;
      const due = anew ?? (each.due && afterPause(calendar, each.due, stopped, command.at)) ?? 'none';
      const fresh = openObligation(context, command, task, kind, holderUnitId, owedToUnitId, due);
      const again = { ...fresh, policy, ...(!anew && { rung, ...(agendaAt && { agendaAt }) }) };
      return announced(context, withNext(again, firstAction(calendar, again)));
    });
  const { reason } = command.input;
  const waiting = reopened.find((each) => each.kind !== 'contribute' && each.kind !== 'report');
  const { rung = 0, agendaAt } = waiting ?? {};
  return noMessages({
    task: { ...task, rung, ...(agendaAt && { agendaAt }) },
    obligations: reopened,
    events: [{ type: 'resumed', data: { ...(reason && { reason }), ...(next && { date: next.date }) } }],
  });
}

/** The task is called off. */
export function cancel(aggregate: Aggregate, command: Command<{ reason: string }>): Change {
  return noMessages({
    task: changed(offLadder(aggregate.task), command.at, { status: 'cancelled', closedAt: command.at }),
    obligations: closeAll(aggregate, 'cancelled', command.at),
    events: [{ type: 'cancelled', data: { reason: command.input.reason } }],
  });
}
