import { addDays } from './civil-date.ts';
import type { TraceStep } from './deadline-model.ts';
import type { Point } from './deadline-point.ts';
import { boundsOf, readPoint, termsOf, yearMeant } from './deadline-point.ts';
import { readRecurring } from './deadline-recurring.ts';
import type { DeadlineTerms } from './deadline-terms.ts';
import { fold, NUMBER, numberOf, withoutFillers, withoutWeekday } from './deadline-words.ts';
import type { LocalDate } from './time.ts';

/** What a text was read as, and what had to be assumed to read it. */
export type Reading = { terms: DeadlineTerms; remarks: TraceStep[] };

const reading = (terms: DeadlineTerms | undefined, remarks: TraceStep[] = []): Reading | undefined =>
  terms && { terms, remarks };

const NONE =
  /^(?:khong(?: (?:co|thoi han|(?:xac dinh|quy dinh|ghi|co|gioi han)(?: ro)?(?: thoi (?:han|gian)| han)?))?|chua (?:xac dinh|ro|quy dinh)(?: thoi (?:han|gian))?|none|no deadline|n\/a|-|\/)$/;
const CONTINUOUS =
  /^(?:(?:nhiem vu|cong viec|thuc hien|bao cao|mang tinh|duoc thuc hien|trien khai),? )*(?:thuong xuyen|lien tuc|lau dai|hang ngay)(?:,? (?:va )?(?:thuong xuyen|lien tuc|lau dai|hang ngay|dinh ky|kip thoi|hang nam))*$|^(?:continuous(?:ly)?|ongoing|regular(?:ly)?|permanent(?:ly)?|on a continu(?:ous|ing) basis|daily)$/;
const EVENT =
  /^(?:(?:ngay|dinh ky) )?(?:khi|sau khi|truoc khi|tuy theo|tuy thuoc|theo|dung (?:theo )?(?:thoi (?:han|gian|diem)|tien do|han|quy dinh|ke hoach)|(?:bao|dam) (?:dam|bao) (?:dung |theo )+|when|once|upon|as (?:required|requested|prescribed)|according to|in accordance with)(?= |$)/;
/** Something in the text that looks like a date, which an event without date would lose; `09/2019/NĐ-CP` is a number. */
const DATE_INSIDE =
  /\d{1,2} ?[/.-] ?\d{1,4}(?![\d/-]*[a-z])|(?:ngay|thang) \d|quy (?:[1-4]|i{1,3}|iv)\b|nam \d{4}|\btruoc (?!khi)/;

const withYear = (
  point: Point,
  issuedOn: LocalDate,
  before = false,
): { year: number; remarks: TraceStep[] } => {
  const year = yearMeant(point, issuedOn, before);
  return {
    year,
    remarks: point.year === undefined ? [{ rule: 'year_inferred', from: issuedOn, count: year }] : [],
  };
};

const EDGE = /^(?<edge>dau|giua|cuoi|early|mid-?|(?:the )?(?:beginning|middle) of) ?(?<rest>.+)$/;

/** Civil Code 2015, art. 146(2) and (3): what beginning, middle and end of a month and of a year mean. */
const readEdge = (text: string, issuedOn: LocalDate): Reading | undefined => {
  const { edge = '', rest = '' } = EDGE.exec(text)?.groups ?? {};
  const point = readPoint(rest === 'nam' ? 'nam nay' : rest);
  if (!edge || !point || point.unit === 'day') return undefined;
  const { year, remarks } = withYear(point, issuedOn);
  const bounds = boundsOf(point, year);
  if (!bounds) return undefined;
  if (edge === 'cuoi') return reading(termsOf(point, year), remarks);
  if ((point.unit !== 'month' && point.unit !== 'year') || point.year === undefined) return undefined;
  const start = edge === 'dau' || edge === 'early' || edge.endsWith('beginning of');
  const middle = point.unit === 'month' ? addDays(bounds.start, 14) : `${year}-06-30`;
  const date = start ? bounds.start : middle;
  return reading({ kind: 'date', date }, [...remarks, { rule: 'part_of_period', date, note: text }]);
};

const AT_HOUR =
  /^(?:truoc )?(?<h>\d{1,2}) ?(?:h|g|gio|:) ?(?<min>\d{2})?(?: ?phut)?,? (?:(?:cua |vao )?ngay )?(?<day>.+)$/;

