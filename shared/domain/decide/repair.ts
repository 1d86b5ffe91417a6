import { alarmPlan, ladderAction } from '../alarms.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import type { CountEntry } from '../counts.ts';
import type { Obligation } from '../obligation.ts';
import { type Context, noMessages, withNext } from './context.ts';

function openOne(aggregate: Aggregate, obligationId: string): Obligation | undefined {
  return aggregate.obligations.find((each) => each.id === obligationId && each.state === 'open');
}

/** A ladder that should have gone on and did not is started again under the next number. Undefined when it is not dead. */
export function restartLadder(
  aggregate: Aggregate,
  command: Command<{ obligationId: string; attempt: number }>,
): Change | undefined {
  const obligation = openOne(aggregate, command.input.obligationId);
  if (obligation?.next?.by !== 'escalate' || obligation.attempt >= command.input.attempt) return undefined;
  const { attempt } = command.input;
  return noMessages({
    task: aggregate.task,
    obligations: [{ ...obligation, attempt }],
    events: [{ type: 'ladder_restarted', data: { obligationId: obligation.id, attempt } }],
  });
}

/** Gives an open obligation with a due date that waits for nothing its next action back. Undefined when it has one. */
export function restoreNext(
  aggregate: Aggregate,
  command: Command<{ obligationId: string }>,
  context: Context,
): Change | undefined {
  const obligation = openOne(aggregate, command.input.obligationId);
  if (!obligation?.due || obligation.next) return undefined;
  const { at } = command;
  const plan = alarmPlan(context.calendar, obligation);
  const next =
    plan.find((each) => each.at > at || (each.alarm === 'deadline' && obligation.rung === 0)) ??
    ladderAction(context.calendar, obligation, obligation.rung + 1);
  if (!next) return undefined;
  return noMessages({
    task: aggregate.task,
    obligations: [withNext(obligation, next)],
    events: [{ type: 'alarm_restored', data: { obligationId: obligation.id, at: next.at } }],
  });
}

/** Notes on the task that its entries in the counts were put right; the entries themselves are written with it. */
export function correctCounts(aggregate: Aggregate, entries: readonly CountEntry[]): Change {
  return noMessages({
    task: aggregate.task,
    obligations: [],
    events: [
      {
        type: 'counts_corrected',
        data: { entries: entries.map(({ group, day, cells }) => ({ group, day, cells })) },
      },
    ],
  });
}
