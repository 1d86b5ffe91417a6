import type { Aggregate, Change, Command } from '../change.ts';
import { Refusal } from '../refusal.ts';
import type { Conclusion, Task } from '../task.ts';
import type { Instant } from '../time.ts';
import { changed, noMessages } from './context.ts';

export type NewConclusion = {
  [Name in keyof Omit<Conclusion, 'at' | 'byUserId' | 'byUnitId'>]: Conclusion[Name] | undefined;
} & Pick<Conclusion, 'nature' | 'degree' | 'cause' | 'responsibility'>;

/** Not finished in time, or not done as it should be: sent back, late, rated poor, or given up. */
function wanting(task: Task, at: Instant): boolean {
  const due = task.deadline.current?.dueAt;
  if (task.status === 'completed')
    return task.returns > 0 || task.quality?.rating === 'poor' || task.verdict?.againstOriginal === 'late';
  return task.status === 'cancelled' || task.returns > 0 || (due !== undefined && due <= at);
}

/**
 * Puts the conclusion of an inspection on record. The inspector only reads: the body to which it reports, or its office, enters it.
 * It changes nothing else, and may follow long after the task is closed.
 * @throws Refusal `nothing_to_conclude`
 */
export function conclude(aggregate: Aggregate, command: Command<NewConclusion>): Change {
  const { task } = aggregate;
  if (!wanting(task, command.at)) throw new Refusal('nothing_to_conclude', { status: task.status });
  const { nature, degree, cause, responsibility, document } = command.input;
  const found = { nature, degree, cause, responsibility, ...(document && { document }) };
  const { userId = '', unitId } = command.actor;
  const conclusion = { ...found, at: command.at, byUserId: userId, ...(unitId && { byUnitId: unitId }) };
  return noMessages({
    task: changed(task, command.at, { conclusions: [...(task.conclusions ?? []), conclusion] }),
    obligations: [],
    events: [{ type: 'inspection_concluded', data: found }],
  });
}
