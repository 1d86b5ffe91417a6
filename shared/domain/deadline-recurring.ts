import type { TraceStep } from './deadline-model.ts';
import { boundsOf, readPoint } from './deadline-point.ts';
import type { DeadlineTerms } from './deadline-terms.ts';
import { WEEKDAY, withoutFillers } from './deadline-words.ts';

type Rhythm = 'week' | 'month' | 'quarter' | 'half' | 'year';
type RecurringReading = { terms: DeadlineTerms; remarks: TraceStep[] };

const FINEST_FIRST: Rhythm[] = ['week', 'month', 'quarter', 'half', 'year'];

// "theo quy định" is no quarter, and "tháng 6", "quý I", "tháng cuối" name a place in the period, not its rhythm.
const UNIT =
  '(?:tuan|(?:0?3|ba|0?6|six|12) thang|thang|quy(?! dinh| che| trinh| hoach| mo\\b)|nua nam|nam)(?! ?(?:\\d|[iv]+\\b)| dau| cuoi| sau| tiep)\\b';
const VIETNAMESE = new RegExp(
  [
    '(?:0?6|six) thang(?:,|,? va) (?:(?:hang|dinh ky|moi) )*nam\\b',
    `(?:dinh ky,? )?(?:(?:hang|moi|tung|theo) )${UNIT}(?: (?:mot|0?1) lan)?(?:(?:,? va|,| ?/) ?(?:(?:hang|moi|tung|theo|dinh ky) )*${UNIT})*`,
    `dinh ky,? ${UNIT}(?: ?(?:/|mot|0?1) ?lan)?(?:(?:,? va|,| ?/) ?(?:(?:hang|moi) )*${UNIT})*`,
    `${UNIT} ?(?:/|mot|0?1) ?lan`,
    `(?:mot|0?1) lan ?/ ?${UNIT}`,
    'thuong nien',
  ].join('|'),
);
const ENGLISH: [Rhythm, RegExp][] = [
  ['week', /\b(?:weekly|(?:every|each) week)\b/],
  ['month', /\b(?:monthly|(?:every|each) month)\b/],
  ['quarter', /\b(?:quarterly|(?:every|each) (?:quarter|three months|3 months))\b/],
  ['half', /\b(?:half-?yearly|semi-?annual(?:ly)?|every (?:six|6) months)\b/],
  ['year', /\b(?:yearly|annual(?:ly)?|(?:every|each) year)\b/],
];
const RHYTHMS: [Rhythm, RegExp][] = [
  ['half', /(?:0?6|six) thang|nua nam/g],
  ['quarter', /(?:0?3|ba) thang|quy/g],
  ['year', /12 thang|nam|thuong nien/g],
  ['week', /tuan/g],
  ['month', /thang/g],
];

/** Of several rhythms ("hằng quý, năm") the finest, whose dates include the others'. */
const rhythmOf = (marker: string): Rhythm | undefined => {
  const found = new Set<Rhythm>();
  let rest = marker.replace(/(?:0?1|mot) ?lan/, '');
  for (const [rhythm, pattern] of RHYTHMS) {
    const without = rest.replace(pattern, ' ');
    if (without !== rest) found.add(rhythm);
    rest = without;
  }
  return FINEST_FIRST.find((rhythm) => found.has(rhythm));
};

const splitRhythm = (text: string): { every: Rhythm; rest: string } | undefined => {
  const match = VIETNAMESE.exec(text)?.[0];
  const every = match && rhythmOf(match);
  if (match && every) return { every, rest: text.replace(match, ' ') };
  for (const [rhythm, pattern] of ENGLISH)
    if (pattern.test(text)) return { every: rhythm, rest: text.replace(pattern, ' ') };
  return undefined;
};

const LAST_DAY =
  /^(?:(?:ngay )?cuoi (?:cung (?:cua )?)?(?:thang|quy|ky|nam)|end of (?:the )?(?:month|quarter|year))$/;
const DAY =
  /^(?<day>ngay |the )?(?<d>\d{1,2})(?<th>st|nd|rd|th)?(?<place>(?: cua)? thang (?:cuoi|dau|sau|tiep theo|ke tiep|lien ke)(?: cua)?(?: (?:moi )?(?:quy|ky|nam))?(?: sau| tiep theo| ke tiep| lien ke)?)?$/;
const FIRST_MONTHS = { quarter: [1, 4, 7, 10], half: [1, 7], year: [1] };

