import * as z from 'zod';
import { figureNames, percentageNames } from '../../../shared/domain/figures.ts';
import { periodKind } from '../../../shared/domain/period.ts';
import { obligationKind } from '../../../shared/domain/policy-model.ts';
import { groupBy } from '../../../shared/domain/report.ts';
import { localDate, oneOf } from '../schemas/domain.ts';
import { moment } from './moment.ts';
import { unitRef } from './organisation.ts';
import { taskSummary } from './task.ts';

const figure = z.object({
  count: z.int(),
  href: z
    .string()
    .nullable()
    .describe(
      'The list that it counts. Null where only the present could be listed and the report is of a past day.',
    ),
});

const percentage = z.object({
  value: z.number().nullable().describe('One decimal place; null when there is nothing to divide by.'),
  numerator: z.int(),
  denominator: z.int(),
  formula: z.string().describe('Which figures are divided by which.'),
});

const eachOf = <N extends string, T extends z.core.$ZodType>(names: readonly N[], one: T) =>
  z.record(z.enum(names), one);

export const summaryRow = z
  .object({
    key: z
      .string()
      .describe('Id of the unit, directive or monitor, the field, or the month; empty for none.'),
    label: z.string(),
    figures: eachOf(figureNames, figure),
    percentages: eachOf(percentageNames, percentage),
    longestOverdue: z.object({ due: localDate, workingDays: z.int() }).nullable(),
    chargedDays: z
      .array(z.object({ unit: unitRef, workingDays: z.int() }))
      .describe('Working days of the period, by the unit that had to act.'),
  })
  .meta({ id: 'ReportRow' });

export const summaryView = z
  .object({
    unit: z.object({ id: z.string(), name: z.string() }).nullable(),
    groupBy,
    from: localDate,
    to: localDate.describe('Last day counted, and the one at whose end open work is told.'),
    total: summaryRow,
    items: z.array(summaryRow).describe('The rows, a page of them.'),
    next: z.string().nullable(),
  })
  .meta({ id: 'ReportSummary' });

export const entryView = z
  .object({
    day: localDate.describe('Since when the task stands so, or when it happened.'),
    unit: unitRef.describe('The unit whose figure it is.'),
    code: z.string().nullable(),
    task: taskSummary.nullable().describe('Null for work that you could see then and cannot any more.'),
  })
  .meta({ id: 'ReportEntry' });

const headFields = {
  id: z.string(),
  kind: periodKind,
  number: z.string().describe('Counts the reports of a year.'),
  title: z.string(),
  from: localDate,
  to: localDate,
  closing: localDate.describe(
    'The day on which it was closed. What is recorded from then on is in the next one.',
  ),
  madeAt: moment,
};
export const reportHead = z.object(headFields).meta({ id: 'Report' });

export const frozenReport = z
  .object({
    ...headFields,
    total: summaryRow,
    late: z
      .array(
        z.object({
          what: z.enum(['assigned', 'done']),
          taskId: z.string(),
          code: z.string(),
          unit: unitRef,
          day: localDate.describe('When it was recorded.'),
          about: localDate.describe('The day of the document, or of the submission.'),
        }),
      )
      .describe('Counted here, about days that earlier reports had closed.'),
    items: z.array(summaryRow).describe('The rows of the units that you may see, a page of them.'),
    next: z.string().nullable(),
  })
  .meta({ id: 'FrozenReport' });

export const agendaItem = z
  .object({
    task: taskSummary,
    kind: oneOf(obligationKind).describe('What is owed.'),
    holder: unitRef.describe('Who owes it.'),
    due: localDate.nullable(),
    workingDaysLate: z.int(),
    urgings: z.int(),
    since: moment.describe('When it went on the agenda.'),
  })
  .meta({ id: 'AgendaItem' });
