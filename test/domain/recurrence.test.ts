import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorkingDay } from '../../shared/domain/calendar.ts';
import { dateOfDay, dayNumber } from '../../shared/domain/civil-date.ts';
import type { Recurrence } from '../../shared/domain/deadline-model.ts';
import { nextOccurrence } from '../../shared/domain/recurrence.ts';
import { defaultCalendar } from '../support/default-calendar.ts';

const series = (rule: Recurrence, after: string, count: number): string[] => {
  const dates: string[] = [];
  for (let last = after; dates.length < count; ) {
    last = nextOccurrence(rule, last, defaultCalendar).date;
    dates.push(last);
  }
  return dates;
};

describe('the next occurrence', () => {
  it.each<[string, Recurrence, string, string[]]>([
    [
      'before the 25th of every month',
      { every: 'month', day: 25, before: true },
      '2026-07-31',
      ['2026-08-24', '2026-09-24', '2026-10-26', '2026-11-25'],
    ],
    [
      'the last day of every month',
      { every: 'month' },
      '2026-01-01',
      ['2026-02-02', '2026-03-02', '2026-03-31'],
    ],
    [
      'the 31st, in short months too',
      { every: 'month', day: 31 },
      '2027-02-01',
      ['2027-03-01', '2027-03-31', '2027-05-04'],
    ],
    [
      '15 June and 1 December',
      { every: 'dates', dates: ['12-01', '06-15'] },
      '2026-06-15',
      ['2026-12-01', '2027-06-15', '2027-12-01'],
    ],
    ['29 February', { every: 'dates', dates: ['02-29'] }, '2027-01-01', ['2027-03-01', '2028-02-29']],
    [
      'before 1 January',
      { every: 'dates', dates: ['01-01'], before: true },
      '2026-12-31',
      ['2027-12-31', '2029-01-01'],
    ],
    ['every quarter', { every: 'quarter' }, '2026-03-31', ['2026-06-30', '2026-09-30', '2026-12-31']],
    [
      'the 15th of the last month of a quarter',
      { every: 'quarter', day: 15 },
      '2026-03-16',
      ['2026-06-15', '2026-09-15'],
    ],
    ['every half-year', { every: 'half' }, '2026-06-30', ['2026-12-31', '2027-06-30']],
    ['every year', { every: 'year' }, '2026-12-30', ['2026-12-31', '2027-12-31']],
    // Friday 20 February falls in Tết and moves to the Monday after.
    ['every week', { every: 'week' }, '2026-02-10', ['2026-02-13', '2026-02-23', '2026-02-27']],
    ['every Wednesday', { every: 'week', weekday: 3 }, '2026-11-18', ['2026-11-25', '2026-12-02']],
  ])('%s', (_, rule, after, dates) => {
    expect(series(rule, after, dates.length)).toEqual(dates);
  });

  it('is explained like any other deadline', () => {
    expect(nextOccurrence({ every: 'month', day: 25, before: true }, '2026-09-24', defaultCalendar)).toEqual({
      date: '2026-10-26',
      dueAt: '2026-10-26T17:00:00.000Z',
      trace: [
        { rule: 'next_occurrence', from: '2026-09-24', date: '2026-10-25' },
        { rule: 'before_means_day_before', from: '2026-10-25', date: '2026-10-24' },
        {
          rule: 'rolled_to_working_day',
          from: '2026-10-24',
          date: '2026-10-26',
          skipped: [
            { date: '2026-10-24', name: 'Thứ Bảy' },
            { date: '2026-10-25', name: 'Chủ nhật' },
          ],
        },
        { rule: 'ends_at_24h', date: '2026-10-26' },
      ],
    });
  });

  it('refuses to look for dates that are not there', () => {
    expect(() => nextOccurrence({ every: 'dates', dates: [] }, '2026-01-01', defaultCalendar)).toThrow(
      RangeError,
    );
  });

  const anyDate = fc.integer({ min: dayNumber('2024-06-01'), max: dayNumber('2029-06-30') }).map(dateOfDay);
  const anyRule: fc.Arbitrary<Recurrence> = fc.oneof(
    fc.record(
      {
        every: fc.constantFrom('month' as const, 'quarter' as const, 'half' as const, 'year' as const),
        day: fc.integer({ min: 1, max: 31 }),
        before: fc.constant(true),
      },
      { requiredKeys: ['every'] },
    ),
    fc.record({ every: fc.constant('week' as const), weekday: fc.integer({ min: 1, max: 7 }) }),
    fc.record({
      every: fc.constant('dates' as const),
      dates: fc.array(
        anyDate.map((date) => date.slice(5)),
        { minLength: 1, maxLength: 5 },
      ),
    }),
  );

  it('always lies ahead, on a working day, and the nearer the earlier one asks', () => {
    fc.assert(
      fc.property(anyRule, anyDate, anyDate, (rule, a, b) => {
        const [early, late] = a < b ? [a, b] : [b, a];
        const first = nextOccurrence(rule, early, defaultCalendar).date;
        expect(first > early).toBe(true);
        expect(isWorkingDay(defaultCalendar, first)).toBe(true);
        expect(first <= nextOccurrence(rule, late, defaultCalendar).date).toBe(true);
        if (late < first) expect(nextOccurrence(rule, late, defaultCalendar).date).toBe(first);
      }),
    );
  });
});
