import type { Staff } from '../addressees.ts';
import { localDateOf } from '../calendar.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import { unclearOf } from '../clarity.ts';
import { monitorOfField } from '../directory.ts';
import type { Obligation } from '../obligation.ts';
import type { Request } from '../request.ts';
import type { Task } from '../task.ts';
import { assignerSideOf, type Context, changed, closeObligation, noMessages } from './context.ts';

export type Succeeding = { successionId: string; from: string; to: string; reason: string };

const once = (ids: readonly string[]) => [...new Set(ids)];

/**
 * An open task goes on with another unit in the place of one that is merged, split or dissolved. Nothing begins anew: state,
 * dates, policies, alarms and urgings stay, and so does every duty with its own identity, so that a reminder already planned
 * is still sent. Days held until now stay the former holder's. Undefined when the unit has no part in it.
 */
export function succeed(
  aggregate: Aggregate,
  command: Command<Succeeding>,
  context: Context & { staff: Staff },
): Change | undefined {
  const { task: before } = aggregate;
  if (before.closedAt) return undefined;
  const { from, to, reason, successionId } = command.input;
  const parts = partsOf(before, from);
  const held = aggregate.obligations.filter(
    (each) =>
      (each.state === 'open' || before.suspendedDuties?.includes(each.id)) &&
      (each.holderUnitId === from || (parts.includes('lead') && each.holderUnitId === to)),
  );
  const requests = aggregate.requests.flatMap((each) => addressed(each, from, to));
  if (parts.length === 0 && !held.some((each) => each.holderUnitId === from) && requests.length === 0)
    return undefined;
  const task = withHeir(before, command, context);
  const obligations = held.flatMap((each) => {
    const taken = takenOver(each, task, command, context);
    return taken === each ? [] : [taken];
  });
  const duties = obligations.map(({ id, kind }) => ({ obligationId: id, kind }));
  return noMessages({
    task,
    obligations,
    ...(requests.length > 0 && { requests }),
    events: [{ type: 'succeeded', data: { successionId, from, to, reason, parts, duties } }],
  });
}

function partsOf(task: Task, unitId: string): string[] {
  return [
    ...(task.leadUnitId === unitId || task.leadUnitIds?.includes(unitId) ? ['lead'] : []),
    ...(task.coordinatingUnitIds.includes(unitId) ? ['coordinating'] : []),
    ...(task.monitorUnitId === unitId ? ['monitor'] : []),
  ];
}

function withHeir(
  before: Task,
  { at, input: { from, to, reason } }: Command<Succeeding>,
  context: Context & { staff: Staff },
): Task {
  const swap = (id: string) => (id === from ? to : id);
  const { monitorUnitId, headId, ...rest } = before;
  const leadUnitId = swap(before.leadUnitId);
  const leadMoved = !before.collective && leadUnitId !== before.leadUnitId;
  const leads = before.leadUnitIds && once(before.leadUnitIds.map(swap));
  const date = localDateOf(context.calendar, at);
  const watching = monitorUnitId && swap(monitorUnitId);
  // Nobody monitors their own work.
  const monitor =
    watching === leadUnitId
      ? monitorOfField(context.directory, leadUnitId, before.field, date)?.id
      : watching;
  const members = context.staff.get(to) ?? [];
  const stays = members.some((each) => each.userId === headId);
  const heir = members.find((each) => each.roles.includes('head'))?.userId;
  const head = leadMoved && !stays ? heir : headId;
  const revised = changed(rest, at, {
    leadUnitId,
    ...(leads && { leadUnitIds: leads }),
    coordinatingUnitIds: once(before.coordinatingUnitIds.map(swap)).filter(
      (id) => before.collective || id !== leadUnitId,
    ),
    ...(monitor && { monitorUnitId: monitor }),
    ...(head && { headId: head }),
    ...(leadMoved && {
      formerLeads: [...before.formerLeads, { unitId: from, until: at, reason }],
    }),
  });
  return { ...revised, unclear: unclearOf(revised) };
}

/** The same duty with its heir. Nobody owes a contribution to themselves, and nobody judges their own work. */
function takenOver(
  duty: Obligation,
  task: Task,
  { at, input: { from, to } }: Command<Succeeding>,
  context: Context,
): Obligation {
  const heir = duty.holderUnitId === from ? to : duty.holderUnitId;
  const judges = duty.kind === 'confirm' || duty.kind === 'decide' || duty.kind === 'answer';
  const own = heir === task.leadUnitId;
  const holderUnitId = judges && own ? assignerSideOf(context, task, at) : heir;
  if (duty.kind === 'contribute' && own && duty.state === 'open')
    return closeObligation(duty, 'superseded', at);
  if (holderUnitId === duty.holderUnitId) return duty;
  const owedToUnitId = duty.owedToUnitId === from ? to : duty.owedToUnitId;
  const formerHolders = [...(duty.formerHolders ?? []), { unitId: duty.holderUnitId, until: at }];
  return { ...duty, holderUnitId, owedToUnitId, formerHolders };
}

/** An open question to the unit is its heir's to answer. */
function addressed(request: Request, from: string, to: string): Request[] {
  if (request.kind !== 'proposal' || request.state === 'closed' || request.addressedToUnitId !== from)
    return [];
  return [{ ...request, addressedToUnitId: to }];
}
