import { addressees, type Staff } from '../addressees.ts';
import { localDateOf } from '../calendar.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import { isPrincipal, type Obligation, type Urging } from '../obligation.ts';
import { Refusal } from '../refusal.ts';
import { type Context, changed, openObligations } from './context.ts';
import { nextUrging, planMessages } from './plan-messages.ts';

/** The duty that a person who urges means: the one named, or the one that the task's state waits for. */
function waitedFor(aggregate: Aggregate, obligationId: string | undefined): Obligation {
  const first = openObligations(aggregate.obligations).find((each) =>
    obligationId ? each.id === obligationId : isPrincipal(each),
  );
  if (!first) throw new Refusal('nothing_to_urge', { taskId: aggregate.task.id });
  return first;
}

/** A numbered đôn đốc by a person, to the holder's officer and head, counted with the automatic ones. */
export function urge(
  aggregate: Aggregate,
  command: Command<{ note?: string | undefined; obligationId?: string | undefined }>,
  context: Context & { staff: Staff },
): Change {
  const obligation = waitedFor(aggregate, command.input.obligationId);
  const to = addressees(
    context.directory,
    context.staff,
    { task: aggregate.task, holderUnitId: obligation.holderUnitId },
    ['officer', 'head'],
    localDateOf(context.calendar, command.at),
  );
  if (to.length === 0) throw new Refusal('nobody_to_urge', { unitId: obligation.holderUnitId });
  const number = nextUrging(aggregate.obligations, obligation);
  const { note } = command.input;
  const urging: Urging = {
    number,
    at: command.at,
    rung: obligation.rung,
    by: 'person',
    ...(command.actor.userId && { byUserId: command.actor.userId }),
    recipients: to.map((each) => each.userId),
    bounced: [],
  };
  const { task } = aggregate;
  return {
    task: changed(task, command.at, isPrincipal(obligation) ? { urgings: task.urgings + 1 } : {}),
    obligations: [{ ...obligation, urgings: [...obligation.urgings, urging] }],
    events: [
      {
        type: 'urged',
        data: {
          obligationId: obligation.id,
          kind: obligation.kind,
          number,
          by: 'person',
          recipients: urging.recipients,
          ...(note && { note }),
        },
      },
    ],
    messages: planMessages(context, command, obligation, to, {
      alarm: 'urge',
      step: number,
      urging: number,
      urgent: true,
      note,
    }),
  };
}
