import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionAfter, alarmPlan, dueRung, firstAction, rungAt } from '../../shared/domain/alarms.ts';
import { dueAfter, instantAt, isWorkingDay, localDateOf } from '../../shared/domain/calendar.ts';
import type { NextAction } from '../../shared/domain/obligation.ts';
import { defaultPolicies } from '../../shared/domain/policy.ts';
import { type Audience, type ObligationPolicy, obligationKind } from '../../shared/domain/policy-model.ts';
import { defaultCalendar as calendar } from '../support/default-calendar.ts';

const base = Date.parse('2025-06-02T00:00:00.000Z');
const moment = fc
  .integer({ min: 0, max: 900 * 24 * 60 })
  .map((m) => new Date(base + m * 60_000).toISOString());
const days = (min: number, max: number) => fc.integer({ min, max }).map((workingDays) => ({ workingDays }));
const audience = fc.constant<Audience[]>(['officer']);

/** Rungs in the order in which they are climbed. */
const ladder = fc
  .uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 5 })
  .map((after) =>
    after.sort((a, b) => a - b).map((n) => ({ after: { workingDays: n }, audience: ['head' as const] })),
  );
const edited: fc.Arbitrary<ObligationPolicy> = fc
  .record({
    reminders: fc.array(fc.record({ before: days(0, 20), audience }), { maxLength: 6 }),
    notice: fc.constantFrom<Audience[][]>([], ['officer']),
    ladder,
    repeat: fc.option(days(1, 10), { nil: undefined }),
  })
  .map(({ repeat, ...edit }) => {
    const { repeat: _, ...perform } = defaultPolicies.perform.policy;
    return { ...perform, ...edit, ...(repeat && { repeat }) };
  });
const policy = fc.oneof(
  fc.constantFrom(...obligationKind.options).map((kind) => defaultPolicies[kind].policy),
  edited,
);
const obligation = fc
  .record({ policy, since: moment, term: fc.integer({ min: 1, max: 60 }) })
  .map(({ since, term, ...rest }) => ({
    ...rest,
    since,
    due: dueAfter(calendar, since, { workingDays: term }),
    rung: 0,
  }));

const writes = (alarm: NextAction) => alarm.alarm !== 'deadline';
const withinHours = (at: string) => {
  const date = localDateOf(calendar, at);
  return (
    isWorkingDay(calendar, date) &&
    at >= instantAt(calendar, date, '08:00') &&
    at <= instantAt(calendar, date, '17:00')
  );
};

describe('the alarms of any obligation', () => {
  it('are ordered, on working days within hours, and end with the one deadline', () => {
    fc.assert(
      fc.property(obligation, (each) => {
        const plan = alarmPlan(calendar, each);
        expect(plan.filter(writes).filter(({ at }) => !withinHours(at))).toEqual([]);
        expect(plan.map(({ at }) => at)).toEqual(plan.map(({ at }) => at).sort());
        expect(plan.filter(({ alarm }) => alarm === 'deadline')).toEqual([plan.at(-1)]);
        expect(plan.at(-1)?.at).toBe(each.due.at);
        expect(plan.every(({ at }) => at >= each.since)).toBe(true);
        expect(plan.length).toBeLessThanOrEqual(each.policy.reminders.length + 2);
      }),
    );
  });

  it('are each reached once, one after the other, and then the ladder', () => {
    fc.assert(
      fc.property(obligation, (each) => {
        const reached: NextAction[] = [];
        let next = firstAction(calendar, each);
        while (next && next.alarm !== 'rung') {
          reached.push(next);
          next = actionAfter(calendar, each, next, next.at);
        }
        const moments = new Set(alarmPlan(calendar, each).map(({ at }) => at));
        expect(new Set(reached.map(({ at }) => at))).toEqual(moments);
        expect(next?.at).toBe(rungAt(calendar, each, 1));
      }),
    );
  });

  it('that were missed are passed over, but never the deadline', () => {
    fc.assert(
      fc.property(obligation, moment, (each, late) => {
        const first = firstAction(calendar, each);
        fc.pre(first !== undefined && late >= first.at && first.alarm !== 'deadline');
        if (!first) return;
        const next = actionAfter(calendar, each, first, late);
        expect(next?.alarm === 'deadline' || (next !== undefined && next.at > late)).toBe(true);
      }),
    );
  });

  it('have rungs on the mornings of working days, ever later, and finitely many up to any moment', () => {
    fc.assert(
      fc.property(obligation, moment, (each, at) => {
        const rungs = [...Array(12).keys()].flatMap((i) => rungAt(calendar, each, i + 1) ?? []);
        expect(rungs.filter((rung) => !withinHours(rung) || rung <= each.due.at)).toEqual([]);
        expect(rungs).toEqual([...new Set(rungs)].sort());
        const due = dueRung(calendar, each, at);
        if (due === undefined)
          expect(rungAt(calendar, each, 1) ?? '9999').toSatisfy((rung) => String(rung) > at);
        else {
          expect(String(rungAt(calendar, each, due)) <= at).toBe(true);
          expect((rungAt(calendar, each, due + 1) ?? '9999') > at).toBe(true);
        }
      }),
    );
  });
});
