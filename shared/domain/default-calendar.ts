import { assembleCalendar } from './assemble-calendar.ts';
import type { Calendar } from './calendar.ts';
import type { CalendarYear } from './calendar-year.ts';
import { vietnameseYears } from './vn-holidays.ts';

/** The years that the system knows before an administrator edits any. */
export const defaultCalendarYears: readonly CalendarYear[] = vietnameseYears;

/** The calendar to count with: the default years, each replaced by its edited form if there is one, and edited further years. */
export const calendarWith = (
  edited: readonly CalendarYear[],
  timeZone: string,
  mode: Calendar['mode'],
): Calendar => {
  const years = new Map([...defaultCalendarYears, ...edited].map((year) => [year.year, year]));
  return assembleCalendar([...years.values()], timeZone, mode);
};
