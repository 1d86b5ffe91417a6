import * as z from 'zod/mini';
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
  href: z.string().with(z.describe('The list that it counts.')),
});

const percentage = z.object({
  value: z
    .nullable(z.number())
    .with(z.describe('One decimal place; null when there is nothing to divide by.')),
  numerator: z.int(),
  denominator: z.int(),
  formula: z.string().with(z.describe('Which figures are divided by which.')),
});

const eachOf = <N extends string, T extends z.core.$ZodType>(names: readonly N[], one: T) =>
  z.record(z.enum(names), one);

export const summaryRow = z
  .object({
    key: z
      .string()
      .with(z.describe('Id of the unit, directive or monitor, the field, or the month; empty for none.')),
    label: z.string(),
    figures: eachOf(figureNames, figure),
    percentages: eachOf(percentageNames, percentage),
    longestOverdue: z.nullable(z.object({ due: localDate, workingDays: z.int() })),
    chargedDays: z
      .array(z.object({ unit: unitRef, workingDays: z.int() }))
      .with(z.describe('Working days of the period, by the unit that had to act.')),
  })
  .register(z.globalRegistry, { id: 'ReportRow' });

export const summaryView = z
  .object({
    unit: z.nullable(z.object({ id: z.string(), name: z.string() })),
    groupBy,
    from: localDate,
    to: localDate.with(z.describe('Last day counted, and the one at whose end open work is told.')),
    total: summaryRow,
    items: z.array(summaryRow).with(z.describe('The rows, a page of them.')),
    next: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: 'ReportSummary' });

export const entryView = z
  .object({
    day: localDate.with(z.describe('Since when the task stands so, or when it happened.')),
    unit: unitRef.with(z.describe('The unit whose figure it is.')),
    code: z.nullable(z.string()),
    task: z
      .nullable(taskSummary)
      .with(z.describe('Null for work that you could see then and cannot any more.')),
  })
  .register(z.globalRegistry, { id: 'ReportEntry' });

const headFields = {
  id: z.string(),
  kind: periodKind,
  number: z.string().with(z.describe('Counts the reports of a year.')),
  title: z.string(),
  from: localDate,
  to: localDate,
  closing: localDate.with(
    z.describe('The day on which it was closed. What is recorded from then on is in the next one.'),
  ),
  madeAt: moment,
};
export const reportHead = z.object(headFields).register(z.globalRegistry, { id: 'Report' });

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
          day: localDate.with(z.describe('When it was recorded.')),
          about: localDate.with(z.describe('The day of the document, or of the submission.')),
        }),
      )
      .with(z.describe('Counted here, about days that earlier reports had closed.')),
    items: z.array(summaryRow).with(z.describe('The rows of the units that you may see, a page of them.')),
    next: z.nullable(z.string()),
  })
  .register(z.globalRegistry, { id: 'FrozenReport' });

export const agendaItem = z
  .object({
    task: taskSummary,
    kind: oneOf(obligationKind).with(z.describe('What is owed.')),
    holder: unitRef.with(z.describe('Who owes it.')),
    due: z.nullable(localDate),
    workingDaysLate: z.int(),
    urgings: z.int(),
    since: moment.with(z.describe('When it went on the agenda.')),
  })
  .register(z.globalRegistry, { id: 'AgendaItem' });
