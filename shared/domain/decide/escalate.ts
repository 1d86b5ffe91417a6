import { addressees, type Staff } from '../addressees.ts';
import { dueRung, ladderAction, rungAt, rungOf } from '../alarms.ts';
import { localDateOf } from '../calendar.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import { isPrincipal, type NextAction, type Obligation, type Urging } from '../obligation.ts';
import type { Instant } from '../time.ts';
import { type Context, changed, withNext } from './context.ts';
import { nextUrging, planMessages } from './plan-messages.ts';
import { overshadowed } from './rhythm.ts';

/** What one ladder was started for: any change of the due moment ends it. `attempt` is that of its execution's name. */
export type LadderPointer = { obligationId: string; due: Instant; attempt?: number };

export type LadderDecision =
  | { answer: 'done'; reason: 'closed' | 'moved' | 'finished' }
  | { answer: 'wait'; wakeAt: Instant }
  | { answer: 'urge'; change: Change; wakeAt?: Instant };

/**
 * One step of an escalation: nothing yet, the next numbered urging, or the end. Asked again for a rung already taken it
 * answers with the next wake-up, so a repeat changes nothing. Rungs missed in an outage are taken as one, the highest.
 */
export function decideRung(
  aggregate: Aggregate,
  command: Command<LadderPointer>,
  context: Context & { staff: Staff },
): LadderDecision {
  const obligation = aggregate.obligations.find((each) => each.id === command.input.obligationId);
  if (obligation?.state !== 'open') return { answer: 'done', reason: 'closed' };
  if (obligation.due?.at !== command.input.due) return { answer: 'done', reason: 'moved' };
  const number = dueRung(context.calendar, obligation, command.at);
  if (number === undefined) {
    const wakeAt = rungAt(context.calendar, obligation, obligation.rung + 1);
    return wakeAt ? { answer: 'wait', wakeAt } : { answer: 'done', reason: 'finished' };
  }
  const next = ladderAction(context.calendar, obligation, number + 1);
  const change = urge(aggregate, obligation, number, next, command, context);
  return next ? { answer: 'urge', change, wakeAt: next.at } : { answer: 'urge', change };
}

/** The numbered urging of a rung, with the deadline and the restart on record if their own commits have not come through. */
function urge(
  aggregate: Aggregate,
  obligation: Obligation,
  number: number,
  next: NextAction | undefined,
  command: Command<LadderPointer>,
  context: Context & { staff: Staff },
): Change {
  const { task } = aggregate;
  const rung = rungOf(obligation, number);
  const spared = overshadowed(context.calendar, aggregate, obligation, command.at);
  const to = addressees(
    context.directory,
    context.staff,
    { task, holderUnitId: obligation.holderUnitId },
    spared ? [] : (rung?.audience ?? []),
    localDateOf(context.calendar, command.at),
  );
  const urging: Urging = {
    number: nextUrging(aggregate.obligations, obligation),
    at: command.at,
    rung: number,
    by: 'system',
    recipients: to.map((each) => each.userId),
    bounced: [],
  };
  const ontoAgenda = rung?.agenda === true && obligation.agendaAt === undefined;
  const agenda = ontoAgenda ? { agendaAt: command.at } : {};
  const attempt = Math.max(obligation.attempt, command.input.attempt ?? 0);
  const urgings = [...obligation.urgings, urging];
  const told = { obligationId: obligation.id, kind: obligation.kind };
  return {
    // The task tells of the ladder of its own state; those of requests are told by their duties.
    task: changed(
      task,
      command.at,
      isPrincipal(obligation)
        ? { urgings: task.urgings + (to.length > 0 ? 1 : 0), rung: number, ...agenda }
        : {},
    ),
    obligations: [withNext({ ...obligation, ...agenda, attempt, rung: number, urgings }, next)],
    events: [
      // A ladder may be faster than the commit of what started it, which is stale then: the deadline's alarm, the sweep.
      ...(obligation.next?.alarm === 'deadline' ? [{ type: 'deadline_passed', data: told }] : []),
      ...(attempt > obligation.attempt
        ? [{ type: 'ladder_restarted', data: { obligationId: obligation.id, attempt } }]
        : []),
      {
        type: 'urged',
        data: {
          ...told,
          number: urging.number,
          rung: number,
          by: 'system',
          recipients: urging.recipients,
          ...(rung?.draftDispatch && { draftDispatch: true }),
        },
      },
      ...(ontoAgenda
        ? [{ type: 'put_on_agenda', data: { obligationId: obligation.id, urgings: urging.number } }]
        : []),
    ],
    messages: planMessages(context, command, obligation, to, {
      alarm: 'rung',
      step: number,
      urging: urging.number,
      urgent: false,
    }),
  };
}
