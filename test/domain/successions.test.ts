import { describe, expect, it } from 'vitest';
import { applyChange } from '../../shared/domain/apply.ts';
import type { Aggregate } from '../../shared/domain/change.ts';
import { openObligations } from '../../shared/domain/decide/context.ts';
import { stepMissed } from '../../shared/domain/decide/follow.ts';
import { change } from '../../shared/domain/decide/revise.ts';
import { resume } from '../../shared/domain/decide/stop.ts';
import { succeed } from '../../shared/domain/decide/succeed.ts';
import { contributionsOf } from '../../shared/domain/request.ts';
import { contributionDays } from '../../shared/domain/timing.ts';
import { deeds } from '../support/deeds.ts';
import { sampleStaff } from '../support/organisation.ts';
import { createPlay, type Play, withoutUpdates } from '../support/play.ts';

/** Given on Monday 2026-11-09, taken on on the 10th; on that day SXD was asked for its part, due on the 17th. */
function asked() {
  const play = createPlay({ policies: withoutUpdates });
  const [id = ''] = play.assign({
    ...{ content: 'Xây dựng đề án phân cấp', leadUnitIds: ['unt_STC'], coordinatingUnitIds: ['unt_SXD'] },
    deadline: { date: '2026-12-21' },
  });
  play.advanceTo('2026-11-10');
  play.act('usr_STC_head', id, deeds.accept, {});
  play.act('usr_STC_officer', id, deeds.askContribution, { text: 'Gửi số liệu của ngành' });
  return { play, id };
}
const command = <Input>(play: Play, input: Input) => ({
  ...{ actor: { kind: 'user' as const, userId: 'usr_admin' }, at: play.now(), id: 'after', input },
});
const merged = (play: Play, aggregate: Aggregate, from: string, to: string): Aggregate => {
  const input = { successionId: 'suc_1', from: `unt_${from}`, to: `unt_${to}`, reason: 'Sắp xếp bộ máy' };
  const done = succeed(aggregate, command(play, input), play.context);
  if (!done) throw new Error('the unit has no part in it');
  return applyChange(aggregate, done);
};
const open = ({ obligations }: Aggregate) =>
  openObligations(obligations).map(({ kind, holderUnitId }) => `${kind} ${holderUnitId}`);

describe('a lead that had cascaded', () => {
  it('is followed by its heir in that, too: what was cascaded goes on, and with the next heir', () => {
    const play = createPlay();
    const [id = ''] = play.assign({
      content: 'c',
      leadUnitIds: ['unt_BCS-UBND'],
      deadline: { date: '2026-12-18' },
    });
    play.act('usr_BCS-UBND_head', id, deeds.accept, {});
    const parent = play.task(id);
    const [child = ''] = play.assign(
      { content: 'd', leadUnitIds: ['unt_STC'] },
      { parent, assignerUnitId: parent.leadUnitId, code: parent.code },
    );
    const once = merged(play, play.aggregate(id), 'BCS-UBND', 'DD-HDND');
    const twice = merged(play, once, 'DD-HDND', 'DD-MTTQ');
    expect(stepMissed(once.task, play.task(child))).toBeUndefined();
    expect(stepMissed(twice.task, play.task(child))).toBeUndefined();
    const given = { ...twice.task, leadUnitId: 'unt_QU-BADINH' };
    const formerLeads = [...given.formerLeads, { unitId: 'unt_DD-MTTQ', until: play.now(), reason: 'r' }];
    expect(stepMissed({ ...given, formerLeads }, play.task(child))).toBe('reassigned');
  });
});

