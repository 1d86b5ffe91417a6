import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChange } from '../../shared/domain/apply.ts';
import type { Calendar } from '../../shared/domain/calendar.ts';
import type { Aggregate } from '../../shared/domain/change.ts';
import { openObligations } from '../../shared/domain/decide/context.ts';
import { type Replanning, replan } from '../../shared/domain/decide/replan.ts';
import { forecast } from '../../shared/domain/forecast.ts';
import { defaultPolicies } from '../../shared/domain/policy.ts';
import { deeds } from '../support/deeds.ts';
import { defaultCalendar } from '../support/default-calendar.ts';
import { lives } from '../support/moves.ts';
import { createPlay, type Play } from '../support/play.ts';

/** The week of 16 to 20 November 2026: its Friday off, the Saturday after it worked, and two days off in December. */
const swapped: Calendar = {
  ...defaultCalendar,
  version: 'swap',
  daysOff: { ...defaultCalendar.daysOff, '2026-11-20': 'Nghỉ', '2026-12-07': 'Nghỉ', '2026-12-08': 'Nghỉ' },
  workedDays: { ...defaultCalendar.workedDays, '2026-11-21': 'Làm bù' },
};

function under(play: Play, aggregate: Aggregate, what: Replanning, calendar = swapped) {
  const command = { actor: { kind: 'system' as const }, at: play.now(), id: 'replan', input: what };
  return replan(aggregate, command, { ...play.context, calendar });
}
const fromDefault: Replanning = { because: 'calendar', before: defaultCalendar };

function assigned(deadline: Parameters<Play['assign']>[0]['deadline']) {
  const play = createPlay();
  const [id = ''] = play.assign({ content: 'Sắp xếp nhà, đất', leadUnitIds: ['unt_STC'], deadline });
  play.advanceTo('2026-11-10');
  play.act('usr_STC_officer', id, deeds.accept, {});
  return { play, id };
}

describe('another calendar', () => {
  it.each([
    [{ date: '2026-11-20' }, '2026-11-20', '2026-11-21'],
    [{ date: '2026-11-21' }, '2026-11-23', '2026-11-21'],
    [{ workingDays: 9 }, '2026-11-20', '2026-11-21'],
    [{ workingDays: 10 }, '2026-11-23', undefined],
    [{ kind: 'date', date: '2026-11-20', time: '11:30' }, '2026-11-20', '2026-11-21'],
    [{ minutes: 11 * 24 * 60 }, '2026-11-20', undefined],
    [{ date: '2026-12-07' }, '2026-12-07', '2026-12-09'],
    [{ date: '2026-12-31' }, '2026-12-31', undefined],
  ] as const)('has %o, due on %s, due on %s', (deadline, old, moved) => {
    const { play, id } = assigned(deadline);
    const before = play.aggregate(id);
    expect(before.task.deadline.current?.date).toBe(old);
    const change = under(play, before, fromDefault);
    const after = change ? applyChange(before, change) : before;
    expect(after.task.deadline.current?.date).toBe(moved ?? old);
    const [duty] = openObligations(after.obligations);
    expect(duty?.due?.date).toBe(moved ?? old);
    expect(duty?.due?.at).toBe(after.task.deadline.current?.dueAt);
  });

  it('moves a date given by a decision only off a day that is now off', () => {
    const { play, id } = assigned({ workingDays: 3 });
    play.act('usr_VPTU_head', id, deeds.change, { deadline: { date: '2026-11-20' }, reason: 'r' });
    const change = under(play, play.aggregate(id), fromDefault);
    expect(change?.task.deadline).toMatchObject({
      original: { date: '2026-11-12' },
      current: { date: '2026-11-21' },
    });
  });

  it('gives every reminder of the new date, and none of the old one', () => {
    const { play, id } = assigned({ date: '2026-11-20' });
    play.advanceTo('2026-11-13');
    const before = play.aggregate(id);
    const change = under(play, before, fromDefault);
    const after = change ? applyChange(before, change) : before;
    const context = { ...play.context, calendar: swapped };
    const mornings = forecast(after, context, play.now(), '2026-11-22T00:00:00.000Z').map(
      ({ message }) => message.morning,
    );
    expect([...new Set(mornings)]).toEqual(['2026-11-17', '2026-11-19', '2026-11-21']);
  });

  it('fires at once a reminder whose new time is over', () => {
    const { play, id } = assigned({ date: '2026-11-21' });
    // Due on Monday the 23rd; the reminder of the day before is that of Friday. Under the swap it is due on the 21st.
    play.advanceTo('2026-11-19', '10:00');
    const change = under(play, play.aggregate(id), fromDefault);
    const [duty] = openObligations(change?.obligations ?? []);
    expect(duty?.next).toMatchObject({ alarm: 'reminder', step: 2, at: '2026-11-19T01:00:00.000Z' });
  });

  it('moves a term once that then ends, by chance, on the day which the old calendar would give', () => {
    const play = createPlay({ at: '2026-12-06T17:00:00.000Z' });
    const [id = ''] = play.assign({
      ...{ content: 'Sắp xếp nhà, đất', leadUnitIds: ['unt_STC'], deadline: { date: '2026-12-17' } },
    });
    const { obligations, ...rest } = play.aggregate(id);
    // What was left of the term after a pause: one day less than the policy gives.
    const due = { date: '2026-12-08', at: '2026-12-08T17:00:00.000Z' };
    const before = { ...rest, obligations: obligations.map((each) => ({ ...each, due })) };
    const change = under(play, before, fromDefault);
    expect(change?.obligations).toMatchObject([{ due: { date: '2026-12-09' } }]);
    expect(change && under(play, applyChange(before, change), fromDefault)).toBeUndefined();
  });

  it('leaves what is over as it was', () => {
    const { play, id } = assigned({ date: '2026-11-20' });
    play.advanceTo('2026-11-21', '08:00');
    const change = under(play, play.aggregate(id), fromDefault);
    expect(change?.task.deadline.current?.date ?? '2026-11-20').toBe('2026-11-20');
    for (const duty of change?.obligations ?? []) expect(duty.due?.date).toBe('2026-11-20');
  });
});

