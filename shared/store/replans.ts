import * as z from 'zod/mini';
import { calendarYear } from '../domain/calendar-year.ts';
import { text, whole } from '../domain/fields.ts';
import { type ObligationKind, obligationKind } from '../domain/policy-model.ts';
import { type Instant, instant } from '../domain/time.ts';
import type { Store } from './client.ts';
import { first, keys, last, partitions, shards } from './keys.ts';
import { inParallel, queryAll, queryPage, type Raw } from './reads.ts';
import { type TransactItem, transact } from './transact.ts';

/**
 * A change of a calendar or a policy that open tasks must follow. It stays `open` until a run that came late enough
 * to find everything has ended, so that a crash, or work registered under the old calendar in the same minute, loses nothing.
 */
const replanning = z.object({
  id: text,
  at: instant,
  byUserId: text,
  change: z.discriminatedUnion('because', [
    /** The year as it was before; absent where the system's default stood. */
    z.object({ because: z.literal('calendar'), year: whole, before: z.optional(calendarYear) }),
    z.object({ because: z.literal('policy'), kind: obligationKind }),
  ]),
  state: z.enum(['open', 'done']),
});
export type ReplanJob = z.infer<typeof replanning>;

export function replanItem(job: ReplanJob): TransactItem {
  return { put: { ...job, ...keys.replan(job.id), type: 'REPLAN' } };
}

export async function openReplans(store: Store): Promise<ReplanJob[]> {
  const items = await queryAll(store, { pk: keys.replan('').pk });
  return items.map((item) => replanning.parse(item)).filter((job) => job.state === 'open');
}

export async function endReplan(store: Store, job: ReplanJob): Promise<void> {
  await transact(store, [replanItem({ ...job, state: 'done' })]);
}

/** Ids of tasks with something that falls due, or is to happen by itself, at `from` or later. */
export async function tasksAffectedFrom(store: Store, from: Instant): Promise<string[]> {
  const found = await inParallel(shards, async (shard) => [
    ...(await idsIn(store, { index: 'gsi3', pk: partitions.tasks(true, shard) }, from, ({ id }) => id)),
    ...(await idsIn(store, { index: 'gsi3', pk: partitions.obligations(shard) }, from, taskOf)),
    ...(await idsIn(store, { index: 'gsi2', pk: partitions.alarms(shard) }, from, taskOf)),
  ]);
  return [...new Set(found.flat())].sort();
}

/** Ids of tasks with an open duty of the kind. */
export async function tasksWithOpen(store: Store, kind: ObligationKind): Promise<string[]> {
  const found = await inParallel(shards, (shard) =>
    idsIn(store, { index: 'gsi3', pk: partitions.obligations(shard) }, first, (item) =>
      item.kind === kind ? item.taskId : undefined,
    ),
  );
  return [...new Set(found.flat())].sort();
}

const taskOf = ({ taskId }: Raw) => taskId;

async function idsIn(
  store: Store,
  query: { index: 'gsi2' | 'gsi3'; pk: string },
  from: string,
  read: (item: Raw) => unknown,
): Promise<string[]> {
  const ids: string[] = [];
  let start: Raw | undefined;
  do {
    const page = await queryPage(store, { ...query, range: { from, to: last } }, undefined, start);
    ids.push(...page.items.map(read).filter((id) => typeof id === 'string'));
    start = page.next;
  } while (start);
  return ids;
}