const readAtHour = (text: string, issuedOn: LocalDate): Reading | undefined => {
  const { h = '', min = '00', day = '' } = AT_HOUR.exec(text)?.groups ?? {};
  const point = readPoint(withoutFillers(day));
  if (point?.unit !== 'day' || Number(h) > 24 || Number(min) > 59) return undefined;
  const { year, remarks } = withYear(point, issuedOn);
  const bounds = boundsOf(point, year);
  if (!bounds || (h === '24' && min !== '00')) return undefined;
  const time = h === '24' ? {} : { time: `${h.padStart(2, '0')}:${min}` };
  return reading({ kind: 'date', date: bounds.start, ...time }, remarks);
};

const readNamed = (text: string, issuedOn: LocalDate): Reading | undefined => {
  const before = /^(?:truoc|before|prior to) /.exec(text)?.[0];
  const point = readPoint(before ? text.slice(before.length) : text);
  if (!point) return readAtHour(text, issuedOn) ?? readEdge(text, issuedOn);
  const { year, remarks } = withYear(point, issuedOn, before !== undefined);
  const start = boundsOf(point, year)?.start;
  if (before) return reading(start === undefined ? undefined : { kind: 'before', date: start }, remarks);
  return reading(termsOf(point, year), remarks);
};

const LENGTH = new RegExp(
  `^(?<n>${NUMBER}) (?<unit>ngay lam viec|ngay|tuan|thang|nam|gio|phut|(?:working|business) days?|days?|weeks?|months?|years?|hours?|minutes?)(?<rest>(?:,? .+)?)$`,
);
const DOCUMENT =
  '(?:van ban|cong van|chi thi|quyet dinh|nghi quyet|ke hoach|thong bao|ket luan|nghi dinh|thong tu|chuong trinh)';
// "Ban hành Kế hoạch" without "này" may be another document, of whose date nothing is known.
const THIS = `(?: van ban(?: nay)?| ${DOCUMENT} nay)?`;
const ISSUED = new RegExp(
  `^(?:(?:ky|ban hanh|ky ban hanh|phat hanh|ra)${THIS}|${DOCUMENT} nay (?:duoc )?(?:ky|ban hanh|ky ban hanh)|(?:the )?(?:date of )?(?:issue|issuance|signing|signature))$`,
);
const RECEIVED = new RegExp(
  `^(?:nhan(?: duoc)?${THIS}|(?:the )?(?:date of )?receipt(?: of this document)?)$`,
);
const SINCE =
  /^,? (?:(?:tinh )?ke tu|tinh tu|tu|from|after|since|of)(?: (?:ngay|khi|thoi diem|luc))?(?: |$)(?<origin>.*)$/;

type Start = { from?: LocalDate; remarks: TraceStep[] };

/** Where a period starts: undefined for an impossible date, `event` for a happening of which no date is known. */
const startOf = (rest: string, issuedOn: LocalDate): Start | 'event' | undefined => {
  if (rest === '') return { remarks: [] };
  const origin = SINCE.exec(rest)?.groups?.origin;
  if (!origin) return undefined;
  if (/^(?:nay|hom nay|now|today)$/.test(origin) || ISSUED.test(origin)) return { remarks: [] };
  if (RECEIVED.test(origin)) return { remarks: [{ rule: 'receipt_taken_as_issue', date: issuedOn }] };
  const point = readPoint(origin);
  if (!point) return /\d/.test(origin) ? undefined : 'event';
  const { year, remarks } = withYear(point, issuedOn);
  const start = point.unit === 'day' ? boundsOf(point, year)?.start : undefined;
  return start === undefined ? undefined : { from: start, remarks };
};

/** A larger number is a year or a slip of the pen. */
const LONGEST = 999;

const PERIOD_UNITS: [RegExp, 'day' | 'week' | 'month' | 'year'][] = [
  [/^(?:ngay|days?)$/, 'day'],
  [/^(?:tuan|weeks?)$/, 'week'],
  [/^(?:thang|months?)$/, 'month'],
  [/^(?:nam|years?)$/, 'year'],
];

