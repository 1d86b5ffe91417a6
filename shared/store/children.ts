import type { Task } from '../domain/task.ts';
import type { Store } from './client.ts';
import { Busy } from './errors.ts';
import { partitions } from './keys.ts';
import { queryAll } from './reads.ts';
import { getTasks } from './tasks.ts';

/**
 * Every child of a task as it stands now. The index says which they are, the table how they stand: two siblings that close at the
 * same moment must not both see the other one open.
 * @throws Busy while the index does not know all of them yet
 */
export async function childrenOf(store: Store, parent: Pick<Task, 'id' | 'children'>): Promise<Task[]> {
  if (!parent.children) return [];
  const pointers = await queryAll(store, { index: 'gsi2', pk: partitions.parent(parent.id) });
  const found = await getTasks(
    store,
    pointers.map((each) => String(each.id)),
  );
  if (found.size < parent.children) throw new Busy(`children of ${parent.id} are not all in the index yet`);
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
