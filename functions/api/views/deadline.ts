import type * as z from 'zod/mini';
import type { Aggregate } from '../../../shared/domain/change.ts';
import { explainTrace } from '../../../shared/domain/deadline-explain.ts';
import { explainHeld } from '../../../shared/domain/held-explain.ts';
import { type Held, heldSpans } from '../../../shared/domain/timing.ts';
import type { deadlineTrace } from './deadline-trace.ts';
import { momentIn } from './moment.ts';
import { unitRefOf } from './organisation.ts';
import type { Viewpoint } from './task.ts';

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
