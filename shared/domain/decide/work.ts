import type { z } from 'zod/mini';
import type { Aggregate, Change, Command } from '../change.ts';
import { isPrincipal, type Obligation, type Outcome } from '../obligation.ts';
import { Refusal } from '../refusal.ts';
import type { product, Task } from '../task.ts';
import { checkChildren } from './cascade.ts';
import {
  announced,
  assignerSideOf,
  type Context,
  changed,
  closeObligation,
  dueOf,
  noMessages,
  offLadder,
  openObligation,
  openObligations,
} from './context.ts';
import { withNextOccurrence } from './recur.ts';
import { supersede } from './requests.ts';

/** The one open obligation of a kind that the task's state promises; what was asked beside it is not meant. */
export function theOpen(aggregate: Aggregate, kind: Obligation['kind']): Obligation {
  const found = openObligations(aggregate.obligations, kind).find(isPrincipal);
  if (!found)
    throw new Refusal('wrong_state', { action: kind, status: aggregate.task.status, allowed: kind });
  return found;
}

function takeUp(
  aggregate: Aggregate,
  command: Command,
  context: Context,
  closing: Obligation,
  outcome: Outcome,
  fields: Partial<Task>,
  event: Change['events'][number],
): Change {
  const task = changed(offLadder(aggregate.task), command.at, { status: 'accepted', ...fields });
  const perform = openObligation(
    context,
    command,
    task,
    'perform',
    task.leadUnitId,
    task.assignerUnitId,
    dueOf(task),
  );
  return noMessages({
    task,
    obligations: [
      closeObligation(closing, outcome, command.at),
      outcome === 'accepted' ? perform : announced(context, perform),
    ],
    events: [event],
  });
}

/** The lead unit takes the task on; its duty to perform begins. */
export function accept(
  aggregate: Aggregate,
  command: Command<{ note?: string | undefined }>,
  context: Context,
): Change {
  const event = { type: 'accepted', data: { ...(command.input.note && { note: command.input.note }) } };
  return takeUp(aggregate, command, context, theOpen(aggregate, 'accept'), 'accepted', {}, event);
}

/** Silence past the term to accept or dispute counts as acceptance, and is flagged. */
export function acceptBySilence(aggregate: Aggregate, command: Command, context: Context): Change {
  const closing = theOpen(aggregate, 'accept');
  const event = { type: 'accepted_by_silence', data: { obligationId: closing.id } };
  return takeUp(aggregate, command, context, closing, 'silence', { acceptedBySilence: true }, event);
}

/** The lead unit says that the task is not its own; the assigner's side must decide. */
export function dispute(
  aggregate: Aggregate,
  command: Command<{ reason: string; suggestedUnitId?: string | undefined }>,
  context: Context,
): Change {
  const { reason, suggestedUnitId } = command.input;
  const data = { reason, ...(suggestedUnitId && { suggestedUnitId }) };
  const task = changed(offLadder(aggregate.task), command.at, {
    status: 'disputed',
    dispute: { at: command.at, byUserId: command.actor.userId ?? '', ...data },
  });
  const holder = assignerSideOf(context, task, command.at);
  return noMessages({
    task,
    obligations: [
      closeObligation(theOpen(aggregate, 'accept'), 'disputed', command.at),
      openObligation(context, command, task, 'decide', holder, task.leadUnitId),
    ],
    events: [{ type: 'disputed', data }],
  });
}

/** The assignment is upheld against a dispute: the lead unit must perform. To give it to another unit, reassign. */
export function upholdAssignment(
  aggregate: Aggregate,
  command: Command<{ reason: string }>,
  context: Context,
): Change {
  const event = { type: 'assignment_upheld', data: { reason: command.input.reason } };
  return takeUp(aggregate, command, context, theOpen(aggregate, 'decide'), 'upheld', {}, event);
}

/** A dated report on a task under way. */
export function progress(
  aggregate: Aggregate,
  command: Command<{ note: string; percent?: number | undefined }>,
): Change {
  const { note, percent } = command.input;
  const data = { note, ...(percent !== undefined && { percent }) };
  const task = changed(aggregate.task, command.at, {
    status: 'in_progress',
    progress: { ...data, at: command.at, byUserId: command.actor.userId ?? '' },
  });
  return noMessages({ task, obligations: [], events: [{ type: 'progress_reported', data }] });
}

export type Submission = {
  note?: string | undefined;
  products?: z.infer<typeof product>[] | undefined;
  lateReason?: string | undefined;
};

/**
 * The lead unit reports the task done: its clock stops, that of whoever must confirm begins. It went on without what it
 * still asked for.
 * @throws Refusal `children_open`
 */
export function submit(
  aggregate: Aggregate,
  command: Command<Submission>,
  context: Context & { children: readonly Task[] },
): Change {
  checkChildren(aggregate, context.children);
  const { note, products = [], lateReason } = command.input;
  const data = { products, ...(note && { note }), ...(lateReason && { lateReason }) };
  const task = changed(offLadder(aggregate.task), command.at, {
    status: 'submitted',
    submission: { ...data, at: command.at, byUserId: command.actor.userId ?? '' },
  });
  const holder = assignerSideOf(context, task, command.at);
  const asked = supersede(aggregate, command.at, (each) => each.kind !== 'rectification');
  const change = noMessages({
    task,
    obligations: [
      closeObligation(theOpen(aggregate, 'perform'), 'submitted', command.at),
      ...asked.obligations,
      openObligation(context, command, task, 'confirm', holder, task.leadUnitId),
    ],
    requests: asked.requests,
    events: [{ type: 'submitted', data }, ...asked.events],
  });
  return withNextOccurrence(command, context, change);
}