describe('what a unit was asked to contribute', () => {
  it('is its heir’s, stays so when the task is corrected, and the days until then are the old unit’s', () => {
    const { play, id } = asked();
    play.advanceTo('2026-11-12');
    const after = merged(play, play.aggregate(id), 'SXD', 'SKHCN');
    expect(open(after)).toEqual(['perform unt_STC', 'contribute unt_SKHCN']);
    expect(contributionsOf(after.requests)).toMatchObject([{ state: 'open', unitId: 'unt_SKHCN' }]);
    const corrected = change(after, command(play, { priority: 'high' as const }), play.context);
    expect(open(applyChange(after, corrected))).toEqual(open(after));
    play.advanceTo('2026-11-16');
    expect(contributionDays(play.context.calendar, after.obligations, play.now())).toEqual({
      ...{ unt_SXD: 2, unt_SKHCN: 2 },
    });
  });

  it.each([
    ['SXD', 'STC'],
    ['STC', 'SXD'],
  ])('falls away when %s becomes %s: nobody owes a part to themselves', (from, to) => {
    const { play, id } = asked();
    const after = merged(play, play.aggregate(id), from, to);
    expect(open(after)).toEqual([`perform unt_${to}`]);
    expect(contributionsOf(after.requests)).toMatchObject([{ state: 'closed', outcome: 'superseded' }]);
  });

  it('does not come back with what a suspension had paused', () => {
    const { play, id } = asked();
    play.act('usr_TT_head', id, deeds.suspend, { reason: 'Chờ' });
    const after = merged(play, play.aggregate(id), 'SXD', 'STC');
    const resumed = applyChange(after, resume(after, command(play, {}), play.context));
    expect(open(resumed)).toEqual(['perform unt_STC']);
    expect(contributionsOf(resumed.requests)).toMatchObject([{ outcome: 'superseded' }]);
  });
});

describe('the people of the heir', () => {
  const rows = ({ messages }: Play) =>
    messages
      .filter(({ alarm }) => alarm === 'inherited')
      .map(({ personId, unitId, obligationId, step, reason }) => {
        const holder = `${personId.replace('usr_', '')} for ${unitId.replace('unt_', '')}`;
        return `${obligationId} ${step} ${holder} as ${reason}`;
      });
  const dutyOf = (play: Play, id: string, kind: string) =>
    openObligations(play.aggregate(id).obligations).find((each) => each.kind === kind)?.id;

  it('are told of each duty that came to them, again when it goes further, each time by what it then is', () => {
    const { play, id } = asked();
    play.advanceTo('2026-11-12', '10:00');
    play.succeed(id, 'unt_SXD', 'unt_SKHCN');
    const part = dutyOf(play, id, 'contribute');
    expect(rows(play)).toEqual([
      ...[`${part} 1 SKHCN_officer for SKHCN as holder`, `${part} 1 SKHCN_head for SKHCN as head`],
    ]);
    const [row] = play.messages.filter(({ alarm }) => alarm === 'inherited');
    expect(row).toMatchObject({
      morning: '2026-11-12',
      notBefore: play.now(),
      state: 'planned',
      urgent: false,
    });
    play.succeed(id, 'unt_SKHCN', 'unt_BCS-UBND');
    play.succeed(id, 'unt_STC', 'unt_BCS-UBND');
    const work = dutyOf(play, id, 'perform');
    // The part falls away, being the lead's own now.
    expect(rows(play).slice(2)).toEqual([
      ...[
        `${part} 2 BCS-UBND_officer for BCS-UBND as holder`,
        `${part} 2 BCS-UBND_head for BCS-UBND as head`,
      ],
      ...[
        `${work} 1 BCS-UBND_officer for BCS-UBND as holder`,
        `${work} 1 BCS-UBND_head for BCS-UBND as head`,
      ],
    ]);
  });

  it('wait for the morning, where it happens at night', () => {
    const { play, id } = asked();
    play.advanceTo('2026-11-14', '21:00');
    play.succeed(id, 'unt_STC', 'unt_SKHCN');
    const told = play.messages.filter(({ alarm }) => alarm === 'inherited');
    expect(new Set(told.map(({ morning }) => morning))).toEqual(new Set(['2026-11-16']));
  });

  it('hear of what was never announced by its own notice, of a suspended task when it is resumed, of no report besides the work', () => {
    const play = createPlay({ at: '2026-11-08T02:00:00.000Z' });
    const [id = ''] = play.assign({
      ...{ content: 'c', leadUnitIds: ['unt_STC'], coordinatingUnitIds: [] },
      deadline: { date: '2027-03-31' },
    });
    // Sunday: the notice of Monday is still to come.
    play.succeed(id, 'unt_STC', 'unt_SXD');
    expect(rows(play)).toEqual([]);
    play.advanceTo('2026-11-09', '10:00');
    expect(play.messages.map(({ alarm, personId }) => `${alarm} ${personId}`)).toEqual([
      ...['notice usr_SXD_officer', 'notice usr_SXD_head'],
    ]);
    play.act('usr_SXD_head', id, deeds.accept, {});
    expect(open(play.aggregate(id))).toEqual(['perform unt_SXD', 'report unt_SXD']);
    play.succeed(id, 'unt_SXD', 'unt_STC');
    const work = dutyOf(play, id, 'perform');
    expect(rows(play)).toEqual([
      ...[`${work} 1 STC_officer for STC as holder`, `${work} 1 STC_head for STC as head`],
    ]);
    play.act('usr_TT_head', id, deeds.suspend, { reason: 'Chờ' });
    play.succeed(id, 'unt_STC', 'unt_SXD');
    expect(rows(play)).toHaveLength(2);
  });

  it('are found above it where it has nobody, and beside it where it must not judge itself', () => {
    const { play, id } = asked();
    const staff = new Map(sampleStaff());
    staff.set('unt_SKHCN', []);
    const empty = createPlay({ policies: withoutUpdates, staff });
    const [other = ''] = empty.assign({
      content: 'c',
      leadUnitIds: ['unt_STC'],
      deadline: { date: '2026-12-21' },
    });
    empty.act('usr_STC_head', other, deeds.accept, {});
    empty.succeed(other, 'unt_STC', 'unt_SKHCN');
    expect(rows(empty).map((row) => row.split(' ').slice(2).join(' '))).toEqual([
      'BCS-UBND_head for BCS-UBND as superior',
    ]);
    play.act('usr_STC_head', id, deeds.submit, {});
    play.advanceTo('2026-11-12');
    play.succeed(id, 'unt_STC', 'unt_VPTU');
    // The Office leads now: whoever confirms is the authority.
    expect(open(play.aggregate(id))).toContain('confirm unt_TT');
    expect(rows(play).map((row) => row.split(' ').slice(2).join(' '))).toContain('TT_head for TT as head');
  });
});