describe('a policy applied to what is open', () => {
  it('sets terms and alarms anew, and leaves other kinds alone', () => {
    const { play, id } = assigned({ date: '2026-12-04' });
    const [reminder] = defaultPolicies.perform.policy.reminders;
    const perform = {
      ...defaultPolicies.perform,
      policy: {
        ...defaultPolicies.perform.policy,
        version: 'v2',
        reminders: [{ before: { workingDays: 2 }, audience: reminder?.audience ?? [] }],
      },
    };
    const context = { ...play.context, policies: { ...play.context.policies, perform } };
    const command = { actor: { kind: 'system' as const }, at: play.now(), id: 'p' };
    const change = replan(
      play.aggregate(id),
      { ...command, input: { because: 'policy', kind: 'perform' } },
      context,
    );
    expect(change?.obligations).toHaveLength(1);
    expect(change?.obligations[0]).toMatchObject({
      policy: { version: 'v2' },
      next: { alarm: 'reminder', step: 0, at: '2026-12-02T01:00:00.000Z' },
    });
    const other = { ...command, input: { because: 'policy' as const, kind: 'confirm' as const } };
    expect(replan(play.aggregate(id), other, context)).toBeUndefined();
  });
});

describe('at any moment of any life', () => {
  const everyMoment = (look: (play: Play, aggregate: Aggregate) => void) =>
    fc.assert(
      fc.property(lives, (moves) => {
        const play = createPlay();
        const [id = ''] = play.assign({
          content: 'Rà soát quy hoạch',
          leadUnitIds: ['unt_STC'],
          deadline: { workingDays: 9 },
        });
        for (const move of moves) {
          move.play(play, id);
          look(play, play.aggregate(id));
        }
      }),
      { numRuns: 40 },
    );

  it('the same calendar moves nothing', () => {
    everyMoment((play, aggregate) => {
      expect(under(play, aggregate, fromDefault, defaultCalendar)).toBeUndefined();
    });
  });

  it('another one moves nothing into the past, loses no alarm, and twice is once', () => {
    everyMoment((play, aggregate) => {
      const change = under(play, aggregate, fromDefault);
      if (!change) return;
      const after = applyChange(aggregate, change);
      for (const [i, duty] of aggregate.obligations.entries()) {
        const fresh = after.obligations[i];
        expect(fresh?.next === undefined).toBe(duty.next === undefined);
        if (duty.due && duty.due.at <= play.now()) expect(fresh?.due).toEqual(duty.due);
        else if (duty.due) expect(fresh?.due?.at.localeCompare(play.now())).toBe(1);
      }
      expect(under(play, after, fromDefault)).toBeUndefined();
    });
  });
});
