import * as z from 'zod/mini';
import type { Calendar } from './calendar.ts';
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

/** The version most years share, then each year that differs: `vn-2026-11-23+2027@3`. Equal sets of years give equal text. */
const versionOf = (years: CalendarYear[]): string => {
  const counts = new Map<string, number>();
  for (const { version } of years) counts.set(version, (counts.get(version) ?? 0) + 1);
  const [base] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0] ?? ['weekends-only'];
  const others = years
    .filter(({ version }) => version !== base)
    .map(({ year, version }) => `${year}@${version}`);
  return [base, ...others].join('+');
};

/** Joins years, in any order, into the calendar to count with. Throws RangeError if a year occurs twice. */
export const assembleCalendar = (
  years: CalendarYear[],
  timeZone: string,
  mode: Calendar['mode'],
): Calendar => {
  const ordered = years.toSorted((a, b) => a.year - b.year);
  if (new Set(ordered.map(({ year }) => year)).size < ordered.length)
    throw new RangeError('a year given twice');
  return {
    version: versionOf(ordered),
    timeZone,
    mode,
    daysOff: Object.fromEntries(ordered.flatMap((year) => year.daysOff.map((day) => [day.date, day.name]))),
    workedDays: Object.fromEntries(
      ordered.flatMap((year) => year.workedDays.map((day) => [day.date, day.reason])),
    ),
  };
};
