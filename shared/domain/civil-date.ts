import type { LocalDate } from './time.ts';

const DAY_MS = 86_400_000;

/** Days since 1970-01-01: the form in which dates are added and compared. NaN for what is not a date. */
export const dayNumber = (date: LocalDate): number => Date.parse(`${date}T00:00:00.000Z`) / DAY_MS;

/** The date of a day number. Throws RangeError for NaN. */
export const dateOfDay = (day: number): LocalDate => new Date(day * DAY_MS).toISOString().slice(0, 10);

export const addDays = (date: LocalDate, days: number): LocalDate => dateOfDay(dayNumber(date) + days);

/** 1 for Monday to 7 for Sunday. */
export const weekday = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** The date with these parts, or undefined if the calendar has no such day (31/02, month 13). */
export const dateOfParts = (year: number, month: number, day: number): LocalDate | undefined => {
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  const number = dayNumber(date);
  return Number.isNaN(number) || dateOfDay(number) !== date ? undefined : date;
};

export const yearOf = (date: LocalDate): number => Number(date.slice(0, 4));
const monthOf = (date: LocalDate): number => Number(date.slice(5, 7));
const dayOfMonth = (date: LocalDate): number => Number(date.slice(8, 10));

/** `day` of that month, or the month's last day if it is shorter. Month may lie outside 1-12 and carries into the year. */
export const clampedDate = (year: number, month: number, day: number): LocalDate => {
  const first = Date.UTC(year, month - 1, 1) / DAY_MS;
  const next = Date.UTC(year, month, 1) / DAY_MS;
  return dateOfDay(Math.min(first + day - 1, next - 1));
};

export const lastOfMonth = (year: number, month: number): LocalDate => clampedDate(year, month, 31);

/** Civil Code 2015, art. 148(3): the same-numbered day, or the last day of a shorter month. */
export const addMonths = (date: LocalDate, months: number): LocalDate =>
  clampedDate(yearOf(date), monthOf(date) + months, dayOfMonth(date));
