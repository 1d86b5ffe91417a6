import type { Change, Command } from '../change.ts';
import { idFrom } from '../ids.ts';
import { nextOccurrence, occurrenceAfter } from '../recurrence.ts';
import type { Task } from '../task.ts';
import type { LocalDate } from '../time.ts';
import { type Context, changed, dueOf, noMessages, openObligation } from './context.ts';

/**
 * The day after which the next occurrence is looked for: that of this one as it was first understood, since an extension of one
 * does not move the others. What fell into a suspension is not made up for.
 */
function lastDay({ original, current, trace }: Task['deadline']): LocalDate | undefined {
  const resumed = trace.some((step) => step.rule === 'resumed');
  const days = [original?.date, ...(resumed ? [current?.date] : [])].filter((date) => date !== undefined);
  return days.sort().at(-1);
}

/**
 * The decision, with the next occurrence of recurring work opened in the same commit: asked for when an occurrence is handed in,
 * falls due or is put off, whichever is first. The next one is a task like it, taken on already by the unit that took this one
 * on. A cancelled occurrence has no successor: that ends the series.
 */
export function withNextOccurrence(command: Command, context: Context, change: Change): Change {
  const { task: before } = change;
  const { occurrence, deadline } = before;
  const after = lastDay(deadline);
  if (!occurrence || occurrence.next || !deadline.recurrence || !after) return change;
  const { date, dueAt, trace } = nextOccurrence(deadline.recurrence, after, context.calendar);
  const { last } = occurrenceAfter(deadline.recurrence, after, context.calendar);
  const number = occurrence.number + 1;
  const id = idFrom('tsk', command.at, `${occurrence.seriesId}/${number}`);
  const next = successor(before, command, {
    id,
    code: `${occurrence.code}/K${number}`,
    occurrence: { seriesId: occurrence.seriesId, code: occurrence.code, number },
    deadline: {
      ...(deadline.raw && { raw: deadline.raw }),
      ...{ kind: deadline.kind, recurrence: deadline.recurrence, extensions: 0, trace },
      original: { date, dueAt },
      current: { date, dueAt },
      basis: { lastDay: last },
      calendarVersion: context.calendar.version,
    },
  });
  const opened = noMessages({
    task: next,
    obligations: [
      openObligation(context, command, next, 'perform', next.leadUnitId, next.assignerUnitId, dueOf(next)),
    ],
    events: [
      {
        type: 'occurrence_opened',
        data: { seriesId: occurrence.seriesId, number, previousTaskId: before.id, date },
      },
    ],
  });
  return {
    ...change,
    task: changed(before, command.at, { occurrence: { ...occurrence, next: id } }),
    events: [...change.events, { type: 'next_occurrence_opened', data: { taskId: id, number, date } }],
    opens: [...(change.opens ?? []), opened],
  };
}

/** The same work, with nothing of what was done about this occurrence of it. */
function successor(
  before: Task,
  { at }: Command,
  own: Pick<Task, 'id' | 'code' | 'occurrence' | 'deadline'>,
): Task {
  const { assignerUnitId, content, leadUnitId, coordinatingUnitIds, priority, unclear } = before;
  const { directive, clause, product, monitorUnitId, headId, field, parentId } = before;
  return {
    ...{ assignerUnitId, content, leadUnitId, coordinatingUnitIds, priority, unclear },
    ...(directive && { directive }),
    ...(clause && { clause }),
    ...(product && { product }),
    ...(monitorUnitId && { monitorUnitId }),
    ...(headId && { headId }),
    ...(field && { field }),
    ...(parentId && { parentId }),
    ...own,
    collective: false,
    status: 'accepted',
    formerLeads: [],
    ...{ returns: 0, urgings: 0, rung: 0 },
    ...{ createdAt: at, updatedAt: at, version: 1 },
    chain: { seq: 0, hash: '' },
  };
}
