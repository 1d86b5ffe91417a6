/** One occurrence of a schedule expression: `at`, `rate` or `cron` in EventBridge's notation. */
export type Expression = {
  /** Strictly after this moment; undefined when there is none. Milliseconds. */
  after: (moment: number) => number | undefined;
  once: boolean;
};

const units: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const longestSearchDays = 366 * 9;

/**
 * Parses a schedule expression in a time zone.
 * @param start where `rate` counts from
 * @throws RangeError on anything that is not understood; `L`, `W` and `#` in cron are not.
 */
export function parseExpression(text: string, timeZone: string, start: number): Expression {
  const at = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(text);
  if (at?.[1] !== undefined) {
    const moment = instantOf(at[1], timeZone);
    return { once: true, after: (from) => (moment > from ? moment : undefined) };
  }
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(text);
  if (rate?.[2] !== undefined) {
    const period = Number(rate[1]) * (units[rate[2]] ?? Number.NaN);
    if (period > 0)
      return {
        once: false,
        after: (from) => start + Math.max(1, Math.floor((from - start) / period) + 1) * period,
      };
  }
  const cron = /^cron\(([^)]+)\)$/.exec(text)?.[1]?.trim().split(/\s+/);
  if (cron?.length === 6) return { once: false, after: (from) => nextCron(fieldsOf(cron), timeZone, from) };
  throw new RangeError(`Invalid Schedule Expression ${text}.`);
}

type Fields = {
  minutes: number[];
  hours: number[];
  matchesDay: (date: Date) => boolean;
};

function fieldsOf(cron: string[]): Fields {
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = cron;
  const inMonth = setOf(dayOfMonth, 1, 31);
  const inYear = setOf(month, 1, 12, months, 1);
  const inWeek = setOf(dayOfWeek, 1, 7, days, 1);
  const years = setOf(year, 1970, 2199);
  return {
    minutes: [...setOf(minutes, 0, 59)],
    hours: [...setOf(hours, 0, 23)],
    matchesDay: (date) =>
      inMonth.has(date.getUTCDate()) &&
      inYear.has(date.getUTCMonth() + 1) &&
      inWeek.has(date.getUTCDay() + 1) &&
      years.has(date.getUTCFullYear()),
  };
}

/** The numbers that a cron field accepts: `*`, `?`, `3`, `1-5`, `0/15`, `MON-FRI`, and lists of them. */
function setOf(field: string, least: number, most: number, names: string[] = [], firstName = 0): Set<number> {
  const numberOf = (text: string) => {
    const named = names.indexOf(text.toUpperCase());
    const value = named >= 0 ? named + firstName : Number(text);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new RangeError(`Invalid Schedule Expression: '${field}'.`);
    return value;
  };
  const accepted = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step = '1'] = part.split('/');
    const [from = '', to] = range === '*' || range === '?' ? [String(least), String(most)] : range.split('-');
    const first = numberOf(from);
    const last = to === undefined ? (part.includes('/') ? most : first) : numberOf(to);
    for (let value = first; value <= last; value += Math.max(1, Number(step))) accepted.add(value);
  }
  return accepted;
}

function nextCron(fields: Fields, timeZone: string, from: number): number | undefined {
  const day = new Date(`${wallTime(from, timeZone).slice(0, 10)}T00:00:00Z`);
  for (let n = 0; n < longestSearchDays; n += 1, day.setUTCDate(day.getUTCDate() + 1)) {
    if (!fields.matchesDay(day)) continue;
    const date = day.toISOString().slice(0, 10);
    for (const hour of fields.hours) {
      for (const minute of fields.minutes) {
        const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00`;
        const moment = instantOf(`${date}T${time}`, timeZone);
        if (moment > from) return moment;
      }
    }
  }
  return undefined;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `yyyy-mm-ddThh:mm:ss` on the wall of that zone. */
function wallTime(moment: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(timeZone, format);
  }
  return format.format(moment).replace(' ', 'T');
}

/**
 * The moment of a wall time. Where clocks are put forward, the skipped hour is read as the hour after it; where they are put
 * back, the repeated hour is its first occurrence.
 */
function instantOf(wall: string, timeZone: string): number {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) throw new RangeError(`Invalid Schedule Expression: '${wall}'.`);
  const offsetAt = (moment: number) => Date.parse(`${wallTime(moment, timeZone)}Z`) - moment;
  const before = asUtc - offsetAt(asUtc - 86_400_000);
  const after = asUtc - offsetAt(asUtc + 86_400_000);
  return before !== after && wallTime(before, timeZone) !== wall && wallTime(after, timeZone) === wall
    ? after
    : before;
}
