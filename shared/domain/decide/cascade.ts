import type { Aggregate, Change, Command } from '../change.ts';
import { Refusal } from '../refusal.ts';
import type { Task } from '../task.ts';
import { verdictOf } from '../timing.ts';
import { type Context, changed, closeAll, noMessages, offLadder, openObligations } from './context.ts';
import { supersede } from './requests.ts';

export const isClosed = ({ status }: Pick<Task, 'status'>) =>
  status === 'completed' || status === 'cancelled';

/**
 * The parent's side of new tasks under it, committed with them. A collective task that was complete is open again: what it
 * stands for has grown.
 */
export function cascaded(parent: Aggregate, command: Command, added: readonly Task[]): Change {
  const { verdict: _v, closedAt: _c, ...open } = parent.task;
  const leadUnitIds = added.map((each) => each.leadUnitId);
  const grown = parent.task.collective
    ? { leadUnitIds: [...(parent.task.leadUnitIds ?? []), ...leadUnitIds], status: 'in_progress' as const }
    : {};
  return noMessages({
    task: changed(parent.task.collective ? open : parent.task, command.at, {
      ...grown,
      children: (parent.task.children ?? 0) + added.length,
    }),
    obligations: [],
    events: [{ type: 'cascaded', data: { taskIds: added.map((each) => each.id), leadUnitIds } }],
  });
}

/**
 * Work that was cascaded is done when its parts are, unless the policy on the duty says otherwise.
 * @throws Refusal `children_open`
 */
export function checkChildren({ obligations }: Aggregate, children: readonly Task[]): void {
  const [duty] = openObligations(obligations, 'perform');
  const open = children.filter((each) => !isClosed(each));
  if (open.length > 0 && duty?.policy.closesWithChildren)
    throw new Refusal('children_open', {
      open: open.length,
      total: children.length,
      codes: open
        .slice(0, 5)
        .map((each) => each.code)
        .join(', '),
    });
}

/**
 * A collective task has nothing to do itself: it is complete when the last of its children is closed, at that moment, and judged
 * by the last submission. Cancelled when all of them are. Undefined while there is one to wait for, and for recurring work,
 * which goes on until it is called off.
 */
export function rollUp(
  parent: Aggregate,
  command: Command,
  context: Pick<Context, 'calendar'>,
  children: readonly Task[],
): Change | undefined {
  const { task } = parent;
  if (!task.collective || isClosed(task) || task.deadline.recurrence) return undefined;
  if (children.length === 0) return undefined;
  if (!children.every(isClosed)) return undefined;
  const closedAt = latest(children.map((each) => each.closedAt)) ?? command.at;
  const done = children.filter((each) => each.status === 'completed');
  const submittedAt = latest(done.map((each) => each.verdict?.submittedAt));
  const verdict = submittedAt && verdictOf(context.calendar, task.deadline, submittedAt);
  return noMessages({
    task: changed(task, command.at, {
      status: done.length > 0 ? 'completed' : 'cancelled',
      closedAt,
      ...(verdict && { verdict }),
    }),
    obligations: [],
    events: [
      {
        type: 'rolled_up',
        data: { total: children.length, completed: done.length, ...(verdict && { verdict }) },
      },
    ],
  });
}

const latest = (moments: readonly (string | undefined)[]) =>
  moments
    .filter((each) => each !== undefined)
    .sort()
    .at(-1);

/** What was cascaded is called off with the task above it, or with the lead who had cascaded it. */
export function cancelWithParent(
  child: Aggregate,
  { id: parentId, code }: Task,
  command: Command,
  because: 'cancelled' | 'reassigned',
): Change {
  const asked = supersede(child, command.at);
  return noMessages({
    task: changed(offLadder(child.task), command.at, { status: 'cancelled', closedAt: command.at }),
    obligations: closeAll(child, 'cancelled', command.at),
    requests: asked.requests,
    events: [
      {
        type: because === 'cancelled' ? 'cancelled_with_parent' : 'cancelled_with_lead',
        data: { parentId, code },
      },
      ...asked.events,
    ],
  });
}

/**
 * The children of which a parent speaks now: all of them, and of recurring ones those of the earliest period that somebody still
 * has to report on, or else of the latest.
 */
export function presentOf(children: readonly Task[]): Task[] {
  const numbers = (some: readonly Task[]) => some.flatMap((each) => each.occurrence?.number ?? []);
  const missing = children.filter((each) => !isClosed(each) && each.status !== 'submitted');
  const waiting = numbers(missing);
  const present = waiting.length > 0 ? Math.min(...waiting) : Math.max(...numbers(children));
  return children.filter((each) => !each.occurrence || each.occurrence.number === present);
}
