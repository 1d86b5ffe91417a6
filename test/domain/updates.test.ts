import { describe, expect, it } from 'vitest';
import type { NewTask } from '../../shared/domain/decide/assign.ts';
import { openObligations } from '../../shared/domain/decide/context.ts';
import { standingOf } from '../../shared/domain/standing.ts';
import { deeds } from '../support/deeds.ts';
import { ledgerLines } from '../support/ledger-lines.ts';
import { createPlay, type Play } from '../support/play.ts';

/** Given and taken on on Monday 2026-11-09. */
function begun(deadline: NonNullable<NewTask['deadline']>) {
  const play = createPlay();
  const [id = ''] = play.assign({
    content: 'Xây dựng đề án phân cấp',
    leadUnitIds: ['unt_STC'],
    monitorUnitId: 'unt_BNC',
    deadline,
  });
  play.act('usr_STC_head', id, deeds.accept, {});
  return { play, id };
}
const owed = (play: Play, id: string) =>
  openObligations(play.aggregate(id).obligations, 'report').map(({ due }) => due?.date);
const report = (play: Play, id: string) =>
  play.act('usr_STC_officer', id, deeds.progress, { note: 'Đang làm' });
const lines = (play: Play, heard: number) => ledgerLines(play.context.calendar, play.messages.slice(heard));

describe('updates of work under way', () => {
  it('are owed monthly, weekly in the last month, one at a time, and none on or after the deadline', () => {
    const { play, id } = begun({ date: '2027-02-01' });
    const due: (string | undefined)[] = [];
    for (let i = 0; owed(play, id).length > 0 && i < 20; i++) {
      const [next] = owed(play, id);
      due.push(next);
      play.advanceTo(next ?? '', '15:00');
      report(play, id);
      expect(owed(play, id).length).toBeLessThanOrEqual(1);
    }
    expect(due).toEqual(['2026-12-09', '2027-01-08', '2027-01-15', '2027-01-22', '2027-01-29']);
    const outcomes = play.aggregate(id).obligations.filter(({ kind }) => kind === 'report');
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(due.map(() => 'reported'));
  });

  it('are owed monthly of continuous work, which has no deadline', () => {
    const { play, id } = begun({ raw: 'thường xuyên' });
    expect(owed(play, id)).toEqual(['2026-12-09']);
    play.advanceTo('2026-11-30');
    report(play, id);
    expect(owed(play, id)).toEqual(['2026-12-30']);
    play.act('usr_STC_head', id, deeds.submit, {});
    expect(owed(play, id)).toEqual([]);
  });

  it.each([
    ['work of a month or less', { date: '2026-12-08' }],
    ['an occurrence of recurring work', { raw: 'định kỳ hằng quý' }],
  ])('are not owed of %s', (_, deadline) => {
    const { play, id } = begun(deadline);
    expect(owed(play, id)).toEqual([]);
  });

  it('are asked for once, urged lightly, and not charged to anybody', () => {
    const { play, id } = begun({ date: '2027-06-30' });
    const heard = play.messages.length;
    const standing = standingOf('Asia/Ho_Chi_Minh', play.aggregate(id), play.now());
    expect(standing.staleFrom).toBe('2026-12-10');
    play.advanceTo('2027-01-31');
    expect(lines(play, heard)).toEqual([
      '2026-12-09 08:00 reminder 0: STC_officer',
      '2026-12-14 08:00 rung 1 #1: STC_officer',
      '2026-12-23 08:00 rung 2 #2: STC_officer, STC_head',
      '2027-01-21 08:00 rung 3 #3: STC_officer, STC_head',
    ]);
    expect(play.task(id)).toMatchObject({ urgings: 0, rung: 0 });
  });

  it('never write to anybody on a day on which the work itself is reminded of, nor once it is urged', () => {
    // Weekly from 2027-01-01 on; the reminders of the work are on 20, 26, 28 and 29 January.
    const { play, id } = begun({ date: '2027-01-29' });
    const heard = play.messages.length;
    for (const day of ['2026-12-08', '2027-01-04', '2027-01-12', '2027-01-13', '2027-01-19']) {
      play.advanceTo(day);
      report(play, id);
    }
    expect(owed(play, id)).toEqual(['2027-01-26']);
    play.advanceTo('2027-02-26');
    const kinds = play.messages.slice(heard).map(({ taskId, morning, personId, obligationId }) => {
      const about = play.aggregate(taskId).obligations.find((each) => each.id === obligationId);
      return { day: `${morning} ${personId}`, kind: about?.kind };
    });
    const days = kinds.map(({ day }) => day);
    expect(new Set(days).size).toBe(days.length);
    expect(kinds.filter(({ kind, day }) => kind === 'report' && day > '2027-01-20')).toEqual([]);
  });

  it('wait with the work while it is suspended, and end when it is given to others', () => {
    const { play, id } = begun({ date: '2027-06-30' });
    play.advanceTo('2026-11-16');
    play.act('usr_TT_head', id, deeds.suspend, { reason: 'Chờ' });
    expect(owed(play, id)).toEqual([]);
    play.advanceTo('2026-12-14');
    play.act('usr_TT_head', id, deeds.resume, {});
    expect(owed(play, id)).toHaveLength(1);
    expect(owed(play, id)[0]?.localeCompare('2026-12-31')).toBe(1);
    play.act('usr_TT_head', id, deeds.reassign, { leadUnitId: 'unt_SXD', reason: 'Đúng chức năng' });
    expect(owed(play, id)).toEqual([]);
  });
});
