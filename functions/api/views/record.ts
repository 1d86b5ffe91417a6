import * as z from 'zod/mini';
import type { Directive } from '../../../shared/domain/directive.ts';
import { actor, type Event } from '../../../shared/domain/event.ts';
import { type Message, message, messageReason } from '../../../shared/domain/message.ts';
import { nextAction, type Obligation, outcome, urging } from '../../../shared/domain/obligation.ts';
import { obligationKind } from '../../../shared/domain/policy-model.ts';
import type { Request } from '../../../shared/domain/request.ts';
import { type Task, taskStatus } from '../../../shared/domain/task.ts';
import type { Instant } from '../../../shared/domain/time.ts';
import { workingDaysLeft } from '../../../shared/domain/timing.ts';
import { localDate, oneOf } from '../schemas/domain.ts';
import { moment, momentIn } from './moment.ts';
import { unitRef, unitRefOf } from './organisation.ts';
import {
  contributionView,
  extensionView,
  proposalView,
  rectificationView,
  viewContribution,
  viewExtension,
  viewProposal,
  viewRectification,
} from './requests.ts';
import type { Viewpoint } from './task.ts';

export const directiveView = z
  .object({
    id: z.string(),
    number: z.string(),
    issuedOn: localDate,
    issuer: unitRef,
    title: z.string(),
    classification: z.literal('normal'),
    url: z.nullable(z.string()),
    taskCount: z.int(),
    registeredAt: moment,
    version: z.int(),
  })
  .register(z.globalRegistry, { id: 'Directive' });

export function viewDirective(directive: Directive, view: Viewpoint): z.input<typeof directiveView> {
  const { id, number, issuedOn, title, classification, taskCount, version } = directive;
  return {
    ...{ id, number, issuedOn, title, classification, taskCount, version },
    issuer: unitRefOf(view.directory, directive.issuerId),
    url: directive.url ?? null,
    registeredAt: momentIn(view.calendar.timeZone, directive.registeredAt),
  };
}

/** The answer to a registration names the new tasks; each is read at its own address. */
export const registeredDirective = z
  .extend(directiveView, {
    tasks: z.array(
      z.object({
        id: z.string(),
        code: z.string(),
        leadUnitId: z.string(),
        parentId: z.nullable(z.string()),
      }),
    ),
  })
  .register(z.globalRegistry, { id: 'RegisteredDirective' });

export function viewRegistered(
  directive: Directive,
  tasks: readonly { task: Task }[],
  view: Viewpoint,
): z.input<typeof registeredDirective> {
  return {
    ...viewDirective(directive, view),
    tasks: tasks.map(({ task: { id, code, leadUnitId, parentId } }) => ({
      ...{ id, code, leadUnitId },
      parentId: parentId ?? null,
    })),
  };
}

export const obligationView = z
  .object({
    id: z.string(),
    taskId: z.string(),
    kind: obligationKind,
    holder: unitRef,
    owedTo: unitRef,
    since: moment,
    due: z.nullable(localDate),
    dueAt: z.nullable(moment),
    workingDaysLeft: z.nullable(z.int()).with(z.describe('While open; negative: working days late.')),
    overdue: z.boolean(),
    state: z.enum(['open', 'closed']),
    closedAt: z.nullable(moment),
    outcome: z.nullable(oneOf(outcome)),
    next: z
      .nullable(z.object({ ...nextAction.shape, at: moment }))
      .with(z.describe('What happens next by itself.')),
    rung: z.int(),
    urgings: z.array(z.object({ ...urging.shape, at: moment })),
    agendaAt: z.nullable(moment),
    requestId: z
      .nullable(z.string())
      .with(
        z.describe('The request (extension, proposal, contribution, rectification) that it is to answer.'),
      ),
    blocking: z
      .boolean()
      .with(z.describe('While it is open, the days are its holder’s and not the lead unit’s.')),
    policyVersion: z.string(),
    calendarVersion: z.string(),
  })
  .register(z.globalRegistry, { id: 'Obligation' });

