import * as z from 'zod/mini';
import type { Aggregate } from './change.ts';
import { optionalText, text } from './fields.ts';
import { isPrincipal, type Obligation } from './obligation.ts';
import type { Task } from './task.ts';
import { type Instant, type LocalDate, localDate } from './time.ts';
import { wallClock } from './zone.ts';

/** Which counts a task belongs to beside those of its directive, which never changes. */
const placeFields = {
  unitId: text,
  field: optionalText,
  monitorUnitId: optionalText,
};

/**
 * Where a task stood at the end of every day from `from` on, until the next standing. `is` is one of
 * - `open:DATE` open; DATE is the first day on which it counts as overdue, unless something happens before;
 * - `open:kept` submitted in time: waiting for confirmation does not make it overdue; `open:none` without a deadline;
 * - `suspended`, `on_time`, `late`, `done` (completed without a deadline), `cancelled`.
 */
export const standing = z.object({
  from: localDate,
  ...placeFields,
  is: text,
  /** Days from which its open proposals count as late; those without a term are `none`. */
  proposals: z.optional(z.array(text)),
  /**
   * When updates were due while it stood so: `DAY OVERDUE` from the end of DAY on an update is overdue from OVERDUE on, and
   * `DAY` alone from then on none is owed. A few bytes for each update, where a standing of its own would be a hundred.
   */
  updates: z.optional(z.array(text)),
});
export type Standing = z.infer<typeof standing>;

/** Where a task stands now. `staleFrom` is the first day on which its next update is overdue. */
export type StandingNow = Omit<Standing, 'updates'> & { staleFrom?: LocalDate };

/** The day on the wall of the deployment's zone; counts need its zone, but no calendar of working days. */
export const localDay = (timeZone: string, at: Instant): LocalDate => wallClock(timeZone, at).date;

/** The state that a report counts the task in, as `is` of {@link standing}. Agrees with `timingOf` at the end of each day. */
function stateOf(timeZone: string, task: Task): string {
  if (task.status === 'cancelled' || task.status === 'suspended') return task.status;
  if (task.status === 'completed') {
    const judged = task.verdict?.againstCurrent ?? 'none';
    return judged === 'none' ? 'done' : judged;
  }
  const due = task.deadline.current;
  if (!due) return 'open:none';
  const submitted = task.status === 'submitted' ? task.submission : undefined;
  if (submitted && submitted.at < due.dueAt) return 'open:kept';
  return `open:${localDay(timeZone, due.dueAt)}`;
}

const latest = (a: LocalDate, b: LocalDate): LocalDate => [a, b].sort()[1] ?? a;

/** First day on which the next update is overdue; undefined while nobody owes one: see `withUpdates`. */
function staleFrom(timeZone: string, obligations: readonly Obligation[]): LocalDate | undefined {
  const owed = obligations.find((each) => each.kind === 'report' && each.state === 'open');
  return owed?.due && localDay(timeZone, owed.due.at);
}

const isOpenProposal = (each: Obligation) => each.kind === 'answer' && each.state === 'open';

/** Where the task stands with this, from the day of `at` on. */
export function standingOf(timeZone: string, aggregate: Aggregate, at: Instant): StandingNow {
  const { task, obligations } = aggregate;
  const proposals = obligations
    .filter(isOpenProposal)
    .map((each) => (each.due ? localDay(timeZone, each.due.at) : 'none'));
  const stale = staleFrom(timeZone, obligations);
  return {
    from: localDay(timeZone, at),
    unitId: task.leadUnitId,
    ...(task.field && { field: task.field }),
    ...(task.monitorUnitId && { monitorUnitId: task.monitorUnitId }),
    is: stateOf(timeZone, task),
    ...(proposals.length > 0 && { proposals }),
    ...(stale && { staleFrom: stale }),
  };
}

/** The unit whose days are running: see `heldSpans`. Undefined while nobody's are. */
export function holderOf(obligations: readonly Obligation[]): string | undefined {
  const running = obligations.filter((each) => each.state === 'open');
  const blocking = running.filter((each) => each.blocking).sort((a, b) => (a.since < b.since ? -1 : 1));
  const principal = running.find(isPrincipal);
  return principal && (blocking[0] ?? principal).holderUnitId;
}

const sameStanding = (a: Standing, b: StandingNow) =>
  a.is === b.is &&
  a.unitId === b.unitId &&
  a.field === b.field &&
  a.monitorUnitId === b.monitorUnitId &&
  (a.proposals ?? []).join() === (b.proposals ?? []).join();

const dayLength = 'yyyy-mm-dd'.length;
const sinceOf = (update: string): LocalDate => update.slice(0, dayLength);
const overdueOf = (update: string | undefined): LocalDate | undefined =>
  update?.slice(dayLength + 1) || undefined;

/** Of several dates on one day the last remains, and one that changes nothing adds nothing. */
function withUpdate(updates: readonly string[], since: LocalDate, overdue: LocalDate | undefined): string[] {
  const earlier = updates.filter((each) => sinceOf(each) < since);
  if (overdueOf(earlier.at(-1)) === overdue) return earlier;
  return [...earlier, overdue ? `${since} ${overdue}` : since];
}

/** The history with one more standing; of several on one day the last remains, and one that changes nothing adds nothing. */
export function withStanding(history: readonly Standing[], next: StandingNow): Standing[] {
  const { staleFrom: overdue, ...stands } = next;
  const last = history.at(-1);
  const earlier = last && last.from >= next.from ? history.slice(0, -1) : [...history];
  const before = earlier.at(-1);
  const from = last ? latest(last.from, next.from) : next.from;
  const same = before && sameStanding(before, next) ? before : undefined;
  const { updates: _, ...standing } = same ?? { ...stands, from };
  const updates = withUpdate(same?.updates ?? [], from, overdue);
  return [
    ...(same ? earlier.slice(0, -1) : earlier),
    { ...standing, ...(updates.length > 0 && { updates }) },
  ];
}

/** First day on which the update is overdue that was owed at the end of a day on which it stood so; undefined when none was. */
export function staleOn({ updates = [] }: Standing, day: LocalDate): LocalDate | undefined {
  return overdueOf(updates.findLast((each) => sinceOf(each) <= day));
}

/** Where it stood at the end of a day; undefined before it was assigned. */
export function standingOn(history: readonly Standing[], day: LocalDate): Standing | undefined {
  return history.findLast((each) => each.from <= day);
}

/** The task with where it stands now, for the lists of later reports; a collective task is not counted. */
export function withHistory(timeZone: string, before: Aggregate | null, after: Aggregate, at: Instant): Task {
  const { task } = after;
  if (task.collective) return task;
  const history = before?.task.standings ?? [];
  return { ...task, standings: withStanding(history, standingOf(timeZone, after, at)) };
}
