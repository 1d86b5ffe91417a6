import { localDateOf } from '../calendar.ts';
import type { Change, Command } from '../change.ts';
import { unclearOf } from '../clarity.ts';
import { readDeadline } from '../deadline.ts';
import type { Deadline } from '../deadline-model.ts';
import type { DeadlineInput } from '../deadline-terms.ts';
import { existsOn, monitorOfField } from '../directory.ts';
import { idFrom } from '../ids.ts';
import { type Fault, Refusal } from '../refusal.ts';
import type { Task } from '../task.ts';
import type { LocalDate } from '../time.ts';
import { type Context, openAccept } from './context.ts';

export type NewTask = {
  clause?: string | undefined;
  content: string;
  product?: string | undefined;
  leadUnitIds: string[];
  coordinatingUnitIds?: string[] | undefined;
  monitorUnitId?: string | undefined;
  headId?: string | undefined;
  field?: string | undefined;
  priority?: 'normal' | 'high' | 'urgent' | undefined;
  deadline?: DeadlineInput | undefined;
  parentId?: string | undefined;
  /** Work whose deadline has passed may be registered only when said so. */
  backfill?: boolean | undefined;
};

export type Assignment = {
  assignerUnitId: string;
  directive?: Task['directive'];
  /** Code of the task: the directive's number and the position in it, or one of its own. */
  code: string;
  /** The code is that of a task under a parent, too; else it is numbered after its siblings. */
  named?: true;
  /** Answerable heads by unit, for tasks that name none. */
  headOf: (unitId: string) => string | undefined;
  /** A cascaded task's parent. */
  parent?: Task;
  /** JSON Pointer of the task in the request, for faults. */
  pointer: string;
  /** Position within the command, so that ids differ. */
  position: number;
  batch?: string;
};

/** The faults of units that are named but unknown, not yet or no longer existing, or named twice. */
function unitFaults(context: Context, input: NewTask, date: string, pointer: string): Fault[] {
  const named = [
    ...input.leadUnitIds.map((id, i) => ({ id, at: `${pointer}/leadUnitIds/${i}` })),
    ...(input.coordinatingUnitIds ?? []).map((id, i) => ({ id, at: `${pointer}/coordinatingUnitIds/${i}` })),
    ...(input.monitorUnitId ? [{ id: input.monitorUnitId, at: `${pointer}/monitorUnitId` }] : []),
  ];
  return named.flatMap(({ id, at }, i): Fault[] => {
    const unit = context.directory.units.get(id);
    if (!unit) return [{ pointer: at, code: 'unit_unknown', params: { unitId: id } }];
    if (!existsOn(unit, date))
      return [{ pointer: at, code: 'unit_not_valid', params: { unitId: id, code: unit.code, date } }];
    if (named.findIndex((other) => other.id === id) < i && at !== `${pointer}/monitorUnitId`)
      return [{ pointer: at, code: 'unit_named_twice', params: { unitId: id, code: unit.code } }];
    return [];
  });
}

/**
 * The tasks that one line of a directive becomes: one with its `accept` obligation, or, with several leads, a collective
 * parent and one child per lead. Under a parent that exists it is one child per lead, with the parent's field and last day
 * unless others are named. All faults of the line are reported at once.
 * @throws Refusal `task_refused` with faults `unit_unknown`, `unit_not_valid`, `unit_named_twice`,
 *   `deadline_unreadable`, `deadline_past`
 */
export function assign(context: Context, command: Command, input: NewTask, how: Assignment): Change[] {
  const today = localDateOf(context.calendar, command.at);
  const faults = unitFaults(context, input, today, how.pointer);
  const deadline = readOrFault(context, command, input, how, faults);
  const current = deadline?.current;
  if (current && current.dueAt <= command.at && !input.backfill)
    faults.push({
      pointer: `${how.pointer}/deadline`,
      code: 'deadline_past',
      params: { date: current.date },
    });
  if (faults.length > 0 || !deadline) throw new Refusal('task_refused', {}, faults);

  const plan: Plan = { context, command, input, how, deadline, today };
  const { leadUnitIds } = input;
  const { parent } = how;
  if (parent) {
    // The parent is there already: every lead has its own task directly under it.
    const from = (parent.children ?? 0) + 1;
    const codeOf = (i: number) => (how.named ? how.code : `${parent.code}.${from + i}`);
    return leadUnitIds.map((id, i) => single(plan, taskOf(plan, id, `/${i}`, { code: codeOf(i) })));
  }
  const [first, ...others] = leadUnitIds;
  if (first === undefined)
    throw new Refusal('task_refused', {}, [{ pointer: `${how.pointer}/leadUnitIds`, code: 'lead_missing' }]);
  return others.length === 0 ? [single(plan, taskOf(plan, first, '', {}))] : collective(plan);
}

