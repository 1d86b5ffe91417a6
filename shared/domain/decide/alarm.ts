import { addressees, type Staff } from '../addressees.ts';
import { actionAfter, alarmPlan } from '../alarms.ts';
import { type Calendar, dueAfter, localDateOf } from '../calendar.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import type { NextAction, Obligation } from '../obligation.ts';
import type { Instant } from '../time.ts';
import { type Context, withNext } from './context.ts';
import { planMessages } from './plan-messages.ts';
import { withNextOccurrence } from './recur.ts';
import { overshadowed, withUpdates } from './rhythm.ts';
import { acceptBySilence } from './work.ts';

/** What a schedule carries: a pointer to an obligation and the moment it was set for. */
export type AlarmPointer = { obligationId: string; at: Instant };

export type AlarmDecision =
  | { answer: 'stale' }
  | { answer: 'commit'; change: Change }
  /** The escalation must be running before this is committed, or a crash between the two would leave nobody to urge. */
  | { answer: 'escalate'; obligation: Obligation; change: Change };

/** Which alarm this is, if it is still the one that the obligation waits for. An early, late or repeated one is not. */
export function expected(
  aggregate: Aggregate,
  pointer: AlarmPointer,
): { obligation: Obligation; alarm: NextAction } | undefined {
  const obligation = aggregate.obligations.find((each) => each.id === pointer.obligationId);
  const alarm = obligation?.next;
  if (!obligation || !alarm || obligation.state !== 'open') return undefined;
  return alarm.by === 'remind' && alarm.at === pointer.at ? { obligation, alarm } : undefined;
}

/**
 * One alarm of one obligation: a notice or reminder plans its mails, the deadline starts the ladder or closes by
 * silence. Stale when the obligation is closed or waits for another moment, so repeats and leftovers change nothing.
 */
export function decideAlarm(
  aggregate: Aggregate,
  command: Command<AlarmPointer>,
  context: Context & { staff: Staff },
): AlarmDecision {
  const found = expected(aggregate, command.input);
  if (!found || command.at < found.alarm.at) return { answer: 'stale' };
  const { obligation } = found;
  const alarm = overtaken(context.calendar, obligation, found.alarm, command.at);
  if (alarm.alarm === 'deadline') {
    if (obligation.kind === 'accept' && obligation.policy.silence === 'accepted') {
      const accepted = acceptBySilence(aggregate, command, context);
      return { answer: 'commit', change: withUpdates(aggregate, command, context, accepted) };
    }
    const next = actionAfter(context.calendar, obligation, alarm, command.at);
    const change: Change = {
      task: aggregate.task,
      obligations: [withNext(obligation, next)],
      events: [{ type: 'deadline_passed', data: { obligationId: obligation.id, kind: obligation.kind } }],
      messages: [],
    };
    const due = obligation.kind === 'perform' ? withNextOccurrence(command, context, change) : change;
    return next ? { answer: 'escalate', obligation, change: due } : { answer: 'commit', change: due };
  }
  return { answer: 'commit', change: remind(aggregate, command, context, obligation, alarm) };
}

/**
 * What an alarm that fires late has become: of several reminders missed in an outage the last one speaks, and once the
 * deadline is past there is nothing left to remind of. A notice stays one, being the first that the holder hears, unless
 * the holder's deadline is one that being told late does not move. A deadline that was past when the duty was resumed
 * is not overtaken by the notice of the resumption: what was overdue stays overdue.
 */
function overtaken(calendar: Calendar, obligation: Obligation, alarm: NextAction, at: Instant): NextAction {
  if (alarm.alarm === 'deadline') return alarm;
  const passed = alarmPlan(calendar, obligation).filter((each) => each.at > alarm.at && each.at <= at);
  const last = passed.at(-1) ?? alarm;
  if (alarm.alarm !== 'notice') return last;
  return last.alarm === 'deadline' && !obligation.policy.due ? last : alarm;
}

/** A holder who first hears of a duty when its term is over has the term from now: silence must not bind who was never asked. */
function inTime(calendar: Calendar, obligation: Obligation, alarm: NextAction, at: Instant): Obligation {
  const { due, policy } = obligation;
  const unheard = alarm.alarm === 'notice' && due !== undefined && alarm.at < due.at && due.at <= at;
  return unheard && policy.due ? { ...obligation, due: dueAfter(calendar, at, policy.due) } : obligation;
}

function remind(
  aggregate: Aggregate,
  command: Command<AlarmPointer>,
  context: Context & { staff: Staff },
  loaded: Obligation,
  alarm: NextAction,
): Change {
  const obligation = inTime(context.calendar, loaded, alarm, command.at);
  const { policy, holderUnitId } = obligation;
  const audience = alarm.alarm === 'notice' ? policy.notice : (policy.reminders[alarm.step]?.audience ?? []);
  const today = localDateOf(context.calendar, command.at);
  const to = addressees(
    context.directory,
    context.staff,
    { task: aggregate.task, holderUnitId },
    overshadowed(context.calendar, aggregate, obligation, command.at) ? [] : audience,
    today,
  );
  const occasion = alarm.alarm === 'notice' ? ('notice' as const) : ('reminder' as const);
  return {
    task: aggregate.task,
    obligations: [withNext(obligation, actionAfter(context.calendar, obligation, alarm, command.at))],
    events: [
      {
        type: occasion === 'notice' ? 'notified' : 'reminded',
        data: {
          obligationId: obligation.id,
          kind: obligation.kind,
          step: alarm.step,
          recipients: to.map((each) => each.userId),
        },
      },
    ],
    messages: planMessages(context, command, obligation, to, {
      alarm: occasion,
      step: alarm.step,
      urgent: occasion === 'notice' && aggregate.task.priority === 'urgent',
    }),
  };
}
