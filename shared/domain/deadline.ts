import type { Calendar, Due } from './calendar.ts';
import { addWorkingDays, dueAfter, dueAtEndOf, instantAt, localDateOf, rollForward } from './calendar.ts';
import { addDays, addMonths, lastOfMonth, yearOf } from './civil-date.ts';
import type { Deadline, DeadlineBasis, Recurrence, TraceStep } from './deadline-model.ts';
import type { DeadlineInput, DeadlineTerms } from './deadline-terms.ts';
import { readDeadlineText } from './deadline-text.ts';
import { occurrenceAfter } from './recurrence.ts';
import { Refusal } from './refusal.ts';
import type { Instant, LocalDate } from './time.ts';

export type DeadlineContext = {
  calendar: Calendar;
  /** The directive's date: periods without a start of their own are counted from it, and it tells a missing year. */
  issuedOn: LocalDate;
  /** The moment of the request: minutes run from it, and a recurring task starts with an occurrence still ahead of it. */
  at: Instant;
  /** "Trước ngày D" ends with D-1; otherwise with D itself. */
  beforeMeansDayBefore: boolean;
};

/** What a deadline comes to; without `due` there is no date to be late against. */
type Outcome = { due?: Due; basis?: DeadlineBasis; recurrence?: Recurrence };

/** Ends a period on `last`, or with the next working day after it. */
const endingOn = (ctx: DeadlineContext, last: LocalDate, trace: TraceStep[]): Outcome => {
  const { date, skipped } = rollForward(ctx.calendar, last);
  if (skipped.length > 0) trace.push({ rule: 'rolled_to_working_day', from: last, date, skipped });
  trace.push({ rule: 'ends_at_24h', date });
  return { due: dueAtEndOf(ctx.calendar, date), basis: { lastDay: last } };
};

const endingAt = (ctx: DeadlineContext, last: LocalDate, time: string, trace: TraceStep[]): Outcome => {
  // A last day that is off gives the whole of the next working day, not its first hours.
  const basis = { lastDay: last, time };
  if (rollForward(ctx.calendar, last).skipped.length > 0) return { ...endingOn(ctx, last, trace), basis };
  trace.push({ rule: 'ends_at_time', date: last, note: time });
  return { due: { date: last, at: instantAt(ctx.calendar, last, time) }, basis };
};

/** Civil Code 2015, art. 147(2): the first day is not counted. */
const countingFrom = (ctx: DeadlineContext, from: LocalDate | undefined, trace: TraceStep[]): LocalDate => {
  const first = from ?? ctx.issuedOn;
  trace.push({ rule: from ? 'counted_from_date' : 'counted_from_issue', date: first });
  trace.push({ rule: 'first_day_not_counted', date: first });
  return first;
};

const namedBetween = (days: Record<LocalDate, string>, after: LocalDate, to: LocalDate) =>
  Object.entries(days)
    .filter(([date]) => date > after && date <= to)
    .sort()
    .map(([date, name]) => ({ date, name }));

const workingDaysFrom = (
  ctx: DeadlineContext,
  first: LocalDate,
  count: number,
  trace: TraceStep[],
): Outcome => {
  const { calendar } = ctx;
  const date = addWorkingDays(calendar, first, count);
  const open = calendar.mode === 'always-open';
  const skipped = open ? [] : namedBetween(calendar.daysOff, first, date);
  trace.push({
    rule: 'working_days_counted',
    from: first,
    date,
    count,
    ...(skipped.length > 0 && { skipped }),
  });
  for (const worked of open ? [] : namedBetween(calendar.workedDays, first, date))
    trace.push({ rule: 'worked_in_exchange', date: worked.date, note: worked.name });
  return { ...endingOn(ctx, date, trace), basis: { workingDays: count, from: first } };
};

const addPeriod = (first: LocalDate, count: number, unit: 'day' | 'week' | 'month' | 'year'): LocalDate => {
  if (unit === 'day') return addDays(first, count);
  if (unit === 'week') return addDays(first, 7 * count);
  return addMonths(first, unit === 'month' ? count : 12 * count);
};

const recurring = (
  ctx: DeadlineContext,
  terms: Extract<DeadlineTerms, { kind: 'recurring' }>,
  trace: TraceStep[],
): Outcome => {
  const { kind: _, raw: _raw, before, ...named } = terms;
  const recurrence: Recurrence = { ...named, ...(before && ctx.beforeMeansDayBefore && { before }) };
  const yesterday = addDays(localDateOf(ctx.calendar, ctx.at), -1);
  const [after = yesterday] = [ctx.issuedOn, yesterday].sort().reverse();
  const found = occurrenceAfter(recurrence, after, ctx.calendar);
  trace.push({
    rule: `recurs_every_${terms.every}`,
    ...('dates' in terms && { note: terms.dates.join(', ') }),
  });
  trace.push({ rule: 'next_occurrence', from: after, date: found.named });
  if (found.last !== found.named)
    trace.push({ rule: 'before_means_day_before', from: found.named, date: found.last });
  return { ...endingOn(ctx, found.last, trace), recurrence };
};

