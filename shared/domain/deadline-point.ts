import { dateOfParts, lastOfMonth, yearOf } from './civil-date.ts';
import type { DeadlineTerms } from './deadline-terms.ts';
import { FIRST_YEAR, LAST_YEAR } from './deadline-terms.ts';
import { NUMBER, numberOf } from './deadline-words.ts';
import type { LocalDate } from './time.ts';

/** A named piece of the calendar, perhaps without its year. `index` numbers months, quarters and halves from 1. */
export type Point =
  | { unit: 'day'; year: number | undefined; month: number; day: number }
  | { unit: 'month' | 'quarter' | 'half'; year: number | undefined; index: number }
  | { unit: 'year'; year: number | undefined };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_NAME =
  '(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const ROMAN: Record<string, number> = {
  i: 1,
  ii: 2,
  iii: 3,
  iv: 4,
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
};
// "Tháng năm 2026" may be May, or a form in which the number was left open; "tháng năm năm 2026" is May.
const MONTH_NUMBER = `(?!nam(?: \\d|$))(?<m>${NUMBER})`;
const YEAR = '(?:(?: ?[/.-] ?|,? (?:cua )?nam |,? of |,? )(?<y>\\d{4}))?';

type Groups = Record<string, string | undefined>;

const yearIn = ({ y }: Groups): number | undefined =>
  y === undefined ? undefined : y.length === 2 ? 2000 + Number(y) : Number(y);
const monthIn = ({ m, name }: Groups): number =>
  name ? MONTHS.indexOf(name.slice(0, 3)) + 1 : numberOf(m ?? '');
const ordinalIn = ({ q = '' }: Groups): number => ROMAN[q] ?? numberOf(q);

const day = (g: Groups): Point => ({ unit: 'day', year: yearIn(g), month: monthIn(g), day: Number(g.d) });
const month = (g: Groups): Point => ({ unit: 'month', year: yearIn(g), index: monthIn(g) });
const quarter = (g: Groups): Point => ({ unit: 'quarter', year: yearIn(g), index: ordinalIn(g) });
const half = (g: Groups): Point => {
  const second = g.w === 'cuoi' || g.w === 'second' || g.w === '2';
  return { unit: 'half', year: yearIn(g), index: second ? 2 : 1 };
};
const monthsOfYear = (g: Groups): Point => {
  const months = numberOf(g.n ?? '');
  if (months === 6) return half(g);
  return { unit: 'quarter', year: yearIn(g), index: g.w === 'cuoi' ? 4 : months / 3 };
};

const PATTERNS: [RegExp, (groups: Groups) => Point][] = [
  [
    /^(?:ngay )?(?<d>\d{1,2}) ?(?<s>[/.-]) ?(?<m>\d{1,2})(?: ?\k<s> ?(?<y>\d{4}|\d{2})| nam (?<y4>\d{4}))$/,
    (g) => day({ ...g, y: g.y ?? g.y4 }),
  ],
  // Without a year only the slash is sure to join day and month: "6-12" may be a range of months.
  [/^(?:ngay )?(?<d>\d{1,2})\/(?<m>\d{1,2})$/, day],
  [new RegExp(`^(?:ngay )?(?<d>\\d{1,2}),? ?thang ${MONTH_NUMBER}${YEAR}$`), day],
  [/^(?<y>\d{4})(?<s>[-/])(?<m>\d{1,2})\k<s>(?<d>\d{1,2})$/, day],
  [new RegExp(`^(?<d>\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH_NAME}${YEAR}$`), day],
  [new RegExp(`^${MONTH_NAME} (?<d>\\d{1,2})(?:st|nd|rd|th)?${YEAR}$`), day],
  [/^(?:thang )?(?<m>\d{1,2}) ?[/.-] ?(?<y>\d{4})$/, month],
  [/^(?<y>\d{4})[-/](?<m>\d{1,2})$/, month],
  [new RegExp(`^thang ${MONTH_NUMBER}${YEAR}$`), month],
  [new RegExp(`^${MONTH_NAME}${YEAR}$`), month],
  [new RegExp(`^quy (?:thu )?(?<q>i{1,3}|iv|[1-4]|mot|hai|ba|bon|four)${YEAR}$`), quarter],
  [new RegExp(`^q(?:uarter )?(?<q>[1-4]|i{1,3}|iv)${YEAR}$`), quarter],
  [new RegExp(`^(?:the )?(?<q>first|second|third|fourth) quarter${YEAR}$`), quarter],
  [new RegExp(`^(?<n>0?[369]|ba|six|chin) thang (?<w>dau)(?: nam)?${YEAR}$`), monthsOfYear],
  [new RegExp(`^(?<n>0?[36]|ba|six) thang (?<w>cuoi)(?: nam)?${YEAR}$`), monthsOfYear],
  [new RegExp(`^nua (?<w>dau|cuoi) nam${YEAR}$`), half],
  [new RegExp(`^(?:the )?(?<w>first|second) half${YEAR}$`), half],
  [/^h(?<w>[12])[ /-]?(?<y>\d{4})$/, half],
  [/^(?:nam |year )?(?<y>\d{4})$/, (g) => ({ unit: 'year', year: yearIn(g) })],
  [/^(?:nam nay|this year)$/, () => ({ unit: 'year', year: undefined })],
];

/** Reads folded text as one point; whether such a day or month exists shows only with a year, in `boundsOf`. */
export const readPoint = (text: string): Point | undefined => {
  for (const [pattern, build] of PATTERNS) {
    const match = pattern.exec(text);
    if (match) return build(match.groups ?? {});
  }
  return undefined;
};

const MONTHS_PER = { month: 1, quarter: 3, half: 6 };

/** First and last day of the point in that year; undefined if there is no such day, month, quarter or year. */
export const boundsOf = (point: Point, year: number): { start: LocalDate; end: LocalDate } | undefined => {
  if (year < FIRST_YEAR || year > LAST_YEAR) return undefined;
  if (point.unit === 'day') {
    const date = dateOfParts(year, point.month, point.day);
    return date === undefined ? undefined : { start: date, end: date };
  }
  const months = point.unit === 'year' ? 12 : MONTHS_PER[point.unit];
  const index = point.unit === 'year' ? 1 : point.index;
  const start = dateOfParts(year, (index - 1) * months + 1, 1);
  return start === undefined ? undefined : { start, end: lastOfMonth(year, index * months) };
};

/**
 * The year that a point without one means: the first in which it does not end before the document's date, or, as
 * "before" it, does not begin on that date or earlier.
 */
export const yearMeant = (point: Point, issuedOn: LocalDate, before = false): number => {
  if (point.year !== undefined) return point.year;
  const year = yearOf(issuedOn);
  const bounds = boundsOf(point, year);
  const past = bounds && (before ? bounds.start <= issuedOn : bounds.end < issuedOn);
  return past ? year + 1 : year;
};

export const termsOf = (point: Point, year: number): DeadlineTerms | undefined => {
  const bounds = boundsOf(point, year);
  if (!bounds) return undefined;
  switch (point.unit) {
    case 'day':
      return { kind: 'date', date: bounds.start };
    case 'month':
      return { kind: 'month', year, month: point.index };
    case 'quarter':
      return { kind: 'quarter', year, quarter: point.index };
    case 'half':
      return { kind: 'half', year, half: point.index };
    case 'year':
      return { kind: 'year', year };
  }
};
