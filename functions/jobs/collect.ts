import { loadContext } from '../../shared/actions/context.ts';
import { everyPage } from '../../shared/actions/import-work.ts';
import type { Hands } from '../../shared/actions/jobs.ts';
import type { World } from '../../shared/actions/world.ts';
import { mayReadDirectory } from '../../shared/domain/administration.ts';
import type { Directive } from '../../shared/domain/directive.ts';
import type { Directory } from '../../shared/domain/directory.ts';
import { mostExportRows, type TableKind } from '../../shared/domain/job.ts';
import { mayRead } from '../../shared/domain/permissions.ts';
import { Refusal } from '../../shared/domain/refusal.ts';
import type { Task } from '../../shared/domain/task.ts';
import { labelOf, tableColumns } from '../../shared/files/table-columns.ts';
import { dayText } from '../../shared/files/vietnamese.ts';
import { listDirectives } from '../../shared/store/directives.ts';
import { membersOf } from '../../shared/store/directory.ts';
import { listTasks } from '../../shared/store/lists.ts';
import { inParallel } from '../../shared/store/reads.ts';

/** Who asks, and who hears how far it is. */
export type Reader = Pick<Hands, 'principal' | 'at' | 'progress'> & { world: World };
type Value = string | readonly string[] | undefined;

/**
 * The rows of a kind that the person may see, in the form in which they can be taken in again. Of tasks those that documents
 * assign; what was cascaded below them is not among them.
 * @throws Refusal `too_much_for_one_file`
 */
export async function collectRows(reader: Reader, kind: TableKind): Promise<string[][]> {
  const records = mayReadDirectory(reader.principal) ? await recordsOf(reader, kind) : [];
  refuseBeyond(records.length);
  return records.map((record) =>
    tableColumns[kind].map((column) => {
      const values = [record[column.field] ?? []].flat();
      return values.map((value) => labelOf(column, value)).join('; ');
    }),
  );
}

function refuseBeyond(rows: number): void {
  if (rows > mostExportRows) throw new Refusal('too_much_for_one_file', { limit: mostExportRows });
}

async function recordsOf(reader: Reader, kind: TableKind): Promise<Record<string, Value>[]> {
  const { directory } = await loadContext(reader.world, reader.at);
  if (kind === 'units') return unitRecords(directory);
  if (kind === 'members') return memberRecords(reader, directory);
  return workRecords(reader, directory, kind);
}

const codeOf = (directory: Directory, id: string) => directory.units.get(id)?.code ?? id;

function unitRecords(directory: Directory): Record<string, Value>[] {
  const units = [...directory.units.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return units.map(({ code, name, kind, parentId, fields, email, validFrom }) => ({
    ...{ code, name, kind, fields, email },
    parent: parentId && codeOf(directory, parentId),
    validFrom: dayText(validFrom),
  }));
}

async function memberRecords({ world, at }: Reader, directory: Directory): Promise<Record<string, Value>[]> {
  const staff = await membersOf(world.store, [...directory.units.keys()], at);
  return [...staff.values()].flat().map(({ unitId, userId, name, email, roles, locale }) => ({
    ...{ userId, name, email, roles, locale },
    unitId: codeOf(directory, unitId),
  }));
}

async function workRecords(
  { world, principal, at, progress }: Reader,
  directory: Directory,
  kind: TableKind,
): Promise<Record<string, Value>[]> {
  const { store } = world;
  const { calendar: _, ...context } = await loadContext(world, at);
  const directives = await everyPage((position) => listDirectives(store, { limit: 500, position }));
  let rows = 0;
  let read = 0;
  const found = await inParallel(directives.reverse(), async (directive) => {
    const tasks = await everyPage(async (position) => {
      const page = await listTasks(
        store,
        { of: 'directive', directiveId: directive.id },
        { where: (task) => task.parentId === undefined && mayRead(context.directory, principal, task) },
        { limit: 500, position },
      );
      rows += page.items.length;
      // Before memory is full of what nobody will get.
      refuseBeyond(rows);
      return page;
    });
    await progress(++read, directives.length);
    const records = tasks
      .sort((a, b) => inOrder.compare(a.code, b.code))
      .map((task) => ({ ...documentRecord(directory, directive), ...taskRecord(directory, task) }));
    return records.length > 0 || kind === 'tasks' ? records : [documentRecord(directory, directive)];
  });
  return found.flat();
}

function documentRecord(directory: Directory, directive: Directive): Record<string, Value> {
  const { number, issuedOn, issuerId, title, url } = directive;
  return {
    ...{ number, title, url, issuedOn: dayText(issuedOn), issuerId: codeOf(directory, issuerId) },
    classification: 'Thường',
  };
}

const inOrder = new Intl.Collator('vi', { numeric: true });

function taskRecord(directory: Directory, task: Task): Record<string, Value> {
  const codes = (ids: readonly string[]) => ids.map((id) => codeOf(directory, id));
  const { code, clause, content, product, headId, field, priority, deadline, monitorUnitId } = task;
  return {
    ...{ code, clause, content, product, headId, field, priority },
    leadUnitIds: codes(task.leadUnitIds ?? [task.leadUnitId]),
    coordinatingUnitIds: codes(task.coordinatingUnitIds),
    monitorUnitId: monitorUnitId && codeOf(directory, monitorUnitId),
    // The words of the document, which are read again; without any, the day.
    deadline: deadline.raw ?? (deadline.current && dayText(deadline.current.date)),
  };
}
