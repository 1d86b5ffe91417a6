import * as z from 'zod';
import type { Aggregate } from '../../../shared/domain/change.ts';
import { explainTrace } from '../../../shared/domain/deadline-explain.ts';
import { deadline, deadlineKind } from '../../../shared/domain/deadline-model.ts';
import { explainHeld } from '../../../shared/domain/held-explain.ts';
import { obligationKind } from '../../../shared/domain/policy-model.ts';
import { localDate } from '../../../shared/domain/time.ts';
import { type Held, heldSpans } from '../../../shared/domain/timing.ts';
import { moment, momentIn } from './moment.ts';
import { unitRef, unitRefOf } from './organisation.ts';
import type { Viewpoint } from './task.ts';

export const deadlineTrace = z
  .object({
    taskId: z.string(),
    raw: z.string().nullable(),
    kind: deadlineKind,
    original: localDate.nullable(),
    current: localDate.nullable(),
    dueAt: moment.nullable(),
    extensions: z.int(),
    calendarVersion: z.string(),
    trace: deadline.shape.trace.describe(
      'How the date came about: rule by rule, with the days that were skipped.',
    ),
    explanation: z
      .object({ vi: z.array(z.string()), en: z.array(z.string()) })
      .describe('The same as sentences for people.'),
    held: z
      .array(
        z.object({
          unit: unitRef,
          kind: obligationKind,
          requestId: z.string().nullable().describe('The blocking request whose answer was waited for.'),
          from: moment,
          to: moment,
          workingDays: z.int(),
          explanation: z.object({ vi: z.string(), en: z.string() }),
        }),
      )
      .describe('Whose days they were until now: one stretch after the other, each charged to one unit.'),
  })
  .meta({ id: 'DeadlineTrace' });

export function viewDeadline(
  { task: { id, deadline }, obligations }: Aggregate,
  view: Viewpoint,
): z.input<typeof deadlineTrace> {
  return {
    taskId: id,
    raw: deadline.raw ?? null,
    kind: deadline.kind,
    original: deadline.original?.date ?? null,
    current: deadline.current?.date ?? null,
    dueAt: deadline.current ? momentIn(view.calendar.timeZone, deadline.current.dueAt) : null,
    extensions: deadline.extensions,
    calendarVersion: deadline.calendarVersion,
    trace: deadline.trace,
    explanation: { vi: explainTrace(deadline.trace, 'vi'), en: explainTrace(deadline.trace, 'en') },
    held: heldSpans(view.calendar, obligations, view.at).map((span) => viewHeld(span, view)),
  };
}

function viewHeld(span: Held, view: Viewpoint): z.input<typeof deadlineTrace>['held'][number] {
  const unit = unitRefOf(view.directory, span.unitId);
  const said = (locale: 'vi' | 'en') => explainHeld(view.calendar, span, unit.name, locale);
  return {
    unit,
    kind: span.kind,
    requestId: span.requestId ?? null,
    from: momentIn(view.calendar.timeZone, span.from),
    to: momentIn(view.calendar.timeZone, span.to),
    workingDays: span.days,
    explanation: { vi: said('vi'), en: said('en') },
  };
}
