import * as z from 'zod/mini';
import { type Calendar, rollForward } from './calendar.ts';
import { addDays, addMonths } from './civil-date.ts';
import { flag, text } from './fields.ts';
import { rowCounts } from './report.ts';
import { instant, type LocalDate, localDate } from './time.ts';

export const periodKind = z.enum(['month', 'quarter', 'half', 'year']);
export type PeriodKind = z.infer<typeof periodKind>;

const length: Record<PeriodKind, number> = { month: 1, quarter: 3, half: 6, year: 12 };
const kinds = periodKind.options;

/**
 * A closed period. It runs from one closing day to the day before the next: a fact of the closing day itself, or one that
 * comes later, belongs to the period after. `month` is its last month, `yyyy-mm`; `number` counts the reports of a year.
 */
export const period = z.object({
  id: text,
  kind: periodKind,
  month: text,
  number: text,
  from: localDate,
  to: localDate,
  /** The day on which it is closed: the 25th, or the next working day. */
  closing: localDate,
});
export type Period = z.infer<typeof period>;

const monthText = (day: LocalDate) => day.slice(0, 7);
const shifted = (month: string, by: number) => monthText(addMonths(`${month}-01`, by));

/** The 25th, moved to a working day (mặc định hệ thống). */
export const closingDay = (calendar: Calendar, month: string): LocalDate =>
  rollForward(calendar, `${month}-25`).date;

/** The periods that end with a month: 12 of one month, 4 of three, 2 of six and 1 of twelve make 19 reports a year. */
export function periodsOf(calendar: Calendar, month: string): Period[] {
  const closing = closingDay(calendar, month);
  const ending = (of: string) => kinds.filter((kind) => Number(of.slice(5)) % length[kind] === 0);
  const year = month.slice(0, 4);
  const earlier = Array.from({ length: Number(month.slice(5)) - 1 }, (_, i) =>
    ending(`${year}-${String(i + 1).padStart(2, '0')}`),
  ).flat().length;
  return ending(month).map((kind, i) => ({
    id: `rpt_${month}-${kind}`,
    kind,
    month,
    number: `${earlier + i + 1}/${year}`,
    from: closingDay(calendar, shifted(month, -length[kind])),
    to: addDays(closing, -1),
    closing,
  }));
}

/** What should be closed by `today`, oldest first, looking back as many months. */
export function periodsDue(calendar: Calendar, today: LocalDate, back: number): Period[] {
  const months = Array.from({ length: back + 1 }, (_, i) => shifted(monthText(today), i - back));
  return months.flatMap((month) => periodsOf(calendar, month)).filter((each) => each.closing <= today);
}

/** A fact of the period that is about an earlier one, which was closed and stays as it was. */
export const lateFact = z.object({
  what: z.enum(['assigned', 'done']),
  taskId: text,
  code: text,
  unitId: text,
  day: localDate,
  /** The day that it is about: of the document, or of the submission. */
  about: localDate,
});
export type LateFact = z.infer<typeof lateFact>;

/** The row of one unit in a frozen report: the tasks that it leads itself. */
export const frozenRow = z.object({ unitId: text, counts: rowCounts, late: z.array(lateFact) });
export type FrozenRow = z.infer<typeof frozenRow>;

/** A report as it was frozen; its rows are kept beside it. */
export const report = z.object({
  ...period.shape,
  madeAt: instant,
  /** The last unit of each part that its rows are kept in; units are in order of their ids. */
  parts: z.array(text),
  /** Whether its mails are all planned. */
  announced: flag,
});
export type Report = z.infer<typeof report>;

const quarters = ['I', 'II', 'III', 'IV'];

/** What people call the report: `Báo cáo quý IV/2026`. */
export function reportText({ kind, month }: Pick<Period, 'kind' | 'month'>): string {
  const [year, last = ''] = month.split('-');
  const number = Number(last);
  if (kind === 'month') return `Báo cáo tháng ${last}/${year}`;
  if (kind === 'quarter') return `Báo cáo quý ${quarters[number / 3 - 1] ?? ''}/${year}`;
  return kind === 'half'
    ? `Báo cáo 6 tháng ${number === 6 ? 'đầu' : 'cuối'} năm ${year}`
    : `Báo cáo năm ${year}`;
}
