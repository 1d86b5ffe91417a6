import type { Instant, LocalDate } from './time.ts';

/** One all-day entry: something that falls due on a day. */
export type CalendarEntry = {
  /** Stable for ever, so that a client updates the entry instead of adding another. */
  uid: string;
  day: LocalDate;
  /** Raised with every change that a calendar must notice (RFC 5545, 3.8.7.4). */
  sequence: number;
  changedAt: Instant;
  summary: string;
  description: string;
  url?: string;
  categories: string[];
};

/** TEXT values: backslash, semicolon, comma and line break are escaped (3.3.11). */
function text(value: string): string {
  return value
    .normalize('NFC')
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n');
}

/** Lines longer than 75 octets are folded; a fold never cuts a character in two (3.1). */
function fold(line: string): string {
  const pieces: string[] = [];
  let piece = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    // A continued line begins with a space, which counts.
    if (octets + size > (pieces.length === 0 ? 75 : 74)) {
      pieces.push(piece);
      piece = '';
      octets = 0;
    }
    piece += character;
    octets += size;
  }
  return [...pieces, piece].join('\r\n ');
}

const utc = (at: Instant) => `${at.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
const date = (day: LocalDate) => day.replaceAll('-', '');
const dayAfter = (day: LocalDate) => new Date(Date.parse(day) + 24 * 60 * 60_000).toISOString().slice(0, 10);

/** A calendar has at least one component (3.6); one without entries gets this, which shows nowhere. */
const zone = [
  ...['BEGIN:VTIMEZONE', 'TZID:UTC', 'BEGIN:STANDARD', 'DTSTART:19700101T000000'],
  ...['TZOFFSETFROM:+0000', 'TZOFFSETTO:+0000', 'END:STANDARD', 'END:VTIMEZONE'],
];

/**
 * An iCalendar stream (RFC 5545) of all-day entries. All-day, because a due date is a day in the office's zone: a moment
 * would move to another day for whoever reads it elsewhere. Transparent: what falls due does not make a day busy.
 */
export function renderCalendar(name: string, entries: readonly CalendarEntry[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Don Doc//Trach nhiem//VI',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${text(name)}`,
    `X-WR-CALNAME:${text(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...(entries.length === 0 ? zone : []),
    ...entries.flatMap((entry) => [
      'BEGIN:VEVENT',
      `UID:${entry.uid}`,
      `DTSTAMP:${utc(entry.changedAt)}`,
      `LAST-MODIFIED:${utc(entry.changedAt)}`,
      `SEQUENCE:${entry.sequence}`,
      `DTSTART;VALUE=DATE:${date(entry.day)}`,
      `DTEND;VALUE=DATE:${date(dayAfter(entry.day))}`,
      `SUMMARY:${text(entry.summary)}`,
      `DESCRIPTION:${text(entry.description)}`,
      ...(entry.url ? [`URL:${entry.url}`] : []),
      ...(entry.categories.length > 0 ? [`CATEGORIES:${entry.categories.map(text).join(',')}`] : []),
      'STATUS:CONFIRMED',
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}
