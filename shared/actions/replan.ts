import { type Staff, unitsToAsk } from '../domain/addressees.ts';
import { applyChange } from '../domain/apply.ts';
import { type Calendar, instantAt, isWorkingDay, localDateOf } from '../domain/calendar.ts';
import type { CalendarYear } from '../domain/calendar-year.ts';
import type { Aggregate, Change, Command } from '../domain/change.ts';
import { type Context, openObligations } from '../domain/decide/context.ts';
import { type Replanning, replan } from '../domain/decide/replan.ts';
import { calendarWith } from '../domain/default-calendar.ts';
import { type Foreseen, forecast } from '../domain/forecast.ts';
import type { Instant } from '../domain/time.ts';
import { membersOf } from '../store/directory.ts';
import { inParallel } from '../store/reads.ts';
import {
  endReplan,
  openReplans,
  type ReplanJob,
  tasksAffectedFrom,
  tasksWithOpen,
} from '../store/replans.ts';
import { loadSettings } from '../store/settings.ts';
import { commit, loadTask } from '../store/tasks.ts';
import { untilCommitted } from './act.ts';
import { loadContext } from './context.ts';
import type { World } from './world.ts';

/** Where one task would stand: the change itself, and the mails that its touched duties would then cause. */
export type Preview = { before: Aggregate; after: Aggregate; change: Change; mails: Foreseen[] };

/** Another container may count by what it read a minute ago; what it wrote meanwhile is found after this. */
const settledMs = 2 * 60_000;

/** The days on which two calendars differ, soonest first. */
function firstDifference(a: Calendar, b: Calendar): string | undefined {
  const days = [a, b].flatMap(({ daysOff, workedDays }) => [
    ...Object.keys(daysOff),
    ...Object.keys(workedDays),
  ]);
  return [...new Set(days)].sort().find((day) => isWorkingDay(a, day) !== isWorkingDay(b, day));
}

/** Tasks that the change may touch. Whatever falls due before the first day that differs stands as it is. */
async function candidates(world: World, what: Replanning, context: Context): Promise<string[]> {
  if (what.because === 'policy') return tasksWithOpen(world.store, what.kind);
  const day = firstDifference(what.before, context.calendar);
  return day ? tasksAffectedFrom(world.store, instantAt(context.calendar, day, '00:00')) : [];
}

const commandOf = (at: Instant, what: Replanning, id: string, byUserId?: string): Command<Replanning> => ({
  actor: byUserId ? { kind: 'user', userId: byUserId } : { kind: 'system' },
  at,
  id,
  input: what,
});

/** What applying a change would move, task by task, with everybody who would be mailed about it up to each due date. */
export async function previewReplan(
  world: World,
  at: Instant,
  what: Replanning,
  context: Context,
): Promise<Preview[]> {
  const ids = await candidates(world, what, context);
  const found = await inParallel(ids, async (id) => {
    const before = await loadTask(world.store, id);
    const change = before && replan(before, commandOf(at, what, 'preview'), context);
    if (!before || !change) return [];
    const after = applyChange(before, change);
    return [{ before, after, change, mails: await mailsOf(world, at, context, after, change) }];
  });
  return found.flat();
}

/** If nobody acts, up to the last date that moved. */
async function mailsOf(
  world: World,
  at: Instant,
  context: Context,
  after: Aggregate,
  change: Change,
): Promise<Foreseen[]> {
  const dates = change.obligations.flatMap(({ due, next }) => [due?.at, next?.at]);
  const until = [...dates, after.task.deadline.current?.dueAt]
    .filter((each) => each !== undefined)
    .sort()
    .at(-1);
  if (!until) return [];
  return forecast(after, { ...context, staff: await staffAround(world, at, context, [after]) }, at, until);
}

/** Members of every unit to which an alarm of one of the tasks may turn, whoever takes up its work. */
export async function staffAround(
  world: World,
  at: Instant,
  context: Context,
  tasks: readonly Aggregate[],
): Promise<Staff> {
  const date = localDateOf(context.calendar, at);
  const ids = tasks.flatMap(({ task, obligations }) =>
    [task.leadUnitId, ...openObligations(obligations).map((each) => each.holderUnitId)].flatMap(
      (holderUnitId) => unitsToAsk(context.directory, { task, holderUnitId }, date),
    ),
  );
  return membersOf(world.store, [...new Set(ids)], at);
}

/** The calendar that a change replaced, or nothing to compare with for a policy. */
async function replanningOf(world: World, at: Instant, job: ReplanJob): Promise<Replanning> {
  if (job.change.because === 'policy') return job.change;
  const { years } = await loadSettings(world.store, at);
  const { year, before } = job.change;
  return { because: 'calendar', before: calendarBefore(world, years, year, before) };
}

/** The calendar with one year as it was. */
function calendarBefore(
  world: Pick<World, 'settings'>,
  years: readonly CalendarYear[],
  year: number,
  before: CalendarYear | undefined,
): Calendar {
  const others = years.filter((each) => each.year !== year);
  const { timeZone, calendarMode } = world.settings;
  return calendarWith(before ? [...others, before] : others, timeZone, calendarMode);
}

/**
 * Carries a change to at most `most` open tasks, one commit per task, and answers how many were moved and whether any may be
 * left. Repeating it goes on where it stopped: what stands as it should is not touched again.
 */
export async function runReplan(
  world: World,
  at: Instant,
  job: ReplanJob,
  most = Number.POSITIVE_INFINITY,
): Promise<{ moved: number; complete: boolean }> {
  const what = await replanningOf(world, at, job);
  const ids = await candidates(world, what, await loadContext(world, at));
  let moved = 0;
  let examined = 0;
  const width = 100;
  while (examined < ids.length && moved < most) {
    const batch = ids.slice(examined, examined + width);
    const done = await inParallel(batch, (id) => replanOne(world, at, job, what, id));
    moved += done.filter(Boolean).length;
    examined += batch.length;
  }
  const complete = examined >= ids.length;
  if (complete && Date.parse(at) - Date.parse(job.at) >= settledMs) await endReplan(world.store, job);
  if (moved > 0) world.log.metric('TasksReplanned', moved);
  return { moved, complete };
}

async function replanOne(
  world: World,
  at: Instant,
  job: ReplanJob,
  what: Replanning,
  id: string,
): Promise<boolean> {
  return untilCommitted(world, async () => {
    const command = commandOf(at, what, job.id, job.byUserId);
    const before = await loadTask(world.store, id);
    const change = before && replan(before, command, await loadContext(world, at));
    if (!before || !change) return false;
    await commit(world.store, { before, change, command });
    return true;
  });
}

/** The daily run: whatever a request could not carry to the end, or could not yet see. */
export async function finishReplans(world: World, at: Instant): Promise<number> {
  let moved = 0;
  for (const job of await openReplans(world.store)) moved += (await runReplan(world, at, job)).moved;
  return moved;
}
