import type { Task } from './task.ts';

/**
 * "5 rõ": clear task, lead, coordination, deadline, product. A task lacking one is accepted, and listed as chưa rõ. The
 * lead is unclear while nobody answers for it; a collective task's leads are judged in its children.
 */
export function unclearOf(
  task: Pick<Task, 'content' | 'headId' | 'coordinatingUnitIds' | 'deadline' | 'product' | 'collective'>,
): Task['unclear'] {
  const { kind, current } = task.deadline;
  const unclear: Task['unclear'] = [];
  if (task.content.trim().length < 10) unclear.push('task');
  if (!task.headId && !task.collective) unclear.push('lead');
  if (task.coordinatingUnitIds.length === 0) unclear.push('coordination');
  if (!current && (kind === 'none' || kind === 'event')) unclear.push('deadline');
  if (!task.product) unclear.push('product');
  return unclear;
}
