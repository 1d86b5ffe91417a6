import { localDateOf } from '../domain/calendar.ts';
import { addDays } from '../domain/civil-date.ts';
import { type Group, valueIn } from '../domain/counts.ts';
import type { Context } from '../domain/decide/context.ts';
import type { FigureName } from '../domain/figures.ts';
import type { Principal } from '../domain/permissions.ts';
import { countedIn, type Days, flowCell, happened, statusesOf } from '../domain/report-list.ts';
import { type ReportScope, reportScope } from '../domain/report-scope.ts';
import type { Task } from '../domain/task.ts';
import type { Instant, LocalDate } from '../domain/time.ts';
import { entriesOf, monthOf, monthsFrom } from '../store/counts.ts';
import { listTasks, type TaskScope } from '../store/lists.ts';
import type { Page, Position } from '../store/merge.ts';
import { inParallel } from '../store/reads.ts';
import { getTasks } from '../store/tasks.ts';
import { loadContext } from './context.ts';
import { daysOfReport, dimensionOf, type SummaryQuery } from './report-summary.ts';
import type { World } from './world.ts';

/** Which number of which row: the query of the summary, the figure, and the key of the row; without one, the total. */
export type FigureQuery = SummaryQuery & { figure: FigureName; key?: string | undefined };

/** One of the things that a figure counts. `day`: since when the task stands so, or when it happened. */
export type ReportEntry = { day: LocalDate; unitId: string; taskId: string; code: string; task?: Task };

type Paging = { limit: number; position?: Position | undefined };

/**
 * What a figure counts, as many entries as the figure says. What tasks are (open, overdue, done, ...) is listed by due
 * date, what happened (assigned, urged, ...) in the order in which it did.
 * @throws Refusal as `summarise` does
 */
export async function listFigure(
  world: World,
  principal: Principal,
  query: FigureQuery,
  at: Instant,
  paging: Paging,
): Promise<Page<ReportEntry> & { context: Context }> {
  const context = await loadContext(world, at);
  const { calendar, directory } = context;
  const scope = narrowed(reportScope(directory, principal, query.unitId, query.groupBy), query);
  const { from, to } = daysOfReport(calendar, query, at);
  const days = { before: addDays(from, -1), to };
  const today = localDateOf(calendar, at);
  const dimension = dimensionOf(query.groupBy, scope);
  const cell = flowCell(query.figure, dimension);
  const wanted = scope.units === 'everything' ? undefined : new Set(scope.units);
  const value = scope.monitorUnitId ?? (dimension === 'total' ? undefined : query.key);
  const inGroup = (of: Group) =>
    (!wanted || wanted.has(of.unitId)) && (value === undefined || valueIn(dimension, of) === value);
  const page = cell
    ? await listFlow(world, scope, days, cell, inGroup, paging)
    : await listStock(world, scope, days, { figure: query.figure, today, inGroup }, paging);
  return { ...page, context };
}

/** A row by unit is about that unit alone. */
function narrowed(scope: ReportScope, { groupBy, key }: FigureQuery): ReportScope {
  if (groupBy !== 'unit' || key === undefined) return scope;
  return { ...scope, units: scope.units === 'everything' || scope.units.includes(key) ? [key] : [] };
}

async function listStock(
  world: World,
  { units }: ReportScope,
  days: Days,
  { figure, today, inGroup }: { figure: FigureName; today: LocalDate; inGroup: (of: Group) => boolean },
  paging: Paging,
): Promise<Page<ReportEntry>> {
  const lists: TaskScope =
    units === 'everything'
      ? { of: 'everything' }
      : { of: 'units', unitIds: units, roles: ['lead', 'former'] };
  const countedTask = (task: Task) =>
    countedIn(figure, days, task, (standing) =>
      inGroup({ ...standing, ...(task.directive && { directiveId: task.directive.id }) }),
    );
  const page = await listTasks(
    world.store,
    lists,
    {
      statuses: statusesOf(figure, days.to, today),
      where: (task) => countedTask(task) !== undefined,
    },
    paging,
  );
  const items = page.items.flatMap((task) => {
    const { times = 0, since = '' } = countedTask(task) ?? {};
    const { id: taskId, code } = task;
    const unitId = task.standings?.findLast((each) => each.from <= days.to)?.unitId ?? task.leadUnitId;
    return Array.from({ length: times }, (): ReportEntry => ({ day: since, unitId, taskId, code, task }));
  });
  return { ...page, items };
}

async function listFlow(
  world: World,
  { units }: ReportScope,
  { before, to }: Days,
  cell: string,
  inGroup: (of: Group) => boolean,
  { limit, position }: Paging,
): Promise<Page<ReportEntry>> {
  const months = monthsFrom(monthOf(addDays(before, 1)), monthOf(to));
  const entries = (await inParallel(months, (month) => entriesOf(world.store, units, month), 4)).flat();
  const list = happened(
    entries.filter((each) => each.day > before && each.day <= to && inGroup(each.group)),
    cell,
  );
  const start = position ? Number(position.id) : 0;
  const shown = list.slice(start, start + limit);
  const tasks = await getTasks(
    world.store,
    shown.map((each) => each.taskId),
  );
  const items = shown.map(({ day, taskId, code, group: { unitId } }): ReportEntry => {
    const task = tasks.get(taskId);
    return { day, unitId, taskId, code, ...(task && { task }) };
  });
  const end = start + limit;
  return { items, ...(end < list.length && { next: { at: to, id: String(end) } }) };
}
