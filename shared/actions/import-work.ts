import type { Change, Command } from '../domain/change.ts';
import type { NewTask } from '../domain/decide/assign.ts';
import type { Directive } from '../domain/directive.ts';
import { idFrom } from '../domain/ids.ts';
import type { RowResult } from '../domain/job.ts';
import type { Principal } from '../domain/permissions.ts';
import { type Fault, Refusal } from '../domain/refusal.ts';
import type { Task } from '../domain/task.ts';
import type { LocalDate } from '../domain/time.ts';
import { claimsOn } from '../store/claims.ts';
import { create } from '../store/create.ts';
import { listDirectives, tasksAdded } from '../store/directives.ts';
import { directiveItem } from '../store/items.ts';
import { keys } from '../store/keys.ts';
import { type Item, transactionLimit } from '../store/transact.ts';
import { everyPage, treesOf } from '../store/trees.ts';
import { loadContext } from './context.ts';
import { assignTree, type Desk, type Tree, type TreeRow } from './import-tree.ts';
import type { Prepared, Progress } from './jobs.ts';
import type { World } from './world.ts';

/**
 * One row of a file of work: a task, and the document that assigns it. The document's number is all that is needed once it is
 * registered; a task without a document has none, and names who assigns it.
 */
export type WorkRow = {
  row: number;
  document: {
    number?: string | undefined;
    issuedOn?: LocalDate | undefined;
    issuerId?: string | undefined;
    title?: string | undefined;
    url?: string | undefined;
  };
  code?: string | undefined;
  /** The task that it was cascaded from. */
  parentCode?: string | undefined;
  assignerId?: string | undefined;
  task?: NewTask | undefined;
};

/** The rows of one document, or of none. `claims`: what no other import may have taken. */
type Group = Omit<Tree, 'changes'> & { results: RowResult[]; changes: Change[]; claims: Item[] };

/** What makes a batch visible is one transaction: its own record, and what is told of documents and tasks that were there. */
const mostExtra = transactionLimit - 1;

/**
 * The documents and tasks of a file: all of them become visible in one moment, or none does. What is registered already is left as it
 * is: a document is known by its number (and day, where the file says it), a task by its code, so that a file can be sent again.
 * @throws Refusal `import_refused` with the faults of all rows, as `/rows/{row}/{field}`
 */
export async function importWork(
  world: World,
  principal: Principal,
  command: Command,
  rows: readonly WorkRow[],
  { onlyRegistered, progress }: { onlyRegistered: boolean; progress: Progress },
): Promise<Prepared> {
  const context = await loadContext(world, command.at);
  const desk: Desk = { world, context, principal, command };
  const registered = await everyPage((position) => listDirectives(world.store, { limit: 500, position }));
  const groups: Group[] = [];
  let before = 0;
  for (const [number, own] of Map.groupBy(rows, ({ document }) => document.number)) {
    const day = own[0]?.document.issuedOn;
    const known = registered.find(
      (each) => each.number === number && (onlyRegistered || each.issuedOn === day),
    );
    groups.push(
      number === undefined
        ? await importAlone(desk, own, before)
        : await importDocument(desk, own, { number, known, onlyRegistered, before }),
    );
    before += own.length;
    await progress(before, rows.length);
  }
  const faults = groups.flatMap((group) => group.faults);
  const extra = groups.flatMap((group) => group.extra);
  const beyond = extra.find(
    (_, i) => extra.slice(0, i + 1).reduce((sum, { items }) => sum + items.length, 0) > mostExtra,
  );
  if (beyond) faults.push({ pointer: `/rows/${beyond.row}/number`, code: 'too_many_known' });
  if (faults.length > 0) throw new Refusal('import_refused', {}, faults);
  const changes = groups.flatMap((group) => group.changes);
  const claims = await claimsOn(
    world.store,
    groups.flatMap((group) => group.claims),
  );
  return {
    results: groups.flatMap((group) => group.results).sort((a, b) => a.row - b.row),
    write: async (writing) => {
      if (changes.length === 0 && claims.length === 0) return;
      const told = extra.flatMap(({ items }) => items);
      await create(
        world.store,
        { changes, command, extra: told, claims },
        { finish: false, progress: writing },
      );
    },
  };
}

