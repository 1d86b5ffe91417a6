import * as z from 'zod';
import { type CountEntry, countEntry } from '../../shared/domain/counts.ts';
import type { Store } from '../../shared/store/client.ts';
import { markedEntry } from '../../shared/store/counts.ts';
import { type Key, keys, partitions } from '../../shared/store/keys.ts';
import { visible } from '../../shared/store/marks.ts';
import { queryAll, type Raw } from '../../shared/store/reads.ts';
import { transact } from '../../shared/store/transact.ts';

/** An entry that reports cannot read, or that stands under another key than its own unit, day and task give it. */
export type Spoilt = Key & { item: Raw };

const keyText = /^(?<unitId>.+)#(?<day>\d{4}-\d\d-\d\d)#(?<taskId>[^#]+)#(?<seq>\d{8})#(?<n>\d+)$/;
const place = z.object({
  unitId: z.string(),
  day: z.string(),
  taskId: z.string(),
  seq: z.coerce.number(),
  n: z.coerce.number(),
});

/** The entries of a month for the units of one shard, and those that are spoilt. */
export async function entriesInShard(
  store: Store,
  month: string,
  shard: number,
): Promise<{ entries: CountEntry[]; spoilt: Spoilt[] }> {
  const items = await queryAll(store, { pk: partitions.counts(month, shard) });
  const sound: z.infer<typeof markedEntry>[] = [];
  const spoilt: Spoilt[] = [];
  for (const item of items) {
    const entry = markedEntry.safeParse(item).data;
    if (entry && isInPlace(entry, item)) sound.push(entry);
    else spoilt.push({ pk: String(item.pk), sk: String(item.sk), item });
  }
  const shown = await visible(store, sound);
  return { entries: shown.filter((entry) => entry !== undefined), spoilt };
}

function isInPlace({ group: { unitId }, day, taskId }: CountEntry, { pk, sk }: Raw): boolean {
  const written = place.safeParse(keyText.exec(String(sk))?.groups).data;
  if (!written) return false;
  const key = keys.count({ ...written, unitId, day, taskId });
  return key.pk === pk && key.sk === sk;
}

/** Puts an entry in its place that counts nothing and keeps what was found; what it should have counted is then missing. */
export async function setAside(store: Store, { pk, sk, item }: Spoilt): Promise<void> {
  const {
    unitId = '',
    day = '0001-01-01',
    taskId = '',
  } = place.safeParse(keyText.exec(sk)?.groups).data ?? {};
  const nothing = countEntry.parse({ group: { unitId }, day, taskId, code: '', cells: {} });
  await transact(store, [{ put: { ...nothing, pk, sk, type: 'COUNT', found: item } }]);
}
