import { loadContext } from '../../../shared/actions/context.ts';
import type { Aggregate } from '../../../shared/domain/change.ts';
import type { Context } from '../../../shared/domain/decide/context.ts';
import { mayRead } from '../../../shared/domain/permissions.ts';
import { Refusal } from '../../../shared/domain/refusal.ts';
import type { Task } from '../../../shared/domain/task.ts';
import { listTasks } from '../../../shared/store/lists.ts';
import type { Position } from '../../../shared/store/merge.ts';
import { loadTask } from '../../../shared/store/tasks.ts';
import type { Call } from '../route.ts';
import type { Viewpoint } from '../views/task.ts';

/** What answers are seen from: names, calendar, and the moment of the request. */
export function viewpointOf(call: Pick<Call, 'at'>, context: Context): Viewpoint {
  return { directory: context.directory, calendar: context.calendar, at: call.at };
}

/** A task that the caller may see. @throws Refusal `task_not_found` for what is missing or invisible alike */
export async function readTask(
  call: Call,
  taskId: string,
): Promise<{ aggregate: Aggregate; view: Viewpoint; context: Context }> {
  const [aggregate, context] = await Promise.all([
    loadTask(call.world.store, taskId),
    loadContext(call.world, call.at),
  ]);
  if (!aggregate || !mayRead(context.directory, call.principal, aggregate.task)) {
    throw new Refusal('task_not_found', { taskId });
  }
  return { aggregate, context, view: viewpointOf(call, context) };
}

/** All children of a collective task: one per lead unit, so never many. */
export async function childrenOf(call: Call, taskId: string): Promise<Task[]> {
  const children: Task[] = [];
  let position: Position | undefined;
  do {
    const page = await listTasks(call.world.store, { of: 'parent', taskId }, {}, { limit: 200, position });
    children.push(...page.items);
    position = page.next;
  } while (position);
  return children;
}

/** Positions in cursors: the two parts of a merged list's place. */
export const positionText = (position: Position | undefined): string | undefined =>
  position && `${position.at} ${position.id}`;

export function positionOf(text: string | undefined): Position | undefined {
  if (text === undefined) return undefined;
  const cut = text.indexOf(' ');
  return { at: text.slice(0, cut), id: text.slice(cut + 1) };
}
