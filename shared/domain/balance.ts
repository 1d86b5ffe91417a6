import { type Calendar, workingDaysBetween } from './calendar.ts';
import { addDays } from './civil-date.ts';
import type { Cells, CountEntry } from './counts.ts';
import type { LocalDate } from './time.ts';

/** Everything that was entered for one group up to the end of `day`, with `days:UNIT` for the working days charged by then. */
export type Balance = { day: LocalDate; cells: Cells };

export const emptyBalance = (day: LocalDate): Balance => ({ day, cells: {} });

/** Adds in place; a cell that becomes nothing is dropped, so that a balance is only as large as what is open. */
function add(into: Cells, name: string, by: number): void {
  const sum = (into[name] ?? 0) + by;
  if (sum === 0) delete into[name];
  else into[name] = sum;
}

export function addCells(into: Cells, cells: Cells): Cells {
  for (const [name, by] of Object.entries(cells)) add(into, name, by);
  return into;
}

/** A working day is charged to whoever held the task when the day before ended: see `heldSpans`. */
function charge(calendar: Calendar, into: Cells, held: Cells, from: LocalDate, to: LocalDate): void {
  let days: number | undefined;
  for (const [name, by] of Object.entries(held)) {
    if (!name.startsWith('held:')) continue;
    days ??= workingDaysBetween(calendar, from, to);
    if (days > 0) add(into, `days:${name.slice(5)}`, by * days);
  }
}

/** The balance at the end of `day`: an earlier one, and what was entered after it. Entries of other days are left out. */
export function balanceOn(
  calendar: Calendar,
  opening: Balance,
  entries: readonly Pick<CountEntry, 'day' | 'cells'>[],
  day: LocalDate,
): Balance {
  const result: Cells = { ...opening.cells };
  charge(calendar, result, opening.cells, opening.day, day);
  for (const entry of entries) {
    if (entry.day <= opening.day || entry.day > day) continue;
    addCells(result, entry.cells);
    charge(calendar, result, entry.cells, entry.day, day);
  }
  return { day, cells: result };
}

export function sumOf(balances: readonly Balance[], day: LocalDate): Balance {
  return { day, cells: balances.reduce((sum, each) => addCells(sum, each.cells), {}) };
}

/** Working days late on `day` of what was due on the day before `firstLate`; at least one, as in verdicts. */
export function daysLateOn(calendar: Calendar, firstLate: LocalDate, day: LocalDate): number {
  return Math.max(1, workingDaysBetween(calendar, addDays(firstLate, -1), day));
}
