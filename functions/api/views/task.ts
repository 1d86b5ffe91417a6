import * as z from 'zod/mini';
import { type Calendar, localDateOf } from '../../../shared/domain/calendar.ts';
import type { Aggregate } from '../../../shared/domain/change.ts';
import { deadlineKind } from '../../../shared/domain/deadline-model.ts';
import { presentOf } from '../../../shared/domain/decide/cascade.ts';
import { openObligations } from '../../../shared/domain/decide/context.ts';
import type { Directory } from '../../../shared/domain/directory.ts';
import { isPrincipal } from '../../../shared/domain/obligation.ts';
import { obligationKind } from '../../../shared/domain/policy-model.ts';
import {
  contributionsOf,
  extensionsOf,
  proposalsOf,
  rectificationsOf,
} from '../../../shared/domain/request.ts';
import {
  conclusion,
  product,
  qualityRating,
  type Task,
  taskStatus,
  timing,
  verdict,
} from '../../../shared/domain/task.ts';
import type { Instant } from '../../../shared/domain/time.ts';
import { contributionDays, heldDays, timingOf, workingDaysLeft } from '../../../shared/domain/timing.ts';
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

/** What turns stored ids and moments into what a client reads, as of the moment of the request. */
export type Viewpoint = { directory: Directory; calendar: Calendar; at: Instant };

const { byUnitId: _, ...concluded } = conclusion.shape;

const summaryFields = {
  id: z.string(),
  code: z.string(),
  status: taskStatus,
  timing: oneOf(timing).with(
    z.describe('Open: on_track, due_soon, overdue; completed: on_time, late; without a deadline: none.'),
  ),
  content: z.string(),
  clause: z.nullable(z.string()),
  product: z.nullable(z.string()),
  field: z.nullable(z.string()),
  priority: z.enum(['normal', 'high', 'urgent']),
  directive: z.nullable(
    z.object({ id: z.string(), number: z.string(), issuedOn: localDate, title: z.string() }),
  ),
  deadline: z.object({
    raw: z.nullable(z.string()).with(z.describe('As the document words it.')),
    kind: deadlineKind,
    original: z
      .nullable(localDate)
      .with(z.describe('The last day as first understood; an extension never hides it.')),
    current: z.nullable(localDate).with(z.describe('The last day as it stands.')),
    dueAt: z
      .nullable(moment)
      .with(z.describe('The end of the current last day, or the hour that was named.')),
    extensions: z.int(),
    fromParent: z
      .boolean()
      .with(z.describe('Whether it is the date of the task above (`parentId`), and moves with it.')),
    workingDaysLeft: z.nullable(z.int()).with(z.describe('Of an open task; negative: working days late.')),
  }),
  assigner: unitRef,
  lead: z.nullable(unitRef).with(z.describe('Null for a collective task, which has `leads`.')),
  leads: z.array(unitRef).with(z.describe('The lead unit, or all of them for a collective task.')),
  formerLeads: z.array(z.object({ unit: unitRef, until: moment, reason: z.string() })),
  coordinating: z.array(unitRef),
  monitor: z.nullable(unitRef),
  head: z.nullable(z.object({ userId: z.string() })).with(z.describe('The answerable person.')),
  parentId: z.nullable(z.string()),
  collective: z.boolean(),
  occurrence: z
    .nullable(z.object({ seriesId: z.string(), number: z.int(), nextTaskId: z.nullable(z.string()) }))
    .with(z.describe('Of recurring work: every occurrence is a task with a verdict of its own.')),
  unclear: z
    .array(z.enum(['task', 'lead', 'coordination', 'deadline', 'product']))
    .with(z.describe('Which of the five clarities (5 rõ) it lacks.')),
  acceptedBySilence: z.boolean(),
  progress: z.nullable(
    z.object({ percent: z.nullable(z.int()), note: z.string(), at: moment, byUserId: z.string() }),
  ),
  submission: z.nullable(
    z.object({
      at: moment,
      byUserId: z.string(),
      note: z.nullable(z.string()),
      products: z.array(product),
      lateReason: z.nullable(z.string()),
    }),
  ),
  dispute: z.nullable(
    z.object({ at: moment, byUserId: z.string(), reason: z.string(), suggestedUnit: z.nullable(unitRef) }),
  ),
  returned: z
    .nullable(z.object({ at: moment, byUserId: z.string(), reason: z.string(), date: localDate }))
    .with(z.describe('The latest return.')),
  returns: z.int(),
  verdict: z
    .optional(z.object({ ...verdict.shape, submittedAt: moment }))
    .with(z.describe('Frozen at completion, judged at the time of the accepted submission.')),
  quality: z
    .nullable(z.object({ rating: qualityRating, reasons: z.string(), at: moment, byUserId: z.string() }))
    .with(z.describe('How the confirmation rated the result.')),
  escalation: z.object({
    urgings: z.int(),
    rung: z.int(),
    agendaAt: z.nullable(moment).with(z.describe('When it went on the Standing Committee’s agenda.')),
  }),
  createdAt: moment,
  updatedAt: moment,
  closedAt: z.nullable(moment),
  version: z.int(),
};

