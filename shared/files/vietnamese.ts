import type { LocalDate } from '../domain/time.ts';

/** `2026-11-23` as `23/11/2026`. */
export function dayText(date: LocalDate): string {
  const [year, month, day] = date.split('-');
  return `${day}/${month}/${year}`;
}

/** As a document is dated: `ngày 05 tháng 01 năm 2026`; days below ten and the first two months take a zero. */
export function longDayText(date: LocalDate): string {
  const [year, month, day] = date.split('-').map(Number);
  const zero = (value: number | undefined, below: number) =>
    (value ?? 0) < below ? `0${value ?? 0}` : String(value);
  return `ngày ${zero(day, 10)} tháng ${zero(month, 3)} năm ${year}`;
}

/** Counts in running text of a dispatch, where nobody can put a digit before them: `03`, `12`. */
export const countText = (count: number): string => String(count).padStart(2, '0');

export const capitals = (text: string): string => text.toLocaleUpperCase('vi');
