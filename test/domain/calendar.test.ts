import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../shared/domain/calendar.ts';
import {
  addWorkingDays,
  dueAfter,
  isWorkingDay,
  nextOpening,
  rollForward,
  spanAfter,
  spanBefore,
  workingDaysBetween,
} from '../../shared/domain/calendar.ts';
import { dateOfDay, dayNumber } from '../../shared/domain/civil-date.ts';
import { defaultCalendar } from '../support/default-calendar.ts';

const openCalendar: Calendar = { ...defaultCalendar, mode: 'always-open' };
const hours = { open: '07:30', close: '17:30' };

const anyDay = fc.integer({ min: dayNumber('2024-06-01'), max: dayNumber('2029-06-30') });
const anyDate = anyDay.map(dateOfDay);
const workedDate = anyDate.filter((date) => isWorkingDay(defaultCalendar, date));

describe('working days', () => {
  // The table in the domain's rules; Tết, swaps and the new holiday of 24 November are all in it.
  it.each([
    ['2026-02-13', 3, '2026-02-25'],
    ['2026-04-29', 5, '2026-05-08'],
    ['2026-08-21', 1, '2026-08-22'],
    ['2026-08-28', 2, '2026-09-04'],
    ['2026-11-23', 1, '2026-11-25'],
    ['2025-04-25', 1, '2025-04-26'],
    ['2025-04-29', 2, '2025-05-06'],
  ])('from %s, %i working days on is %s', (issued, n, due) => {
    expect(addWorkingDays(defaultCalendar, issued, n)).toBe(due);
    expect(workingDaysBetween(defaultCalendar, issued, due)).toBe(n);
    expect(addWorkingDays(defaultCalendar, due, -n)).toBe(issued);
    expect(dueAfter(defaultCalendar, `${issued}T03:00:00.000Z`, { workingDays: n })).toEqual({
      date: due,
      at: `${due}T17:00:00.000Z`,
    });
  });

  it('rolls a last day that is off to the next working day and names what it skipped', () => {
    expect(rollForward(defaultCalendar, '2025-08-31')).toEqual({
      date: '2025-09-03',
      skipped: [
        { date: '2025-08-31', name: 'Chủ nhật' },
        { date: '2025-09-01', name: 'Quốc khánh (ngày liền kề)' },
        { date: '2025-09-02', name: 'Quốc khánh' },
      ],
    });
    expect(rollForward(defaultCalendar, '2026-08-22')).toEqual({ date: '2026-08-22', skipped: [] });
  });

  it('leaves the date alone for no days, worked or not, and counts from a day off as from any day', () => {
    expect(addWorkingDays(defaultCalendar, '2026-11-22', 0)).toBe('2026-11-22');
    expect(addWorkingDays(defaultCalendar, '2026-11-22', 1)).toBe('2026-11-23');
    expect(addWorkingDays(defaultCalendar, '2026-11-22', -1)).toBe('2026-11-20');
    expect(workingDaysBetween(defaultCalendar, '2026-11-20', '2026-11-22')).toBe(0);
    expect(workingDaysBetween(defaultCalendar, '2026-11-22', '2026-11-20')).toBe(0);
    expect(workingDaysBetween(defaultCalendar, '2026-11-25', '2026-11-20')).toBe(-2);
  });

  it('gives no days to work in the holidays as due today, but when the next day is over', () => {
    expect(dueAfter(defaultCalendar, '2026-02-16T03:00:00.000Z', { workingDays: 0 }).date).toBe('2026-02-23');
  });

  it('counts every day where the calendar is always open', () => {
    expect(addWorkingDays(openCalendar, '2026-02-13', 3)).toBe('2026-02-16');
    expect(rollForward(openCalendar, '2026-02-17')).toEqual({ date: '2026-02-17', skipped: [] });
    expect(nextOpening(openCalendar, hours, '2026-11-21T20:00:00.000Z')).toBe('2026-11-21T20:00:00.000Z');
  });

  it('agrees when it adds n and counts back, whatever the start', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 300 }), (date, n) => {
        expect(workingDaysBetween(defaultCalendar, date, addWorkingDays(defaultCalendar, date, n))).toBe(n);
      }),
    );
    fc.assert(
      fc.property(workedDate, fc.integer({ min: -300, max: 300 }), (date, n) => {
        const there = addWorkingDays(defaultCalendar, date, n);
        expect(addWorkingDays(defaultCalendar, there, -n)).toBe(date);
        expect(workingDaysBetween(defaultCalendar, date, there)).toBe(n);
      }),
    );
  });

  it('adds up over any day in between', () => {
    fc.assert(
      fc.property(anyDate, anyDate, anyDate, (a, b, c) => {
        const legs = workingDaysBetween(defaultCalendar, a, b) + workingDaysBetween(defaultCalendar, b, c);
        expect(legs).toBe(workingDaysBetween(defaultCalendar, a, c));
      }),
    );
  });

  it('never gives a later start an earlier end', () => {
    fc.assert(
      fc.property(anyDate, anyDate, fc.integer({ min: -60, max: 60 }), (a, b, n) => {
        const [early, late] = a < b ? [a, b] : [b, a];
        expect(addWorkingDays(defaultCalendar, early, n) <= addWorkingDays(defaultCalendar, late, n)).toBe(
          true,
        );
        expect(rollForward(defaultCalendar, early).date <= rollForward(defaultCalendar, late).date).toBe(
          true,
        );
      }),
    );
  });

  it('rolls onto a working day and no further', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const rolled = rollForward(defaultCalendar, date);
        expect(isWorkingDay(defaultCalendar, rolled.date)).toBe(true);
        expect(rollForward(defaultCalendar, rolled.date)).toEqual({ date: rolled.date, skipped: [] });
        expect(rolled.skipped.map((day) => isWorkingDay(defaultCalendar, day.date))).not.toContain(true);
        expect(rolled.skipped).toHaveLength(dayNumber(rolled.date) - dayNumber(date));
      }),
    );
  });
});

