import { dateOfDay, dayNumber, weekday } from './civil-date.ts';
import type { Instant, LocalDate, Span } from './time.ts';
import { instantOfWall, wallClock } from './zone.ts';

/**
 * Which days are worked, and where the clock hangs. Monday to Friday, less `daysOff`, plus `workedDays` (Saturdays
 * worked in exchange). `always-open` makes every day and hour open, for deployments whose policies speak in minutes.
 * Treat a calendar as immutable: what is derived from it is cached per object.
 */
export type Calendar = {
  version: string;
  /** IANA name, such as `Asia/Ho_Chi_Minh`. */
  timeZone: string;
  mode: 'official' | 'always-open';
  /** The name of each day off. */
  daysOff: Record<LocalDate, string>;
  /** Why each weekend day that is worked is. */
  workedDays: Record<LocalDate, string>;
};

/** A day by which, and the moment at which it is over. */
export type Due = { date: LocalDate; at: Instant };
export type SkippedDay = { date: LocalDate; name: string };

type DayTable = { off: Set<number>; worked: Set<number> };
const tables = new WeakMap<Calendar, DayTable>();

const tableOf = (cal: Calendar): DayTable => {
  const known = tables.get(cal);
  if (known) return known;
  const table = {
    off: new Set(Object.keys(cal.daysOff).map(dayNumber)),
    worked: new Set(Object.keys(cal.workedDays).map(dayNumber)),
  };
  tables.set(cal, table);
  return table;
};

const isWorked = (cal: Calendar, { off, worked }: DayTable, day: number): boolean =>
  cal.mode === 'always-open' || worked.has(day) || (weekday(day) <= 5 && !off.has(day));

export const isWorkingDay = (cal: Calendar, date: LocalDate): boolean =>
  isWorked(cal, tableOf(cal), dayNumber(date));

/** The n-th working day after `date` (before it for negative n). `date` itself is not counted; n = 0 is `date`, worked or not. */
export const addWorkingDays = (cal: Calendar, date: LocalDate, n: number): LocalDate => {
  const table = tableOf(cal);
  const step = Math.sign(n);
  let day = dayNumber(date);
  for (let left = Math.abs(n); left > 0; ) {
    day += step;
    if (isWorked(cal, table, day)) left -= 1;
  }
  return dateOfDay(day);
};

/** Working days in (from, to]; the same count with a minus sign when `to` lies before `from`. */
export const workingDaysBetween = (cal: Calendar, from: LocalDate, to: LocalDate): number => {
  // 0 minus, because the minus sign alone would make -0 of none.
  if (to < from) return 0 - workingDaysBetween(cal, to, from);
  const table = tableOf(cal);
  const last = dayNumber(to);
  let count = 0;
  for (let day = dayNumber(from) + 1; day <= last; day += 1) if (isWorked(cal, table, day)) count += 1;
  return count;
};

const nameOfDayOff = (cal: Calendar, date: LocalDate): string =>
  cal.daysOff[date] ?? (weekday(dayNumber(date)) === 7 ? 'Chủ nhật' : 'Thứ Bảy');

/** Civil Code 2015, art. 148(5): a period whose last day is off ends with the next working day. `skipped` says why. */
export const rollForward = (cal: Calendar, date: LocalDate): { date: LocalDate; skipped: SkippedDay[] } => {
  const table = tableOf(cal);
  const skipped: SkippedDay[] = [];
  let day = dayNumber(date);
  for (; !isWorked(cal, table, day); day += 1) {
    const off = dateOfDay(day);
    skipped.push({ date: off, name: nameOfDayOff(cal, off) });
  }
  return { date: dateOfDay(day), skipped };
};

/** The date on the wall of the calendar's zone at that moment. */
export const localDateOf = (cal: Calendar, at: Instant): LocalDate => wallClock(cal.timeZone, at).date;

const msOfWallTime = (time: string): number => {
  const [, hours, minutes] = /^(\d{2}):([0-5]\d)$/.exec(time) ?? [];
  const ms = (Number(hours) * 60 + Number(minutes)) * 60_000;
  if (!(ms <= 86_400_000)) throw new RangeError(`not a wall time HH:MM: ${time}`);
  return ms;
};

/** The moment of `HH:MM` (00:00 to 24:00) on that day. Throws RangeError for any other text. */
export const instantAt = (cal: Calendar, date: LocalDate, time: string): Instant =>
  instantOfWall(cal.timeZone, date, msOfWallTime(time));

/** 24:00 of that day, the last moment that still counts (Civil Code 2015, art. 148(6)): the next local midnight. */
export const endOfDay = (cal: Calendar, date: LocalDate): Instant => instantAt(cal, date, '24:00');

/** The end of that day as a due date. */
export const dueAtEndOf = (cal: Calendar, date: LocalDate): Due => ({ date, at: endOfDay(cal, date) });

/**
 * The first moment from `at` on that lies on a working day between `open` and `close` (both included, local `HH:MM`):
 * `at` itself, or the next opening.
 */
export const nextOpening = (cal: Calendar, hours: { open: string; close: string }, at: Instant): Instant => {
  if (cal.mode === 'always-open') return at;
  const today = localDateOf(cal, at);
  if (isWorkingDay(cal, today)) {
    const open = instantAt(cal, today, hours.open);
    if (at <= open) return open;
    if (at <= instantAt(cal, today, hours.close)) return at;
  }
  return instantAt(cal, addWorkingDays(cal, today, 1), hours.open);
};

const plusMinutes = (at: Instant, minutes: number): Instant =>
  new Date(Date.parse(at) + minutes * 60_000).toISOString();

const shifted = (cal: Calendar, from: Instant | Due, span: Span, sign: 1 | -1, time?: string): Instant => {
  const moment = typeof from === 'string' ? from : from.at;
  if ('minutes' in span) return plusMinutes(moment, sign * span.minutes);
  const origin = typeof from === 'string' ? localDateOf(cal, from) : from.date;
  const date = addWorkingDays(cal, origin, sign * span.workingDays);
  if (time !== undefined) return instantAt(cal, date, time);
  return instantOfWall(cal.timeZone, date, wallClock(cal.timeZone, moment).ms);
};

/**
 * A span after a moment. Working days are counted from the local date of `from` and end at wall time `time` (default: that of
 * `from`); minutes are plain minutes and ignore `time`. Give a due date whole, `{date, at}`: its `at` is 24:00, which is
 * already the next date, so that counting from the bare instant would be a day off.
 */
export const spanAfter = (cal: Calendar, from: Instant | Due, span: Span, time?: string): Instant =>
  shifted(cal, from, span, 1, time);

/** The mirror of `spanAfter`: 0 working days before a due date is `time` on the due date itself. */
export const spanBefore = (cal: Calendar, from: Instant | Due, span: Span, time?: string): Instant =>
  shifted(cal, from, span, -1, time);

/** When something is due that has this long from `from` on: 24:00 of the n-th working day, or the exact moment for minutes. */
export const dueAfter = (cal: Calendar, from: Instant, span: Span): Due => {
  if ('minutes' in span) {
    const at = plusMinutes(from, span.minutes);
    return { date: localDateOf(cal, at), at };
  }
  const date = addWorkingDays(cal, localDateOf(cal, from), span.workingDays);
  return dueAtEndOf(cal, rollForward(cal, date).date);
};
