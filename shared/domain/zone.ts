import { dateOfDay, dayNumber } from './civil-date.ts';
import type { Instant, LocalDate } from './time.ts';

const DAY_MS = 86_400_000;
/** About 27 years of days per zone; a runaway caller must not fill a warm container's memory. */
const MAX_CACHED_DAYS = 10_000;

type Zone = { format: Intl.DateTimeFormat; offsets: Map<number, number> };
const zones = new Map<string, Zone>();

const zoneOf = (timeZone: string): Zone => {
  const known = zones.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const zone = { format, offsets: new Map<number, number>() };
  zones.set(timeZone, zone);
  return zone;
};

const exactOffset = (zone: Zone, ms: number): number => {
  const whole = Math.floor(ms / 1000) * 1000;
  const part: Record<string, number> = {};
  for (const { type, value } of zone.format.formatToParts(whole)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
};

const offsetAtMidnightUtc = (zone: Zone, day: number): number => {
  const known = zone.offsets.get(day);
  if (known !== undefined) return known;
  if (zone.offsets.size >= MAX_CACHED_DAYS) zone.offsets.clear();
  const offset = exactOffset(zone, day * DAY_MS);
  zone.offsets.set(day, offset);
  return offset;
};

/** Local minus UTC in ms. Only a day on which the zone changes its offset costs more than two look-ups. */
const offsetAt = (zone: Zone, ms: number): number => {
  const day = Math.floor(ms / DAY_MS);
  const before = offsetAtMidnightUtc(zone, day);
  return before === offsetAtMidnightUtc(zone, day + 1) ? before : exactOffset(zone, ms);
};

/** The wall clock of the zone at that moment, as date and ms since 00:00 on the clock face. */
export const wallClock = (timeZone: string, at: Instant): { date: LocalDate; ms: number } => {
  const utc = Date.parse(at);
  const local = utc + offsetAt(zoneOf(timeZone), utc);
  const day = Math.floor(local / DAY_MS);
  return { date: dateOfDay(day), ms: local - day * DAY_MS };
};

/**
 * The moment at which the zone's clock shows `ms` after 00:00 on `date` (`ms` = 24 h is the next midnight).
 * A time that occurs twice means its first occurrence; one that is skipped moves forward by the length of the gap.
 */
export const instantOfWall = (timeZone: string, date: LocalDate, ms: number): Instant => {
  const zone = zoneOf(timeZone);
  const local = dayNumber(date) * DAY_MS + ms;
  const earlier = offsetAt(zone, local - DAY_MS);
  const later = offsetAt(zone, local + DAY_MS);
  const candidates = [local - earlier, local - later].sort((a, b) => a - b);
  const hit = candidates.find((utc) => utc + offsetAt(zone, utc) === local);
  return new Date(hit ?? local - earlier).toISOString();
};

/** Whether it is the name of a zone that this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
