import * as z from 'zod/mini';
import type { Expected } from '../../../shared/actions/foresee.ts';
import type { Preview } from '../../../shared/actions/replan.ts';
import { calendarYear } from '../../../shared/domain/calendar-year.ts';
import type { Foreseen } from '../../../shared/domain/forecast.ts';
import { message, messageReason } from '../../../shared/domain/message.ts';
import { obligationKind } from '../../../shared/domain/policy-model.ts';
import { localDate, oneOf } from '../schemas/domain.ts';
import { policyView } from '../schemas/settings.ts';
import { moment, momentIn } from './moment.ts';
import { unitRef, unitRefOf } from './organisation.ts';
import type { Viewpoint } from './task.ts';

const taskRef = z.object({ id: z.string(), code: z.string() });

const mailFields = {
  at: moment.with(
    z.describe('Nothing is sent before; what a person has for one morning goes out as one mail.'),
  ),
  morning: localDate,
  personId: z.string(),
  unit: unitRef,
  reason: oneOf(messageReason).with(z.describe('Why this person receives it.')),
  alarm: message.shape.alarm,
  rung: z.nullable(z.int()).with(z.describe('Of an urging: the rung of the ladder.')),
  urging: z.nullable(z.int()).with(z.describe('Of an urging: its number.')),
  task: taskRef,
  kind: oneOf(obligationKind).with(z.describe('What is owed.')),
  obligationId: z.string(),
  holder: unitRef,
  due: z.nullable(localDate),
};

function viewMail({ message, obligation }: Foreseen, task: { id: string; code: string }, view: Viewpoint) {
  return {
    at: momentIn(view.calendar.timeZone, message.notBefore),
    morning: message.morning,
    personId: message.personId,
    unit: unitRefOf(view.directory, message.unitId),
    reason: message.reason,
    alarm: message.alarm,
    rung: message.alarm === 'rung' ? message.step : null,
    urging: message.urging ?? null,
    task: { id: task.id, code: task.code },
    kind: obligation.kind,
    obligationId: obligation.id,
    holder: unitRefOf(view.directory, obligation.holderUnitId),
    due: obligation.due?.date ?? null,
  };
}

/** A mail that will be sent if nobody acts before. */
export const expectedMail = z
  .object({
    ...mailFields,
    personName: z.string(),
    planned: z
      .boolean()
      .with(z.describe('In the ledger already; otherwise it follows from an alarm to come.')),
  })
  .register(z.globalRegistry, { id: 'ExpectedMail' });

export function viewExpected(each: Expected, view: Viewpoint): z.input<typeof expectedMail> {
  const { planned, personName } = each;
  return { ...viewMail(each, each.aggregate.task, view), planned, personName };
}

/** What a change of calendar or policy moves. */
const preview = {
  moves: z
    .array(
      z.object({
        task: taskRef,
        lead: unitRef,
        what: z.union([z.literal('deadline'), obligationKind]),
        obligationId: z.nullable(z.string()),
        from: localDate,
        to: localDate,
      }),
    )
    .with(z.describe('Deadlines and due dates, each as it stands and as it would.')),
  alarms: z.int().with(z.describe('Open duties whose next reminder or urging is set anew.')),
  tasks: z.int().with(z.describe('Tasks that get an event.')),
  mails: z
    .array(z.object(mailFields))
    .with(z.describe('Who would be mailed about them, when and why, up to each due date.')),
};

export const replanPreview = z.object(preview).register(z.globalRegistry, { id: 'ReplanPreview' });

export function viewPreview(previews: readonly Preview[], view: Viewpoint): z.input<typeof replanPreview> {
  return {
    moves: previews.flatMap((each) => movesOf(each, view)),
    alarms: previews.flatMap(({ change }) => change.obligations).filter((each) => each.state === 'open')
      .length,
    tasks: previews.length,
    mails: previews.flatMap(({ mails, after }) => mails.map((mail) => viewMail(mail, after.task, view))),
  };
}

function movesOf({ before, after, change }: Preview, view: Viewpoint) {
  const { id, code, leadUnitId } = before.task;
  const common = { task: { id, code }, lead: unitRefOf(view.directory, leadUnitId) };
  const [was, is] = [before.task.deadline.current, after.task.deadline.current];
  const own =
    was && is && was.dueAt !== is.dueAt
      ? [{ ...common, what: 'deadline' as const, obligationId: null, from: was.date, to: is.date }]
      : [];
  const duties = change.obligations.flatMap((fresh) => {
    const old = before.obligations.find((each) => each.id === fresh.id);
    if (fresh.state !== 'open' || !old?.due || !fresh.due || old.due.at === fresh.due.at) return [];
    return [{ ...common, what: fresh.kind, obligationId: fresh.id, from: old.due.date, to: fresh.due.date }];
  });
  return [...own, ...duties];
}

/** How far open work has followed a change. */
const followed = {
  moved: z.int().with(z.describe('Tasks that this request moved.')),
  complete: z
    .boolean()
    .with(z.describe('False: the rest follows with the next daily run, or with this request again.')),
};

export const calendarView = z
  .object({
    year: calendarYear.shape.year,
    version: z.string(),
    daysOff: calendarYear.shape.daysOff,
    workedDays: calendarYear.shape.workedDays,
  })
  .register(z.globalRegistry, { id: 'CalendarYear' });
export const calendarPublished = z
  .extend(calendarView, followed)
  .register(z.globalRegistry, { id: 'PublishedCalendarYear' });
export const policyPublished = z
  .extend(policyView, followed)
  .register(z.globalRegistry, { id: 'PublishedPolicy' });
