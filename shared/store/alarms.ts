import type { Obligation } from '../domain/obligation.ts';
import { obligation as obligationSchema } from '../domain/obligation.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from './client.ts';
import { first, partitions, shards } from './keys.ts';
import { visible } from './marks.ts';
import { inParallel, queryPage, type Raw } from './reads.ts';

/** Open obligations whose next action should have happened before `before`, longest overdue first. */
export async function overdueAlarms(
  store: Store,
  before: Instant,
  shard: number,
  limit: number,
): Promise<Obligation[]> {
  return alarms(store, shard, { from: first, to: before }, limit);
}

/** Open obligations whose next action falls into [from, to), soonest first, over all shards. */
export async function alarmsBetween(store: Store, from: Instant, to: Instant): Promise<Obligation[]> {
  const found = await inParallel(shards, (shard) => alarms(store, shard, { from, to }));
  return found.flat().sort((a, b) => ((a.next?.at ?? '') < (b.next?.at ?? '') ? -1 : 1));
}

async function alarms(
  store: Store,
  shard: number,
  range: { from: string; to: string },
  limit = Number.POSITIVE_INFINITY,
): Promise<Obligation[]> {
  const found: Obligation[] = [];
  let start: Raw | undefined;
  do {
    const size = Number.isFinite(limit) ? limit - found.length : undefined;
    const page = await queryPage(store, { index: 'gsi2', pk: partitions.alarms(shard), range }, size, start);
    const read = page.items.map((item) => obligationSchema.parse(item));
    found.push(...(await visible(store, read)).filter((each) => each !== undefined));
    start = page.next;
  } while (start && found.length < limit);
  return found;
}

/**
 * Open obligations that have a due date and wait for nothing, in one shard of all that are open. There should be none;
 * only the daily sweep pays for looking (about 200 pages a day for 100,000 open obligations).
 */
export async function withoutNextAction(store: Store, shard: number): Promise<Obligation[]> {
  const found: Obligation[] = [];
  let start: Raw | undefined;
  do {
    const page = await queryPage(
      store,
      { index: 'gsi3', pk: partitions.obligations(shard) },
      undefined,
      start,
    );
    const read = page.items
      .filter((item) => item.due && !item.next)
      .map((item) => obligationSchema.parse(item));
    found.push(...(await visible(store, read)).filter((each) => each !== undefined));
    start = page.next;
  } while (start);
  return found;
}