async function importDocument(
  desk: Desk,
  rows: readonly WorkRow[],
  how: { number: string; known: Directive | undefined; onlyRegistered: boolean; before: number },
): Promise<Group> {
  const { known, number } = how;
  const faults: Fault[] = [];
  const fault = (row: number, field: string, code: string) =>
    faults.push({ pointer: `/rows/${row}/${field}`, code, params: { number } });
  const directive = known ?? (how.onlyRegistered ? undefined : newDirective(desk, number, rows));
  if (!directive) {
    for (const { row } of rows) fault(row, 'number', 'document_unknown');
    return { results: [], changes: [], extra: [], faults, claims: [] };
  }
  for (const { row, document } of rows)
    for (const field of ['issuedOn', 'issuerId', 'title'] as const)
      if (document[field] !== undefined && document[field] !== rows[0]?.document[field])
        fault(row, field, 'differs_within_file');
  for (const { row, assignerId } of rows) if (assignerId) fault(row, 'number', 'document_or_assigner');
  let position = 0;
  const named = rows.flatMap((each): TreeRow[] => {
    const { row, task, parentCode, code } = each;
    if (parentCode === undefined) position++;
    else if (code === undefined) fault(row, 'code', 'required');
    const assignerId = directive.issuerId;
    return task ? [{ row, task, parentCode, code: code ?? `${number}/${position}`, assignerId }] : [];
  });
  const { id, issuedOn, title } = directive;
  const tasks = known ? await treesOf(desk.world.store, { of: 'directive', directiveId: id }) : [];
  const group = await importNamed(desk, named, {
    ...{ tasks, before: how.before, directive: { id, number, issuedOn, title } },
    assignerField: how.onlyRegistered ? 'number' : 'issuerId',
  });
  const added = named.filter(({ code, parentCode }) => group.isNew(code) && parentCode === undefined);
  const [first] = added;
  if (known && first)
    group.extra.unshift({ row: first.row, items: [tasksAdded(id, added.length, directive.taskCount)] });
  const claims = known
    ? []
    : [directiveItem(directive), { ...keys.imported(number, issuedOn), type: 'IMPORTED', directiveId: id }];
  const results = rows.map(({ row }): RowResult => {
    const code = named.find((each) => each.row === row)?.code;
    const isNew = code === undefined ? !known : group.isNew(code);
    return { row, outcome: isNew ? 'taken' : 'kept', id: (code && group.idOf(code)) ?? id };
  });
  return { ...group, results, claims, faults: [...faults, ...group.faults] };
}

function newDirective(
  { command, principal }: Desk,
  number: string,
  rows: readonly WorkRow[],
): Directive | undefined {
  const { issuedOn, issuerId, title, url } = rows[0]?.document ?? {};
  if (!issuedOn || !issuerId || !title) return undefined;
  return {
    id: idFrom('dir', command.at, `${principal.userId}/${command.id}/${number}/${issuedOn}`),
    ...{ number, issuedOn, issuerId, title, ...(url && { url }), classification: 'normal' },
    taskCount: rows.filter(({ task, parentCode }) => task && parentCode === undefined).length,
    registeredAt: command.at,
    version: 1,
  };
}

/** Tasks that no document carries. */
async function importAlone(desk: Desk, rows: readonly WorkRow[], before: number): Promise<Group> {
  const faults = rows
    .filter(({ parentCode, assignerId }) => (parentCode === undefined) !== (assignerId !== undefined))
    .map(({ row }) => ({ pointer: `/rows/${row}/number`, code: 'document_or_assigner' }));
  if (faults.length > 0) return { results: [], changes: [], extra: [], faults, claims: [] };
  const tasks = await treesOf(desk.world.store, { of: 'alone' });
  const named = rows.flatMap(({ row, task, parentCode, code = '', assignerId = '' }): TreeRow[] =>
    task ? [{ row, task, parentCode, code, assignerId }] : [],
  );
  const group = await importNamed(desk, named, { tasks, before, assignerField: 'assignerId' });
  const results = named.map(
    ({ row, code }): RowResult => ({
      ...{ row, outcome: group.isNew(code) ? 'taken' : 'kept', id: group.idOf(code) ?? '' },
    }),
  );
  const roots = named.filter(({ code, parentCode }) => group.isNew(code) && parentCode === undefined);
  const claims = roots.map(({ code }) => ({ ...keys.importedAlone(code), type: 'IMPORTED' }));
  return { ...group, results, claims };
}

/** What the rows come to of which the code is not there yet. */
async function importNamed(
  desk: Desk,
  named: readonly TreeRow[],
  where: { tasks: readonly Task[]; before: number; directive?: Task['directive']; assignerField: string },
) {
  const { tasks, ...ground } = where;
  const known = new Map(tasks.map((task) => [task.code, task.id]));
  const seen = new Set<string>();
  const twice = named.flatMap(({ row, code }): Fault[] => {
    if (seen.has(code)) return [{ pointer: `/rows/${row}/code`, code: 'code_twice', params: { code } }];
    seen.add(code);
    return [];
  });
  const isNew = (code: string) => !known.has(code);
  const tree = await assignTree(
    desk,
    { ...ground, known },
    named.filter(({ code }) => isNew(code)),
  );
  const created = new Map(tree.changes.map(({ task }) => [task.code, task.id]));
  const idOf = (code: string) => known.get(code) ?? created.get(code);
  return { ...tree, faults: [...twice, ...tree.faults], isNew, idOf };
}
