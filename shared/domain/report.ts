import * as z from 'zod/mini';
import type { Balance } from './balance.ts';
import type { Calendar } from './calendar.ts';
import type { Dimension } from './counts.ts';
import { text, whole } from './fields.ts';
import {
  chargedDays,
  type Figures,
  figureNames,
  figuresOf,
  isFigure,
  longestOverdueOf,
  type Percentages,
  percentagesOf,
} from './figures.ts';
import { localDate } from './time.ts';

export const groupBy = z.enum(['unit', 'field', 'directive', 'monitor', 'month']);
export type GroupBy = z.infer<typeof groupBy>;

export const figures = z.pipe(
  z.record(text, whole),
  z.transform((record): Figures => Object.assign(zeroFigures(), onlyFigures(record))),
);
const onlyFigures = (record: Record<string, number>) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => isFigure(name)));

export function zeroFigures(): Figures {
  return {
    carriedOver: 0,
    assigned: 0,
    movedIn: 0,
    movedOut: 0,
    total: 0,
    doneOnTime: 0,
    doneLate: 0,
    doneNoDeadline: 0,
    openInTime: 0,
    openOverdue: 0,
    openNoDeadline: 0,
    suspended: 0,
    cancelled: 0,
    updatesDue: 0,
    updatesLate: 0,
    urgings: 0,
    extensionsAsked: 0,
    extensionsGranted: 0,
    proposalsRaised: 0,
    proposalsOpen: 0,
    proposalsLate: 0,
  };
}

/** The columns of one row as counted: what is stored of a frozen report, and what rows are added up from. */
export const rowCounts = z.object({
  figures,
  longestOverdue: z.optional(z.object({ due: localDate, workingDays: whole })),
  /** Working days charged in the period, by the id of the unit that had to act. */
  chargedDays: z.record(text, whole),
});
export type RowCounts = z.infer<typeof rowCounts>;

/**
 * One row of a summary. `key` is what it is about: a unit's, directive's or monitor's id, a field, a month `yyyy-mm`; empty
 * for tasks that have none of it. `label` is how people call it: a name, a number and title, `11/2026`; empty like the key.
 */
export type SummaryRow = RowCounts & { key: string; label: string; percentages: Percentages };

/**
 * A summary of the days `from` to `to`, with what is open as it stood at the end of `to`. Rows add up to the total, by month in
 * what happened (assigned, done, urgings, ...). A row by unit counts the tasks that the unit itself leads, not those of
 * the units below it, which have rows of their own.
 */
export type Summary = {
  from: string;
  to: string;
  groupBy: GroupBy;
  /** The subtree that it is about; absent: everything that the reader may see. */
  unit?: { id: string; name: string };
  total: SummaryRow;
  rows: SummaryRow[];
};

export function rowCountsOf(
  calendar: Calendar,
  dimension: Dimension,
  before: Balance,
  after: Balance,
): RowCounts {
  const longestOverdue = longestOverdueOf(calendar, after);
  return {
    figures: figuresOf(dimension, before, after),
    ...(longestOverdue && { longestOverdue }),
    chargedDays: chargedDays(before, after),
  };
}

export const withPercentages = (key: string, label: string, counts: RowCounts): SummaryRow => ({
  key,
  label,
  ...counts,
  percentages: percentagesOf(counts.figures),
});

/** Whether a row has anything to tell. */
export function isBlank({ figures: each, chargedDays: days }: RowCounts): boolean {
  return figureNames.every((name) => each[name] === 0) && Object.keys(days).length === 0;
}

/** Several rows of the same days as one. */
export function sumOfRows(rows: readonly RowCounts[]): RowCounts {
  const sum: RowCounts = { figures: zeroFigures(), chargedDays: {} };
  for (const row of rows) {
    for (const name of figureNames) sum.figures[name] += row.figures[name];
    for (const [unitId, days] of Object.entries(row.chargedDays))
      sum.chargedDays[unitId] = (sum.chargedDays[unitId] ?? 0) + days;
    const { longestOverdue: longest } = row;
    if (longest && (!sum.longestOverdue || longest.due < sum.longestOverdue.due))
      sum.longestOverdue = longest;
  }
  return sum;
}
