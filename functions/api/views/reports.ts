import * as z from 'zod';
import type { ReportEntry } from '../../../shared/actions/report-entries.ts';
import { lastOfMonth } from '../../../shared/domain/civil-date.ts';
import { type FigureName, figureNames, percentageNames } from '../../../shared/domain/figures.ts';
import { mayRead, type Principal } from '../../../shared/domain/permissions.ts';
import { groupBy, type Summary, type SummaryRow } from '../../../shared/domain/report.ts';
import { localDate } from '../../../shared/domain/time.ts';
import { unitRef, unitRefOf } from './organisation.ts';
import { taskSummary, type Viewpoint, viewTaskSummary } from './task.ts';

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

const eachOf = <N extends string, T extends z.ZodType>(names: readonly N[], one: T) =>
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

/** What can be listed of the present only: when updates are due is not kept for days gone by. */
const ofThePresent: readonly FigureName[] = ['updatesDue', 'updatesLate'];

type Hrefs = (figure: FigureName, key: string | undefined) => string | null;

/** The addresses of the lists behind the figures of a summary. */
export function hrefsOf(summary: Summary, unitId: string | undefined, today: string): Hrefs {
  const { from, to, groupBy: by } = summary;
  return (name, key) => {
    const days = by === 'month' && key !== undefined ? daysOf(key, summary) : { from, to };
    if (days.to < today && ofThePresent.includes(name)) return null;
    const query: Record<string, string> = { figure: name, groupBy: by, ...days };
    if (unitId) query.unitId = unitId;
    if (by !== 'month' && key !== undefined) query.key = key;
    return `/v1/reports/entries?${new URLSearchParams(query)}`;
  };
}

/** A month's part of the period. */
function daysOf(month: string, { from, to }: Summary): { from: string; to: string } {
  const last = lastOfMonth(Number(month.slice(0, 4)), Number(month.slice(5)));
  return { from: month > from ? `${month}-01` : from, to: last < to ? last : to };
}

export function viewRow(row: SummaryRow, key: string | undefined, hrefs: Hrefs, view: Viewpoint) {
  const entries = figureNames.map((name) => [name, { count: row.figures[name], href: hrefs(name, key) }]);
  const percentages = percentageNames.map((name) => {
    const { value, ...rest } = row.percentages[name];
    return [name, { ...rest, value: value ?? null }];
  });
  return {
    key: row.key,
    label: row.label,
    figures: Object.fromEntries(entries),
    percentages: Object.fromEntries(percentages),
    longestOverdue: row.longestOverdue ?? null,
    chargedDays: Object.entries(row.chargedDays).map(([unitId, workingDays]) => ({
      unit: unitRefOf(view.directory, unitId),
      workingDays,
    })),
  };
}

export const entryView = z
  .object({
    day: localDate.describe('Since when the task stands so, or when it happened.'),
    unit: unitRef.describe('The unit whose figure it is.'),
    code: z.string().nullable(),
    task: taskSummary.nullable().describe('Null for work that you could see then and cannot any more.'),
  })
  .meta({ id: 'ReportEntry' });

export function viewEntry(entry: ReportEntry, principal: Principal, view: Viewpoint) {
  const { day, unitId, task } = entry;
  const readable = task && mayRead(view.directory, principal, task);
  return {
    day,
    unit: unitRefOf(view.directory, unitId),
    code: readable ? entry.code : null,
    task: readable ? viewTaskSummary(task, view) : null,
  };
}
