import * as z from 'zod';
import { instant, localDate } from './time.ts';

export const deadlineKind = z.enum([
  'date',
  'before',
  'month',
  'quarter',
  'half',
  'year',
  'workingDays',
  'minutes',
  'range',
  'recurring',
  'continuous',
  'event',
  'none',
]);
export type DeadlineKind = z.infer<typeof deadlineKind>;

/** One step of the explanation of a date: which rule, what it gave, and the days it skipped. */
export const traceStep = z.object({
  rule: z.string(),
  date: localDate.optional(),
  skipped: z.array(z.object({ date: localDate, name: z.string() })).optional(),
  note: z.string().optional(),
});
export type TraceStep = z.infer<typeof traceStep>;

/** A task's deadline: as written, as understood, and as it stands. `dueAt` is 24:00 of the last day, in UTC. */
export const deadline = z.object({
  raw: z.string().optional(),
  kind: deadlineKind,
  original: z.object({ date: localDate, dueAt: instant }).optional(),
  current: z.object({ date: localDate, dueAt: instant }).optional(),
  extensions: z.int(),
  /** For recurring tasks: how the next occurrence is found. */
  recurrence: z
    .object({
      every: z.enum(['month', 'quarter', 'half', 'year', 'dates']),
      day: z.int().optional(),
      dates: z.array(z.string()).optional(),
    })
    .optional(),
  calendarVersion: z.string(),
  trace: z.array(traceStep),
});
export type Deadline = z.infer<typeof deadline>;
