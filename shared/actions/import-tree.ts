import { applyChange } from '../domain/apply.ts';
import { localDateOf } from '../domain/calendar.ts';
import type { Change, Command } from '../domain/change.ts';
import type { NewTask } from '../domain/decide/assign.ts';
import { cascaded } from '../domain/decide/cascade.ts';
import type { Context } from '../domain/decide/context.ts';
import type { Principal } from '../domain/permissions.ts';
import { type Fault, Refusal } from '../domain/refusal.ts';
import { authoriseRegistration } from '../domain/registrars.ts';
import type { Task } from '../domain/task.ts';
import type { TransactItem } from '../store/transact.ts';
import { type Assigner, assignAll, parentItems, parentOf } from './register.ts';
import type { World } from './world.ts';

/** What every row of a file is taken in with. */
export type Desk = { world: World; context: Context; principal: Principal; command: Command };

/** A row that is not there yet. `assignerId` is the body that assigns it, where no task above it says so. */
export type TreeRow = {
  row: number;
  code: string;
  task: NewTask;
  parentCode?: string | undefined;
  assignerId: string;
};

/** Where the rows of a tree stand: the document that carries them all, and the tasks that are there already, by code. */
export type Ground = {
  directive?: Task['directive'];
  known: ReadonlyMap<string, string>;
  /** Rows of the file before these: ids are told apart by position. */
  before: number;
  /** The column that says in whose name a task is assigned. */
  assignerField: string;
};

/** `extra`: what is written of tasks that were there already, by the row that makes it necessary. */
export type Tree = { changes: Change[]; extra: { row: number; items: TransactItem[] }[]; faults: Fault[] };

/**
 * The tasks of rows that name each other, parents first wherever they stand in the file. What stands under a task of the same file is
 * cascaded in the name of its lead by whoever may register work for that unit; what stands under one that was there already, by
 * whoever may cascade it. A row under a collective task that bears the code of one of its parts describes that part.
 */
export async function assignTree(desk: Desk, ground: Ground, rows: readonly TreeRow[]): Promise<Tree> {
  const made = new Map<string, Change>();
  const tree: Tree = { changes: [], extra: [], faults: [] };
  const roots = rows.filter(({ parentCode }) => parentCode === undefined);
  let before = ground.before;
  for (const [unitId, some] of Map.groupBy(roots, ({ assignerId }) => assignerId)) {
    await collecting(tree, some, ground.assignerField, async () => {
      const changes = await assignRows(desk, ground, some, { unitId, before });
      for (const change of changes) place(made, change, tree, some);
    });
    before += some.length;
  }
  let waiting = rows.filter(({ parentCode }) => parentCode !== undefined);
  while (waiting.length > 0 && tree.faults.length === 0) {
    const pending = new Set(waiting.map(({ code }) => code));
    const ready = waiting.filter(
      ({ parentCode = '' }) =>
        !pending.has(parentCode) && (made.has(parentCode) || ground.known.has(parentCode)),
    );
    if (ready.length === 0)
      for (const { row, parentCode = '' } of waiting)
        tree.faults.push({
          pointer: `/rows/${row}/parentCode`,
          code: 'parent_task_unknown',
          params: { code: parentCode },
        });
    for (const [code = '', some] of Map.groupBy(ready, ({ parentCode }) => parentCode)) {
      const parent = made.get(code);
      const under = { before, taskId: ground.known.get(code) ?? '' };
      await collecting(tree, some, 'parentCode', async () => {
        if (parent) await underNew(desk, ground, some, { before, parent, made, tree });
        else await underKnown(desk, ground, some, { ...under, made, tree });
      });
      before += some.length;
    }
    waiting = waiting.filter((each) => !ready.includes(each));
  }
  tree.changes = [...made.values()];
  return tree;
}

/** Faults of rows are kept with those of the others; what no row can be blamed for is the first one's. */
async function collecting(
  { faults }: Tree,
  rows: readonly TreeRow[],
  field: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, params } = error;
    const whole: Fault = { pointer: `/rows/${rows[0]?.row ?? 0}/${field}`, code, params };
    faults.push(...(error.faults.length > 0 ? error.faults : [whole]));
  }
}

