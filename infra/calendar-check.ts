import { calendarYear } from '../shared/domain/calendar-year.ts';
import { ConfigurationError } from './config.ts';

/** Refuses to deploy a calendar that could not be counted with: every deadline would be wrong, and quietly so. */
export function checkCalendar(years: readonly unknown[]): void {
  for (const [index, year] of years.entries()) {
    const parsed = calendarYear.safeParse(year);
    if (parsed.success) continue;
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ConfigurationError(
      `The calendar in shared/domain/vn-holidays.ts cannot be used; correct year number ${index + 1} there (${faults.join('; ')}).`,
    );
  }
}
