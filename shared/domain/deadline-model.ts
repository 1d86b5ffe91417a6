import * as z from 'zod/mini';
import { flag, optionalText, text, whole } from './fields.ts';
import { instant, localDate, optionalDate } from './time.ts';

export const deadlineKind = z.enum([
  'date',
  'before',
  'month',
  'quarter',
  'half',
  'year',
  'workingDays',
  'period',
  'minutes',
  'range',
  'recurring',
  'continuous',
  'event',
  'none',
]);

/**
 * One step of the explanation of a date: which rule, from where it started, what it gave, the days it skipped.
 * `count` is what the rule counted (days, months, minutes); `note` is text from the document or the calendar, shown as it is.
 */
export const traceStep = z.object({
  rule: text,
  from: optionalDate,
  date: optionalDate,
  count: z.optional(whole),
  skipped: z.optional(z.array(z.object({ date: localDate, name: text }))),
  note: optionalText,
});
export type TraceStep = z.infer<typeof traceStep>;

/**
 * How the next occurrence of a recurring task is found. `day` counts from the start of the last month of the period (of the
 * month itself for `month`), absent means its last day; `weekday` is 1 (Monday) to 7, absent means Friday; `dates` are `mm-dd`.
 * A day that the month lacks is its last day. `before` is set when the day named is the first one too late.
 */
const recurrence = z.object({
  every: z.enum(['week', 'month', 'quarter', 'half', 'year', 'dates']),
  weekday: z.optional(whole),
  day: z.optional(whole),
  dates: z.optional(z.array(text)),
  before: z.optional(flag),
});
export type Recurrence = z.infer<typeof recurrence>;

/**
 * What the calendar made the date of, kept so that another calendar can be asked: the last day before it was rolled off
 * days off (with the wall time at which it is due, if not 24:00), or working days counted from a day.
 */
const deadlineBasis = z.union([
  z.object({ lastDay: localDate, time: optionalText }),
  z.object({ workingDays: whole, from: localDate }),
]);
export type DeadlineBasis = z.infer<typeof deadlineBasis>;

/** A task's deadline: as written, as understood, and as it stands. `dueAt` is 24:00 of the last day, in UTC. */
export const deadline = z.object({
  raw: optionalText,
  kind: deadlineKind,
  original: z.optional(z.object({ date: localDate, dueAt: instant })),
  current: z.optional(z.object({ date: localDate, dueAt: instant })),
  /** Of the date that the terms came to; a date given by a later decision stands by itself. */
  basis: z.optional(deadlineBasis),
  extensions: whole,
  /** Of a task under another that was given that one's date: it moves with it, until a decision gives it a date of its own. */
  fromParent: z.optional(z.literal(true)),
  /** For recurring tasks; `original` and `current` are those of this occurrence. */
  recurrence: z.optional(recurrence),
  calendarVersion: text,
  trace: z.array(traceStep),
});
export type Deadline = z.infer<typeof deadline>;
