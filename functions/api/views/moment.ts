import * as z from 'zod/mini';
import { dayNumber } from '../../../shared/domain/civil-date.ts';
import type { Instant } from '../../../shared/domain/time.ts';
import { wallClock } from '../../../shared/domain/zone.ts';

/** A moment in answers: RFC 3339 with the offset of the deployment's zone. */
export const moment = z.iso.datetime({ offset: true, precision: 3 });

const DAY_MS = 86_400_000;

/** `2026-12-07T17:00:00.000Z` as `2026-12-08T00:00:00.000+07:00`. */
export function momentIn(timeZone: string, at: Instant): string {
  const { date, ms } = wallClock(timeZone, at);
  const offset = Math.round((dayNumber(date) * DAY_MS + ms - Date.parse(at)) / 60_000);
  const sign = offset < 0 ? '-' : '+';
  const time = new Date(ms).toISOString().slice(11, 23);
  return `${date}T${time}${sign}${two(Math.abs(offset) / 60)}:${two(Math.abs(offset) % 60)}`;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