const readLength = (text: string, folded: string, issuedOn: LocalDate): Reading | undefined => {
  const spelt = text.replace(/^nua thang(?! lam)/, '15 ngay').replace(/^nua nam/, '6 thang');
  const { n = '', unit = '', rest = '' } = LENGTH.exec(spelt)?.groups ?? {};
  const count = numberOf(n);
  if (!unit || count < 1 || count > LONGEST) return undefined;
  const start = startOf(rest, issuedOn);
  if (!start) return undefined;
  if (start === 'event') return reading({ kind: 'event' });
  const from = start.from === undefined ? {} : { from: start.from };
  if (/^(?:ngay lam viec|working|business)/.test(unit))
    return reading({ kind: 'workingDays', workingDays: count, ...from }, start.remarks);
  const [, period] = PERIOD_UNITS.find(([pattern]) => pattern.test(unit)) ?? [];
  if (period) return reading({ kind: 'period', count, unit: period, ...from }, start.remarks);
  // Hours run from the request itself; from any other start they would need a clock time that documents do not give.
  const hours = /^(?:gio|hour)/.test(unit);
  // "17 giờ" alone is a time of day.
  if (rest !== '' || !((hours && count >= 24) || /\b(?:trong|khong qua|within)\b/.test(folded)))
    return undefined;
  return reading({ kind: 'minutes', minutes: hours ? count * 60 : count });
};

const OPEN_END =
  /^(?:tu )?(?<point>.+?),? ?(?:(?:va|den) )?(?:(?:cac|nhung) nam (?:tiep theo|sau|ke tiep|tiep sau)|tro di|onwards?|and (?:the )?following years|and beyond)$/;
const SEPARATOR =
  / ?(?:-|,|;| (?:cho )?den(?: het| cuoi)?(?= )| toi(?= )| va(?= )| to(?= )| until(?= )| and(?= )) ?/g;

/** "2025 và những năm tiếp theo": begins, but has no day by which it is done. */
const readOpenEnd = (text: string, issuedOn: LocalDate): Reading | undefined => {
  const named =
    OPEN_END.exec(text)?.groups?.point ??
    /^(?:bat dau )?(?:ke )?(?:tu|since) (?<p>.+)$/.exec(text)?.groups?.p;
  const point = named === undefined ? undefined : readPoint(named);
  if (!point) return undefined;
  const { year, remarks } = withYear(point, issuedOn);
  const start = boundsOf(point, year)?.start;
  return start === undefined ? undefined : reading({ kind: 'continuous', start }, remarks);
};

/** Half of a range that borrows its unit from the other half: "Quý I-IV/2025", "tháng 5 - 6/2025", "15-20/6/2025". */
const borrowing = (text: string, unit: Point['unit'], other?: Point): Point | undefined => {
  if (unit === 'month') return readPoint(`thang ${text}`);
  if (unit === 'quarter') return readPoint(`quy ${text}`);
  return unit === 'day' && other?.unit === 'day' ? readPoint(`${text}/${other.month}`) : undefined;
};

const readRange = (text: string, issuedOn: LocalDate): Reading | undefined => {
  for (const { 0: separator, index } of text.matchAll(SEPARATOR)) {
    const left = text.slice(0, index).replace(/^(?:tu|from) /, '');
    const right = text.slice(index + separator.length);
    const first = readPoint(left);
    const last = readPoint(right) ?? (first && borrowing(right, first.unit));
    const begin = first ?? (last?.year ? borrowing(left, last.unit, last) : undefined);
    if (!last || !begin || (begin.year !== undefined && last.year === undefined)) continue;
    const lists = /va|and|[,;]/.test(separator);
    // Two days joined by "và" are two deadlines, not one period.
    if (lists && (last.unit === 'day' || begin.unit !== last.unit)) return undefined;
    const { year, remarks } = withYear(last, issuedOn);
    const end = boundsOf(last, year)?.end;
    const start = boundsOf(begin, begin.year ?? year)?.start;
    if (start === undefined || end === undefined || start > end) return undefined;
    return reading({ kind: 'range', start, end }, remarks);
  }
  return undefined;
};

/** Reads the words of a document (at most 500 characters); undefined if that cannot be done with certainty. */
export const readDeadlineText = (raw: string, issuedOn: LocalDate): Reading | undefined => {
  if (raw.length > 500) return undefined;
  const folded = fold(raw);
  if (folded === '' && /^[\s.\-/–—]*$/.test(raw)) return reading({ kind: 'none' });
  if (NONE.test(folded)) return reading({ kind: 'none' });
  if (CONTINUOUS.test(folded)) return reading({ kind: 'continuous' });
  const text = withoutWeekday(withoutFillers(folded));
  const recurring = readRecurring(folded);
  if (recurring) return recurring;
  const found =
    readNamed(text, issuedOn) ??
    readLength(text, folded, issuedOn) ??
    readOpenEnd(text, issuedOn) ??
    readRange(text, issuedOn);
  if (found) return found;
  return EVENT.test(folded) && !DATE_INSIDE.test(folded) ? reading({ kind: 'event' }) : undefined;
};
