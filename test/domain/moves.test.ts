import { describe, expect, it } from 'vitest';
import { decideRung } from '../../shared/domain/decide/escalate.ts';
import { heldDays, timingOf } from '../../shared/domain/timing.ts';
import { deeds } from '../support/deeds.ts';
import { ledgerLines } from '../support/ledger-lines.ts';
import { createPlay, type Play, withoutUpdates } from '../support/play.ts';

/** Accepted on 2026-11-10, due on Monday the 23rd. */
function accepted() {
  const play = createPlay({ policies: withoutUpdates });
  const [id = ''] = play.assign({
    content: 'Sắp xếp cơ sở nhà, đất',
    leadUnitIds: ['unt_STC'],
    deadline: { workingDays: 10 },
  });
  play.advanceTo('2026-11-10');
  play.act('usr_STC_officer', id, deeds.accept, {});
  return { play, id };
}
const open = (play: Play, id: string) =>
  play.aggregate(id).obligations.filter((each) => each.state === 'open');
const since = (play: Play, heard: number) => ledgerLines(play.context.calendar, play.messages.slice(heard));
const extended = { deadline: { date: '2026-12-15' }, reason: 'Bổ sung nội dung' };

describe('a change of the deadline', () => {
  it('moves the reminders with it and keeps the original on record', () => {
    const { play, id } = accepted();
    play.advanceTo('2026-11-19');
    const heard = play.messages.length;
    play.act('usr_VPTU_officer', id, deeds.change, extended);
    expect(play.task(id).deadline).toMatchObject({
      original: { date: '2026-11-23' },
      current: { date: '2026-12-15' },
    });
    expect(play.task(id).deadline.trace.at(-1)).toEqual({ rule: 'changed', date: '2026-12-15' });
    play.advanceTo('2026-12-17');
    expect(since(play, heard)).toEqual([
      '2026-12-04 08:00 reminder 0: STC_officer',
      '2026-12-10 08:00 reminder 1: STC_officer',
      '2026-12-14 08:00 reminder 2: STC_officer, STC_head',
      '2026-12-15 08:00 reminder 3: STC_officer, STC_head',
      '2026-12-16 08:00 rung 1 #1: STC_officer, STC_head',
    ]);
  });

  it('ends the ladder that is running, and a later one climbs from its first rung', () => {
    const { play, id } = accepted();
    play.advanceTo('2026-12-09');
    const [before] = open(play, id);
    play.act('usr_VPTU_officer', id, deeds.change, { ...extended, deadline: { date: '2026-12-31' } });
    expect(play.task(id)).toMatchObject({ rung: 0, urgings: 3 });
    expect(play.task(id).agendaAt).toBeUndefined();
    const input = { obligationId: before?.id ?? '', due: before?.due?.at ?? '' };
    const wake = { actor: { kind: 'system' as const }, at: '2026-12-15T01:00:00.000Z', id: 'w', input };
    expect(decideRung(play.aggregate(id), wake, play.context)).toEqual({ answer: 'done', reason: 'moved' });
    const heard = play.messages.length;
    play.advanceTo('2027-01-05');
    expect(since(play, heard).at(-1)).toBe('2027-01-04 08:00 rung 1 #4: STC_officer, STC_head');
    expect(play.ladders()).toMatchObject([{ due: '2026-12-31T17:00:00.000Z' }]);
  });

  it('is judged against both dates', () => {
    const { play, id } = accepted();
    play.act('usr_VPTU_officer', id, deeds.change, extended);
    play.advanceTo('2026-12-01');
    play.act('usr_STC_head', id, deeds.submit, {});
    play.act('usr_VPTU_officer', id, deeds.confirm, {});
    expect(play.task(id).verdict).toMatchObject({ againstOriginal: 'late', againstCurrent: 'on_time' });
  });

  it('needs a reason and a day to come, and a running clock', () => {
    const { play, id } = accepted();
    const change = (input: object) => () => play.act('usr_VPTU_officer', id, deeds.change, input);
    expect(change({ deadline: extended.deadline })).toThrow('reason_required');
    expect(change({ ...extended, deadline: { date: '2026-11-09' } })).toThrow('deadline_past');
    play.act('usr_VPTU_officer', id, deeds.suspend, { reason: 'Chờ' });
    expect(change(extended)).toThrow('wrong_state');
    expect(play.task(id).deadline.current?.date).toBe('2026-11-23');
  });

  it('cuts the term to answer short, and gives back what it had cut', () => {
    const play = createPlay();
    const line = { content: 'Rà soát quy hoạch', leadUnitIds: ['unt_STC'], deadline: { workingDays: 10 } };
    const [id = ''] = play.assign(line);
    const to = (date: string) =>
      play.act('usr_VPTU_officer', id, deeds.change, { deadline: { date }, reason: 'x' });
    to('2026-11-10');
    expect(open(play, id)).toMatchObject([{ kind: 'accept', due: { date: '2026-11-10' } }]);
    play.advanceTo('2026-11-10', '07:00');
    expect(since(play, 0)).toEqual(['2026-11-09 09:00 notice: STC_officer, STC_head']);
    to('2026-12-15');
    expect(open(play, id)).toMatchObject([{ kind: 'accept', due: { date: '2026-11-11' } }]);
    play.advanceTo('2026-11-12', '00:00');
    expect(since(play, 1)).toHaveLength(2);
    expect(play.task(id).acceptedBySilence).toBe(true);
  });

  it('does not swallow a notice that was still to be given', () => {
    const play = createPlay({ at: '2026-11-09T13:00:00.000Z' });
    const line = { content: 'Rà soát quy hoạch', leadUnitIds: ['unt_STC'], deadline: { workingDays: 10 } };
    const [id = ''] = play.assign(line);
    play.act('usr_VPTU_officer', id, deeds.change, { deadline: { date: '2026-11-10' }, reason: 'x' });
    play.advanceTo('2026-11-10');
    expect(since(play, 0)).toEqual(['2026-11-10 08:00 notice: STC_officer, STC_head']);
  });

  it('of a task not yet accepted is the deadline of the duty that acceptance opens', () => {
    const play = createPlay({ policies: withoutUpdates });
    const [id = ''] = play.assign({
      content: 'Rà soát quy hoạch',
      leadUnitIds: ['unt_STC'],
      deadline: { workingDays: 10 },
    });
    play.act('usr_VPTU_officer', id, deeds.change, extended);
    play.act('usr_STC_officer', id, deeds.accept, {});
    expect(open(play, id)).toMatchObject([{ kind: 'perform', due: { date: '2026-12-15' } }]);
  });
});

