import * as z from 'zod/mini';
import type {
  Contribution,
  Extension,
  Proposal,
  Rectification,
  Request,
} from '../../../shared/domain/request.ts';
import { product } from '../../../shared/domain/task.ts';
import type { Instant } from '../../../shared/domain/time.ts';
import { localDate } from '../schemas/domain.ts';
import { moment, momentIn } from './moment.ts';
import { unitRef, unitRefOf } from './organisation.ts';
import type { Viewpoint } from './task.ts';

const asked = {
  id: z.string(),
  taskId: z.string(),
  at: moment,
  byUserId: z.string(),
  byUnit: unitRef,
  state: z.enum(['open', 'closed']),
  closedAt: z.nullable(moment),
};

export const extensionView = z
  .object({
    ...asked,
    number: z.int().with(z.describe('Counted on the task from 1, refused and superseded ones included.')),
    reason: z.string(),
    requested: localDate.with(z.describe('The last day asked for.')),
    requestedDueAt: moment,
    from: localDate.with(z.describe('The last day worked to when it was asked.')),
    late: z.boolean().with(z.describe('Asked nearer to the deadline than the policy wants.')),
    outcome: z.nullable(z.enum(['approved', 'refused', 'superseded'])),
    decision: z.nullable(
      z.object({
        at: moment,
        byUserId: z.string(),
        byUnit: z.nullable(unitRef),
        date: z.nullable(localDate).with(z.describe('The date granted.')),
        reason: z.nullable(z.string()),
      }),
    ),
  })
  .register(z.globalRegistry, { id: 'Extension', description: 'A request to move the deadline (gia hạn).' });

const said = z.object({ at: moment, byUserId: z.string(), text: z.string() });

export const proposalView = z
  .object({
    ...asked,
    text: z.string(),
    addressedTo: unitRef.with(z.describe('The body that must answer; after an appeal, the one appealed to.')),
    blocking: z
      .boolean()
      .with(z.describe('While it waits, the days are the addressee’s and not the lead unit’s.')),
    outcome: z.nullable(z.enum(['answered', 'superseded'])),
    interim: z.array(said),
    answer: z.nullable(said),
    appeal: z.nullable(
      z.object({
        at: moment,
        byUserId: z.string(),
        reason: z.string(),
        from: unitRef,
        against: z
          .nullable(said)
          .with(z.describe('The answer appealed against; null when there was none in time.')),
      }),
    ),
  })
  .register(z.globalRegistry, {
    id: 'Proposal',
    description: 'A question or a blocking issue that a superior must answer (kiến nghị).',
  });

export const contributionView = z
  .object({
    ...asked,
    text: z.string(),
    unit: unitRef.with(z.describe('The coordinating unit that is asked.')),
    outcome: z.nullable(z.enum(['contributed', 'superseded'])),
    answer: z.nullable(z.extend(said, { products: z.array(product) })),
  })
  .register(z.globalRegistry, {
    id: 'Contribution',
    description: 'What the lead asks of a coordinating unit.',
  });

export function viewContribution(each: Contribution, view: Viewpoint): z.input<typeof contributionView> {
  const { text, outcome, answer } = each;
  return {
    ...common(each, view),
    text,
    unit: unitRefOf(view.directory, each.unitId),
    outcome: outcome ?? null,
    answer: answer ? { ...answer, at: momentIn(view.calendar.timeZone, answer.at) } : null,
  };
}

export const rectificationView = z
  .object({
    ...asked,
    demand: z.string(),
    due: localDate.with(z.describe('The last day to correct it.')),
    outcome: z.nullable(z.enum(['rectified', 'superseded'])),
    answer: z.nullable(said),
  })
  .register(z.globalRegistry, {
    id: 'Rectification',
    description: 'A demand to correct a shortcoming (chấn chỉnh).',
  });

export function viewRectification(each: Rectification, view: Viewpoint): z.input<typeof rectificationView> {
  const { demand, due, outcome, answer } = each;
  return {
    ...common(each, view),
    ...{ demand, due: due.date },
    outcome: outcome ?? null,
    answer: answer ? { ...answer, at: momentIn(view.calendar.timeZone, answer.at) } : null,
  };
}

function common(each: Request, view: Viewpoint) {
  const { id, taskId, byUserId, state, closedAt } = each;
  const when = (instant: Instant) => momentIn(view.calendar.timeZone, instant);
  const byUnit = unitRefOf(view.directory, each.byUnitId);
  return {
    id,
    taskId,
    byUserId,
    state,
    byUnit,
    at: when(each.at),
    closedAt: closedAt ? when(closedAt) : null,
  };
}

export function viewExtension(each: Extension, view: Viewpoint): z.input<typeof extensionView> {
  const when = (instant: Instant) => momentIn(view.calendar.timeZone, instant);
  const { number, reason, late, outcome, decision } = each;
  return {
    ...common(each, view),
    ...{ number, reason, late },
    requested: each.requested.date,
    requestedDueAt: when(each.requested.dueAt),
    from: each.from.date,
    outcome: outcome ?? null,
    decision: decision
      ? {
          at: when(decision.at),
          byUserId: decision.byUserId,
          byUnit: decision.byUnitId ? unitRefOf(view.directory, decision.byUnitId) : null,
          date: decision.date ?? null,
          reason: decision.reason ?? null,
        }
      : null,
  };
}

export function viewProposal(each: Proposal, view: Viewpoint): z.input<typeof proposalView> {
  const when = (instant: Instant) => momentIn(view.calendar.timeZone, instant);
  const words = (one: NonNullable<Proposal['answer']>) => ({ ...one, at: when(one.at) });
  const { text, blocking, outcome, interim, answer, appeal } = each;
  return {
    ...common(each, view),
    ...{ text, blocking },
    addressedTo: unitRefOf(view.directory, each.addressedToUnitId),
    outcome: outcome ?? null,
    interim: interim.map(words),
    answer: answer ? words(answer) : null,
    appeal: appeal
      ? {
          at: when(appeal.at),
          byUserId: appeal.byUserId,
          reason: appeal.reason,
          from: unitRefOf(view.directory, appeal.fromUnitId),
          against: appeal.against ? words(appeal.against) : null,
        }
      : null,
  };
}
