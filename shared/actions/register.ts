import { applyChange } from '../domain/apply.ts';
import { localDateOf } from '../domain/calendar.ts';
import type { Aggregate, Change, Command } from '../domain/change.ts';
import { assign, type NewTask } from '../domain/decide/assign.ts';
import { cascaded } from '../domain/decide/cascade.ts';
import type { Context } from '../domain/decide/context.ts';
import type { Directive } from '../domain/directive.ts';
import { idFrom } from '../domain/ids.ts';
import { authorise, type Principal } from '../domain/permissions.ts';
import { type Fault, Refusal } from '../domain/refusal.ts';
import { authoriseRegistration, cascadeFaults, leadFaults } from '../domain/registrars.ts';
import type { Task } from '../domain/task.ts';
import { create } from '../store/create.ts';
import { getDirective, tasksAdded } from '../store/directives.ts';
import { membersOf } from '../store/directory.ts';
import { AlreadyDone } from '../store/errors.ts';
import type { StoredAnswer } from '../store/idempotency.ts';
import { itemsOfChange, loadTask } from '../store/tasks.ts';
import type { TransactItem } from '../store/transact.ts';
import { type ActOptions, recordOf, replayOf, untilCommitted } from './act.ts';
import { headsIn, loadContext } from './context.ts';
import type { World } from './world.ts';

export type NewDirective = {
  number: string;
  issuedOn: string;
  issuerId: string;
  title: string;
  classification: string;
  url?: string | undefined;
  tasks?: NewTask[] | undefined;
};

/** `tasks` in the order given; a collective task's children follow it. */
export type Registered = {
  directive?: Directive;
  tasks: Aggregate[];
  context: Context;
  replay?: StoredAnswer;
};

export type Line = { input: NewTask; pointer: string };
export type Assigner = {
  unitId: string;
  directive?: Task['directive'];
  codeOf: (position: number) => string;
  /** Tasks under a parent, one lead each, have the code that is given. */
  named?: true;
  /** Lines of the same command that were assigned before these: ids are told apart by position. */
  before?: number;
};

/**
 * All lines or none: the faults of every line are gathered before anything is refused.
 * @throws Refusal `task_refused`
 */
export async function assignAll(
  world: World,
  context: Context,
  command: Command,
  assigner: Assigner,
  lines: readonly Line[],
  parent?: Task,
): Promise<Change[]> {
  const leads = lines
    .flatMap(({ input }) => input.leadUnitIds)
    .filter((id) => context.directory.units.has(id));
  const headOf = headsIn(await membersOf(world.store, leads, command.at));
  const faults: Fault[] = [];
  const changes = lines.flatMap(({ input, pointer }, position) => {
    faults.push(
      ...(parent
        ? cascadeFaults(context.directory, parent, input.leadUnitIds, pointer)
        : leadFaults(context.directory, assigner.unitId, input.leadUnitIds, pointer)),
    );
    try {
      return assign(context, command, input, {
        assignerUnitId: assigner.unitId,
        ...(assigner.directive && { directive: assigner.directive }),
        code: assigner.codeOf(position),
        ...(assigner.named && { named: true }),
        headOf,
        ...(parent && { parent }),
        pointer,
        position: (assigner.before ?? 0) + position,
      });
    } catch (error) {
      if (!(error instanceof Refusal) || error.faults.length === 0) throw error;
      faults.push(...error.faults);
      return [];
    }
  });
  if (faults.length > 0) throw new Refusal('task_refused', {}, faults);
  return changes;
}

/**
 * Registers the document and, if given, its tasks: all of it or nothing.
 * @throws Refusal `classified` before anything of the text is looked at, `unit_unknown`, `forbidden`, `task_refused`
 */
export async function registerDirective(
  world: World,
  principal: Principal,
  command: Command<NewDirective>,
  options: ActOptions<Registered>,
): Promise<Registered> {
  const { tasks = [], classification, ...document } = command.input;
  if (classification !== 'normal') throw new Refusal('classified');
  return untilCommitted(world, async () => {
    const context = await loadContext(world, command.at);
    const today = localDateOf(context.calendar, command.at);
    const capacity = authoriseRegistration(context.directory, principal, document.issuerId, today);
    const id = idFrom('dir', command.at, `${principal.userId}/${command.id}`);
    const { url, ...named } = document;
    const signed = { ...command, actor: { ...command.actor, ...capacity } };
    const changes = await assignAll(
      world,
      context,
      signed,
      {
        unitId: document.issuerId,
        directive: { id, number: document.number, issuedOn: document.issuedOn, title: document.title },
        codeOf: (position) => `${document.number}/${position + 1}`,
      },
      tasks.map((input, i) => ({ input, pointer: `/tasks/${i}` })),
    );
    const directive: Directive = {
      ...named,
      ...(url && { url }),
      id,
      classification: 'normal',
      taskCount: tasks.length,
      registeredAt: command.at,
      version: 1,
    };
    return createAll(world, context, signed, changes, options, { directive });
  });
}

