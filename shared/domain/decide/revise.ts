import { localDateOf } from '../calendar.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import { unclearOf } from '../clarity.ts';
import type { DeadlineInput } from '../deadline-terms.ts';
import { existsOn, unitOf } from '../directory.ts';
import { deadlineAfterPause } from '../pause.ts';
import { Refusal } from '../refusal.ts';
import type { Task } from '../task.ts';
import {
  type Context,
  changed,
  closeAll,
  noMessages,
  offLadder,
  openAccept,
  openObligations,
  withCurrent,
} from './context.ts';
import { dateToCome } from './judge.ts';
import { movedDuties } from './move-due.ts';
import { supersede } from './requests.ts';

/** The task as another lead finds it: nothing that only the earlier one did or left undone. */
function withoutLead(task: Task): Task {
  const { headId: _h, suspendedAt: _a, suspendedFrom: _f, acceptedBySilence: _q, ...rest } = offLadder(task);
  const { dispute: _d, submission: _s, progress: _p, suspendedDuties: _o, ...bare } = rest;
  return bare;
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
  const next = named ?? deadlineAfterPause(context.calendar, before, command.at);
  const revised = changed(withoutLead(before), command.at, {
    status: 'assigned',
    leadUnitId,
    ...(headId && { headId }),
    coordinatingUnitIds: before.coordinatingUnitIds.filter((id) => id !== leadUnitId),
    formerLeads: [...before.formerLeads, { unitId: before.leadUnitId, until: command.at, reason }],
    ...(next && { deadline: withCurrent(before.deadline, next, 'reassigned') }),
  });
  const task = { ...revised, unclear: unclearOf(revised) };
  const asked = supersede(aggregate, command.at);
  return noMessages({
    task,
    requests: asked.requests,
    obligations: [...closeAll(aggregate, 'reassigned', command.at), openAccept(context, command, task)],
    events: [
      {
        type: 'reassigned',
        data: { from: before.leadUnitId, to: leadUnitId, reason, ...(next && { date: next.date }) },
      },
      ...asked.events,
    ],
  });
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
 * A correction of what was registered. A new deadline needs a reason; it moves the open duty to perform, or to answer, in
 * the same commit and leaves the original date on record.
 * @throws Refusal `reason_required`, `unit_unknown`, `unit_not_valid`, `unit_named_twice`, `wrong_state` (the deadline
 *   of a suspended task is named when it is resumed), and those of a new deadline
 */
export function change(aggregate: Aggregate, command: Command<TaskPatch>, context: Context): Change {
  const { task: before } = aggregate;
  const { deadline: newDeadline, reason, monitorUnitId, ...fields } = command.input;
  if (newDeadline && !reason)
    throw new Refusal('reason_required', {}, [{ pointer: '/reason', code: 'reason_required' }]);
  const today = localDateOf(context.calendar, command.at);
  for (const id of [...(fields.coordinatingUnitIds ?? []), ...(monitorUnitId ? [monitorUnitId] : [])]) {
    const unit = unitOf(context.directory, id);
    if (id === before.leadUnitId && id !== monitorUnitId)
      throw new Refusal('unit_named_twice', { unitId: id, code: unit.code });
    if (!existsOn(unit, today))
      throw new Refusal('unit_not_valid', { unitId: id, code: unit.code, date: today });
  }
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  if (newDeadline && before.status === 'suspended')
    throw new Refusal('wrong_state', { action: 'change', status: before.status, allowed: 'resume' });
  const due = newDeadline && dateToCome(context, command, newDeadline, '/deadline').due;
  const { monitorUnitId: formerMonitor, ...rest } = before;
  const monitor = monitorUnitId === undefined ? formerMonitor : (monitorUnitId ?? undefined);
  const performs = due ? openObligations(aggregate.obligations, 'perform') : [];
  const kept = performs.length > 0 ? offLadder(rest) : rest;
  const revised: Task = changed({ ...kept, ...(monitor && { monitorUnitId: monitor }) }, command.at, {
    ...given,
    ...(due && { deadline: withCurrent(before.deadline, due, 'changed') }),
  });
  const task = { ...revised, unclear: unclearOf(revised) };
  const moved = due ? movedDuties(context, aggregate, task, performs, command.at) : [];
  const data = {
    ...given,
    ...(monitorUnitId !== undefined && { monitorUnitId }),
    ...(due && { date: due.date }),
    ...(reason && { reason }),
  };
  // Whoever takes no part any more is not asked for one.
  const asked = supersede(
    aggregate,
    command.at,
    (each) => each.kind === 'contribution' && !task.coordinatingUnitIds.includes(each.unitId),
  );
  return noMessages({
    task,
    obligations: [...moved, ...asked.obligations],
    requests: asked.requests,
    events: [{ type: 'changed', data }, ...asked.events],
  });
}
