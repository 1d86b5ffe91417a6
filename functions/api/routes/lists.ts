import type * as z from 'zod/mini';
import { loadContext } from '../../../shared/actions/context.ts';
import { type Calendar, endOfDay, instantAt } from '../../../shared/domain/calendar.ts';
import type { Context } from '../../../shared/domain/decide/context.ts';
import { mayRead, type Principal } from '../../../shared/domain/permissions.ts';
import { Refusal } from '../../../shared/domain/refusal.ts';
import type { Instant, LocalDate } from '../../../shared/domain/time.ts';
import { timingOf } from '../../../shared/domain/timing.ts';
import { subtreeIds, unitsInSight } from '../../../shared/domain/visibility.ts';
import { listObligations, listTasks, type TaskRole, type TaskScope } from '../../../shared/store/lists.ts';
import { getTasks, requestsOf } from '../../../shared/store/tasks.ts';
import { csvType, fileAnswer, frameOf, mostRows, tableTypes, wantedTable } from '../office-files.ts';
import { route } from '../route.ts';
import { pageOf } from '../schemas/common.ts';
import { obligationQuery, taskQuery } from '../schemas/tasks.ts';
import { viewWorkItem, workItem } from '../views/record.ts';
import { taskSummary, viewTaskSummary } from '../views/task.ts';
import { positionOf, positionText, viewpointOf } from './reading.ts';

const anyRole: readonly TaskRole[] = ['lead', 'coordinating', 'monitor'];

/** `dueAt` is the end of a day, so "before D" still includes the moment at which D begins. */
const justAfter = (at: Instant): Instant => new Date(Date.parse(at) + 1).toISOString();
const dueBefore = (calendar: Calendar, date: LocalDate | undefined) =>
  date && justAfter(instantAt(calendar, date, '00:00'));
const dueAfter = (calendar: Calendar, date: LocalDate | undefined) =>
  date && justAfter(endOfDay(calendar, date));

type TaskQuery = z.output<typeof taskQuery>;

/** The narrowest index that holds everything asked for; what the caller may see is judged task by task. */
function scopeOf(query: TaskQuery, context: Context, principal: Principal): TaskScope {
  const { unitId, role, directiveId, parentId, seriesId } = query;
  const roles = role ? [role] : anyRole;
  if (unitId) return { of: 'units', unitIds: subtreeIds(context.directory, unitId), roles };
  if (role === undefined && seriesId) return { of: 'series', seriesId };
  if (role === undefined && parentId) return { of: 'parent', taskId: parentId };
  if (role === undefined && directiveId) return { of: 'directive', directiveId };
  const inSight = unitsInSight(context.directory, principal);
  if (inSight !== 'everything') return { of: 'units', unitIds: inSight, roles };
  return role ? { of: 'units', unitIds: [...context.directory.units.keys()], roles } : { of: 'everything' };
}

export const getTaskList = route({
  method: 'GET',
  path: '/v1/tasks',
  name: 'listTasks',
  tag: 'Tasks',
  summary: 'List tasks',
  description:
    'What you may see, by due date, tasks without one last. Filters combine. By directive, a collective task stands for its children. As CSV or as a spreadsheet to hand in (`Accept`) the list is whole, up to 5,000 tasks.',
  query: taskQuery,
  answers: { 200: { description: 'Tasks', schema: pageOf(taskSummary), files: tableTypes } },
  refusals: ['unit_unknown', 'too_much_for_one_file'],
  handle: async (call) => {
    const { query, principal } = call;
    const context = await loadContext(call.world, call.at);
    const { calendar, directory } = context;
    const wanted = wantedTable(call.request.headers.accept);
    const paging = wanted ? { limit: mostRows } : { limit: query.limit, position: positionOf(call.position) };
    const found = await listTasks(
      call.world.store,
      scopeOf(query, context, principal),
      {
        statuses: query.status,
        field: query.field,
        directiveId: query.directiveId,
        updatedSince: query.updatedSince,
        dueBefore: dueBefore(calendar, query.dueBefore),
        dueAfter: dueAfter(calendar, query.dueAfter),
        where: (task) =>
          (!query.timing || query.timing.includes(timingOf(calendar, task, call.at))) &&
          (!query.urgedAtLeast || task.urgings >= query.urgedAtLeast) &&
          (!query.parentId || task.parentId === query.parentId) &&
          (!query.seriesId || task.occurrence?.seriesId === query.seriesId) &&
          mayRead(directory, principal, task),
      },
      paging,
    );
    const view = viewpointOf(call, context);
    if (wanted) {
      if (found.next) throw new Refusal('too_much_for_one_file', { limit: mostRows });
      const { tasksCsv, tasksXlsx } = await import('../../../shared/files/task-sheet.ts');
      const frame = frameOf(principal, context, call.at, query);
      const bytes = wanted === csvType ? tasksCsv(found.items, view) : tasksXlsx(found.items, view, frame);
      const body = { items: found.items.map(({ id }) => ({ id })) };
      return { ...fileAnswer(call, context, wanted, 'danh-muc-nhiem-vu', bytes), body };
    }
    return call.page(
      found.items.map((task) => viewTaskSummary(task, view)),
      positionText(found.next),
    );
  },
});

function holdersOf(query: z.output<typeof obligationQuery>, context: Context, principal: Principal) {
  const under = query.unitId ? subtreeIds(context.directory, query.unitId) : undefined;
  if (query.holder) {
    const mine = [...new Set(principal.memberships.map((member) => member.unitId))];
    return under ? mine.filter((unitId) => under.includes(unitId)) : mine;
  }
  if (under) return under;
  const inSight = unitsInSight(context.directory, principal);
  return inSight === 'everything' ? 'everybody' : inSight;
}

export const getObligations = route({
  method: 'GET',
  path: '/v1/obligations',
  name: 'listObligations',
  tag: 'Work lists',
  summary: 'Who owes what',
  description:
    'Open obligations in the order in which they fall due: your own with `holder=me`, a unit’s and everything below it with `unitId`, else all that you may see. `kind=answer` is the list of open proposals, each with its text, age and addressee, `kind=decide` that of extensions and disputes. A page may be shorter than `limit` while `next` is not null.',
  query: obligationQuery,
  answers: {
    200: { description: 'Obligations, each with the task that it belongs to', schema: pageOf(workItem) },
  },
  refusals: ['unit_unknown'],
  handle: async (call) => {
    const { query, principal } = call;
    const context = await loadContext(call.world, call.at);
    const { overdue } = query;
    const found = await listObligations(
      call.world.store,
      holdersOf(query, context, principal),
      {
        kinds: query.kind,
        dueBefore: dueBefore(context.calendar, query.dueBefore),
        overdueAt: overdue ? call.at : undefined,
        where: (each) => overdue !== false || each.due === undefined || each.due.at > call.at,
      },
      { limit: query.limit, position: positionOf(call.position) },
    );
    const view = viewpointOf(call, context);
    const ids = found.items.map((each) => each.taskId);
    const [tasks, requests] = await Promise.all([
      getTasks(call.world.store, ids),
      requestsOf(call.world.store, found.items),
    ]);
    const items = found.items.flatMap((each) => {
      const task = tasks.get(each.taskId);
      const request = requests.get(each.requestId ?? '');
      return task && mayRead(context.directory, principal, task)
        ? [viewWorkItem(each, task, request, view)]
        : [];
    });
    return call.page(items, positionText(found.next));
  },
});
