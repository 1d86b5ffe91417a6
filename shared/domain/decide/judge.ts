import type { z } from 'zod/mini';
import { localDateOf } from '../calendar.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import { readDeadline } from '../deadline.ts';
import type { Deadline } from '../deadline-model.ts';
import type { DeadlineInput } from '../deadline-terms.ts';
import { Refusal } from '../refusal.ts';
import type { qualityRating } from '../task.ts';
import { verdictOf } from '../timing.ts';
import {
  announced,
  type Context,
  changed,
  closeObligation,
  noMessages,
  offLadder,
  openObligation,
  withCurrent,
} from './context.ts';
import { supersede } from './requests.ts';
import { theOpen } from './work.ts';

export type Confirmation = {
  note?: string | undefined;
  quality?: z.infer<typeof qualityRating> | undefined;
  reasons?: string | undefined;
};

/**
 * The submission is accepted: the task is complete and its verdict frozen, judged at the time of the submission. A rating of the
 * result comes with its reasons.
 * @throws Refusal `reason_required`
 */
export function confirm(aggregate: Aggregate, command: Command<Confirmation>, context: Context): Change {
  const { task: before } = aggregate;
  const submittedAt = before.submission?.at ?? command.at;
  const verdict = verdictOf(context.calendar, before.deadline, submittedAt);
  const { note, quality: rating, reasons } = command.input;
  if (rating && !reasons)
    throw new Refusal('reason_required', {}, [{ pointer: '/reasons', code: 'reason_required' }]);
  const { at } = command;
  const quality = rating && reasons && { rating, reasons, at, byUserId: command.actor.userId ?? '' };
  const said = { ...(note && { note }), ...(quality && { quality: rating, reasons }) };
  // Who accepts the work as it is demands nothing more of it.
  const asked = supersede(aggregate, at);
  return noMessages({
    task: changed(offLadder(before), at, {
      ...{ status: 'completed', verdict, closedAt: at },
      ...(quality && { quality }),
    }),
    obligations: [closeObligation(theOpen(aggregate, 'confirm'), 'confirmed', at), ...asked.obligations],
    requests: asked.requests,
    events: [{ type: 'confirmed', data: { verdict, ...said } }, ...asked.events],
  });
}

/**
 * A date given by a decision: read like any deadline, but it must be a day to come.
 * @throws Refusal `deadline_unreadable`, `date_required`, `deadline_past`
 */
export function dateToCome(
  context: Context,
  command: Command,
  input: DeadlineInput,
  pointer: string,
): { read: Deadline; due: NonNullable<Deadline['current']> } {
  const read = readDeadline(input, {
    calendar: context.calendar,
    issuedOn: localDateOf(context.calendar, command.at),
    at: command.at,
    beforeMeansDayBefore: true,
  });
  if (!read.current) throw new Refusal('date_required', {}, [{ pointer, code: 'date_required' }]);
  if (read.current.dueAt <= command.at)
    throw new Refusal('deadline_past', { date: read.current.date }, [
      { pointer, code: 'deadline_past', params: { date: read.current.date } },
    ]);
  return { read, due: read.current };
}

/**
 * The submission is sent back with a reason and a new date. The new date is the unit's to work to; it moves the current
 * deadline only if later, and the verdict against the original deadline still tells.
 */
export function returnSubmission(
  aggregate: Aggregate,
  command: Command<{ reason: string; deadline: DeadlineInput }>,
  context: Context,
): Change {
  const { task: before } = aggregate;
  const { due } = dateToCome(context, command, command.input.deadline, '/deadline');
  const { current } = before.deadline;
  const later = !current || due.dueAt > current.dueAt;
  const deadline = later ? withCurrent(before.deadline, due, 'returned') : before.deadline;
  const task = changed(offLadder(before), command.at, {
    status: 'returned',
    deadline,
    returned: {
      at: command.at,
      byUserId: command.actor.userId ?? '',
      reason: command.input.reason,
      date: due.date,
    },
    returns: before.returns + 1,
  });
  const redo = openObligation(context, command, task, 'perform', task.leadUnitId, task.assignerUnitId, {
    date: due.date,
    at: due.dueAt,
  });
  return noMessages({
    task,
    obligations: [
      closeObligation(theOpen(aggregate, 'confirm'), 'returned', command.at),
      announced(context, redo),
    ],
    events: [{ type: 'returned', data: { reason: command.input.reason, date: due.date } }],
  });
}
