import { applyChange } from '../domain/apply.ts';
import { localDateOf } from '../domain/calendar.ts';
import type { Aggregate, Change, Command } from '../domain/change.ts';
import { assign, type NewTask } from '../domain/decide/assign.ts';
import type { Context } from '../domain/decide/context.ts';
import type { Directive } from '../domain/directive.ts';
import { idFrom } from '../domain/ids.ts';
import { mayRead, type Principal } from '../domain/permissions.ts';
import { type Fault, Refusal } from '../domain/refusal.ts';
import { authoriseRegistration, leadFaults } from '../domain/registrars.ts';
import type { Task } from '../domain/task.ts';
import { create } from '../store/create.ts';
import { getDirective, tasksAdded } from '../store/directives.ts';
import { membersOf } from '../store/directory.ts';
import { AlreadyDone } from '../store/errors.ts';
import type { StoredAnswer } from '../store/idempotency.ts';
import { loadTask } from '../store/tasks.ts';
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

type Line = { input: NewTask; pointer: string };
type Assigner = { unitId: string; directive?: Task['directive']; codeOf: (position: number) => string };

/** All lines or none: the faults of every line are gathered before anything is refused. */
async function assignAll(
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
    faults.push(...leadFaults(context.directory, assigner.unitId, input.leadUnitIds, pointer));
    try {
      return assign(context, command, input, {
        assignerUnitId: assigner.unitId,
        ...(assigner.directive && { directive: assigner.directive }),
        code: assigner.codeOf(position),
        headOf,
        ...(parent && { parent }),
        pointer,
        position,
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
    return createAll(world, context, signed, changes, options, directive);
  });
}

export type NewTaskRequest = NewTask & {
  directiveId?: string | undefined;
  /** The assigning body of a task that no document carries; by default the unit of whoever registers it. */
  assignerId?: string | undefined;
};

/**
 * Registers one task: of a registered document, cascaded under a task of one's own unit, or by itself.
 * @throws Refusal `directive_not_found`, `task_not_found`, `assigner_required`, `forbidden`, `task_refused`
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
    const assignerUnitId = parent?.leadUnitId ?? directive?.issuerId ?? assignerId ?? own;
    if (!assignerUnitId)
      throw new Refusal('assigner_required', {}, [{ pointer: '/assignerId', code: 'assigner_required' }]);
    const capacity = authoriseRegistration(context.directory, principal, assignerUnitId, today);
    const signed = { ...command, actor: { ...command.actor, ...capacity } };
    const tag = idFrom('tsk', command.at, `${principal.userId}/${command.id}`).slice(-6);
    const from = directive && {
      id: directive.id,
      number: directive.number,
      issuedOn: directive.issuedOn,
      title: directive.title,
    };
    const origin = from ?? parent?.directive;
    const changes = await assignAll(
      world,
      context,
      signed,
      {
        unitId: assignerUnitId,
        ...(origin && { directive: origin }),
        codeOf: () => {
          if (parent) return `${parent.code}-${tag}`;
          return directive
            ? `${directive.number}/${directive.taskCount + 1}`
            : `NV-${today.slice(2, 4)}-${tag}`;
        },
      },
      [{ input, pointer: '' }],
      parent,
    );
    return createAll(
      world,
      context,
      signed,
      changes,
      options,
      undefined,
      directive && !parent ? directive.id : undefined,
    );
  });
}

async function parentOf(world: World, context: Context, principal: Principal, taskId: string): Promise<Task> {
  const found = await loadTask(world.store, taskId);
  if (!found || !mayRead(context.directory, principal, found.task))
    throw new Refusal('task_not_found', { taskId });
  const { status } = found.task;
  if (status === 'completed' || status === 'cancelled')
    throw new Refusal('wrong_state', { action: 'cascade', status, allowed: 'accepted, in_progress' });
  return found.task;
}

async function createAll(
  world: World,
  context: Context,
  command: Command,
  changes: Change[],
  options: ActOptions<Registered>,
  directive?: Directive,
  addedTo?: string,
): Promise<Registered> {
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
      ...(addedTo && { extra: [tasksAdded(addedTo, 1)] }),
    };
    // What is committed is visible; the relay takes the marks off, so that the caller of a thousand tasks need not wait.
    await create(world.store, creation, { finish: false });
    return planned;
  } catch (error) {
    if (!(error instanceof AlreadyDone)) throw error;
    return { ...planned, replay: await replayOf(world, options, command.at, error) };
  }
}
