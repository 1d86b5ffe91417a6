import { describe, expect, it } from 'vitest';
import { defaultPolicies, type Policies, policyFor } from '../../shared/domain/policy.ts';
import { obligationPolicy } from '../../shared/domain/policy-model.ts';
import { deeds } from '../support/deeds.ts';
import { ledgerLines } from '../support/ledger-lines.ts';
import { createPlay } from '../support/play.ts';

const due = (workingDays: number) => ({ due: { workingDays } });
const policies: Policies = {
  ...defaultPolicies,
  accept: {
    ...defaultPolicies.accept,
    overrides: [
      { appliesTo: { taskId: 'tsk_1' }, policy: due(9) },
      { appliesTo: { field: 'tuyên giáo' }, policy: { ...due(5), notice: [] } },
      { appliesTo: { unitId: 'unt_STC' }, policy: due(7) },
    ],
  },
};
const termOf = (subject: { taskId: string; holderUnitId: string; field?: string }) =>
  policyFor(policies, 'accept', subject);

describe('the policy of a duty', () => {
  it('is the default, overridden by field, then unit, then task, whatever their order', () => {
    const elsewhere = { taskId: 'tsk_2', holderUnitId: 'unt_SXD' };
    expect(termOf(elsewhere)).toEqual(defaultPolicies.accept.policy);
    expect(termOf({ ...elsewhere, field: 'tuyên giáo' })).toMatchObject(due(5));
    expect(termOf({ ...elsewhere, holderUnitId: 'unt_STC', field: 'tuyên giáo' })).toMatchObject(due(7));
    expect(termOf({ taskId: 'tsk_1', holderUnitId: 'unt_STC', field: 'tuyên giáo' })).toMatchObject(due(9));
  });

  it('takes from a wider override what a narrower one leaves open', () => {
    const both = termOf({ taskId: 'tsk_2', holderUnitId: 'unt_STC', field: 'tuyên giáo' });
    expect(both).toMatchObject({ ...due(7), notice: [], silence: 'accepted', kind: 'accept' });
  });

  it('cannot urge without end at one moment', () => {
    const { policy } = defaultPolicies.perform;
    expect(obligationPolicy.safeParse(policy).success).toBe(true);
    for (const repeat of [{ workingDays: 0 }, { minutes: 0 }, { workingDays: -1 }])
      expect(obligationPolicy.safeParse({ ...policy, repeat }).success).toBe(false);
  });

  it('is frozen when the duty opens: a later edit changes only what opens later', () => {
    const play = createPlay();
    const task = { content: 'Rà soát quy hoạch', leadUnitIds: ['unt_STC'], deadline: { workingDays: 10 } };
    const [first = ''] = play.assign(task);
    play.act('usr_STC_officer', first, deeds.accept, {});
    const { perform } = play.context.policies;
    const edited = { ...perform.policy, version: '2', reminders: [], ladder: [] };
    play.context.policies = { ...play.context.policies, perform: { ...perform, policy: edited } };
    const [second = ''] = play.assign(task, { position: 1 });
    play.act('usr_STC_officer', second, deeds.accept, {});
    play.advanceTo('2026-11-26');
    const of = (id: string) =>
      ledgerLines(
        play.context.calendar,
        play.messages.filter((each) => each.taskId === id && each.alarm !== 'notice'),
      );
    expect(of(first)).toHaveLength(5);
    expect(of(second)).toEqual([]);
  });
});
