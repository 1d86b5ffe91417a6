import type { Addressee } from '../addressees.ts';
import { morningOf } from '../alarms.ts';
import type { Calendar } from '../calendar.ts';
import { idFrom } from '../ids.ts';
import type { Message } from '../message.ts';
import type { ObligationPolicy } from '../policy-model.ts';
import type { Instant } from '../time.ts';

/** Something that is told to people beside the matters of their tasks: a frozen report, the agenda of a week. */
export type Notice = { alarm: 'report' | 'agenda'; id: string };

/** One ledger row per person, whatever number of posts they have; it is in the service of the first unit given. */
export function planNotices(
  calendar: Calendar,
  hours: ObligationPolicy['hours'],
  at: Instant,
  notice: Notice,
  to: readonly Addressee[],
): Message[] {
  const { morning, notBefore } = morningOf(calendar, hours, at);
  const first = to.filter(({ userId }, i) => to.findIndex((each) => each.userId === userId) === i);
  return first.map(({ userId, unitId, reason }) => ({
    id: idFrom('msg', at, `${userId}/${notice.alarm}/${notice.id}`),
    personId: userId,
    unitId,
    morning,
    notBefore,
    taskId: notice.id,
    obligationId: notice.id,
    alarm: notice.alarm,
    step: 0,
    reason,
    urgent: false,
    state: 'planned',
    plannedAt: at,
  }));
}
