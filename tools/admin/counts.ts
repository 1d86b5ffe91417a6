import { addCells } from '../../shared/domain/balance.ts';
import { type Cells, countsOf, difference } from '../../shared/domain/counts.ts';
import type { Instant } from '../../shared/domain/time.ts';
import type { Store } from '../../shared/store/client.ts';
import { entriesOf, findBeginning, monthOf, monthsFrom } from '../../shared/store/counts.ts';
import { inParallel } from '../../shared/store/reads.ts';
import { loadTask } from '../../shared/store/tasks.ts';
import type { Progress } from './progress.ts';
import { everyTask } from './tasks.ts';

/** A commit between the two reads makes a task seem miscounted; at the second look it no longer does. */
const looks = 2;

/**
 * Counts every task anew, from how it stands, and compares with what its commits have entered: the one must be the sum of
 * the other. Returns a line for each task of which this is not so. Keeps a few numbers per task in memory.
 */
export async function verifyCounts(
  store: Store,
  at: Instant,
  progress: Progress,
): Promise<{ tasks: number; wrong: string[] }> {
  const ids = new Set<string>();
  for await (const id of everyTask(store)) ids.add(id);
  let suspects = [...ids];
  let wrong: string[] = [];
  for (let look = 0; look < looks && suspects.length > 0; look++) {
    const found = await compare(store, suspects, at, progress);
    suspects = found.map(({ id }) => id);
    wrong = found.map(({ id, by }) => `${id}: ${wordsOf(by)}`);
  }
  return { tasks: ids.size, wrong: wrong.sort() };
}

async function compare(
  store: Store,
  ids: readonly string[],
  at: Instant,
  progress: Progress,
): Promise<{ id: string; by: Cells }[]> {
  progress.begin('tasks counted', ids.length);
  const entered = await enteredFor(store, new Set(ids), at);
  const compared = await inParallel(ids, async (id) => {
    const aggregate = await loadTask(store, id);
    const counted: Cells = {};
    for (const entry of aggregate ? countsOf(store.timeZone, null, aggregate, at) : [])
      addCells(counted, entry.cells);
    progress.step();
    return { id, by: difference(entered.get(id) ?? {}, counted) };
  });
  return compared.filter(({ by }) => Object.keys(by).length > 0);
}

/** The sum of a task's entries over all months, without those that only say that it moved from one row to another. */
async function enteredFor(store: Store, ids: ReadonlySet<string>, at: Instant): Promise<Map<string, Cells>> {
  const sums = new Map<string, Cells>();
  // A deployment's month may begin before that of UTC; one that is still to come is empty.
  const latest = monthOf(new Date(Date.parse(at) + 24 * 3_600_000).toISOString());
  for (const month of monthsFrom(await findBeginning(store, latest), latest)) {
    for (const { taskId, cells } of await entriesOf(store, 'everything', month)) {
      if (!ids.has(taskId)) continue;
      const kept = Object.entries(cells).filter(([name]) => !name.startsWith('moved_'));
      sums.set(taskId, addCells(sums.get(taskId) ?? {}, Object.fromEntries(kept)));
    }
  }
  return sums;
}

const wordsOf = (by: Cells) =>
  Object.entries(by)
    .map(
      ([name, count]) => `${name} ${count > 0 ? `counted ${count} too often` : `counted ${-count} too few`}`,
    )
    .join(', ');
