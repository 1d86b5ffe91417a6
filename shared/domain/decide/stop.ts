import { firstAction } from '../alarms.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import type { DeadlineInput } from '../deadline-terms.ts';
import { isPrincipal, type Obligation } from '../obligation.ts';
import { afterPause, deadlineAfterPause } from '../pause.ts';
import {
  announced,
  answerBy,
  type Context,
  changed,
  closeAll,
  noMessages,
  offLadder,
  openObligation,
  withCurrent,
  withNext,
} from './context.ts';
import { dateToCome } from './judge.ts';
import { supersede } from './requests.ts';

/**
 * Stops every clock. Nobody is reminded, urged or charged with days until the task is resumed. A pending extension falls
 * away with the dates that it was about; proposals wait.
 */
export function suspend(aggregate: Aggregate, command: Command<{ reason: string }>): Change {
  const { task: before } = aggregate;
  const asked = supersede(aggregate, command.at, (each) => each.kind === 'extension');
  const ended = new Set(asked.obligations.map((each) => each.id));
  const paused = closeAll(aggregate, 'suspended', command.at).filter((each) => !ended.has(each.id));
  return noMessages({
    task: changed(offLadder(before), command.at, {
      status: 'suspended',
      suspendedFrom: before.status,
      suspendedAt: command.at,
      suspendedDuties: paused.map((each) => each.id),
    }),
    obligations: [...paused, ...asked.obligations],
    requests: asked.requests,
    events: [
      { type: 'suspended', data: { reason: command.input.reason, from: before.status } },
      ...asked.events,
    ],
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
      const { kind, holderUnitId, owedToUnitId, policy, rung, agendaAt, requestId, blocking } = each;
      const anew = kind === 'perform' && named ? { date: named.date, at: named.dueAt } : undefined;
      const own = each.due && afterPause(calendar, each.due, stopped, command.at);
      const left = own && kind === 'accept' ? answerBy(own, task, command.at) : own;
      const due = anew ?? left ?? 'none';
      const request = requestId ? { id: requestId, blocking } : undefined;
      const fresh = openObligation(context, command, task, kind, holderUnitId, owedToUnitId, due, request);
      const again = {
        ...fresh,
        policy,
        ...(!anew && { rung, ...(agendaAt && { agendaAt }) }),
      };
      return announced(context, withNext(again, firstAction(calendar, again)));
    });
  const { reason } = command.input;
  const waiting = reopened.find(isPrincipal);
  const { rung = 0, agendaAt } = waiting ?? {};
  return noMessages({
    task: { ...task, rung, ...(agendaAt && { agendaAt }) },
    obligations: reopened,
    events: [{ type: 'resumed', data: { ...(reason && { reason }), ...(next && { date: next.date }) } }],
  });
}

/** The task is called off. */
export function cancel(aggregate: Aggregate, command: Command<{ reason: string }>): Change {
  const asked = supersede(aggregate, command.at);
  return noMessages({
    task: changed(offLadder(aggregate.task), command.at, { status: 'cancelled', closedAt: command.at }),
    obligations: closeAll(aggregate, 'cancelled', command.at),
    requests: asked.requests,
    events: [{ type: 'cancelled', data: { reason: command.input.reason } }, ...asked.events],
  });
}
