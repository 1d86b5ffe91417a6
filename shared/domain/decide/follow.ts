import type { Aggregate, Change, Command } from '../change.ts';
import type { Task } from '../task.ts';
import { cancelWithParent, isClosed } from './cascade.ts';
import { type Context, changed, noMessages, offLadder, openObligations, withCurrent } from './context.ts';
import { movedDuties } from './move-due.ts';
import { withUpdates } from './rhythm.ts';

/** How an open task is out of step with the one above it. */
type Step = 'cancelled' | 'reassigned' | 'moved';

/**
 * What has happened to a task and has not yet reached one under it; undefined where all is as it should be. Told from how the two
 * stand, so that it does not matter which record of the change was lost or came twice.
 */
export function stepMissed(parent: Task, child: Task): Step | undefined {
  if (isClosed(child)) return undefined;
  if (parent.status === 'cancelled') return 'cancelled';
  if (isClosed(parent)) return undefined;
  if (!parent.collective && !leadAs(parent).includes(child.assignerUnitId)) return 'reassigned';
  const { current } = parent.deadline;
  const follows = child.deadline.fromParent && child.status !== 'suspended';
  return follows && current && current.dueAt !== child.deadline.current?.dueAt ? 'moved' : undefined;
}

/** The units as which the lead cascades: itself, and those in whose place it leads since they were merged or dissolved. */
function leadAs({ leadUnitId, formerLeads }: Task): string[] {
  const ids = [leadUnitId];
  for (const { unitId, successionId } of formerLeads.toReversed()) {
    if (!successionId) break;
    ids.push(unitId);
  }
  return ids;
}

/**
 * The task under another as it stands after what happened to that one: called off with it, or when it was given to another lead,
 * who goes about it anew; or at its new date, if it works to the date of that one.
 */
export function alignWithParent(
  child: Aggregate,
  parent: Task,
  command: Command,
  context: Context,
): Change | undefined {
  const step = stepMissed(parent, child.task);
  if (step === 'moved')
    return withUpdates(child, command, context, followDate(child, parent, command, context));
  return step && cancelWithParent(child, parent, command, step);
}

function followDate(child: Aggregate, parent: Task, { at }: Command, context: Context): Change {
  const { task: before } = child;
  const { id: parentId, code } = parent;
  const date = parent.deadline.current ?? before.deadline.current;
  if (!date) throw new TypeError(`${parentId} has no date to follow`);
  // After a return the lead works to the date of that, which stands.
  const performs = openObligations(child.obligations, 'perform').filter(
    (each) => each.due?.at === before.deadline.current?.dueAt,
  );
  const task = changed(performs.length > 0 ? offLadder(before) : before, at, {
    deadline: { ...withCurrent(before.deadline, date, 'followed_parent'), fromParent: true },
  });
  return noMessages({
    task,
    obligations: movedDuties(context, child, task, performs, at),
    events: [{ type: 'deadline_followed', data: { parentId, code, date: date.date } }],
  });
}