/** A task in a list. */
export const taskSummary = z.object(summaryFields).register(z.globalRegistry, { id: 'TaskSummary' });

/** How the tasks under a task stand. Every child is in exactly one of `open` statuses, `completed`, `cancelled`. */
export const rollUpView = z.object({
  total: z.int(),
  byStatus: z.partialRecord(taskStatus, z.int()),
  submitted: z.int().with(z.describe('Submitted or completed.')),
  completed: z.int(),
  overdue: z.int(),
});

export const taskView = z
  .object({
    ...summaryFields,
    heldDays: z
      .record(z.string(), z.int())
      .with(z.describe('Working days that each unit held the task, by unit id: whoever had to act.')),
    waitingFor: z
      .array(
        z.object({
          obligationId: z.string(),
          kind: obligationKind,
          unit: unitRef,
          since: moment,
          due: z.nullable(localDate),
          dueAt: z.nullable(moment),
          urgings: z.int(),
          requestId: z
            .nullable(z.string())
            .with(
              z.describe(
                'The request (extension, proposal, contribution, rectification) that it is to answer.',
              ),
            ),
          blocking: z
            .boolean()
            .with(z.describe('While it waits, the days are its own and not the lead unit’s.')),
        }),
      )
      .with(
        z.describe(
          'Who must act: the one duty that the task’s state waits for, and beside it what was asked of others.',
        ),
      ),
    extensions: z.array(extensionView).with(z.describe('Requests to move the deadline, oldest first.')),
    proposals: z.array(proposalView).with(z.describe('Questions to superiors, oldest first.')),
    contributions: z
      .array(contributionView)
      .with(z.describe('What coordinating units were asked for, oldest first.')),
    rectifications: z
      .array(rectificationView)
      .with(z.describe('Demands to correct a shortcoming, oldest first.')),
    contributionDays: z
      .record(z.string(), z.int())
      .with(
        z.describe('Working days that each coordinating unit took for it, by unit id; beside `heldDays`.'),
      ),
    conclusions: z
      .array(
        z.object({
          ...concluded,
          at: moment,
          byUnit: z.nullable(unitRef),
          document: z.nullable(product),
        }),
      )
      .with(z.describe('What inspections found, oldest first.')),
    rollUp: z
      .nullable(rollUpView)
      .with(
        z.describe(
          'Of a collective task, and of one that was cascaded: how the tasks under it stand; of recurring ones those of the earliest period that is not complete.',
        ),
      ),
  })
  .register(z.globalRegistry, { id: 'Task' });

