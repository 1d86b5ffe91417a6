import { loadContext } from '../../shared/actions/context.ts';
import type { Hands } from '../../shared/actions/jobs.ts';
import type { World } from '../../shared/actions/world.ts';
import { mayReadDirectory } from '../../shared/domain/administration.ts';
import { instantAt, localDateOf } from '../../shared/domain/calendar.ts';
import { addDays } from '../../shared/domain/civil-date.ts';
import { readDeadline } from '../../shared/domain/deadline.ts';
import type { Context } from '../../shared/domain/decide/context.ts';
import type { Directive } from '../../shared/domain/directive.ts';
import type { Directory } from '../../shared/domain/directory.ts';
import { mostExportRows, type TableKind } from '../../shared/domain/job.ts';
import { mayRead } from '../../shared/domain/permissions.ts';
import { Refusal } from '../../shared/domain/refusal.ts';
import { cascadeFaults } from '../../shared/domain/registrars.ts';
import type { Task } from '../../shared/domain/task.ts';
import type { Instant, LocalDate } from '../../shared/domain/time.ts';
import { labelOf, tableColumns } from '../../shared/files/table-columns.ts';
import { dayText } from '../../shared/files/vietnamese.ts';
import { listDirectives } from '../../shared/store/directives.ts';
import { membersOf } from '../../shared/store/directory.ts';
import { inParallel } from '../../shared/store/reads.ts';
import { everyPage, treesOf } from '../../shared/store/trees.ts';

/** Who asks, and who hears how far it is. */
export type Reader = Pick<Hands, 'principal' | 'at' | 'progress'> & { world: World };
type Value = string | readonly string[] | undefined;

/**
 * The rows of a kind that the person may see, in the form in which they can be taken in again: with what was cascaded, and under
 * `tasks` also what no document assigns.
 * @throws Refusal `too_much_for_one_file`
 */
export async function collectRows(
  reader: Reader,
  kind: TableKind,
  most = mostExportRows,
): Promise<string[][]> {
  const records = mayReadDirectory(reader.principal) ? await recordsOf(reader, kind, most) : [];
  refuseBeyond(most, records.length);
  return records.map((record) =>
    tableColumns[kind].map((column) => {
      const values = [record[column.field] ?? []].flat();
      return values.map((value) => labelOf(column, value)).join('; ');
    }),
  );
}

function refuseBeyond(most: number, rows: number): void {
  if (rows > most) throw new Refusal('too_much_for_one_file', { limit: most });
}

async function recordsOf(reader: Reader, kind: TableKind, most: number): Promise<Record<string, Value>[]> {
  const context = await loadContext(reader.world, reader.at);
  const { directory } = context;
  if (kind === 'units') return unitRecords(directory);
  if (kind === 'members') return memberRecords(reader, directory);
  return workRecords(reader, context, kind, most);
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
  context: Context,
  kind: TableKind,
  most: number,
): Promise<Record<string, Value>[]> {
  const { store } = world;
  const { directory } = context;
  const directives = await everyPage((position) => listDirectives(store, { limit: 500, position }));
  let rows = 0;
  let read = 0;
  const rowsOf = async (scope: { of: 'alone' } | { of: 'directive'; directiveId: string }) => {
    const all = await treesOf(store, scope);
    const tasks = latestOfSeries(all).filter((task) => mayRead(directory, principal, task));
    rows += tasks.length;
    // Before memory is full of what nobody will get.
    refuseBeyond(most, rows);
    await progress(++read, directives.length + 1);
    const shown = new Map(tasks.map((task) => [task.id, task]));
    return tasks
      .sort((a, b) => inOrder.compare(codeIn(a), codeIn(b)))
      .map((task) => {
        const place = placeRecord(directory, task, shown);
        const deadline =
          task.deadline.fromParent && place.parentCode ? undefined : deadlineText(context, at, task);
        return { ...taskRecord(directory, task), ...place, deadline };
      });
  };
  const found = await inParallel(directives.reverse(), async (directive) => {
    const document = documentRecord(directory, directive);
    const records = await rowsOf({ of: 'directive', directiveId: directive.id });
    const whole = records.map((record) => ({ ...record, ...document }));
    return whole.length > 0 || kind === 'tasks' ? whole : [document];
  });
  return kind === 'tasks' ? [...found.flat(), ...(await rowsOf({ of: 'alone' }))] : found.flat();
}

/** Of recurring work the latest occurrence stands for all of them, under the code of the first. */
function latestOfSeries(tasks: readonly Task[]): Task[] {
  const latest = new Map<string, number>();
  for (const { occurrence } of tasks)
    if (occurrence)
      latest.set(occurrence.seriesId, Math.max(occurrence.number, latest.get(occurrence.seriesId) ?? 0));
  return tasks.filter(({ occurrence: o }) => !o || o.number === latest.get(o.seriesId));
}
const codeIn = (task: Task) => task.occurrence?.code ?? task.code;

/**
 * Under which task of the file a task stands. None where it could not be taken in again there: the task above is not for this reader,
 * or is led by a unit that has the other one no longer below it.
 */
function placeRecord(
  directory: Directory,
  task: Task,
  shown: ReadonlyMap<string, Task>,
): Record<string, Value> {
  const parent = task.parentId === undefined ? undefined : shown.get(task.parentId);
  const below = (one: Task) =>
    one.leadUnitIds
      ? one.leadUnitIds.length > 1
      : cascadeFaults(directory, one, [task.leadUnitId], '').length === 0;
  if (parent && below(parent)) return { parentCode: codeIn(parent) };
  return task.directive ? {} : { assignerId: codeOf(directory, task.assignerUnitId) };
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
  const { clause, content, product, headId, field, priority, monitorUnitId } = task;
  return {
    ...{ code: codeIn(task), clause, content, product, headId, field, priority },
    leadUnitIds: codes(task.leadUnitIds ?? [task.leadUnitId]),
    coordinatingUnitIds: codes(task.coordinatingUnitIds),
    monitorUnitId: monitorUnitId && codeOf(directory, monitorUnitId),
  };
}

/** The words of the document, which are read again; without any, the day. */
function deadlineText(context: Context, at: Instant, { deadline, directive }: Task): string | undefined {
  const { raw, original, current, recurrence } = deadline;
  const fixed = directive !== undefined || recurrence !== undefined || !original;
  // Without a document words are counted from the day on which they are read.
  const read =
    raw !== undefined && !fixed && readOn(context, raw, addDays(localDateOf(context.calendar, at), 400));
  if (raw !== undefined && (fixed || read === original?.date)) return raw;
  const day = fixed ? current : original;
  return day && dayText(day.date);
}

function readOn({ calendar }: Context, raw: string, issuedOn: LocalDate): LocalDate | undefined {
  try {
    const at = instantAt(calendar, issuedOn, '12:00');
    return readDeadline({ raw }, { calendar, issuedOn, at, beforeMeansDayBefore: true }).current?.date;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