describe('spans', () => {
  const due = { date: '2026-11-25', at: '2026-11-25T17:00:00.000Z' };

  it('counts from the day that a due date names, not from the midnight that ends it', () => {
    expect(spanAfter(defaultCalendar, due, { workingDays: 1 }, '08:00')).toBe('2026-11-26T01:00:00.000Z');
    expect(spanBefore(defaultCalendar, due, { workingDays: 0 }, '08:00')).toBe('2026-11-25T01:00:00.000Z');
    expect(spanBefore(defaultCalendar, due, { workingDays: 1 }, '08:00')).toBe('2026-11-23T01:00:00.000Z');
  });

  it('keeps the hour of a moment unless told another', () => {
    expect(spanAfter(defaultCalendar, '2026-11-23T03:15:00.000Z', { workingDays: 1 })).toBe(
      '2026-11-25T03:15:00.000Z',
    );
    expect(spanBefore(defaultCalendar, '2026-11-25T03:15:00.000Z', { workingDays: 1 }, '08:00')).toBe(
      '2026-11-23T01:00:00.000Z',
    );
  });

  it('takes minutes as they are, on nights and days off too', () => {
    expect(spanAfter(defaultCalendar, due, { minutes: 90 }, '08:00')).toBe('2026-11-25T18:30:00.000Z');
    expect(spanBefore(defaultCalendar, due.at, { minutes: 90 })).toBe('2026-11-25T15:30:00.000Z');
    expect(dueAfter(defaultCalendar, '2026-11-23T16:50:00.000Z', { minutes: 20 })).toEqual({
      date: '2026-11-24',
      at: '2026-11-23T17:10:00.000Z',
    });
  });
});

describe('the gate for mail', () => {
  it.each([
    ['within hours: at once', '2026-11-23T03:00:00.000Z', '2026-11-23T03:00:00.000Z'],
    ['exactly at the opening', '2026-11-23T00:30:00.000Z', '2026-11-23T00:30:00.000Z'],
    ['exactly at the close', '2026-11-23T10:30:00.000Z', '2026-11-23T10:30:00.000Z'],
    ['before the opening: that day', '2026-11-22T20:00:00.000Z', '2026-11-23T00:30:00.000Z'],
    ['after the close, holiday next: the day after', '2026-11-23T10:30:00.001Z', '2026-11-25T00:30:00.000Z'],
    ['on a Saturday morning: Monday', '2026-11-21T03:00:00.000Z', '2026-11-23T00:30:00.000Z'],
    ['on a worked Saturday: at once', '2026-08-22T03:00:00.000Z', '2026-08-22T03:00:00.000Z'],
    ['on the eve of Tết: when work resumes', '2026-02-13T12:00:00.000Z', '2026-02-23T00:30:00.000Z'],
  ])('%s', (_, at, opens) => {
    expect(nextOpening(defaultCalendar, hours, at)).toBe(opens);
  });
});
