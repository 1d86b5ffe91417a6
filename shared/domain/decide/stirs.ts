import type { Task } from '../task.ts';

/** Whether a change of a task may concern those under it. */
export function stirs(before: Task, after: Task): boolean {
  return (
    after.children !== undefined &&
    ((before.status !== after.status && after.status === 'cancelled') ||
      before.leadUnitId !== after.leadUnitId ||
      before.deadline.current?.dueAt !== after.deadline.current?.dueAt)
  );
}
