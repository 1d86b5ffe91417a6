import { localDateOf } from '../domain/calendar.ts';
import type { Change, Command } from '../domain/change.ts';
import type { NewTask } from '../domain/decide/assign.ts';
import type { Context } from '../domain/decide/context.ts';
import type { Directive } from '../domain/directive.ts';
import { idFrom } from '../domain/ids.ts';
import type { RowResult } from '../domain/job.ts';
import type { Principal } from '../domain/permissions.ts';
import { type Fault, Refusal } from '../domain/refusal.ts';
import { authoriseRegistration } from '../domain/registrars.ts';
import type { LocalDate } from '../domain/time.ts';
import { create } from '../store/create.ts';
import { directiveWrite, listDirectives, tasksAdded } from '../store/directives.ts';
import { CommitConflict } from '../store/errors.ts';
import { keys } from '../store/keys.ts';
import { listTasks } from '../store/lists.ts';
import type { Page, Position } from '../store/merge.ts';
import { getItem } from '../store/reads.ts';
import type { TransactItem } from '../store/transact.ts';
import { loadContext } from './context.ts';
import type { Prepared } from './jobs.ts';
import { assignAll } from './register.ts';
import type { World } from './world.ts';

/** One row of a file of work: a task, and the document that assigns it. The document's number is all that is needed once it is registered. */
export type WorkRow = {
  row: number;
  document: {
    number: string;
    issuedOn?: LocalDate | undefined;
    issuerId?: string | undefined;
    title?: string | undefined;
    url?: string | undefined;
  };
  code?: string | undefined;
  task?: NewTask | undefined;
};

/** Documents of one file: each takes two places in the one transaction that makes everything visible. */
const mostDocuments = 45;

type Group = { results: RowResult[]; changes: Change[]; extra: TransactItem[]; faults: Fault[] };

/** Every page of a list. */
export async function everyPage<T>(read: (position: Position | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let position: Position | undefined;
  do {
    const page = await read(position);
    items.push(...page.items);
    position = page.next;
  } while (position);
  return items;
}

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
  { onlyRegistered }: { onlyRegistered: boolean },
): Promise<Prepared> {
  const context = await loadContext(world, command.at);
  const registered = await everyPage((position) => listDirectives(world.store, { limit: 500, position }));
  const documents = Map.groupBy(rows, (row) => row.document.number);
  const groups: Group[] = [];
  let before = 0;
  for (const [number, own] of documents) {
    const day = own[0]?.document.issuedOn;
    const known = registered.find(
      (each) => each.number === number && (onlyRegistered || each.issuedOn === day),
    );
    const how = { known, onlyRegistered, before };
    groups.push(await importGroup(world, context, principal, command, own, how));
    before += own.length;
  }
  const faults = groups.flatMap((group) => group.faults);
  const beyond = [...documents.values()][mostDocuments]?.[0];
  if (beyond)
    faults.push({
      pointer: `/rows/${beyond.row}/number`,
      code: 'too_many_documents',
      params: { limit: mostDocuments },
    });
  if (faults.length > 0) throw new Refusal('import_refused', {}, faults);
  const changes = groups.flatMap((group) => group.changes);
  const extra = groups.flatMap((group) => group.extra);
  return {
    results: groups.flatMap((group) => group.results).sort((a, b) => a.row - b.row),
    write: async (progress) => {
      if (changes.length === 0 && extra.length === 0) return;
      await create(world.store, { changes, command, extra }, { finish: false, progress });
    },
  };
}

