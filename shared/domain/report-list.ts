import type { Cells, Dimension } from './counts.ts';
import type { FigureName } from './figures.ts';
import { type Standing, staleOn, standingOn } from './standing.ts';
import type { Task, TaskStatus } from './task.ts';
import type { LocalDate } from './time.ts';

/** The days of a report: from the day after `before` to `to`. */
export type Days = { before: LocalDate; to: LocalDate };

type State = 'inTime' | 'overdue' | 'noDeadline' | 'suspended' | 'on_time' | 'late' | 'done' | 'cancelled';

/** What a standing counts as at the end of a day. */
function stateOn(standing: Standing, day: LocalDate): State {
  if (standing.is === 'suspended' || standing.is === 'cancelled') return standing.is;
  if (standing.is === 'on_time' || standing.is === 'late' || standing.is === 'done') return standing.is;
  const from = standing.is.slice('open:'.length);
  if (from === 'none') return 'noDeadline';
  return /^\d/.test(from) && from <= day ? 'overdue' : 'inTime';
}

const openStates: readonly State[] = ['inTime', 'overdue', 'noDeadline', 'suspended'];
const endStates: readonly State[] = ['on_time', 'late', 'done', 'cancelled'];

/** What is counted by where tasks stand, and the states that each figure counts. */
const stocks: Partial<Record<FigureName, readonly State[]>> = {
  carriedOver: openStates,
  total: [...openStates, ...endStates],
  doneOnTime: ['on_time'],
  doneLate: ['late'],
  doneNoDeadline: ['done'],
  openInTime: ['inTime'],
  openOverdue: ['overdue'],
  openNoDeadline: ['noDeadline'],
  suspended: ['suspended'],
  cancelled: ['cancelled'],
};

/** What is counted when it happens, by the cell that it is entered in. */
export function flowCell(figure: FigureName, dimension: Dimension): string | undefined {
  const names: Partial<Record<FigureName, string>> = {
    assigned: 'assigned',
    movedIn: `moved_in:${dimension}`,
    movedOut: `moved_out:${dimension}`,
    urgings: 'urgings',
    extensionsAsked: 'extensions_asked',
    extensionsGranted: 'extensions_granted',
    proposalsRaised: 'proposals_raised',
  };
  return names[figure];
}

/**
 * How often a figure of these days counts a task, and since when it stood so; undefined when it does not. `inGroup` says
 * whether a standing belongs to the row.
 */
export function countedIn(
  figure: FigureName,
  { before, to }: Days,
  task: Pick<Task, 'standings'>,
  inGroup: (standing: Standing) => boolean,
): { times: number; since: LocalDate } | undefined {
  const history = task.standings ?? [];
  const then = standingOn(history, before);
  const now = standingOn(history, to);
  const states = stocks[figure];
  if (figure === 'carriedOver')
    return then && inGroup(then) && openStates.includes(stateOn(then, before))
      ? { times: 1, since: then.from }
      : undefined;
  if (!now || !inGroup(now)) return undefined;
  const counted = (times: number) => (times > 0 ? { times, since: now.from } : undefined);
  const late = (from: string) => /^\d/.test(from) && from <= to;
  if (figure === 'proposalsOpen') return counted(now.proposals?.length ?? 0);
  if (figure === 'proposalsLate') return counted(now.proposals?.filter(late).length ?? 0);
  const stale = staleOn(now, to);
  if (figure === 'updatesDue') return counted(stale ? 1 : 0);
  if (figure === 'updatesLate') return counted(stale && late(stale) ? 1 : 0);
  const state = stateOn(now, to);
  if (!states?.includes(state)) return undefined;
  // An end counts in the days in which it came.
  const ended = endStates.includes(state) && then && inGroup(then) && stateOn(then, before) === state;
  return counted(ended ? 0 : 1);
}

const openStatuses: readonly TaskStatus[] = [
  'assigned',
  'disputed',
  'accepted',
  'in_progress',
  'submitted',
  'returned',
  'suspended',
];

/** The states that a task can be in today if a figure of days up to `to` counts it; undefined: any. */
export function statusesOf(figure: FigureName, to: LocalDate, today: LocalDate): TaskStatus[] | undefined {
  const states = stocks[figure];
  if (states?.every((each) => endStates.includes(each))) return ['completed', 'cancelled'];
  if (to < today || figure === 'carriedOver' || figure === 'total') return undefined;
  return [...openStatuses];
}

type Flow = { day: LocalDate; taskId: string; code: string; cells: Cells };

/**
 * What happened, as often as the figure counts it, in order. What was taken back (an urging that turned out to have
 * reached nobody) takes the latest of its task with it.
 */
export function happened<T extends Flow>(entries: readonly T[], cell: string): T[] {
  const inOrder = [...entries]
    .filter((each) => each.cells[cell])
    .sort((a, b) => (a.day + a.taskId < b.day + b.taskId ? -1 : 1));
  const list: T[] = [];
  for (const entry of inOrder) {
    const times = entry.cells[cell] ?? 0;
    for (let i = 0; i < times; i++) list.push(entry);
    for (let i = 0; i > times; i--) {
      const last = list.findLastIndex((each) => each.taskId === entry.taskId);
      if (last >= 0) list.splice(last, 1);
    }
  }
  return list;
}
