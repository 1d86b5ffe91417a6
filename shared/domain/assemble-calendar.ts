import type { Calendar } from './calendar.ts';
import type { CalendarYear } from './calendar-year.ts';

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
