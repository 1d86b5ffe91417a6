import type { z } from 'zod/mini';
import type { Aggregate, Change, Command } from '../change.ts';
import type { DeadlineInput } from '../deadline-terms.ts';
import { idFrom } from '../ids.ts';
import { Refusal } from '../refusal.ts';
import type { Contribution } from '../request.ts';
import type { product } from '../task.ts';
import { type Context, changed, closeObligation, noMessages, openObligation } from './context.ts';
import { dateToCome } from './judge.ts';
import { openDutyOf, requestOf } from './requests.ts';

export type NewContribution = {
  /** Those of the coordinating units that are asked; all unless named. */
  unitIds?: string[] | undefined;
  text: string;
  deadline?: DeadlineInput | undefined;
};

/**
 * The lead asks coordinating units for their part. Each owes it by the date named, or within the policy's term, is reminded and
 * urged on its own line; the clock of the lead runs on.
 * @throws Refusal `no_coordinating_units`, `not_coordinating`, and those of a deadline
 */
export function askContribution(
  aggregate: Aggregate,
  command: Command<NewContribution>,
  context: Context,
): Change {
  const { task: before } = aggregate;
  const { text, deadline } = command.input;
  const unitIds = command.input.unitIds ?? before.coordinatingUnitIds;
  if (unitIds.length === 0) throw new Refusal('no_coordinating_units', { taskId: before.id });
  const others = unitIds.flatMap((unitId, i) =>
    before.coordinatingUnitIds.includes(unitId)
      ? []
      : [{ pointer: `/unitIds/${i}`, code: 'not_coordinating', params: { unitId } }],
  );
  const [other] = others;
  if (other) throw new Refusal('not_coordinating', other.params, others);
  const named = deadline && dateToCome(context, command, deadline, '/deadline').due;
  const due = named && { date: named.date, at: named.dueAt };
  const byUserId = command.actor.userId ?? '';
  const requests = unitIds.map(
    (unitId): Contribution => ({
      kind: 'contribution',
      id: idFrom('ctr', command.at, `${byUserId}/${command.id}/${before.id}/${unitId}`),
      taskId: before.id,
      at: command.at,
      byUserId,
      byUnitId: before.leadUnitId,
      state: 'open',
      ...{ text, unitId },
    }),
  );
  const task = changed(before, command.at, {});
  return noMessages({
    task,
    obligations: requests.map(({ id, unitId }) =>
      openObligation(context, command, task, 'contribute', unitId, task.leadUnitId, due, { id }),
    ),
    requests,
    events: [
      {
        type: 'contribution_asked',
        data: {
          contributionIds: requests.map((each) => each.id),
          ...{ unitIds, text },
          ...(due && { date: due.date }),
        },
      },
    ],
  });
}

export type ContributionAnswer = {
  contributionId: string;
  text: string;
  products?: z.infer<typeof product>[] | undefined;
};

/** What the coordinating unit sends. @throws Refusal `contribution_not_found`, `request_closed` */
export function contribute(aggregate: Aggregate, command: Command<ContributionAnswer>): Change {
  const { contributionId, text, products = [] } = command.input;
  const asked = requestOf(aggregate, 'contribution', contributionId);
  const duty = openDutyOf(aggregate, asked);
  const answer = { at: command.at, byUserId: command.actor.userId ?? '', text, products };
  return noMessages({
    task: changed(aggregate.task, command.at, {}),
    obligations: [closeObligation(duty, 'contributed', command.at)],
    requests: [{ ...asked, state: 'closed', outcome: 'contributed', closedAt: command.at, answer }],
    events: [{ type: 'contributed', data: { contributionId, unitId: asked.unitId, text, products } }],
  });
}