describe('a correction', () => {
  it('makes clear what was not', () => {
    const { play, id } = accepted();
    expect(play.task(id).unclear).toEqual(['coordination', 'product']);
    play.act('usr_VPTU_officer', id, deeds.change, { product: 'Báo cáo', coordinatingUnitIds: ['unt_SXD'] });
    expect(play.task(id)).toMatchObject({ unclear: [], product: 'Báo cáo' });
  });

  it('takes away a monitor, and refuses the lead as its own coordinator', () => {
    const { play, id } = accepted();
    play.act('usr_VPTU_officer', id, deeds.change, { monitorUnitId: 'unt_BNC' });
    expect(play.task(id).monitorUnitId).toBe('unt_BNC');
    play.act('usr_VPTU_officer', id, deeds.change, { monitorUnitId: null });
    expect(play.task(id).monitorUnitId).toBeUndefined();
    const twice = { coordinatingUnitIds: ['unt_STC'] };
    expect(() => play.act('usr_VPTU_officer', id, deeds.change, twice)).toThrow('unit_named_twice');
  });

  it('leaves a ladder that is running alone', () => {
    const { play, id } = accepted();
    play.advanceTo('2026-12-02');
    play.act('usr_VPTU_officer', id, deeds.change, { priority: 'urgent' });
    expect(play.task(id)).toMatchObject({ rung: 2, priority: 'urgent' });
  });
});

