import * as z from 'zod';
import { namedDate } from '../../../shared/domain/deadline-terms.ts';
import { figureNames } from '../../../shared/domain/figures.ts';
import { groupBy } from '../../../shared/domain/report.ts';
import { heading, line, paging } from './common.ts';
import { oneOf } from './domain.ts';

export const days = {
  unitId: line(100).optional().describe('The unit and everything below it; else all you may see.'),
  groupBy: oneOf(groupBy).default('unit'),
  from: namedDate.optional().describe('First day; 1 January of the year of the last one unless given.'),
  to: namedDate.optional().describe('Last day; one that has not begun yet means today.'),
  asOf: namedDate
    .optional()
    .describe('Tells the report as it stood at the end of this day, which may be any day of the past.'),
};

/** GET /v1/reports/summary */
export const summaryQuery = z.strictObject({
  ...paging,
  limit: paging.limit.describe('Rows per page; the total is always there.'),
  ...days,
  ...heading,
});

/** GET /v1/reports/entries */
export const entriesQuery = z.strictObject({
  ...paging,
  ...days,
  figure: z.enum(figureNames).describe('Which number of the row.'),
  key: z
    .string()
    .max(300)
    .optional()
    .describe('The row, by its `key`; empty for the row of those without one; absent for the total.'),
});

/** GET /v1/reports/{id} */
export const frozenQuery = z.strictObject({ ...paging, ...heading });

/** GET /v1/reports/agenda */
export const agendaQuery = z.strictObject({ ...heading });
