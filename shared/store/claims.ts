import { isPublished, type Part } from './batches.ts';
import type { Store } from './client.ts';
import { CommitConflict } from './errors.ts';
import { getItems } from './reads.ts';
import type { Item } from './transact.ts';

/**
 * Items of which there may be one, as parts of a creation. Lists follow the table with a delay: only these know for certain that
 * no other import was first. What a dead import left is taken over.
 * @throws CommitConflict when one of them is taken
 */
export async function claimsOn(store: Store, items: readonly Item[]): Promise<Part[]> {
  const there = await getItems(
    store,
    items.map(({ pk, sk }) => ({ pk, sk })),
  );
  const marks = new Map(there.map(({ pk, batch }) => [String(pk), batch]));
  const parts: Part[] = [];
  for (const put of items) {
    const leftBy = marks.get(put.pk);
    if (!marks.has(put.pk)) parts.push({ put });
    else if (typeof leftBy === 'string' && !(await isPublished(store, leftBy))) parts.push({ put, leftBy });
    else throw new CommitConflict(`${put.pk} has just been imported`);
  }
  return parts;
}
