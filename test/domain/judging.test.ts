import { describe, expect, it } from 'vitest';
import type { DeadlineInput } from '../../shared/domain/deadline-terms.ts';
import { timingOf } from '../../shared/domain/timing.ts';
import { deeds } from '../support/deeds.ts';
import { ledgerLines } from '../support/ledger-lines.ts';
import { createPlay, type Play, withoutUpdates } from '../support/play.ts';

/** Accepted on 2026-11-10, due on Monday the 23rd, submitted on the day given. */
function submitted(on: string, deadline: DeadlineInput = { workingDays: 10 }) {
  const play = createPlay({ policies: withoutUpdates });
  const [id = ''] = play.assign({ content: 'Xây dựng đề án', leadUnitIds: ['unt_STC'], deadline });
  play.advanceTo('2026-11-10');
  play.act('usr_STC_officer', id, deeds.accept, {});
  play.advanceTo(on, '10:00');
  play.act('usr_STC_head', id, deeds.submit, { note: 'Lần một' });
  return { play, id };
}
const timing = (play: Play, id: string) => timingOf(play.context.calendar, play.task(id), play.now());
const open = (play: Play, id: string) =>
  play.aggregate(id).obligations.filter((each) => each.state === 'open');
const confirmOn = (play: Play, id: string, date: string) => {
  play.advanceTo(date);
  play.act('usr_VPTU_officer', id, deeds.confirm, {});
  return play.task(id).verdict;
};

describe('the verdict', () => {
  it('is judged at the submission while the office takes its time', () => {
    const { play, id } = submitted('2026-11-23');
    play.advanceTo('2027-01-20');
    expect(timing(play, id)).toBe('due_soon');
    expect(confirmOn(play, id, '2027-01-21')).toMatchObject({
      submittedAt: '2026-11-23T03:00:00.000Z',
      againstOriginal: 'on_time',
      againstCurrent: 'on_time',
    });
    expect(timing(play, id)).toBe('on_time');
  });

  it('counts days late in working days: Friday’s work on Saturday is one day late', () => {
    const { play, id } = submitted('2026-11-21', { date: '2026-11-20' });
    expect(confirmOn(play, id, '2026-11-25')).toMatchObject({ againstCurrent: 'late', daysLateCurrent: 1 });
    expect(timing(play, id)).toBe('late');
  });

  it('says neither on time nor late of work without a deadline', () => {
    const { play, id } = submitted('2027-03-01', { kind: 'none' });
    expect(timing(play, id)).toBe('none');
    expect(confirmOn(play, id, '2027-03-02')).toMatchObject({
      againstOriginal: 'none',
      againstCurrent: 'none',
      daysLateOriginal: 0,
    });
  });
});

describe('a return', () => {
  const back = { reason: 'Thiếu dự toán', deadline: { date: '2026-12-04' } };

  it('opens the duty anew to the new date, with a ladder of its own', () => {
    const { play, id } = submitted('2026-11-20');
    play.advanceTo('2026-11-25');
    play.act('usr_VPTU_officer', id, deeds.sendBack, back);
    expect(play.task(id)).toMatchObject({ status: 'returned', returns: 1, deadline: { extensions: 0 } });
    expect(open(play, id)).toMatchObject([
      { kind: 'perform', holderUnitId: 'unt_STC', due: { date: '2026-12-04' }, rung: 0 },
    ]);
    const heard = play.messages.length;
    play.advanceTo('2026-12-08');
    expect(ledgerLines(play.context.calendar, play.messages.slice(heard))).toEqual([
      '2026-11-25 09:00 notice: STC_officer, STC_head',
      '2026-12-01 08:00 reminder 1: STC_officer',
      '2026-12-03 08:00 reminder 2: STC_officer, STC_head',
      '2026-12-04 08:00 reminder 3: STC_officer, STC_head',
      '2026-12-07 08:00 rung 1 #1: STC_officer, STC_head',
    ]);
  });

  it('judges the accepted submission against both dates', () => {
    const { play, id } = submitted('2026-11-20');
    play.advanceTo('2026-11-25');
    play.act('usr_VPTU_officer', id, deeds.sendBack, back);
    play.advanceTo('2026-12-03');
    play.act('usr_STC_officer', id, deeds.submit, { note: 'Lần hai' });
    expect(confirmOn(play, id, '2026-12-10')).toMatchObject({
      submittedAt: '2026-12-03T02:00:00.000Z',
      againstOriginal: 'late',
      daysLateOriginal: 7,
      againstCurrent: 'on_time',
      daysLateCurrent: 0,
    });
  });

  it('does not bring the deadline forward, but has the unit work to the nearer date', () => {
    const { play, id } = submitted('2026-11-12', { date: '2026-12-31' });
    play.act('usr_VPTU_officer', id, deeds.sendBack, back);
    expect(play.task(id).deadline.current?.date).toBe('2026-12-31');
    expect(open(play, id)).toMatchObject([{ due: { date: '2026-12-04' } }]);
  });

  it('numbers on from the urgings of the first round', () => {
    const { play, id } = submitted('2026-11-26');
    play.act('usr_VPTU_officer', id, deeds.sendBack, back);
    play.advanceTo('2026-12-08');
    const [last] = ledgerLines(play.context.calendar, play.messages).slice(-1);
    expect(last).toBe('2026-12-07 08:00 rung 1 #2: STC_officer, STC_head');
    expect(play.task(id)).toMatchObject({ urgings: 2, rung: 1 });
  });

  it('needs a day to come', () => {
    const { play, id } = submitted('2026-11-20');
    const yesterday = { reason: 'Thiếu', deadline: { date: '2026-11-19' } };
    expect(() => play.act('usr_VPTU_officer', id, deeds.sendBack, yesterday)).toThrow('deadline_past');
    expect(() =>
      play.act('usr_VPTU_officer', id, deeds.sendBack, { reason: 'Thiếu', deadline: { kind: 'none' } }),
    ).toThrow('date_required');
    expect(play.task(id).status).toBe('submitted');
  });
});

