import type { LocalDate } from '../domain/time.ts';

// Control characters, and the invisible ones that turn the direction of text or hide it.
const unwanted = /[\p{Cc}\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** Text in one line: NFC, no control characters, single spaces. */
export function line(text: string): string {
  return text.normalize('NFC').replaceAll(unwanted, ' ').replaceAll(/\s+/gu, ' ').trim();
}

/** Text that may keep its line breaks: NFC, no other control characters, at most one empty line in a row. */
export function lines(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
    .map(line)
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** At most `limit` characters, cut between words and marked with an ellipsis. */
export function shorten(text: string, limit: number): string {
  const points = [...line(text)];
  if (points.length <= limit) return points.join('');
  const cut = points.slice(0, limit - 1).join('');
  const space = cut.lastIndexOf(' ');
  // A cut that would throw half of the text away is made inside the word.
  const kept = space > cut.length / 2 ? cut.slice(0, space) : cut;
  return `${kept.replace(/[\s,;:.–-]+$/u, '')}…`;
}

/** Line breaks kept, at most `limit` characters. */
export function shortenLines(text: string, limit: number): string {
  const whole = lines(text);
  const points = [...whole];
  return points.length <= limit
    ? whole
    : `${points
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Parts of a date and its day of the week (0 = Sunday). The date stands by itself: no time zone is involved. */
export function dateParts(date: LocalDate): { dd: string; MM: string; yyyy: string; weekday: number } {
  const [yyyy = '', MM = '', dd = ''] = date.split('-');
  return { dd, MM, yyyy, weekday: new Date(`${date}T00:00:00Z`).getUTCDay() };
}

/** Wall time of an instant in a zone, and the zone as people write it: `{ time: '17:30', offset: 'GMT+7' }`. */
export function wallTime(instant: string, timeZone: string): { time: string; offset: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'shortOffset',
  }).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return { time: `${part('hour')}:${part('minute')}`, offset: part('timeZoneName') };
}
