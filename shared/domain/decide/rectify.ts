import type { Aggregate, Change, Command } from '../change.ts';
import type { DeadlineInput } from '../deadline-terms.ts';
import { idFrom } from '../ids.ts';
import type { Rectification } from '../request.ts';
import { type Context, changed, closeObligation, noMessages, openObligation } from './context.ts';
import { dateToCome } from './judge.ts';
import { openDutyOf, requestOf } from './requests.ts';

/**
 * A monitor, the office or whoever else stands over the lead demands that a shortcoming be corrected by a date. The lead owes an
 * answer to it beside its work, which goes on; handing in the work does not settle it.
 * @throws Refusal those of a deadline
 */
export function demandRectification(
  aggregate: Aggregate,
  command: Command<{ demand: string; deadline: DeadlineInput }>,
  context: Context,
): Change {
  const { task: before } = aggregate;
  const { demand, deadline } = command.input;
  const { due } = dateToCome(context, command, deadline, '/deadline');
  const { userId: byUserId = '', unitId: byUnitId = before.assignerUnitId } = command.actor;
  const task = changed(before, command.at, {});
  const request: Rectification = {
    kind: 'rectification',
    id: idFrom('rct', command.at, `${byUserId}/${command.id}/${task.id}`),
    taskId: task.id,
    at: command.at,
    ...{ byUserId, byUnitId, demand, due },
    state: 'open',
  };
  const day = { date: due.date, at: due.dueAt };
  const { id } = request;
  return noMessages({
    task,
    obligations: [openObligation(context, command, task, 'rectify', task.leadUnitId, byUnitId, day, { id })],
    requests: [request],
    events: [{ type: 'rectification_demanded', data: { rectificationId: id, text: demand, date: due.date } }],
  });
}

/** What the lead did about it. @throws Refusal `rectification_not_found`, `request_closed` */
export function answerRectification(
  aggregate: Aggregate,
  command: Command<{ rectificationId: string; text: string }>,
): Change {
  const { rectificationId, text } = command.input;
  const demanded = requestOf(aggregate, 'rectification', rectificationId);
  const duty = openDutyOf(aggregate, demanded);
  const answer = { at: command.at, byUserId: command.actor.userId ?? '', text };
  return noMessages({
    task: changed(aggregate.task, command.at, {}),
    obligations: [closeObligation(duty, 'rectified', command.at)],
    requests: [{ ...demanded, state: 'closed', outcome: 'rectified', closedAt: command.at, answer }],
    events: [{ type: 'rectified', data: { rectificationId, text } }],
  });
}
