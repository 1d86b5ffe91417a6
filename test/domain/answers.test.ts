import { describe, expect, it } from 'vitest';
import { heldDays } from '../../shared/domain/timing.ts';
import { deeds } from '../support/deeds.ts';
import { ledgerLines } from '../support/ledger-lines.ts';
import { createPlay, type Play } from '../support/play.ts';

/** Registered on Monday 2026-11-09 at 09:00; the term to answer ends on Wednesday the 11th at 24:00. */
function assigned(deadline: { workingDays: number } | { date: string } = { workingDays: 10 }) {
  const play = createPlay();
  const [id = ''] = play.assign({ content: 'Rà soát quy hoạch', leadUnitIds: ['unt_SXD'], deadline });
  return { play, id };
}
const told = (play: Play) => ledgerLines(play.context.calendar, play.messages);
const open = (play: Play, id: string) =>
  play.aggregate(id).obligations.filter((each) => each.state === 'open');
const outcomes = (play: Play, id: string) =>
  play.aggregate(id).obligations.map(({ kind, holderUnitId, outcome }) => [kind, holderUnitId, outcome]);

describe('silence', () => {
  it('counts as acceptance after two working days, and is flagged', () => {
    const { play, id } = assigned();
    play.advanceTo('2026-11-11', '23:59');
    expect(play.task(id)).toMatchObject({ status: 'assigned' });
    play.advanceTo('2026-11-12', '00:00');
    expect(play.task(id)).toMatchObject({ status: 'accepted', acceptedBySilence: true });
    expect(outcomes(play, id)).toEqual([
      ['accept', 'unt_SXD', 'silence'],
      ['perform', 'unt_SXD', undefined],
    ]);
    expect(open(play, id)).toMatchObject([{ kind: 'perform', due: { date: '2026-11-23' } }]);
    expect(play.events.at(-1)).toMatchObject({ type: 'accepted_by_silence', actor: { kind: 'system' } });
  });

  it('is preceded by a notice and a reminder on the morning of the last day', () => {
    const { play } = assigned();
    play.advanceTo('2026-11-12', '00:00');
    expect(told(play)).toEqual([
      '2026-11-09 09:00 notice: SXD_officer, SXD_head',
      '2026-11-11 08:00 reminder 0: SXD_officer, SXD_head',
    ]);
  });

  it('is told to the lead on the next morning, which is no morning for a reminder besides', () => {
    const { play } = assigned();
    play.advanceTo('2026-11-13');
    expect(told(play).slice(2)).toEqual(['2026-11-12 08:00 notice: SXD_officer, SXD_head']);
  });

  it('is not flagged on a task that was accepted in words', () => {
    const { play, id } = assigned();
    play.act('usr_SXD_officer', id, deeds.accept, {});
    expect(play.task(id)).toMatchObject({ status: 'accepted' });
    expect(play.task(id).acceptedBySilence).toBeUndefined();
    expect(outcomes(play, id)[0]).toEqual(['accept', 'unt_SXD', 'accepted']);
  });

  it('ends with the deadline of a task that is due sooner', () => {
    const { play, id } = assigned({ date: '2026-11-10' });
    play.advanceTo('2026-11-12');
    expect(told(play)).toEqual([
      '2026-11-09 09:00 notice: SXD_officer, SXD_head',
      '2026-11-10 08:00 reminder 0: SXD_officer, SXD_head',
      '2026-11-11 08:00 rung 1 #1: SXD_officer, SXD_head',
    ]);
    expect(open(play, id)).toMatchObject([{ kind: 'perform', rung: 1 }]);
  });

  it('does not bind a unit that could not be told in time', () => {
    const { play, id } = assigned();
    play.outage('2026-11-16T02:00:00.000Z');
    play.advanceTo('2026-11-18');
    expect(play.task(id).status).toBe('assigned');
    expect(told(play)).toEqual([
      '2026-11-16 09:00 notice: SXD_officer, SXD_head',
      '2026-11-18 08:00 reminder 0: SXD_officer, SXD_head',
    ]);
    play.advanceTo('2026-11-19', '00:00');
    expect(play.task(id)).toMatchObject({ status: 'accepted', acceptedBySilence: true });
  });
});

describe('a dispute', () => {
  function disputed() {
    const { play, id } = assigned();
    play.advanceTo('2026-11-10');
    const reason = 'Thuộc lĩnh vực tài chính';
    play.act('usr_SXD_head', id, deeds.dispute, { reason, suggestedUnitId: 'unt_STC' });
    return { play, id };
  }

  it('is the office’s to decide within two working days, and escalates above it', () => {
    const { play, id } = disputed();
    expect(play.task(id)).toMatchObject({
      status: 'disputed',
      dispute: { byUserId: 'usr_SXD_head', suggestedUnitId: 'unt_STC' },
    });
    expect(open(play, id)).toMatchObject([
      { kind: 'decide', holderUnitId: 'unt_VPTU', owedToUnitId: 'unt_SXD', due: { date: '2026-11-12' } },
    ]);
    const heard = told(play).length;
    play.advanceTo('2026-11-19');
    expect(told(play).slice(heard)).toEqual([
      '2026-11-10 09:00 notice: VPTU_officer, VPTU_head',
      '2026-11-11 08:00 reminder 0: VPTU_officer',
      '2026-11-12 08:00 reminder 1: VPTU_officer, VPTU_head',
      '2026-11-13 08:00 rung 1 #1: VPTU_officer, VPTU_head',
      '2026-11-19 08:00 rung 2 #2: VPTU_officer, VPTU_head, TT_head',
    ]);
  });

  it('is not taken for silence', () => {
    const { play, id } = disputed();
    play.advanceTo('2026-11-20');
    expect(play.task(id).status).toBe('disputed');
  });

  it('when rejected, leaves the duty with the lead, to the same deadline', () => {
    const { play, id } = disputed();
    play.advanceTo('2026-11-13');
    play.act('usr_VPTU_head', id, deeds.uphold, { reason: 'Đúng chức năng' });
    expect(play.task(id)).toMatchObject({ status: 'accepted', leadUnitId: 'unt_SXD', rung: 0 });
    expect(open(play, id)).toMatchObject([
      { kind: 'perform', holderUnitId: 'unt_SXD', due: { date: '2026-11-23' } },
    ]);
    expect(outcomes(play, id)[1]).toEqual(['decide', 'unt_VPTU', 'upheld']);
    const held = heldDays(play.context.calendar, play.aggregate(id).obligations, play.now());
    expect(held).toEqual({ unt_SXD: 1, unt_VPTU: 3 });
  });

  it('when right, moves the task to another lead, which must answer anew', () => {
    const { play, id } = disputed();
    play.act('usr_VPTU_head', id, deeds.reassign, { leadUnitId: 'unt_STC', reason: 'Thuộc tài chính' });
    expect(play.task(id)).toMatchObject({
      status: 'assigned',
      leadUnitId: 'unt_STC',
      headId: 'usr_STC_head',
    });
    expect(play.task(id).dispute).toBeUndefined();
    expect(open(play, id)).toMatchObject([{ kind: 'accept', holderUnitId: 'unt_STC' }]);
    expect(outcomes(play, id)[1]).toEqual(['decide', 'unt_VPTU', 'reassigned']);
  });
});
