import * as z from 'zod';
import type { Calendar } from '../../shared/domain/calendar.ts';
import type { Aggregate } from '../../shared/domain/change.ts';
import { addDays } from '../../shared/domain/civil-date.ts';
import { type CountEntry, countEntry, difference } from '../../shared/domain/counts.ts';
import type { Instant, LocalDate } from '../../shared/domain/time.ts';
import type { Store } from '../../shared/store/client.ts';
import { firstDay, monthOf, monthsFrom } from '../../shared/store/counts.ts';
import { CommitConflict } from '../../shared/store/errors.ts';
import { keys, shards } from '../../shared/store/keys.ts';
import { getItem, inParallel } from '../../shared/store/reads.ts';
import { loadTask } from '../../shared/store/tasks.ts';
import type { Buckets } from './buckets.ts';
import { cellsInWords, correct, type FindPlace, miscounted } from './corrections.ts';
import { entriesInShard } from './entries.ts';
import { OperatorFault } from './fault.ts';
import type { Progress } from './progress.ts';

export type RecountOptions = {
  calendar: Calendar;
  at: Instant;
  /** Look at so many tasks only. */
  sample: number | undefined;
  /** Put right what is wrong. */
  apply: boolean;
  progress: Progress;
};

/** A task, or one of its entries. */
export const line = z.object({ taskId: z.string(), entry: z.optional(countEntry) });
export type Line = z.infer<typeof line>;

type Options = RecountOptions & { findPlace: FindPlace; tasks: number };
type Task = { id: string; entries: CountEntry[] };

export type Compared = {
  wrong: string[];
  /** Have entries, and are not there. */
  orphans: string[];
  /** Changed whenever they were to be corrected. */
  busy: string[];
  /** How many were corrected on an earlier day than today. */
  enteredEarlier: number;
};

/** Tasks looked at side by side. */
const lanes = 16;
/** A commit between reading its entries and the task makes it seem miscounted; at another look it no longer does. */
const looks = 3;
/** So many are looked at again together. */
const together = 10_000;
/** An entry bears the day of its commit's command, which a redriven message may bring this late. */
const latestDays = 31;

/** Compares each task with its entries, and corrects those that differ if told to. */
export async function compareTasks(
  store: Store,
  buckets: Buckets<Line>,
  options: Options,
): Promise<Compared> {
  const { progress } = options;
  const compared: Compared = { wrong: [], orphans: [], busy: [], enteredEarlier: 0 };
  let suspects: Task[] = [];
  progress.begin('tasks counted', options.tasks);
  for await (const lines of buckets.each()) {
    await inParallel(
      tasksOf(lines),
      async (task) => {
        const aggregate = await loadTask(store, task.id);
        progress.step();
        if (aggregate) checkClock(aggregate, options.at);
        if (!aggregate) {
          if (task.entries.length > 0 && !(await getItem(store, keys.task(task.id))))
            compared.orphans.push(task.id);
        } else if (miscounted(options.calendar, aggregate, task.entries, options.at)) suspects.push(task);
      },
      lanes,
    );
    if (suspects.length >= together) {
      await lookAgain(store, suspects, compared, options);
      suspects = [];
    }
  }
  await lookAgain(store, suspects, compared, options);
  return compared;
}

/** Entries of days to come would be taken for missing. */
function checkClock({ task }: Aggregate, at: Instant): void {
  if (Date.parse(task.updatedAt) > Date.parse(at) + 24 * 3_600_000)
    throw new OperatorFault(
      `Task ${task.id} was changed at ${task.updatedAt}, which by this clock (${at}) is still to come. Say what time it is there with --now INSTANT.`,
    );
}

function tasksOf(lines: readonly Line[]): Task[] {
  return [...Map.groupBy(lines, ({ taskId }) => taskId)].map(([id, own]) => ({
    id,
    entries: own.flatMap(({ entry }) => entry ?? []),
  }));
}

/**
 * Reads the task and then its entries of late, so that whoever commits in between is found out: by a task that now agrees, or
 * by a correction that fails.
 */
async function lookAgain(
  store: Store,
  suspects: readonly Task[],
  compared: Compared,
  options: Options,
): Promise<void> {
  let left = [...suspects];
  for (let look = 0; look < looks && left.length > 0; look++) {
    const loaded = await inParallel(
      left,
      async (task) => ({ task, aggregate: await loadTask(store, task.id) }),
      lanes,
    );
    const late = await lateEntries(store, new Set(left.map(({ id }) => id)), options.at);
    left = [];
    await inParallel(
      loaded,
      async ({ task, aggregate }) => {
        const earlier = task.entries.filter(({ day }) => day < late.from);
        const entries = [...earlier, ...(late.entries.get(task.id) ?? [])];
        if (aggregate && !(await settle(store, aggregate, entries, compared, options))) left.push(task);
      },
      lanes,
    );
  }
  compared.busy.push(...left.map(({ id }) => id));
}

/** Says what is wrong with a task, and corrects it if told to; false when somebody was faster. */
async function settle(
  store: Store,
  aggregate: Aggregate,
  entries: readonly CountEntry[],
  compared: Compared,
  { calendar, at, apply, findPlace }: Options,
): Promise<boolean> {
  const missing = miscounted(calendar, aggregate, entries, at);
  if (!missing) return true;
  const { correction, since, release } = findPlace(aggregate, missing, entries, at);
  if (apply && !(await isCorrected(store, aggregate, correction, at))) {
    release();
    return false;
  }
  if (since) compared.enteredEarlier += 1;
  const { id } = aggregate.task;
  for (const { group, day, cells } of correction)
    compared.wrong.push(
      `${id}: ${cellsInWords(difference({}, cells))} in ${group.unitId}${since ? `, as was still known on ${day}` : ''}`,
    );
  return true;
}

async function isCorrected(...[store, before, entries, at]: Parameters<typeof correct>): Promise<boolean> {
  try {
    await correct(store, before, entries, at);
    return true;
  } catch (error) {
    if (error instanceof CommitConflict) return false;
    throw error;
  }
}

/** Everything that a commit may have entered while the tasks were read. */
async function lateEntries(
  store: Store,
  ids: ReadonlySet<string>,
  at: Instant,
): Promise<{ from: LocalDate; entries: Map<string, CountEntry[]> }> {
  const first = monthOf(addDays(at.slice(0, 10), -latestDays));
  const months = monthsFrom(first, monthOf(addDays(at.slice(0, 10), 1)));
  const found: CountEntry[] = [];
  for (const month of months)
    for (const shard of shards) {
      const { entries } = await entriesInShard(store, month, shard);
      found.push(...entries.filter(({ taskId }) => ids.has(taskId)));
    }
  return { from: firstDay(first), entries: Map.groupBy(found, ({ taskId }) => taskId) };
}
