import type { Calendar, Due, SkippedDay } from './calendar.ts';
import { dueAtEndOf, rollForward } from './calendar.ts';
import { addDays, clampedDate, dateOfDay, dayNumber, weekday, yearOf } from './civil-date.ts';
import type { Recurrence, TraceStep } from './deadline-model.ts';
import type { LocalDate } from './time.ts';

const LAST_MONTHS = {
  month: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  quarter: [3, 6, 9, 12],
  half: [6, 12],
  year: [12],
};
const FRIDAY = 5;

function* everyWeek(target: number, after: LocalDate): Generator<LocalDate> {
  // Starts early enough for an occurrence that the longest holidays push past `after`.
  const start = dayNumber(after) - 28;
  for (let day = start + ((target - weekday(start) + 7) % 7); ; day += 7) yield dateOfDay(day);
}

function* everyYear(rule: Recurrence, after: LocalDate): Generator<LocalDate> {
  for (let year = yearOf(after) - 1; ; year += 1) {
    if (rule.every === 'dates' || rule.every === 'week') {
      for (const date of [...(rule.dates ?? [])].sort())
        yield clampedDate(year, Number(date.slice(0, 2)), Number(date.slice(3)));
    } else {
      for (const month of LAST_MONTHS[rule.every]) yield clampedDate(year, month, rule.day ?? 31);
    }
  }
}

export type Occurrence = { due: Due; named: LocalDate; last: LocalDate; skipped: SkippedDay[] };

/**
 * The first occurrence that, rolled past days off, is due after `after`. Give the due date of an occurrence to get the next one:
 * two that roll onto the same day are one. Throws RangeError for `dates` without dates.
 */
export const occurrenceAfter = (rule: Recurrence, after: LocalDate, cal: Calendar): Occurrence => {
  if (rule.every === 'dates' && !rule.dates?.length) throw new RangeError('a recurrence without dates');
  const named = rule.every === 'week' ? everyWeek(rule.weekday ?? FRIDAY, after) : everyYear(rule, after);
  for (const date of named) {
    const last = rule.before ? addDays(date, -1) : date;
    const rolled = rollForward(cal, last);
    if (rolled.date > after)
      return { due: dueAtEndOf(cal, rolled.date), named: date, last, skipped: rolled.skipped };
  }
  throw new RangeError('a recurrence without occurrence');
};

/** The next occurrence's due date after `after`, with the steps that explain it. */
export const nextOccurrence = (
  rule: Recurrence,
  after: LocalDate,
  cal: Calendar,
): { date: LocalDate; dueAt: string; trace: TraceStep[] } => {
  const { due, named, last, skipped } = occurrenceAfter(rule, after, cal);
  const trace: TraceStep[] = [{ rule: 'next_occurrence', from: after, date: named }];
  if (last !== named) trace.push({ rule: 'before_means_day_before', from: named, date: last });
  if (skipped.length > 0) trace.push({ rule: 'rolled_to_working_day', from: last, date: due.date, skipped });
  trace.push({ rule: 'ends_at_24h', date: due.date });
  return { date: due.date, dueAt: due.at, trace };
};
