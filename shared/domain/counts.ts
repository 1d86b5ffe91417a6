import * as z from 'zod/mini';
import type { Aggregate } from './change.ts';
import { counts } from './decide/plan-messages.ts';
import { flag, optionalText, text } from './fields.ts';
import { isPrincipal } from './obligation.ts';
import { extensionsOf, proposalsOf } from './request.ts';
import { holderOf, localDay, type Standing, type StandingNow, standingOf } from './standing.ts';
import { type Instant, type LocalDate, localDate, optionalDate } from './time.ts';

/** What one task counts under. `directiveId` is absent for work that no document assigned. */
export const group = z.object({
  unitId: text,
  field: optionalText,
  directiveId: optionalText,
  monitorUnitId: optionalText,
});
export type Group = z.infer<typeof group>;

/**
 * Signed numbers by name. Two sorts of names add up differently in time: states are held from one day to the next
 * (`open:DATE`, `suspended`, `on_time`, `held:UNIT`, ...: see {@link standing}), flows are counted where they happen
 * (`assigned`, `urgings`, ...). Both are sums of what was entered up to a day.
 */
export const cells = z.record(text, z.number());
export type Cells = z.infer<typeof cells>;

/** What one commit adds to the counts of one group, on the day of the commit and never before: the past stays as reported. */
export const countEntry = z.object({
  group,
  day: localDate,
  taskId: text,
  code: text,
  cells,
  /** Of a registration or completion: the day of the document or of the submission that it is about. */
  about: optionalDate,
  /** It puts right what was entered wrongly or lost, and belongs to no change of the task. */
  corrects: z.optional(flag),
});
export type CountEntry = z.infer<typeof countEntry>;

export const dimensions = ['total', 'field', 'directive', 'monitor'] as const;
export type Dimension = (typeof dimensions)[number];

/** The value of a group in a dimension; empty where it has none. */
export function valueIn(dimension: Dimension, of: Omit<Group, 'unitId'>): string {
  if (dimension === 'field') return of.field ?? '';
  if (dimension === 'directive') return of.directiveId ?? '';
  return dimension === 'monitor' ? (of.monitorUnitId ?? '') : '';
}

function statesOf(standing: StandingNow, holder: string | undefined): Cells {
  const states: Cells = { [standing.is]: 1 };
  if (standing.staleFrom) states[`update:${standing.staleFrom}`] = 1;
  if (holder) states[`held:${holder}`] = 1;
  for (const from of standing.proposals ?? [])
    states[`proposal:${from}`] = (states[`proposal:${from}`] ?? 0) + 1;
  return states;
}

function flowsOf({ obligations, requests }: Aggregate): Cells {
  const extensions = extensionsOf(requests);
  return {
    assigned: 1,
    // As the task itself counts them: that somebody beside it was slow to answer is told by the proposals.
    urgings: obligations
      .filter(isPrincipal)
      .flatMap((each) => each.urgings)
      .filter(counts).length,
    extensions_asked: extensions.length,
    extensions_granted: extensions.filter((each) => each.outcome === 'approved').length,
    proposals_raised: proposalsOf(requests).length,
  };
}

/** `a - b`, without what is equal. */
export function difference(a: Cells, b: Cells): Cells {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const changed = names.map((name) => [name, (a[name] ?? 0) - (b[name] ?? 0)] as const);
  return Object.fromEntries(changed.filter(([, by]) => by !== 0));
}

export const groupOf = (
  standing: Pick<Standing, 'unitId' | 'field' | 'monitorUnitId'>,
  directiveId: string | undefined,
): Group => ({
  unitId: standing.unitId,
  ...(standing.field && { field: standing.field }),
  ...(directiveId && { directiveId }),
  ...(standing.monitorUnitId && { monitorUnitId: standing.monitorUnitId }),
});

/** In which dimensions a task leaves one row for another. Rows of a dimension are kept by lead unit. */
function moves(word: 'moved_in' | 'moved_out', from: Group, to: Group): Cells {
  const moved = dimensions.filter(
    (each) => from.unitId !== to.unitId || valueIn(each, from) !== valueIn(each, to),
  );
  return Object.fromEntries(moved.map((each) => [`${word}:${each}`, 1]));
}

/**
 * What a commit changes in the counts. A task that changes its unit, field or monitor is counted out of one group and into
 * the other. A collective task is not counted, its children are. Adding up what this gives for every commit up to the end
 * of any day is how things stood at the end of that day.
 */
export function countsOf(
  timeZone: string,
  before: Aggregate | null,
  after: Aggregate,
  at: Instant,
): CountEntry[] {
  const { task } = after;
  if (task.collective) return [];
  const directiveId = task.directive?.id;
  const now = standingOf(timeZone, after, at);
  const then = before && standingOf(timeZone, before, at);
  const to = groupOf(now, directiveId);
  const from = then ? groupOf(then, directiveId) : to;
  const states = statesOf(now, holderOf(after.obligations));
  const formerStates = before && then ? statesOf(then, holderOf(before.obligations)) : {};
  const flows = difference(flowsOf(after), before ? flowsOf(before) : {});
  const about = aboutOf(timeZone, before, after);
  const entry = (of: Group, changed: Cells): CountEntry => ({
    group: of,
    day: now.from,
    taskId: task.id,
    code: task.code,
    cells: changed,
    ...(about && { about }),
  });
  const entries =
    JSON.stringify(from) === JSON.stringify(to)
      ? [entry(to, { ...difference(states, formerStates), ...flows })]
      : [
          entry(from, { ...difference({}, formerStates), ...moves('moved_out', from, to) }),
          entry(to, { ...states, ...flows, ...moves('moved_in', from, to) }),
        ];
  return entries.filter((each) => Object.keys(each.cells).length > 0);
}

/** A completion is about the day of its submission, a registration about that of its document. */
function aboutOf(timeZone: string, before: Aggregate | null, { task }: Aggregate): LocalDate | undefined {
  if (!before) return (task.occurrence?.number ?? 1) > 1 ? undefined : task.directive?.issuedOn;
  return task.status === 'completed' && task.verdict
    ? localDay(timeZone, task.verdict.submittedAt)
    : undefined;
}
