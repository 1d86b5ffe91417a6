import * as z from 'zod/mini';
import { dateOfParts, yearOf } from './civil-date.ts';

export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2199;

const year = z.int().check(z.gte(FIRST_YEAR), z.lte(LAST_YEAR));
/** A day that somebody names, in a year for which days can be counted; one far off is a slip of the pen. */
export const namedDate = z.iso.date().check(
  z.refine((value) => !(yearOf(value) < FIRST_YEAR || yearOf(value) > LAST_YEAR), {
    error: 'date_out_of_range',
  }),
);
const time = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
const monthDay = z.string().check(
  z.regex(/^\d{2}-\d{2}$/),
  z.refine((value) => dateOfParts(2024, Number(value.slice(0, 2)), Number(value.slice(3))) !== undefined, {
    error: 'no_such_day',
  }),
);
const workingDays = z.int().check(z.gte(1), z.lte(5_000));
const minutes = z.int().check(z.gte(1), z.lte(5_256_000));
/** The deadline as the document words it, kept next to a reading made by a person. */
const raw = z.optional(z.string().check(z.maxLength(500)));

const recurring = z.discriminatedUnion('every', [
  z.strictObject({
    kind: z.literal('recurring'),
    every: z.literal('week'),
    weekday: z.optional(z.int().check(z.gte(1), z.lte(7))),
    before: z.optional(z.boolean()),
    raw,
  }),
  z.strictObject({
    kind: z.literal('recurring'),
    every: z.enum(['month', 'quarter', 'half', 'year']),
    day: z.optional(z.int().check(z.gte(1), z.lte(31))),
    before: z.optional(z.boolean()),
    raw,
  }),
  z.strictObject({
    kind: z.literal('recurring'),
    every: z.literal('dates'),
    dates: z.array(monthDay).check(z.minLength(1), z.maxLength(100)),
    before: z.optional(z.boolean()),
    raw,
  }),
]);

/** A deadline as understood but not yet computed: what a text is read into, and what a client may say structurally. */
const deadlineTerms = z.discriminatedUnion('kind', [
  /** With `time`, due at that wall time instead of 24:00. */
  z.strictObject({ kind: z.literal('date'), date: namedDate, time: z.optional(time), raw }),
  /** "Trước ngày": whether the day named is itself still in time is a setting. */
  z.strictObject({ kind: z.literal('before'), date: namedDate, raw }),
  z.strictObject({ kind: z.literal('month'), year, month: z.int().check(z.gte(1), z.lte(12)), raw }),
  z.strictObject({ kind: z.literal('quarter'), year, quarter: z.int().check(z.gte(1), z.lte(4)), raw }),
  z.strictObject({ kind: z.literal('half'), year, half: z.int().check(z.gte(1), z.lte(2)), raw }),
  z.strictObject({ kind: z.literal('year'), year, raw }),
  /** Counted from the directive's date unless `from` says otherwise; that day is not counted. */
  z.strictObject({ kind: z.literal('workingDays'), workingDays, from: z.optional(namedDate), raw }),
  z.strictObject({
    kind: z.literal('period'),
    count: z.int().check(z.gte(1), z.lte(5_000)),
    unit: z.enum(['day', 'week', 'month', 'year']),
    from: z.optional(namedDate),
    raw,
  }),
  /** Counted from the moment of the request. */
  z.strictObject({ kind: z.literal('minutes'), minutes, raw }),
  z
    .strictObject({ kind: z.literal('range'), start: namedDate, end: namedDate, raw })
    .check(
      z.refine(({ start, end }) => start <= end, { error: 'range_ends_before_it_starts', path: ['end'] }),
    ),
  recurring,
  z.strictObject({ kind: z.literal('continuous'), start: z.optional(namedDate), raw }),
  /** Due when something happens of which the system knows no date. */
  z.strictObject({
    kind: z.literal('event'),
    description: z.optional(z.string().check(z.maxLength(500))),
    raw,
  }),
  z.strictObject({ kind: z.literal('none'), raw }),
]);
export type DeadlineTerms = z.infer<typeof deadlineTerms>;

/**
 * A deadline as a client gives it: the words of the document (`{raw}`, null or empty for none), one of three short forms,
 * or any kind structurally.
 */
export const deadlineInput = z.union([
  z.strictObject({ raw: z.nullable(z.string().check(z.maxLength(500))) }),
  z.strictObject({ date: namedDate, raw }),
  z.strictObject({ workingDays, from: z.optional(namedDate), raw }),
  z.strictObject({ minutes, raw }),
  deadlineTerms,
]);
export type DeadlineInput = z.infer<typeof deadlineInput>;
