import * as z from 'zod/mini';
import { optionalText } from './fields.ts';
import { localDate } from './time.ts';

/**
 * How sure a day is: announced (official), computed from the law or the lunar calendar, remembered without an archived
 * source, or still to be decided by the government.
 */
const evidence = z.enum(['official', 'computed', 'memory', 'undecided']);

const proof = {
  evidence: z.optional(evidence),
  source: optionalText,
  note: optionalText,
};
const dayOff = z.strictObject({
  date: localDate,
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  ...proof,
});
const workedDay = z.strictObject({
  date: localDate,
  reason: z.string().check(z.minLength(1), z.maxLength(200)),
  ...proof,
});

/**
 * One year of the calendar, as an administrator edits it. Days off that fall on a weekend need not be listed. Issues carry as
 * message `date_outside_year`, `date_twice` or `off_and_worked`.
 */
export const calendarYear = z
  .strictObject({
    year: z.int().check(z.minimum(1900), z.maximum(2199)),
    version: z.string().check(z.minLength(1), z.maxLength(100)),
    daysOff: z.array(dayOff).check(z.maxLength(366)),
    workedDays: z.array(workedDay).check(z.maxLength(366)),
  })
  .check(({ value, issues }) => {
    const seen = new Map<string, string>();
    for (const list of ['daysOff', 'workedDays'] as const) {
      for (const [index, { date }] of value[list].entries()) {
        const known = seen.get(date);
        const fault = known ? (known === list ? 'date_twice' : 'off_and_worked') : undefined;
        const message = date.startsWith(`${value.year}-`) ? fault : 'date_outside_year';
        if (message) issues.push({ code: 'custom', message, path: [list, index, 'date'], input: date });
        seen.set(date, list);
      }
    }
  });
export type CalendarYear = z.infer<typeof calendarYear>;