function place(made: Map<string, Change>, change: Change, tree: Tree, rows: readonly TreeRow[]): void {
  const { code } = change.task;
  const row = rows.find((each) => each.code === code) ?? rows[0];
  if (made.has(code))
    tree.faults.push({ pointer: `/rows/${row?.row ?? 0}/code`, code: 'code_twice', params: { code } });
  made.set(code, change);
}

/** @throws Refusal `forbidden`, `task_refused`, and what else registering is refused for */
async function assignRows(
  { world, context, principal, command }: Desk,
  { directive }: Ground,
  rows: readonly TreeRow[],
  { parent, ...at }: Pick<Assigner, 'unitId'> & { before: number; parent?: Task },
): Promise<Change[]> {
  const today = localDateOf(context.calendar, command.at);
  const capacity = parent ? {} : authoriseRegistration(context.directory, principal, at.unitId, today);
  const signed = { ...command, actor: { ...command.actor, ...capacity } };
  const codeOf = (position: number) => rows[position]?.code ?? '';
  const lines = rows.map(({ row, task }) => ({ input: task, pointer: `/rows/${row}` }));
  const assigner = { ...at, codeOf, named: true as const, ...(directive && { directive }) };
  return assignAll(world, context, signed, assigner, lines, parent);
}

type Under = { before: number; made: Map<string, Change>; tree: Tree };

async function underNew(
  desk: Desk,
  ground: Ground,
  rows: readonly TreeRow[],
  { parent, before, made, tree }: Under & { parent: Change },
): Promise<void> {
  const { context, principal, command } = desk;
  const { task } = parent;
  const unitId = task.leadUnitId;
  const today = localDateOf(context.calendar, command.at);
  authoriseRegistration(context.directory, principal, unitId, today);
  refuseSeveralLeads(rows);
  const partOf = ({ code }: { code: string }) => made.get(code)?.task.parentId === task.id;
  const parts = rows.filter(partOf);
  const described = parts.flatMap(({ code }) => made.get(code)?.task.leadUnitId ?? []);
  const leadUnitIds = task.leadUnitIds?.filter((id) => !described.includes(id));
  const above = { ...task, ...(leadUnitIds && { leadUnitIds }) };
  const changes = await assignRows(desk, ground, rows, { unitId, before, parent: above });
  const added = changes.filter((change) => !partOf(change.task));
  for (const change of changes)
    if (partOf(change.task)) made.set(change.task.code, change);
    else place(made, change, tree, rows);
  if (added.length === 0) return;
  const tasks = added.map((change) => change.task);
  const grown = cascaded(applyChange(null, parent), command, tasks);
  made.set(task.code, { ...parent, task: grown.task, events: [...parent.events, ...grown.events] });
}

async function underKnown(
  desk: Desk,
  ground: Ground,
  rows: readonly TreeRow[],
  { taskId, before, made, tree }: Under & { taskId: string },
): Promise<void> {
  const { world, context, principal, command } = desk;
  refuseSeveralLeads(rows);
  const { aggregate, capacity } = await parentOf(world, context, principal, taskId);
  const signed = { ...desk, command: { ...command, actor: { ...command.actor, ...capacity } } };
  const parent = aggregate.task;
  const changes = await assignRows(signed, ground, rows, { unitId: parent.leadUnitId, before, parent });
  for (const change of changes) place(made, change, tree, rows);
  const items = parentItems(world, aggregate, signed.command, changes);
  tree.extra.push({ row: rows[0]?.row ?? 0, items });
}

/** A row has one code, so it is one task. @throws Refusal `task_refused` */
function refuseSeveralLeads(rows: readonly TreeRow[]): void {
  const faults = rows
    .filter(({ task }) => task.leadUnitIds.length !== 1)
    .map(({ row }) => ({ pointer: `/rows/${row}/leadUnitIds`, code: 'one_lead' }));
  if (faults.length > 0) throw new Refusal('task_refused', {}, faults);
}