async function importGroup(
  world: World,
  context: Context,
  principal: Principal,
  command: Command,
  rows: readonly WorkRow[],
  how: { known: Directive | undefined; onlyRegistered: boolean; before: number },
): Promise<Group> {
  const [first] = rows;
  const group: Group = { results: [], changes: [], extra: [], faults: [] };
  if (!first) return group;
  const fault = (row: number, field: string, code: string, params?: Fault['params']) =>
    group.faults.push({ pointer: `/rows/${row}/${field}`, code, ...(params && { params }) });

  const { number, issuedOn, issuerId, title, url } = first.document;
  const id = idFrom('dir', command.at, `${principal.userId}/${command.id}/${number}/${issuedOn}`);
  const fresh: Directive | undefined =
    issuedOn && issuerId && title
      ? {
          ...{
            id,
            number,
            issuedOn,
            issuerId,
            title,
            ...(url && { url }),
            classification: 'normal' as const,
          },
          ...{ taskCount: rows.filter((row) => row.task).length, registeredAt: command.at, version: 1 },
        }
      : undefined;
  const directive = how.known ?? (how.onlyRegistered ? undefined : fresh);
  if (!directive) {
    for (const { row } of rows) fault(row, 'number', 'document_unknown', { number });
    return group;
  }
  for (const { row, document } of rows)
    for (const field of ['issuedOn', 'issuerId', 'title'] as const)
      if (document[field] !== undefined && document[field] !== first.document[field])
        fault(row, field, 'differs_within_file', { number });

  const codes = how.known ? await codesOf(world, how.known.id) : new Map<string, string>();
  const named = rows.flatMap(({ row, task, code }, i) =>
    task ? [{ row, task, code: code ?? `${number}/${i + 1}` }] : [],
  );
  const seen = new Set<string>();
  for (const { row, code } of named) {
    if (seen.has(code)) fault(row, 'code', 'code_twice', { code });
    seen.add(code);
  }
  const added = named.filter(({ code }) => !codes.has(code));
  try {
    if (added.length > 0 || !how.known) {
      const today = localDateOf(context.calendar, command.at);
      const capacity = authoriseRegistration(context.directory, principal, directive.issuerId, today);
      const signed = { ...command, actor: { ...command.actor, ...capacity } };
      const cited = {
        ...{ id: directive.id, number: directive.number },
        ...{ issuedOn: directive.issuedOn, title: directive.title },
      };
      const codeOf = (position: number) => added[position]?.code ?? '';
      const lines = added.map(({ row, task }) => ({ input: task, pointer: `/rows/${row}` }));
      const assigner = { unitId: directive.issuerId, directive: cited, codeOf, before: how.before };
      group.changes = await assignAll(world, context, signed, assigner, lines);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.faults.length > 0) group.faults.push(...error.faults);
    else fault(first.row, how.onlyRegistered ? 'number' : 'issuerId', error.code, error.params);
    return group;
  }
  const created = new Map(group.changes.map(({ task }) => [task.code, task.id]));
  const codeIn = new Map(named.map(({ row, code }) => [row, code]));
  group.results = rows.map(({ row }) => {
    const code = codeIn.get(row);
    const taskId = code === undefined ? undefined : (codes.get(code) ?? created.get(code));
    const isNew = code === undefined ? !how.known : !codes.has(code);
    return { row, outcome: isNew ? 'taken' : 'kept', id: taskId ?? directive.id };
  });
  if (!how.known) group.extra = [directiveWrite(directive), await claim(world, directive)];
  else if (added.length > 0) group.extra = [tasksAdded(directive.id, added.length, directive.taskCount)];
  return group;
}

/** The tasks of a document by their codes. */
async function codesOf({ store }: World, directiveId: string): Promise<Map<string, string>> {
  const tasks = await everyPage((position) =>
    listTasks(store, { of: 'directive', directiveId }, {}, { limit: 500, position }),
  );
  return new Map(tasks.map((task) => [task.code, task.id]));
}

/** Lists follow the table with a delay: only the claim knows for certain that no other import was first. */
async function claim({ store }: World, { number, issuedOn, id }: Directive): Promise<TransactItem> {
  const key = keys.imported(number, issuedOn);
  if (await getItem(store, key)) throw new CommitConflict(`${number} has just been imported`);
  return {
    put: { ...key, type: 'IMPORTED', directiveId: id },
    condition: 'attribute_not_exists(pk)',
    otherwise: () => new CommitConflict(`${number} has just been imported`),
  };
}
