import * as z from 'zod/mini';
import { instant, localDate } from './time.ts';

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
  rule: z.string(),
  from: z.optional(localDate),
  date: z.optional(localDate),
  count: z.optional(z.int()),
  skipped: z.optional(z.array(z.object({ date: localDate, name: z.string() }))),
  note: z.optional(z.string()),
});
export type TraceStep = z.infer<typeof traceStep>;

/**
 * How the next occurrence of a recurring task is found. `day` counts from the start of the last month of the period (of the
 * month itself for `month`), absent means its last day; `weekday` is 1 (Monday) to 7, absent means Friday; `dates` are `mm-dd`.
 * A day that the month lacks is its last day. `before` is set when the day named is the first one too late.
 */
const recurrence = z.object({
  every: z.enum(['week', 'month', 'quarter', 'half', 'year', 'dates']),
  weekday: z.optional(z.int()),
  day: z.optional(z.int()),
  dates: z.optional(z.array(z.string())),
  before: z.optional(z.boolean()),
});
export type Recurrence = z.infer<typeof recurrence>;

/**
 * What the calendar made the date of, kept so that another calendar can be asked: the last day before it was rolled off
 * days off (with the wall time at which it is due, if not 24:00), or working days counted from a day.
 */
const deadlineBasis = z.union([
  z.object({ lastDay: localDate, time: z.optional(z.string()) }),
  z.object({ workingDays: z.int(), from: localDate }),
]);
export type DeadlineBasis = z.infer<typeof deadlineBasis>;

/** A task's deadline: as written, as understood, and as it stands. `dueAt` is 24:00 of the last day, in UTC. */
export const deadline = z.object({
  raw: z.optional(z.string()),
  kind: deadlineKind,
  original: z.optional(z.object({ date: localDate, dueAt: instant })),
  current: z.optional(z.object({ date: localDate, dueAt: instant })),
  /** Of the date that the terms came to; a date given by a later decision stands by itself. */
  basis: z.optional(deadlineBasis),
  extensions: z.int(),
  /** Of a task under another that was given that one's date: it moves with it, until a decision gives it a date of its own. */
  fromParent: z.optional(z.literal(true)),
  /** For recurring tasks; `original` and `current` are those of this occurrence. */
  recurrence: z.optional(recurrence),
  calendarVersion: z.string(),
  trace: z.array(traceStep),
});
export type Deadline = z.infer<typeof deadline>;