const pad = (value: number): string => String(value).padStart(2, '0');

/** "Ngày D" within the period, or of its last month, or of the month after it. */
const onDay = (every: Rhythm, text: string, before: boolean): RecurringReading | undefined => {
  const groups = DAY.exec(text)?.groups;
  const day = Number(groups?.d);
  if (!(day >= 1 && day <= 31) || every === 'week') return undefined;
  const place = groups?.place ?? '';
  // A bare number beside a rhythm may count anything ("2 năm một lần").
  if (!before && !groups?.day && !groups?.th && !place) return undefined;
  const flag = before && { before };
  if (every === 'month')
    return / dau| cuoi/.test(place)
      ? undefined
      : { terms: { kind: 'recurring', every, day, ...flag }, remarks: [] };
  if (/ cuoi(?!.*(?: sau| tiep| ke | lien))/.test(place))
    return { terms: { kind: 'recurring', every, day, ...flag }, remarks: [] };
  if (/ (?:sau|tiep theo|ke tiep|lien ke)$/.test(place) && !/ cuoi/.test(place)) {
    const dates = FIRST_MONTHS[every].map((month) => `${pad(month)}-${pad(Math.min(day, 31))}`);
    const exists = dates.every((date) =>
      boundsOf({ unit: 'day', year: 2024, month: Number(date.slice(0, 2)), day }, 2024),
    );
    return exists ? { terms: { kind: 'recurring', every: 'dates', dates, ...flag }, remarks: [] } : undefined;
  }
  if (place) return undefined;
  return {
    terms: { kind: 'recurring', every, day, ...flag },
    remarks: [{ rule: 'day_taken_in_last_month', count: day }],
  };
};

/** "15/6 và 01/12", "tháng 6, tháng 12": days of the year, of a month its last day. 2024 stands for a year with 29 February. */
const onDates = (text: string, before: boolean): RecurringReading | undefined => {
  const dates: string[] = [];
  for (const part of text.split(/ ?[,;&] ?| va | and /)) {
    const words = part.replace(/^truoc /, '');
    const point = readPoint(words) ?? (text.startsWith('thang ') ? readPoint(`thang ${words}`) : undefined);
    const bounds = point?.year === undefined && point && boundsOf(point, 2024);
    if (!bounds) return undefined;
    dates.push((before ? bounds.start : bounds.end).slice(5));
  }
  return { terms: { kind: 'recurring', every: 'dates', dates, ...(before && { before }) }, remarks: [] };
};

const ENGLISH_WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const WEEKDAYS = [
  /^thu (?:hai|2)$/,
  /^thu (?:ba|3)$/,
  /^thu (?:four|tu|4)$/,
  /^thu (?:nam|5)$/,
  /^thu (?:six|sau|6)$/,
  /^thu (?:bay|7)$/,
  /^chu nhat$/,
];

const onWeekday = (text: string, before: boolean): RecurringReading | undefined => {
  const name = text.replace(/^ngay /, '');
  const index = WEEKDAY.test(name)
    ? WEEKDAYS.findIndex((day) => day.test(name))
    : ENGLISH_WEEKDAYS.indexOf(name);
  if (index < 0) return undefined;
  return {
    terms: { kind: 'recurring', every: 'week', weekday: index + 1, ...(before && { before }) },
    remarks: [],
  };
};

/** Reads folded text that names a rhythm: "định kỳ hàng tháng trước ngày 25", "15/6 và 01/12 hằng năm". */
export const readRecurring = (text: string): RecurringReading | undefined => {
  const split = splitRhythm(text);
  if (!split) return undefined;
  const { every } = split;
  const trimmed = split.rest.replace(/\s+/g, ' ').replace(/^[ ,;:-]+|[ ,;:-]+$/g, '');
  const words = `${trimmed} `.replace(/^(?:(?:thuong xuyen|dinh ky)[ ,;-]+(?:va )?)+/, '').trim();
  const named = withoutFillers(`${words} `).trim();
  if (named === '' || LAST_DAY.test(named)) return { terms: { kind: 'recurring', every }, remarks: [] };
  const before = /^(?:truoc|before) /.test(named);
  const day = named.replace(/^(?:truoc|before) (?:the )?/, '');
  if (every === 'week') return onWeekday(day, before);
  return onDay(every, day, before) ?? (every === 'year' ? onDates(day, before) : undefined);
};