export function viewObligation(each: Obligation, view: Viewpoint): z.input<typeof obligationView> {
  const when = (instant: Instant) => momentIn(view.calendar.timeZone, instant);
  const { id, taskId, kind, state, rung, due, calendarVersion } = each;
  const open = state === 'open';
  return {
    ...{ id, taskId, kind, state, rung, calendarVersion },
    holder: unitRefOf(view.directory, each.holderUnitId),
    owedTo: unitRefOf(view.directory, each.owedToUnitId),
    since: when(each.since),
    due: due?.date ?? null,
    dueAt: due ? when(due.at) : null,
    workingDaysLeft: due && open ? workingDaysLeft(view.calendar, due, view.at) : null,
    overdue: due !== undefined && open && view.at >= due.at,
    closedAt: each.closedAt ? when(each.closedAt) : null,
    outcome: each.outcome ?? null,
    next: each.next ? { ...each.next, at: when(each.next.at) } : null,
    urgings: each.urgings.map((urged) => ({ ...urged, at: when(urged.at) })),
    agendaAt: each.agendaAt ? when(each.agendaAt) : null,
    requestId: each.requestId ?? null,
    blocking: each.blocking ?? false,
    policyVersion: each.policy.version,
  };
}

/** An entry of a work list: what is owed, and enough of the task to know what it is about. */
export const workItem = z
  .extend(obligationView, {
    task: z.object({
      id: z.string(),
      code: z.string(),
      content: z.string(),
      status: taskStatus,
      lead: unitRef,
      priority: z.enum(['normal', 'high', 'urgent']),
    }),
    request: z
      .nullable(z.union([extensionView, proposalView, contributionView, rectificationView]))
      .with(
        z.describe('What is asked, where the obligation is to answer a request. Its age runs from `at`.'),
      ),
  })
  .register(z.globalRegistry, { id: 'WorkItem' });

function viewRequest(each: Request, view: Viewpoint) {
  if (each.kind === 'contribution') return viewContribution(each, view);
  if (each.kind === 'rectification') return viewRectification(each, view);
  return each.kind === 'extension' ? viewExtension(each, view) : viewProposal(each, view);
}

export function viewWorkItem(
  each: Obligation,
  task: Task,
  request: Request | undefined,
  view: Viewpoint,
): z.input<typeof workItem> {
  const { id, code, content, status, priority } = task;
  const lead = unitRefOf(view.directory, task.leadUnitId);
  return {
    ...viewObligation(each, view),
    task: { id, code, content, status, priority, lead },
    request: request ? viewRequest(request, view) : null,
  };
}

export const eventView = z
  .object({
    id: z.string(),
    seq: z.int(),
    type: z.string().with(z.describe('What happened. The list of types may grow.')),
    at: moment,
    actor,
    data: z.record(z.string(), z.unknown()),
    commandId: z
      .string()
      .with(z.describe('The Idempotency-Key of the request, or the alarm that caused it.')),
    prevHash: z.string(),
    hash: z.string().with(z.describe('Covers everything stored here, with `at` in UTC, and `prevHash`.')),
  })
  .register(z.globalRegistry, { id: 'Event' });

/** `data` is left exactly as it was hashed, so that a history can be verified. */
export function viewEvent(event: Event, view: Viewpoint): z.input<typeof eventView> {
  return { ...event, at: momentIn(view.calendar.timeZone, event.at) };
}

export const messageView = z
  .object({
    id: z.string(),
    personId: z.string(),
    unit: unitRef,
    obligationId: z.string(),
    alarm: message.shape.alarm,
    step: z.int(),
    urging: z.nullable(z.int()).with(z.describe('Number of the urging that it carries.')),
    reason: oneOf(messageReason).with(z.describe('Why this person receives it.')),
    morning: localDate,
    state: z.enum(['planned', 'sent', 'suppressed', 'delivered', 'rejected', 'bounced', 'complained']),
    stateReason: z.nullable(z.string()),
    plannedAt: moment,
    sentAt: z.nullable(moment),
  })
  .register(z.globalRegistry, {
    id: 'Message',
    description: 'One row of the mail ledger: one matter for one person on one morning.',
  });

export function viewMessage(message: Message, view: Viewpoint): z.input<typeof messageView> {
  const { id, personId, obligationId, alarm, step, reason, morning, state } = message;
  return {
    ...{ id, personId, obligationId, alarm, step, reason, morning, state },
    unit: unitRefOf(view.directory, message.unitId),
    urging: message.urging ?? null,
    stateReason: message.stateReason ?? null,
    plannedAt: momentIn(view.calendar.timeZone, message.plannedAt),
    sentAt: message.sentAt ? momentIn(view.calendar.timeZone, message.sentAt) : null,
  };
}
