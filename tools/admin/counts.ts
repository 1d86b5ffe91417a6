import type { Calendar } from '../../shared/domain/calendar.ts';
import { addDays } from '../../shared/domain/civil-date.ts';
import type { Instant } from '../../shared/domain/time.ts';
import type { Store } from '../../shared/store/client.ts';
import {
  findBeginning,
  firstDay,
  monthOf,
  monthsFrom,
  nextMonth,
  openedBy,
  openedMonths,
} from '../../shared/store/counts.ts';
import { shards } from '../../shared/store/keys.ts';
import { transact } from '../../shared/store/transact.ts';
import { type Buckets, openBuckets } from './buckets.ts';
import { cellsInWords, openPlaces } from './corrections.ts';
import { entriesInShard, type Spoilt, setAside } from './entries.ts';
import { openSums, type WrongOpening } from './openings.ts';
import type { Progress } from './progress.ts';
import { compareTasks, type Line, line, type RecountOptions } from './recount.ts';
import { everyTask, firstOf } from './tasks.ts';

export type Recounted = {
  tasks: number;
  /** A line for each thing that is wrong. */
  wrong: { tasks: string[]; openings: string[]; spoilt: string[]; orphans: string[]; busy: string[] };
};

/**
 * Counts every task anew, from how it stands, and compares with what its commits have entered; sums the entries anew and
 * compares with the openings of each month. Memory holds some thousand tasks, and the sums of an eighth of the units.
 */
export async function recount(store: Store, options: RecountOptions): Promise<Recounted> {
  const { calendar, at, apply, progress } = options;
  const buckets = await openBuckets(line, ({ taskId }) => taskId);
  try {
    const { tasks, chosen } = await gatherTasks(store, buckets, options);
    const months = await monthsOfCounts(store, at);
    const opened = await openedMonths(store);
    const spoilt: Spoilt[] = [];
    const openings: WrongOpening[] = [];
    progress.begin('months of entries read', months.length * shards.length);
    for (const shard of shards) {
      const sums = openSums(store, calendar, shard);
      for (const month of months) {
        if (opened.includes(month)) openings.push(...(await sums.compare(month)));
        const read = await entriesInShard(store, month, shard);
        const wanted = read.entries.filter(({ taskId }) => !chosen || chosen.has(taskId));
        await buckets.add(wanted.map((entry) => ({ taskId: entry.taskId, entry })));
        sums.add(read.entries, lastDayOf(month));
        spoilt.push(...read.spoilt);
        progress.step();
      }
    }
    if (apply) for (const each of spoilt) await setAside(store, each);
    const findPlace = openPlaces(calendar, opened, openings);
    const compared = await compareTasks(store, buckets, { ...options, findPlace, tasks });
    const wrong = openings.filter(({ by }) => Object.keys(by).length > 0);
    // Summed anew once more, with what was corrected meanwhile.
    if (apply && wrong.length + compared.enteredEarlier > 0)
      await rewriteOpenings(store, calendar, { months, opened, progress });
    const { orphans, busy } = compared;
    return {
      tasks,
      wrong: {
        tasks: compared.wrong.sort(),
        openings: wrong
          .map(({ month, name, by }) => `opening of ${month}, ${name}: ${cellsInWords(by)}`)
          .sort(),
        spoilt: spoilt.map(({ pk, sk }) => `${pk} ${sk}: not as the store writes an entry`),
        orphans: orphans.map((id) => `${id}: has entries, and is gone`),
        busy: busy.map((id) => `${id}: changes all the time`),
      },
    };
  } finally {
    await buckets.close();
  }
}

/** Puts the tasks to be looked at into the buckets; `chosen` when they are not all. */
async function gatherTasks(
  store: Store,
  buckets: Buckets<Line>,
  { sample, progress }: RecountOptions,
): Promise<{ tasks: number; chosen: ReadonlySet<string> | undefined }> {
  const all = everyTask(store);
  const chosen = new Set<string>();
  let tasks = 0;
  let page: Line[] = [];
  progress.begin('tasks found', sample);
  for await (const taskId of sample ? firstOf(all, sample) : all) {
    page.push({ taskId });
    tasks += 1;
    if (sample) chosen.add(taskId);
    progress.step();
    if (page.length === 10_000) {
      await buckets.add(page);
      page = [];
    }
  }
  await buckets.add(page);
  return { tasks, chosen: sample ? chosen : undefined };
}

/** From the first month with entries to that of tomorrow: a deployment's month may begin before that of UTC. */
async function monthsOfCounts(store: Store, at: Instant): Promise<string[]> {
  const latest = monthOf(addDays(at.slice(0, 10), 1));
  const { beginning } = await openedBy(store, latest);
  return monthsFrom(beginning ?? (await findBeginning(store, latest)), latest);
}

const lastDayOf = (month: string) => addDays(firstDay(nextMonth(month)), -1);

async function rewriteOpenings(
  store: Store,
  calendar: Calendar,
  { months, opened, progress }: { months: string[]; opened: string[]; progress: Progress },
): Promise<void> {
  progress.begin('months summed anew', months.length * shards.length);
  for (const shard of shards) {
    const sums = openSums(store, calendar, shard);
    for (const month of months) {
      if (opened.includes(month))
        for (const { right } of await sums.compare(month)) await transact(store, [{ put: right }]);
      sums.add((await entriesInShard(store, month, shard)).entries, lastDayOf(month));
      progress.step();
    }
  }
}