const compute = (ctx: DeadlineContext, terms: DeadlineTerms, trace: TraceStep[]): Outcome => {
  const ended = (rule: string, last: LocalDate): Outcome => {
    trace.push({ rule, date: last });
    return endingOn(ctx, last, trace);
  };
  switch (terms.kind) {
    case 'date':
      trace.push({ rule: 'date_named', date: terms.date });
      return terms.time ? endingAt(ctx, terms.date, terms.time, trace) : endingOn(ctx, terms.date, trace);
    case 'before': {
      if (!ctx.beforeMeansDayBefore) return ended('before_includes_day', terms.date);
      const last = addDays(terms.date, -1);
      trace.push({ rule: 'before_means_day_before', from: terms.date, date: last });
      return endingOn(ctx, last, trace);
    }
    case 'month':
      return ended('month_end', lastOfMonth(terms.year, terms.month));
    case 'quarter':
      return ended('quarter_end', lastOfMonth(terms.year, terms.quarter * 3));
    case 'half':
      return ended('half_end', lastOfMonth(terms.year, terms.half * 6));
    case 'year':
      return ended('year_end', lastOfMonth(terms.year, 12));
    case 'workingDays':
      return workingDaysFrom(ctx, countingFrom(ctx, terms.from, trace), terms.workingDays, trace);
    case 'period': {
      const first = countingFrom(ctx, terms.from, trace);
      const last = addPeriod(first, terms.count, terms.unit);
      trace.push({ rule: `${terms.unit}s_counted`, from: first, date: last, count: terms.count });
      return endingOn(ctx, last, trace);
    }
    case 'minutes': {
      const due = dueAfter(ctx.calendar, ctx.at, { minutes: terms.minutes });
      trace.push({ rule: 'minutes_counted', date: due.date, count: terms.minutes });
      return { due };
    }
    case 'range':
      trace.push({ rule: 'range_end', from: terms.start, date: terms.end });
      return endingOn(ctx, terms.end, trace);
    case 'recurring':
      return recurring(ctx, terms, trace);
    case 'continuous':
      trace.push({ rule: 'continuous', ...(terms.start && { from: terms.start }) });
      return {};
    case 'event':
      trace.push({ rule: 'depends_on_event', ...(terms.description && { note: terms.description }) });
      return {};
    case 'none':
      trace.push({ rule: 'no_deadline' });
      return {};
  }
};

/** Gives a client's short form its kind; words are read. Throws Refusal `deadline_unreadable`. */
const understood = (input: DeadlineInput, ctx: DeadlineContext, trace: TraceStep[]): DeadlineTerms => {
  if ('kind' in input || 'date' in input || 'workingDays' in input || 'minutes' in input) {
    trace.push(input.raw ? { rule: 'read_by_person', note: input.raw } : { rule: 'given_as_data' });
    if ('kind' in input) return input;
    if ('date' in input) return { kind: 'date', ...input };
    return 'minutes' in input ? { kind: 'minutes', ...input } : { kind: 'workingDays', ...input };
  }
  const raw = input.raw?.normalize('NFC').trim();
  if (!raw) return { kind: 'none' };
  const reading = readDeadlineText(raw, ctx.issuedOn);
  if (!reading) throw new Refusal('deadline_unreadable', { raw });
  trace.push({ rule: 'as_written', note: raw });
  trace.push(...reading.remarks);
  return { ...reading.terms, raw };
};

const calendarSteps = ({ mode, version, daysOff }: Calendar, date: LocalDate): TraceStep[] => {
  if (mode === 'always-open') return [{ rule: 'calendar_always_open' }];
  const known = Object.keys(daysOff).some((day) => yearOf(day) === yearOf(date));
  return [
    { rule: 'counted_by_calendar', note: version },
    ...(known ? [] : [{ rule: 'days_off_unknown', date, count: yearOf(date) }]),
  ];
};

/**
 * Computes a deadline from the document's words or a client's data, with the steps that explain it. Rules: Civil Code 2015,
 * arts. 146-148. Says nothing about whether the date is already past. Throws Refusal `deadline_unreadable` (params: raw)
 * for words that it cannot read with certainty, days that do not exist (31/02) included; never guesses.
 */
export const readDeadline = (input: DeadlineInput, ctx: DeadlineContext): Deadline => {
  const trace: TraceStep[] = [];
  const terms = understood(input, ctx, trace);
  const { due, basis, recurrence } = compute(ctx, terms, trace);
  const raw = terms.raw?.normalize('NFC').trim();
  if (due && terms.kind !== 'minutes') trace.push(...calendarSteps(ctx.calendar, due.date));
  const standing = due && { date: due.date, dueAt: due.at };
  return {
    ...(raw && { raw }),
    kind: terms.kind,
    ...(standing && { original: standing, current: standing }),
    ...(basis && { basis }),
    extensions: 0,
    ...(recurrence && { recurrence }),
    calendarVersion: ctx.calendar.version,
    trace,
  };
};