describe('a reassignment', () => {
  function reassigned() {
    const { play, id } = accepted();
    play.advanceTo('2026-11-26');
    play.act('usr_STC_officer', id, deeds.progress, { note: 'Đang làm', percent: 40 });
    play.act('usr_VPTU_head', id, deeds.reassign, { leadUnitId: 'unt_SXD', reason: 'Điều chỉnh phân công' });
    return { play, id };
  }

  it('keeps who led before, and charges each for its own days', () => {
    const { play, id } = reassigned();
    play.advanceTo('2026-11-27');
    play.act('usr_SXD_head', id, deeds.accept, {});
    play.advanceTo('2026-12-01');
    expect(play.task(id)).toMatchObject({
      leadUnitId: 'unt_SXD',
      headId: 'usr_SXD_head',
      formerLeads: [{ unitId: 'unt_STC', until: '2026-11-26T02:00:00.000Z', reason: 'Điều chỉnh phân công' }],
    });
    const held = heldDays(play.context.calendar, play.aggregate(id).obligations, play.now());
    expect(held).toEqual({ unt_STC: 12, unt_SXD: 3 });
  });

  it('asks the new lead to answer, and numbers its urgings from one', () => {
    const { play, id } = reassigned();
    expect(open(play, id)).toMatchObject([
      { kind: 'accept', holderUnitId: 'unt_SXD', due: { date: '2026-11-30' } },
    ]);
    const heard = play.messages.length;
    play.act('usr_SXD_head', id, deeds.accept, {});
    play.advanceTo('2026-11-27');
    expect(since(play, heard)).toEqual(['2026-11-26 09:00 rung 1 #1: SXD_officer, SXD_head']);
  });

  it('leaves with the new lead nothing that the earlier one did or left undone', () => {
    const { play, id } = reassigned();
    const { progress, submission, acceptedBySilence, dispute, agendaAt, rung } = play.task(id);
    expect({ progress, submission, acceptedBySilence, dispute, agendaAt, rung }).toEqual({ rung: 0 });
  });

  it('does not go to a unit that is unknown, gone, or leads already', () => {
    const { play, id } = accepted();
    const to = (leadUnitId: string) => () =>
      play.act('usr_VPTU_head', id, deeds.reassign, { leadUnitId, reason: 'x' });
    const gone = play.context.directory.units.get('unt_SXD');
    const units = new Map(play.context.directory.units);
    if (gone) units.set('unt_SXD', { ...gone, validTo: '2026-11-10' });
    play.context.directory = { ...play.context.directory, units };
    expect(to('unt_NEW')).toThrow('unit_unknown');
    expect(to('unt_SXD')).toThrow('unit_not_valid');
    expect(to('unt_STC')).toThrow('same_lead');
  });
});

describe('a cancellation', () => {
  it('ends everything from any state', () => {
    const { play, id } = accepted();
    play.advanceTo('2026-12-02');
    play.act('usr_VPTU_head', id, deeds.cancel, { reason: 'Không còn cần thiết' });
    const heard = play.messages.length;
    play.advanceTo('2027-12-31');
    expect(play.messages).toHaveLength(heard);
    expect(play.task(id)).toMatchObject({ status: 'cancelled', closedAt: '2026-12-02T02:00:00.000Z' });
    expect(play.aggregate(id).obligations.at(-1)).toMatchObject({ state: 'closed', outcome: 'cancelled' });
    expect(play.aggregate(id).obligations.some((each) => each.next)).toBe(false);
    expect(timingOf(play.context.calendar, play.task(id), play.now())).toBe('none');
  });
});