export function viewTaskSummary(task: Task, view: Viewpoint): z.input<typeof taskSummary> {
  const { directory, calendar, at } = view;
  const when = (instant: Instant) => momentIn(calendar.timeZone, instant);
  // Closed history keeps the names of its time.
  const closedOn = task.closedAt && localDateOf(calendar, task.closedAt);
  const unit = (id: string) => unitRefOf(directory, id, closedOn);
  const { deadline, progress, submission, dispute, returned } = task;
  const { id, code, status, content, priority, collective, unclear, returns, version } = task;
  return {
    ...{ id, code, status, content, priority, collective, unclear, returns, version },
    timing: timingOf(calendar, task, at),
    clause: task.clause ?? null,
    product: task.product ?? null,
    field: task.field ?? null,
    directive: task.directive ?? null,
    deadline: {
      raw: deadline.raw ?? null,
      kind: deadline.kind,
      original: deadline.original?.date ?? null,
      current: deadline.current?.date ?? null,
      dueAt: deadline.current ? when(deadline.current.dueAt) : null,
      extensions: deadline.extensions,
      fromParent: deadline.fromParent ?? false,
      workingDaysLeft:
        deadline.current && task.closedAt === undefined
          ? workingDaysLeft(calendar, { date: deadline.current.date, at: deadline.current.dueAt }, at)
          : null,
    },
    assigner: unit(task.assignerUnitId),
    lead: collective ? null : unit(task.leadUnitId),
    leads: (task.leadUnitIds ?? [task.leadUnitId]).map(unit),
    formerLeads: task.formerLeads.map(({ unitId, until, reason }) => ({
      unit: unit(unitId),
      until: when(until),
      reason,
    })),
    coordinating: task.coordinatingUnitIds.map(unit),
    monitor: task.monitorUnitId ? unit(task.monitorUnitId) : null,
    head: task.headId ? { userId: task.headId } : null,
    parentId: task.parentId ?? null,
    occurrence: task.occurrence
      ? {
          seriesId: task.occurrence.seriesId,
          number: task.occurrence.number,
          nextTaskId: task.occurrence.next ?? null,
        }
      : null,
    acceptedBySilence: task.acceptedBySilence ?? false,
    progress: progress ? { ...progress, percent: progress.percent ?? null, at: when(progress.at) } : null,
    submission: submission
      ? {
          ...submission,
          at: when(submission.at),
          note: submission.note ?? null,
          lateReason: submission.lateReason ?? null,
        }
      : null,
    dispute: dispute
      ? {
          at: when(dispute.at),
          byUserId: dispute.byUserId,
          reason: dispute.reason,
          suggestedUnit: dispute.suggestedUnitId ? unit(dispute.suggestedUnitId) : null,
        }
      : null,
    returned: returned ? { ...returned, at: when(returned.at) } : null,
    ...(task.verdict ? { verdict: { ...task.verdict, submittedAt: when(task.verdict.submittedAt) } } : {}),
    quality: task.quality ? { ...task.quality, at: when(task.quality.at) } : null,
    escalation: {
      urgings: task.urgings,
      rung: task.rung,
      agendaAt: task.agendaAt ? when(task.agendaAt) : null,
    },
    createdAt: when(task.createdAt),
    updatedAt: when(task.updatedAt),
    closedAt: task.closedAt ? when(task.closedAt) : null,
  };
}

/** `children` are needed for a parent only. */
export function viewTask(
  { task, obligations, requests }: Aggregate,
  view: Viewpoint,
  children?: readonly Task[],
): z.input<typeof taskView> {
  const when = (instant: Instant) => momentIn(view.calendar.timeZone, instant);
  return {
    ...viewTaskSummary(task, view),
    heldDays: heldDays(view.calendar, obligations, view.at),
    waitingFor: openObligations(obligations)
      .sort((a, b) => Number(isPrincipal(b)) - Number(isPrincipal(a)))
      .map(({ id, kind, holderUnitId, since, due, urgings, requestId, blocking }) => ({
        obligationId: id,
        kind,
        unit: unitRefOf(view.directory, holderUnitId),
        since: when(since),
        due: due?.date ?? null,
        dueAt: due ? when(due.at) : null,
        urgings: urgings.length,
        requestId: requestId ?? null,
        blocking: blocking ?? false,
      })),
    extensions: extensionsOf(requests).map((each) => viewExtension(each, view)),
    proposals: proposalsOf(requests).map((each) => viewProposal(each, view)),
    contributions: contributionsOf(requests).map((each) => viewContribution(each, view)),
    rectifications: rectificationsOf(requests).map((each) => viewRectification(each, view)),
    contributionDays: contributionDays(view.calendar, obligations, view.at),
    conclusions: (task.conclusions ?? []).map(({ byUnitId, document, ...each }) => ({
      ...each,
      at: when(each.at),
      byUnit: byUnitId ? unitRefOf(view.directory, byUnitId) : null,
      document: document ?? null,
    })),
    rollUp: children ? rollUp(presentOf(children), view) : null,
  };
}

function rollUp(children: readonly Task[], { calendar, at }: Viewpoint): z.input<typeof rollUpView> {
  const count = (fits: (child: Task) => boolean) => children.filter(fits).length;
  const statuses = Map.groupBy(children, (child) => child.status);
  return {
    total: children.length,
    byStatus: Object.fromEntries([...statuses].map(([status, group]) => [status, group.length])),
    submitted: count((child) => child.status === 'submitted' || child.status === 'completed'),
    completed: count((child) => child.status === 'completed'),
    overdue: count((child) => timingOf(calendar, child, at) === 'overdue'),
  };
}
