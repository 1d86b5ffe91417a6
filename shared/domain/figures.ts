import type { Balance } from './balance.ts';
import { daysLateOn } from './balance.ts';
import type { Calendar } from './calendar.ts';
import { addDays } from './civil-date.ts';
import type { Cells, Dimension } from './counts.ts';
import type { LocalDate } from './time.ts';

/**
 * The whole numbers of a report row. What came in is what it became:
 * `carriedOver + assigned + movedIn - movedOut = total = doneOnTime + doneLate + doneNoDeadline + openInTime +
 * openOverdue + openNoDeadline + suspended + cancelled`.
 */
export const figureNames = [
  'carriedOver',
  'assigned',
  'movedIn',
  'movedOut',
  'total',
  'doneOnTime',
  'doneLate',
  'doneNoDeadline',
  'openInTime',
  'openOverdue',
  'openNoDeadline',
  'suspended',
  'cancelled',
  'updatesDue',
  'updatesLate',
  'urgings',
  'extensionsAsked',
  'extensionsGranted',
  'proposalsRaised',
  'proposalsOpen',
  'proposalsLate',
] as const;
export type FigureName = (typeof figureNames)[number];
export type Figures = Record<FigureName, number>;

/** Sums over names such as `open:2026-12-01`, for those whose part after the colon passes. */
function stock(cells: Cells, word: string, passes: (from: string) => boolean): number {
  let sum = 0;
  for (const [name, count] of Object.entries(cells))
    if (name.startsWith(`${word}:`) && passes(name.slice(word.length + 1))) sum += count;
  return sum;
}

const isDay = (text: string) => /^\d/.test(text);

/** What is open at the end of the balance's day, suspended work included. */
const allOpen = ({ cells }: Balance) => stock(cells, 'open', () => true) + (cells.suspended ?? 0);

/** The figures of the days after `before.day` to `after.day`. */
export function figuresOf(dimension: Dimension, before: Balance, after: Balance): Figures {
  const { day, cells } = after;
  const gained = (name: string) => (cells[name] ?? 0) - (before.cells[name] ?? 0);
  const passed = (from: string) => isDay(from) && from <= day;
  const carriedOver = allOpen(before);
  const assigned = gained('assigned');
  const movedIn = gained(`moved_in:${dimension}`);
  const movedOut = gained(`moved_out:${dimension}`);
  return {
    carriedOver,
    assigned,
    movedIn,
    movedOut,
    total: carriedOver + assigned + movedIn - movedOut,
    doneOnTime: gained('on_time'),
    doneLate: gained('late'),
    doneNoDeadline: gained('done'),
    openInTime: stock(cells, 'open', (from) => from !== 'none' && !passed(from)),
    openOverdue: stock(cells, 'open', passed),
    openNoDeadline: stock(cells, 'open', (from) => from === 'none'),
    suspended: cells.suspended ?? 0,
    cancelled: gained('cancelled'),
    updatesDue: stock(cells, 'update', () => true),
    updatesLate: stock(cells, 'update', passed),
    urgings: gained('urgings'),
    extensionsAsked: gained('extensions_asked'),
    extensionsGranted: gained('extensions_granted'),
    proposalsRaised: gained('proposals_raised'),
    proposalsOpen: stock(cells, 'proposal', () => true),
    proposalsLate: stock(cells, 'proposal', passed),
  };
}

/** The task that is overdue for longest: its last day in time, and the working days since. */
export type LongestOverdue = { due: LocalDate; workingDays: number };

export function longestOverdueOf(calendar: Calendar, { day, cells }: Balance): LongestOverdue | undefined {
  const since = Object.keys(cells)
    .filter((name) => name.startsWith('open:') && isDay(name.slice(5)) && (cells[name] ?? 0) > 0)
    .map((name) => name.slice(5))
    .sort()[0];
  if (since === undefined || since > day) return undefined;
  return { due: addDays(since, -1), workingDays: daysLateOn(calendar, since, day) };
}

/** Working days charged in the period, by the unit that had to act. */
export function chargedDays(before: Balance, after: Balance): Record<string, number> {
  const names = [...new Set([...Object.keys(before.cells), ...Object.keys(after.cells)])];
  const days = names
    .filter((name) => name.startsWith('days:'))
    .map((name) => [name.slice(5), (after.cells[name] ?? 0) - (before.cells[name] ?? 0)] as const);
  return Object.fromEntries(days.filter(([, count]) => count !== 0));
}

/** How each percentage is made: sums of figures over sums of figures. */
export const formulas = {
  doneOfDue: {
    numerator: ['doneOnTime', 'doneLate'],
    denominator: ['doneOnTime', 'doneLate', 'openOverdue'],
  },
  onTimeOfDone: { numerator: ['doneOnTime'], denominator: ['doneOnTime', 'doneLate'] },
  onTimeOfDue: { numerator: ['doneOnTime'], denominator: ['doneOnTime', 'doneLate', 'openOverdue'] },
  onTimeOfAll: { numerator: ['doneOnTime'], denominator: ['total'] },
  doneOfAll: { numerator: ['doneOnTime', 'doneLate', 'doneNoDeadline'], denominator: ['total'] },
  updatedOnSchedule: { numerator: ['updatesDue', '-updatesLate'], denominator: ['updatesDue'] },
} as const satisfies Record<string, { numerator: readonly Term[]; denominator: readonly Term[] }>;
type Term = FigureName | `-${FigureName}`;
export type PercentageName = keyof typeof formulas;
export const percentageNames: readonly PercentageName[] = [
  'doneOfDue',
  'onTimeOfDone',
  'onTimeOfDue',
  'onTimeOfAll',
  'doneOfAll',
  'updatedOnSchedule',
];

/** `value` is rounded to one decimal place, half away from zero; absent when there is nothing to divide by. */
export type Percentage = { value?: number; numerator: number; denominator: number; formula: string };
export type Percentages = Record<PercentageName, Percentage>;

export const isFigure = (name: string): name is FigureName => figureNames.some((each) => each === name);

function sumOfTerms(figures: Figures, terms: readonly Term[]): number {
  return terms.reduce((sum, term) => {
    const name = term.replace(/^-/, '');
    return isFigure(name) ? sum + (term.startsWith('-') ? -figures[name] : figures[name]) : sum;
  }, 0);
}

const textOf = (terms: readonly Term[]) => {
  const text = terms.join(' + ').replaceAll('+ -', '- ');
  return terms.length > 1 ? `(${text})` : text;
};

function percentage(figures: Figures, name: PercentageName): Percentage {
  const { numerator: above, denominator: below } = formulas[name];
  const numerator = sumOfTerms(figures, above);
  const denominator = sumOfTerms(figures, below);
  const formula = `${textOf(above)} / ${textOf(below)}`;
  // Rounded from whole numbers: 87.65 as a binary fraction lies below itself.
  const value = denominator > 0 ? { value: Math.round((numerator * 1000) / denominator) / 10 } : {};
  return { ...value, numerator, denominator, formula };
}

export function percentagesOf(figures: Figures): Percentages {
  return {
    doneOfDue: percentage(figures, 'doneOfDue'),
    onTimeOfDone: percentage(figures, 'onTimeOfDone'),
    onTimeOfDue: percentage(figures, 'onTimeOfDue'),
    onTimeOfAll: percentage(figures, 'onTimeOfAll'),
    doneOfAll: percentage(figures, 'doneOfAll'),
    updatedOnSchedule: percentage(figures, 'updatedOnSchedule'),
  };
}