/** One line that has been read without fault. */
type Plan = {
  context: Context;
  command: Command;
  input: NewTask;
  how: Assignment;
  deadline: Task['deadline'];
  today: LocalDate;
};

/** `suffix` tells the tasks of one line apart, so that each has an id of its own. */
function taskOf(
  { context, command, input, how, deadline, today }: Plan,
  leadUnitId: string,
  suffix: string,
  extra: Partial<Task>,
): Task {
  const field = input.field ?? how.parent?.field;
  const monitorUnitId =
    input.monitorUnitId ?? monitorOfField(context.directory, leadUnitId, field, today)?.id;
  const headId = input.headId ?? how.headOf(leadUnitId);
  const parentId = how.parent?.id;
  const id = idFrom(
    'tsk',
    command.at,
    `${command.actor.userId ?? 'system'}/${command.id}/${how.position}${suffix}`,
  );
  const code = extra.code ?? how.code;
  const recurs = deadline.recurrence !== undefined && extra.collective !== true;
  const task: Task = {
    id,
    code,
    ...(how.directive && { directive: how.directive }),
    assignerUnitId: how.assignerUnitId,
    ...(input.clause && { clause: input.clause }),
    content: input.content,
    ...(input.product && { product: input.product }),
    leadUnitId,
    formerLeads: [],
    coordinatingUnitIds: input.coordinatingUnitIds ?? [],
    ...(monitorUnitId && { monitorUnitId }),
    ...(headId && { headId }),
    ...(field && { field }),
    priority: input.priority ?? 'normal',
    ...(parentId && { parentId }),
    collective: false,
    ...(recurs && { occurrence: { seriesId: id, code, number: 1 } }),
    status: 'assigned',
    deadline,
    unclear: [],
    returns: 0,
    urgings: 0,
    rung: 0,
    createdAt: command.at,
    updatedAt: command.at,
    version: 1,
    chain: { seq: 0, hash: '' },
    ...(how.batch && { batch: how.batch }),
    ...extra,
  };
  return { ...task, unclear: unclearOf(task) };
}

function single({ context, command }: Plan, task: Task): Change {
  return {
    task,
    obligations: [openAccept(context, command, task)],
    events: [registered(task)],
    messages: [],
  };
}

/** A parent that nobody leads, and a child for each lead. */
function collective(plan: Plan): Change[] {
  const { leadUnitIds } = plan.input;
  const { assignerUnitId, code } = plan.how;
  const { headId: _, ...parent } = taskOf(plan, assignerUnitId, '', {
    collective: true,
    leadUnitIds,
    children: leadUnitIds.length,
    status: 'in_progress',
  });
  const deadline = inherited(plan.deadline);
  const children = leadUnitIds.map((id, i) =>
    single(plan, taskOf(plan, id, `/${i}`, { parentId: parent.id, code: `${code}.${i + 1}`, deadline })),
  );
  return [{ task: parent, obligations: [], events: [registered(parent)], messages: [] }, ...children];
}

function readOrFault(context: Context, command: Command, input: NewTask, how: Assignment, faults: Fault[]) {
  const above = how.parent?.deadline;
  if (!input.deadline && above) {
    const { original: _, ...rest } = above;
    return inherited({ ...rest, ...(above.current && { original: above.current }), extensions: 0 });
  }
  try {
    return readDeadline(input.deadline ?? { kind: 'none' }, {
      calendar: context.calendar,
      issuedOn: how.directive?.issuedOn ?? localDateOf(context.calendar, command.at),
      at: command.at,
      beforeMeansDayBefore: true,
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    faults.push({ pointer: `${how.pointer}/deadline`, code: error.code, params: error.params });
    return undefined;
  }
}

/** Occurrences of recurring work have each their own date. */
const inherited = (deadline: Deadline): Deadline =>
  deadline.recurrence ? deadline : { ...deadline, fromParent: true };

function registered(task: Task) {
  return {
    type: 'registered',
    data: {
      code: task.code,
      content: task.content,
      leadUnitId: task.leadUnitId,
      ...(task.leadUnitIds && { leadUnitIds: task.leadUnitIds }),
      coordinatingUnitIds: task.coordinatingUnitIds,
      ...(task.monitorUnitId && { monitorUnitId: task.monitorUnitId }),
      ...(task.headId && { headId: task.headId }),
      deadline: {
        ...(task.deadline.raw && { raw: task.deadline.raw }),
        kind: task.deadline.kind,
        ...(task.deadline.current && { date: task.deadline.current.date }),
      },
    },
  };
}
