import type { Task } from '../domain/task.ts';
import { task as taskSchema } from '../domain/task.ts';
import type { Store } from './client.ts';
import { Busy } from './errors.ts';
import { partitions } from './keys.ts';
import { visible } from './marks.ts';
import { queryAll, queryPage, type Raw } from './reads.ts';
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

/**
 * The open tasks of one shard that stand under another or have others under them, as the index has them. Only the daily sweep
 * pays for looking through all that are open.
 */
export async function openRelatives(store: Store, shard: number): Promise<Task[]> {
  const found: Task[] = [];
  let start: Raw | undefined;
  do {
    const page = await queryPage(
      store,
      { index: 'gsi3', pk: partitions.tasks(true, shard) },
      undefined,
      start,
    );
    const read = page.items
      .filter((item) => item.parentId || item.children)
      .map((item) => taskSchema.parse(item));
    found.push(...(await visible(store, read)).filter((each) => each !== undefined));
    start = page.next;
  } while (start);
  return found;
}
