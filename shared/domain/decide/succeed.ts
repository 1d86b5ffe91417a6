import { addressees, type Staff } from '../addressees.ts';
import { localDateOf } from '../calendar.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import { unclearOf } from '../clarity.ts';
import { monitorOfField } from '../directory.ts';
import type { Message } from '../message.ts';
import type { Obligation } from '../obligation.ts';
import type { Request } from '../request.ts';
import type { Task } from '../task.ts';
import { assignerSideOf, type Context, changed } from './context.ts';
import { planMessages } from './plan-messages.ts';
import { supersede } from './requests.ts';

export type Succeeding = { successionId: string; from: string; to: string; reason: string };

const once = (ids: readonly string[]) => [...new Set(ids)];

/**
 * An open task goes on with another unit in the place of one that is merged, split or dissolved. Nothing begins anew: state,
 * dates, policies, alarms and urgings stay, and so does every duty with its own identity, so that a reminder already planned
 * is still sent. Days held until now stay the former holder's. The heir's people are told of each duty that came to them, in
 * one mail like all matters of a morning. Undefined when the unit has no part in it.
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
  const led = withHeir(before, command, context);
  // Nobody owes a contribution to themselves.
  const idle = supersede(
    aggregate,
    command.at,
    (each) => each.kind === 'contribution' && (each.unitId === from ? to : each.unitId) === led.leadUnitId,
  );
  const ended = new Set(idle.requests.map((each) => each.id));
  const goesOn = ({ requestId }: Pick<Obligation, 'requestId'>) => !requestId || !ended.has(requestId);
  const obligations = held.filter(goesOn).flatMap((each) => {
    const taken = takenOver(each, led, command, context);
    return taken === each ? [] : [taken];
  });
  const task = withoutPaused(
    led,
    aggregate.obligations.filter((each) => !goesOn(each)),
  );
  const duties = obligations.map(({ id, kind }) => ({ obligationId: id, kind }));
  return {
    task,
    obligations: [...obligations, ...idle.obligations],
    requests: [...requests.filter((each) => !ended.has(each.id)), ...idle.requests],
    events: [{ type: 'succeeded', data: { successionId, from, to, reason, parts, duties } }, ...idle.events],
    messages: obligations.flatMap((each) => news(each, task, command, context)),
  };
}

/**
 * That a duty came to its holder, and from whom. What nobody was told of yet is announced to the heir in any case, and a duty to
 * report goes with the work, of which they are told.
 */
function news(
  duty: Obligation,
  task: Task,
  command: Command<Succeeding>,
  context: Context & { staff: Staff },
): Message[] {
  if (duty.state === 'closed' || duty.kind === 'report' || duty.next?.alarm === 'notice') return [];
  const { holderUnitId, formerHolders = [] } = duty;
  const date = localDateOf(context.calendar, command.at);
  const matter = { task, holderUnitId };
  const to = addressees(context.directory, context.staff, matter, ['officer', 'head'], date);
  const occasion = { alarm: 'inherited' as const, step: formerHolders.length, urgent: false };
  return planMessages(context, command, duty, to, occasion);
}

/** Resuming brings back what was paused, but for these. */
function withoutPaused(task: Task, duties: readonly Obligation[]): Task {
  if (!task.suspendedDuties) return task;
  const gone = new Set(duties.map((each) => each.id));
  return { ...task, suspendedDuties: task.suspendedDuties.filter((id) => !gone.has(id)) };
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
  { at, input: { from, to, reason, successionId } }: Command<Succeeding>,
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
      formerLeads: [...before.formerLeads, { unitId: from, until: at, reason, successionId }],
    }),
  });
  return { ...revised, unclear: unclearOf(revised) };
}

/** The same duty with its heir. Nobody judges their own work. */
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
  if (holderUnitId === duty.holderUnitId) return duty;
  const owedToUnitId = duty.owedToUnitId === from ? to : duty.owedToUnitId;
  const formerHolders = [...(duty.formerHolders ?? []), { unitId: duty.holderUnitId, until: at }];
  return { ...duty, holderUnitId, owedToUnitId, formerHolders };
}

/** An open question to the unit, or what it was asked to contribute, is its heir's to answer. */
function addressed(request: Request, from: string, to: string): Request[] {
  if (request.state === 'closed') return [];
  if (request.kind === 'proposal' && request.addressedToUnitId === from)
    return [{ ...request, addressedToUnitId: to }];
  if (request.kind === 'contribution' && request.unitId === from) return [{ ...request, unitId: to }];
  return [];
}
