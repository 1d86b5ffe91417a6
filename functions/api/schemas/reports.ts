import * as z from 'zod/mini';
import { namedDate } from '../../../shared/domain/deadline-terms.ts';
import { figureNames } from '../../../shared/domain/figures.ts';
import { groupBy } from '../../../shared/domain/report.ts';
import { heading, line, paging } from './common.ts';
import { oneOf } from './domain.ts';

export const days = {
  unitId: z.optional(line(100)).with(z.describe('The unit and everything below it; else all you may see.')),
  groupBy: z._default(oneOf(groupBy), 'unit'),
  from: z
    .optional(namedDate)
    .with(z.describe('First day; 1 January of the year of the last one unless given.')),
  to: z.optional(namedDate).with(z.describe('Last day; one that has not begun yet means today.')),
  asOf: z
    .optional(namedDate)
    .with(
      z.describe('Tells the report as it stood at the end of this day, which may be any day of the past.'),
    ),
};

/** GET /v1/reports/summary */
export const summaryQuery = z.strictObject({
  ...paging,
  limit: paging.limit.with(z.describe('Rows per page; the total is always there.')),
  ...days,
  ...heading,
});

/** GET /v1/reports/entries */
export const entriesQuery = z.strictObject({
  ...paging,
  ...days,
  figure: z.enum(figureNames).with(z.describe('Which number of the row.')),
  key: z
    .optional(z.string().check(z.maxLength(300)))
    .with(z.describe('The row, by its `key`; empty for the row of those without one; absent for the total.')),
});

/** GET /v1/reports/{id} */
export const frozenQuery = z.strictObject({ ...paging, ...heading });

/** GET /v1/reports/agenda */
export const agendaQuery = z.strictObject({ ...heading });
