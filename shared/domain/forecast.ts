import type { Staff } from './addressees.ts';
import { applyChange } from './apply.ts';
import type { Aggregate, Change, Command } from './change.ts';
import { decideAlarm } from './decide/alarm.ts';
import { type Context, openObligations, withNext } from './decide/context.ts';
import { decideRung } from './decide/escalate.ts';
import type { Message } from './message.ts';
import type { Obligation } from './obligation.ts';
import type { Instant } from './time.ts';

/** A mail to come, with the duty it is about as it stands when the mail is planned. */
export type Foreseen = { message: Message; obligation: Obligation };

/** More than any duty has in a year of weekly urging. */
const mostSteps = 200;

/**
 * The mails that one task will cause until `until` (included) if nobody does anything: its alarms are played forward with
 * the decisions that will really be taken, silence that counts as acceptance included. What is late at `from` happens at
 * `from`.
 */
export function forecast(
  aggregate: Aggregate,
  context: Context & { staff: Staff },
  from: Instant,
  until: Instant,
): Foreseen[] {
  const foreseen: Foreseen[] = [];
  let now = aggregate;
  for (let step = 0; step < mostSteps; step++) {
    const [first] = openObligations(now.obligations)
      .filter((each) => each.next !== undefined && each.next.at <= until)
      .sort((a, b) => ((a.next?.at ?? '') < (b.next?.at ?? '') ? -1 : 1));
    if (!first?.next) break;
    const at = first.next.at > from ? first.next.at : from;
    const change = stepOf(now, first, at, context) ?? stuck(now, first);
    now = applyChange(now, change);
    foreseen.push(
      ...change.messages.flatMap((message) => {
        const obligation = now.obligations.find((each) => each.id === message.obligationId);
        return obligation ? [{ message, obligation }] : [];
      }),
    );
  }
  return foreseen;
}

function stepOf(
  now: Aggregate,
  { id: obligationId, next, due }: Obligation,
  at: Instant,
  context: Context & { staff: Staff },
): Change | undefined {
  const command = <Input>(input: Input): Command<Input> => ({
    actor: { kind: 'system' },
    at,
    id: `forecast/${obligationId}/${at}`,
    input,
  });
  if (next?.by === 'remind') {
    const decision = decideAlarm(now, command({ obligationId, at: next.at }), context);
    return decision.answer === 'stale' ? undefined : decision.change;
  }
  const decision = decideRung(now, command({ obligationId, due: due?.at ?? '' }), context);
  return decision.answer === 'urge' ? decision.change : undefined;
}

/** A duty from which nothing follows is not asked again. */
const stuck = (now: Aggregate, obligation: Obligation): Change => ({
  task: now.task,
  obligations: [withNext(obligation, undefined)],
  events: [],
  messages: [],
});
