import { calendarYear } from '../shared/domain/calendar-year.ts';
import { ConfigurationError } from './config.ts';

/** Refuses to deploy a calendar that could not be counted with: every deadline would be wrong, and quietly so. */
export function checkCalendar(years: readonly unknown[]): void {
  const seen = new Set<number>();
  for (const [index, year] of years.entries()) {
    const parsed = calendarYear.safeParse(year);
    const faults = parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
    if (parsed.data && seen.has(parsed.data.year)) faults.push(`year: ${parsed.data.year} is there already`);
    if (parsed.data) seen.add(parsed.data.year);
    if (faults.length === 0) continue;
    throw new ConfigurationError(
      `The calendar in shared/domain/vn-holidays.ts cannot be used; correct year number ${index + 1} there (${faults.join('; ')}).`,
    );
  }
}
