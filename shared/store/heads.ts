import * as z from 'zod/mini';
import type { ChainHead } from '../domain/event-chain.ts';
import { optionalText, text, whole } from '../domain/fields.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from './client.ts';
import { partitions, shards } from './keys.ts';
import { visible } from './marks.ts';
import { inParallel, queryAll } from './reads.ts';

const lastEvent = z.object({
  taskId: text,
  seq: whole,
  hash: text,
  batch: optionalText,
});

/**
 * Of each task that changed in [from, to), the last event committed in that time, by task id. Costs what happened then, whatever
 * else is stored.
 */
export async function headsBetween(
  store: Store,
  from: Instant,
  to: Instant,
): Promise<Map<string, ChainHead>> {
  const queries = monthsBetween(from, to).flatMap((month) =>
    shards.map((shard) => ({
      index: 'gsi1' as const,
      pk: partitions.chains(month, shard),
      // Sort keys go on behind the moment, so `to` itself is left out.
      range: { from, to },
    })),
  );
  const heads = new Map<string, ChainHead>();
  const found = await inParallel(queries, async (query) => {
    const items = await queryAll(store, query);
    return visible(
      store,
      items.map((item) => lastEvent.parse(item)),
    );
  });
  for (const each of found.flat())
    if (each && each.seq > (heads.get(each.taskId)?.seq ?? 0))
      heads.set(each.taskId, { seq: each.seq, hash: each.hash });
  return heads;
}

/** `yyyy-mm`, of UTC as the moments are. */
function monthsBetween(from: Instant, to: Instant): string[] {
  const months: string[] = [];
  const month = new Date(`${from.slice(0, 7)}-01T00:00:00.000Z`);
  for (; month.toISOString() < to; month.setUTCMonth(month.getUTCMonth() + 1))
    months.push(month.toISOString().slice(0, 7));
  return months;
}
