import { alarmPlan, rungAt } from '../../shared/domain/alarms.ts';
import type { Calendar } from '../../shared/domain/calendar.ts';
import type { NextAction, Obligation } from '../../shared/domain/obligation.ts';
import type { Instant } from '../../shared/domain/time.ts';
import type { Engine } from '../support/engine.ts';
import { changeOf } from '../support/stream.ts';

/** A duty as it stood for a while; `to` is absent for what still stands. Milliseconds. */
export type Stand = { obligation: Obligation; from: number; to?: number };

/** Every state that every duty was in, from the table's own feed. */
export async function standsOf(engine: Engine): Promise<Map<string, Stand[]>> {
  const stands = new Map<string, Stand[]>();
  for (const record of await engine.feed.read(0, Number.MAX_SAFE_INTEGER)) {
    const { after } = changeOf(record);
    if (after?.type !== 'OBLIGATION') continue;
    const { type: _, ...obligation } = after;
    const known = stands.get(obligation.id) ?? [];
    const last = known.at(-1);
    if (last) last.to = record.at;
    known.push({ obligation, from: record.at });
    stands.set(obligation.id, known);
  }
  return stands;
}

/** The duty as it stood at a moment; of two states of one moment the earlier. */
export const standAt = (stands: readonly Stand[], at: number) =>
  stands.find((each) => each.from <= at && (each.to === undefined || each.to >= at));

/** Joins what lies between two moments at which the due date or the openness changed. */
export function termsOf(stands: readonly Stand[]): Stand[] {
  const terms: Stand[] = [];
  for (const stand of stands) {
    const last = terms.at(-1);
    const same =
      last?.obligation.due?.at === stand.obligation.due?.at &&
      last?.obligation.state === stand.obligation.state;
    if (last && same) {
      delete last.to;
      if (stand.to !== undefined) last.to = stand.to;
    } else terms.push({ ...stand });
  }
  return terms.filter(({ obligation }) => obligation.state === 'open');
}

/** What must happen by itself within a term, if it is left alone: its reminders, the deadline, the rungs. */
export function expectedWithin(calendar: Calendar, term: Stand, first: boolean, end: Instant): NextAction[] {
  const { obligation } = term;
  const begin = new Date(term.from).toISOString();
  const plan = alarmPlan(calendar, obligation).filter(({ alarm }) => first || alarm !== 'notice');
  const rungs: NextAction[] = [];
  for (let step = obligation.rung + 1; obligation.policy.ladder.length > 0; step++) {
    const at = rungAt(calendar, obligation, step);
    if (!at || at > end) break;
    rungs.push({ at, by: 'escalate', alarm: 'rung', step });
  }
  return [...plan, ...rungs].filter(({ at }) => at > begin && at < end);
}
