import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { assembleCalendar } from '../../shared/domain/assemble-calendar.ts';
import { isWorkingDay } from '../../shared/domain/calendar.ts';
import { calendarYear } from '../../shared/domain/calendar-year.ts';
import { calendarWith, defaultCalendarYears } from '../../shared/domain/default-calendar.ts';
import { defaultCalendar } from '../support/default-calendar.ts';

const dayInFile = z.looseObject({ date: z.string() });
const file = z
  .object({ generated: z.string(), days_off: z.array(dayInFile), working_weekend_days: z.array(dayInFile) })
  .parse(JSON.parse(readFileSync(new URL('../../examples/data/vn-holidays.json', import.meta.url), 'utf8')));

const messages = (value: unknown): string[] =>
  calendarYear.safeParse(value).error?.issues.map((issue) => `${issue.path.join('/')} ${issue.message}`) ??
  [];

describe('the default calendar', () => {
  it('is the published file, day by day, with its evidence', () => {
    expect(defaultCalendarYears.flatMap((year) => year.daysOff)).toEqual(file.days_off);
    expect(defaultCalendarYears.flatMap((year) => year.workedDays)).toEqual(file.working_weekend_days);
    expect(defaultCalendar.version).toBe(`vn-${file.generated}`);
  });

  it('consists of years that its own schema accepts', () => {
    for (const year of defaultCalendarYears) expect(messages(year)).toEqual([]);
  });

  it('has 24 November off from 2026 on', () => {
    expect(isWorkingDay(defaultCalendar, '2025-11-24')).toBe(true);
    expect(isWorkingDay(defaultCalendar, '2026-11-24')).toBe(false);
  });

  it('gives way to an edited year, under a version of its own', () => {
    const edited = {
      year: 2027,
      version: '3',
      daysOff: [{ date: '2027-02-04', name: 'Tết' }],
      workedDays: [],
    };
    const cal = calendarWith([edited], 'Asia/Ho_Chi_Minh', 'official');
    expect(isWorkingDay(cal, '2027-02-04')).toBe(false);
    expect(isWorkingDay(cal, '2027-02-05')).toBe(true);
    expect(isWorkingDay(cal, '2026-11-24')).toBe(false);
    expect(cal.version).toBe('vn-2026-11-23+2027@3');
    expect(calendarWith([], 'Asia/Ho_Chi_Minh', 'official').version).toBe('vn-2026-11-23');
  });

  it('joins years in any order to the same calendar, and never one year twice', () => {
    const [first, ...rest] = defaultCalendarYears;
    if (!first) throw new Error('there are default years');
    expect(assembleCalendar([...rest, first], 'Asia/Ho_Chi_Minh', 'official')).toEqual(defaultCalendar);
    expect(() => assembleCalendar([first, first], 'UTC', 'official')).toThrow(RangeError);
    expect(assembleCalendar([], 'UTC', 'official').version).toBe('weekends-only');
  });

  it('refuses a year whose days contradict it', () => {
    const day = (date: string) => ({ date, name: 'x' });
    expect(
      messages({
        year: 2027,
        version: '1',
        daysOff: [day('2027-01-01'), day('2027-01-01'), day('2026-12-31')],
        workedDays: [{ date: '2027-01-01', reason: 'y' }],
      }),
    ).toEqual([
      'daysOff/1/date date_twice',
      'daysOff/2/date date_outside_year',
      'workedDays/0/date off_and_worked',
    ]);
    expect(messages({ year: 2027, version: '1', daysOff: [day('2027-02-30')], workedDays: [] })).toHaveLength(
      1,
    );
  });
});
