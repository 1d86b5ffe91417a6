import { addWorkingDays, type Calendar, instantAt, localDateOf } from '../domain/calendar.ts';
import { addDays, dayNumber, weekday } from '../domain/civil-date.ts';
import type { Context } from '../domain/decide/context.ts';
import type { Obligation } from '../domain/obligation.ts';
import { mayRead, type Principal } from '../domain/permissions.ts';
import type { Task } from '../domain/task.ts';
import type { Instant } from '../domain/time.ts';
import { listAllObligations } from '../store/lists.ts';
import type { Position } from '../store/merge.ts';
import { getTasks } from '../store/tasks.ts';
import { announceAgenda } from './announce.ts';
import { loadContext } from './context.ts';
import type { World } from './world.ts';

export type AgendaItem = { obligation: Obligation; task: Task };

/** What is past the third urging and waits for the next meeting of the authority, as far as the person may see it. Longest overdue first. */
export async function agendaOf(
  world: World,
  context: Pick<Context, 'directory'>,
  principal: Principal,
  at: Instant,
): Promise<AgendaItem[]> {
  const found: Obligation[] = [];
  let position: Position | undefined;
  do {
    const page = await listAllObligations(
      world.store,
      { overdueAt: at, where: (each) => each.agendaAt !== undefined },
      { limit: 500, position },
    );
    found.push(...page.items);
    position = page.next;
  } while (position);
  const tasks = await getTasks(
    world.store,
    found.map((each) => each.taskId),
  );
  const items = found.flatMap((obligation) => {
    const task = tasks.get(obligation.taskId);
    return task && mayRead(context.directory, principal, task) ? [{ obligation, task }] : [];
  });
  return items.toSorted(longestOverdueFirst);
}

/** What fell due together stands in the order of its documents. */
function longestOverdueFirst(a: AgendaItem, b: AgendaItem): number {
  const due = ({ obligation }: AgendaItem) => obligation.due?.at ?? '';
  return due(a) === due(b)
    ? a.task.code.localeCompare(b.task.code, 'vi', { numeric: true })
    : due(a) < due(b)
      ? -1
      : 1;
}

/** The first working day of the week, 08:30: when the agenda is mailed. */
export function agendaMoment(calendar: Calendar, at: Instant): Instant {
  const today = localDateOf(calendar, at);
  const monday = addDays(today, 1 - weekday(dayNumber(today)));
  return instantAt(calendar, addWorkingDays(calendar, addDays(monday, -1), 1), '08:30');
}

/** Plans the mails of this week, on its first working day or, should that have been missed, on any later day of it. */
export async function closeWeek(world: World, at: Instant): Promise<void> {
  const context = await loadContext(world, at);
  const moment = agendaMoment(context.calendar, at);
  if (moment <= at) await announceAgenda(world, context, moment);
}