describe('who must confirm', () => {
  const holderOfConfirm = (input: { leadUnitIds: string[]; assignerUnitId: string }) => {
    const play = createPlay({ policies: withoutUpdates });
    const { leadUnitIds, assignerUnitId } = input;
    const [id = ''] = play.assign({ content: 'Báo cáo kết quả', leadUnitIds }, { assignerUnitId });
    const lead = play.task(id).leadUnitId.replace('unt_', 'usr_');
    play.act(`${lead}_head`, id, deeds.accept, {});
    play.act(`${lead}_head`, id, deeds.submit, {});
    return open(play, id).map(({ kind, holderUnitId }) => `${kind} ${holderUnitId}`);
  };
  it.each([
    ['the office for what an authority assigns', 'unt_STC', 'unt_BTV', 'confirm unt_VPTU'],
    ['the body that cascaded it', 'unt_STC', 'unt_BCS-UBND', 'confirm unt_BCS-UBND'],
    ['the authority where the office itself is the lead', 'unt_VPTU', 'unt_TT', 'confirm unt_TT'],
    ['the office where a unit registered work of its own', 'unt_STC', 'unt_STC', 'confirm unt_VPTU'],
    ['an authority where the office registered work of its own', 'unt_VPTU', 'unt_VPTU', 'confirm unt_TT'],
  ])('is %s', (_, lead, assignerUnitId, expected) => {
    expect(holderOfConfirm({ leadUnitIds: [lead], assignerUnitId })).toEqual([expected]);
  });
});

describe('how good a result is', () => {
  it('is rated with its reasons, and kept beside the verdict on its time', () => {
    const { play, id } = submitted('2026-11-12');
    const rate = (reasons?: string) =>
      play.act('usr_VPTU_officer', id, deeds.confirm, { quality: 'poor', reasons });
    expect(() => rate()).toThrow('reason_required');
    rate('Thiếu phụ lục kinh phí');
    expect(play.task(id)).toMatchObject({
      quality: { rating: 'poor', reasons: 'Thiếu phụ lục kinh phí', byUserId: 'usr_VPTU_officer' },
      verdict: { againstOriginal: 'on_time' },
    });
  });
});

describe('the conclusion of an inspection', () => {
  const found = {
    nature: 'Chậm thực hiện',
    degree: 'serious' as const,
    ...{ cause: 'Chủ quan', responsibility: 'Người đứng đầu', document: undefined },
  };

  it('is put on record by the authority or the office on work that is wanting, also when it is closed', () => {
    const { play, id } = submitted('2026-11-26');
    play.act('usr_VPTU_officer', id, deeds.confirm, {});
    const before = play.task(id);
    expect(() => play.act('usr_UBKT_head', id, deeds.conclude, found)).toThrow('forbidden');
    expect(() => play.act('usr_STC_head', id, deeds.conclude, found)).toThrow('own_work');
    play.act('usr_TT_head', id, deeds.conclude, found);
    const { conclusions, version: _v, updatedAt: _u, chain: _c, ...after } = play.task(id);
    expect(before).toMatchObject(after);
    expect(conclusions).toMatchObject([{ nature: 'Chậm thực hiện', byUnitId: 'unt_TT', at: play.now() }]);
  });

  it('has nothing to say of work in good order', () => {
    const { play, id } = submitted('2026-11-12');
    play.act('usr_VPTU_officer', id, deeds.confirm, {});
    expect(() => play.act('usr_TT_head', id, deeds.conclude, found)).toThrow('nothing_to_conclude');
  });
});
