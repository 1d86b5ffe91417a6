import { type Addressee, addressees, officeOf, type Staff } from '../addressees.ts';
import { localDateOf } from '../calendar.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import type { Message } from '../message.ts';
import { isPrincipal, type Urging } from '../obligation.ts';
import { type Context, changed } from './context.ts';
import { counts, planMessages } from './plan-messages.ts';

/**
 * A mail that could not be delivered is itself escalated: the post is found empty, and whoever stands next in the
 * hierarchy is written to instead, with the unit's and the office's administrators, who must correct the address. The
 * urging it carried does not count until somebody was reached. Undefined when the matter is closed.
 */
export function undelivered(
  aggregate: Aggregate,
  command: Command<{ row: Message }>,
  context: Context & { staff: Staff },
): Change | undefined {
  const { row } = command.input;
  const obligation = aggregate.obligations.find((each) => each.id === row.obligationId);
  if (obligation?.state !== 'open') return undefined;
  const date = localDateOf(context.calendar, command.at);
  const { holderUnitId } = obligation;
  const matter = { task: aggregate.task, holderUnitId };
  const office = officeOf(context.directory, aggregate.task, holderUnitId, date);
  const instead = [
    ...addressees(context.directory, context.staff, matter, ['head'], date),
    ...administrators(context.staff, [holderUnitId, ...(office ? [office] : [])]),
  ].filter(
    (each, i, all) =>
      each.userId !== row.personId && all.findIndex((one) => one.userId === each.userId) === i,
  );
  const urgings = obligation.urgings.map((each) =>
    // A number that reached nobody was given again: only the urging that went to this person is meant.
    each.number === row.urging && each.recipients.includes(row.personId)
      ? withBounce(each, row.personId, instead)
      : each,
  );
  const lost = obligation.urgings.filter(counts).length - urgings.filter(counts).length;
  const { task } = aggregate;
  return {
    task:
      row.urging === undefined
        ? task
        : changed(task, command.at, isPrincipal(obligation) ? { urgings: task.urgings - lost } : {}),
    obligations: [{ ...obligation, urgings }],
    events: [
      {
        type: 'undelivered',
        data: {
          obligationId: obligation.id,
          messageId: row.id,
          personId: row.personId,
          ...(row.urging !== undefined && { urging: row.urging }),
          instead: instead.map((each) => each.userId),
        },
      },
    ],
    messages: planMessages(context, command, obligation, instead, {
      alarm: 'undelivered',
      step: row.urging ?? 0,
      ...(row.urging !== undefined && { urging: row.urging }),
      undelivered: { personId: row.personId, unitId: row.unitId, morning: row.morning },
      urgent: true,
    }),
  };
}

function withBounce(urging: Urging, personId: string, instead: readonly Addressee[]): Urging {
  const recipients = [...new Set([...urging.recipients, ...instead.map((each) => each.userId)])];
  return { ...urging, recipients, bounced: [...new Set([...urging.bounced, personId])] };
}

function administrators(staff: Staff, unitIds: readonly string[]): Addressee[] {
  return unitIds.flatMap((unitId) =>
    (staff.get(unitId) ?? [])
      .filter((member) => member.roles.includes('admin') && member.unreachable === undefined)
      .map((member) => ({ userId: member.userId, unitId, reason: 'administrator' as const })),
  );
}