describe('a ladder that is running when the unit is merged', () => {
  /** Due on Friday the 13th: urged on the 16th, the 20th, the 30th. */
  const late = () => {
    const play = createPlay({ policies: withoutUpdates });
    const [id = ''] = play.assign({
      content: 'c',
      leadUnitIds: ['unt_STC'],
      deadline: { date: '2026-11-13' },
    });
    play.act('usr_STC_head', id, deeds.accept, {});
    return { play, id };
  };
  const urged = ({ messages }: Play) =>
    messages
      .filter(({ alarm }) => alarm === 'rung')
      .map(
        ({ morning, urging, step, personId }) =>
          `${morning} no. ${urging} rung ${step} ${personId.replace('usr_', '')}`,
      );

  it('goes on with its next rung and number, to the people of the heir', () => {
    const { play, id } = late();
    play.advanceTo('2026-11-17');
    expect(urged(play)).toEqual([
      ...['2026-11-16 no. 1 rung 1 STC_officer', '2026-11-16 no. 1 rung 1 STC_head'],
    ]);
    play.succeed(id, 'unt_STC', 'unt_SXD');
    play.advanceTo('2026-12-01');
    expect(urged(play).slice(2)).toEqual([
      ...['2026-11-20 no. 2 rung 2 SXD_officer', '2026-11-20 no. 2 rung 2 SXD_head'],
      ...['2026-11-30 no. 3 rung 3 SXD_officer', '2026-11-30 no. 3 rung 3 SXD_head'],
      '2026-11-30 no. 3 rung 3 VPTU_officer',
    ]);
    expect(play.task(id)).toMatchObject({ urgings: 3, rung: 3 });
    expect(play.ladders()).toHaveLength(1);
  });

  it('numbers on what the former unit was urged for before a return', () => {
    const { play, id } = late();
    play.advanceTo('2026-11-17');
    play.act('usr_STC_head', id, deeds.submit, {});
    const deadline = { kind: 'date' as const, date: '2026-11-19' };
    play.act('usr_VPTU_officer', id, deeds.sendBack, { reason: 'Thiếu', deadline });
    play.succeed(id, 'unt_STC', 'unt_SXD');
    play.advanceTo('2026-11-21');
    expect(urged(play).slice(2)).toEqual([
      ...['2026-11-20 no. 2 rung 1 SXD_officer', '2026-11-20 no. 2 rung 1 SXD_head'],
    ]);
  });
});
