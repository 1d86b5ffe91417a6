import type { Addressee } from '../addressees.ts';
import { morningOf } from '../alarms.ts';
import type { Command } from '../change.ts';
import { idFrom } from '../ids.ts';
import type { Message } from '../message.ts';
import type { Obligation, Urging } from '../obligation.ts';
import type { Context } from './context.ts';

type Occasion = Pick<Message, 'alarm' | 'step' | 'urgent'> & {
  urging?: number;
  note?: string | undefined;
  requestId?: string;
  undelivered?: Message['undelivered'];
};

/** One ledger row per person, to be sent at the next moment when the send gate is open. Nothing is sent here. */
export function planMessages(
  context: Pick<Context, 'calendar'>,
  command: Command,
  obligation: Obligation,
  to: readonly Addressee[],
  occasion: Occasion,
): Message[] {
  const { morning, notBefore } = morningOf(context.calendar, obligation.policy.hours, command.at);
  return to.map(({ userId, unitId, reason }) => ({
    id: idFrom('msg', command.at, `${userId}/${obligation.id}/${occasion.alarm}/${occasion.step}`),
    personId: userId,
    unitId,
    morning,
    notBefore,
    taskId: obligation.taskId,
    obligationId: obligation.id,
    ...(obligation.due && { dueAt: obligation.due.at }),
    alarm: occasion.alarm,
    step: occasion.step,
    ...(occasion.urging !== undefined && { urging: occasion.urging }),
    reason,
    ...(occasion.undelivered && { undelivered: occasion.undelivered }),
    urgent: occasion.urgent,
    ...(occasion.requestId && { requestId: occasion.requestId }),
    ...(occasion.note && { note: occasion.note }),
    state: 'planned',
    plannedAt: command.at,
  }));
}

/** An urging that reached nobody does not count as one. */
export function counts(urging: Urging): boolean {
  return urging.recipients.some((userId) => !urging.bounced.includes(userId));
}

/**
 * The number of the urging that comes next: counted by unit and kind of duty on this task, across returns and
 * resumptions. A number whose urging reached nobody is given again, unless a later one was delivered meanwhile.
 */
export function nextUrging(obligations: readonly Obligation[], of: Obligation): number {
  return 1 + Math.max(0, ...earlierUrgings(obligations, of).map(({ number }) => number));
}

/**
 * Counted urgings of the same unit for the same kind of duty on this task, oldest first, across returns and resumptions. Whoever
 * takes over from a unit that is merged or split goes on with its numbers.
 */
export function earlierUrgings(obligations: readonly Obligation[], of: Obligation): Urging[] {
  const alike = obligations.filter((each) => each.kind === of.kind);
  const own = alike.filter((each) => each.holderUnitId === of.holderUnitId);
  const former = own.flatMap((each) => each.formerHolders ?? []).map((each) => each.unitId);
  return alike
    .filter((each) => each.holderUnitId === of.holderUnitId || former.includes(each.holderUnitId))
    .flatMap((each) => each.urgings)
    .filter(counts)
    .sort((a, b) => a.number - b.number);
}
