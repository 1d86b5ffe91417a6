import type { Task } from '../domain/task.ts';
import type { Store } from './client.ts';
import { listTasks, type TaskScope } from './lists.ts';
import type { Page, Position } from './merge.ts';
import { inParallel } from './reads.ts';

/** Every page of a list. */
export async function everyPage<T>(read: (position: Position | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let position: Position | undefined;
  do {
    const page = await read(position);
    items.push(...page.items);
    position = page.next;
  } while (position);
  return items;
}

/** The tasks of a list and everything below them, every task after the one above it. A query for each that has some below it. */
export async function treesOf(
  store: Store,
  scope: TaskScope & { of: 'directive' | 'alone' | 'parent' },
): Promise<Task[]> {
  const tasks = await everyPage((position) => listTasks(store, scope, {}, { limit: 500, position }));
  const below = await inParallel(
    tasks.filter((task) => task.children),
    (task) => treesOf(store, { of: 'parent', taskId: task.id }),
  );
  return [...tasks, ...below.flat()];
}