export type NewTaskRequest = NewTask & {
  directiveId?: string | undefined;
  /** The assigning body of a task that no document carries; by default the unit of whoever registers it. */
  assignerId?: string | undefined;
};

/**
 * Registers one task: of a registered document, by itself, or under a parent: cascaded from a task of one's own unit, or for
 * further leads of a collective one.
 * @throws Refusal `wrong_state` of the parent, `directive_not_found`, `task_not_found`, `assigner_required`, `forbidden`, `task_refused`
 */
export async function registerTask(
  world: World,
  principal: Principal,
  command: Command<NewTaskRequest>,
  options: ActOptions<Registered>,
): Promise<Registered> {
  const { directiveId, assignerId, ...input } = command.input;
  return untilCommitted(world, async () => {
    const context = await loadContext(world, command.at);
    const today = localDateOf(context.calendar, command.at);
    const directive = directiveId ? await getDirective(world.store, directiveId) : undefined;
    if (directiveId && !directive) throw new Refusal('directive_not_found', { directiveId });
    const parent = input.parentId ? await parentOf(world, context, principal, input.parentId) : undefined;
    const own = principal.memberships[0]?.unitId;
    const assignerUnitId = parent?.aggregate.task.leadUnitId ?? directive?.issuerId ?? assignerId ?? own;
    if (!assignerUnitId)
      throw new Refusal('assigner_required', {}, [{ pointer: '/assignerId', code: 'assigner_required' }]);
    const capacity =
      parent?.capacity ?? authoriseRegistration(context.directory, principal, assignerUnitId, today);
    const signed = { ...command, actor: { ...command.actor, ...capacity } };
    const tag = idFrom('tsk', command.at, `${principal.userId}/${command.id}`).slice(-6);
    const from = directive && {
      id: directive.id,
      number: directive.number,
      issuedOn: directive.issuedOn,
      title: directive.title,
    };
    const origin = from ?? parent?.aggregate.task.directive;
    const changes = await assignAll(
      world,
      context,
      signed,
      {
        unitId: assignerUnitId,
        ...(origin && { directive: origin }),
        codeOf: () =>
          directive ? `${directive.number}/${directive.taskCount + 1}` : `NV-${today.slice(2, 4)}-${tag}`,
      },
      [{ input, pointer: '' }],
      parent?.aggregate.task,
    );
    const extra = parent ? parentItems(world, parent.aggregate, signed, changes) : [];
    if (directive && !parent) extra.push(tasksAdded(directive.id, 1));
    return createAll(world, context, signed, changes, options, { extra });
  });
}

/** The task to cascade from, and the unit in whose name. @throws Refusal `task_not_found`, `forbidden`, `wrong_state` */
export async function parentOf(
  world: World,
  context: Context,
  principal: Principal,
  taskId: string,
): Promise<{ aggregate: Aggregate; capacity: ReturnType<typeof authorise> }> {
  const aggregate = await loadTask(world.store, taskId);
  if (!aggregate) throw new Refusal('task_not_found', { taskId });
  const action = aggregate.task.collective ? 'addLeads' : 'cascade';
  return { aggregate, capacity: authorise(context.directory, principal, action, aggregate.task) };
}

/** The parent's record tells of its children in the commit in which they appear; it must not have changed since. */
export function parentItems(
  { store }: World,
  parent: Aggregate,
  command: Command,
  changes: readonly Change[],
): TransactItem[] {
  const added = changes.map((change) => change.task);
  return itemsOfChange(store, parent, cascaded(parent, command, added), command).items;
}

async function createAll(
  world: World,
  context: Context,
  command: Command,
  changes: Change[],
  options: ActOptions<Registered>,
  beside: { directive?: Directive; extra?: TransactItem[] },
): Promise<Registered> {
  const { directive, extra = [] } = beside;
  const planned: Registered = {
    ...(directive && { directive }),
    tasks: changes.map((change) => applyChange(null, change)),
    context,
  };
  const record = recordOf(options, planned);
  try {
    const creation = {
      ...(directive && { directive }),
      changes,
      command,
      ...(record && { idempotency: record }),
      extra,
    };
    // What is committed is visible; the relay takes the marks off, so that the caller of a thousand tasks need not wait.
    await create(world.store, creation, { finish: false });
    return planned;
  } catch (error) {
    if (!(error instanceof AlreadyDone)) throw error;
    return { ...planned, replay: await replayOf(world, options, command.at, error) };
  }
}
