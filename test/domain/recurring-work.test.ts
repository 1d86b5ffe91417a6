import { describe, expect, it } from 'vitest';
import { deeds } from '../support/deeds.ts';
import { ledgerLines } from '../support/ledger-lines.ts';
import { createPlay, type Play } from '../support/play.ts';

/** Monthly before the 25th, given on Wednesday 2026-11-25 and taken on: the first one is due on Thursday 24 December. */
function begun(raw = 'định kỳ hằng tháng trước ngày 25') {
  const play = createPlay({ at: '2026-11-25T02:00:00.000Z' });
  const [id = ''] = play.assign({
    content: 'Báo cáo kết quả giải ngân vốn đầu tư công',
    leadUnitIds: ['unt_STC'],
    deadline: { raw },
  });
  play.act('usr_STC_head', id, deeds.accept, {});
  return { play, id };
}
const series = (play: Play) =>
  play
    .all()
    .map(({ task }) => task)
    .sort((a, b) => (a.occurrence?.number ?? 0) - (b.occurrence?.number ?? 0));
const last = (play: Play) => series(play).at(-1)?.id ?? '';
const dates = (play: Play) => series(play).map((task) => task.deadline.original?.date);
function handIn(play: Play, id: string): void {
  play.act('usr_STC_officer', id, deeds.submit, {});
  play.act('usr_VPTU_officer', id, deeds.confirm, {});
}

describe('recurring work', () => {
  it('opens the next occurrence when one is handed in, under the same lead, without asking again', () => {
    const { play, id } = begun();
    play.advanceTo('2026-12-21');
    handIn(play, id);
    const [first, second] = series(play);
    expect(first).toMatchObject({
      ...{ status: 'completed', verdict: { againstOriginal: 'on_time' } },
      occurrence: { seriesId: id, number: 1, next: second?.id },
    });
    expect(second).toMatchObject({
      ...{ code: '1/K2', status: 'accepted', leadUnitId: 'unt_STC', headId: 'usr_STC_head' },
      ...{ occurrence: { seriesId: id, number: 2 }, deadline: { original: { date: '2027-01-25' } } },
    });
    expect(second?.submission ?? second?.verdict ?? second?.progress).toBeUndefined();
    const [perform] = play.aggregate(second?.id ?? '').obligations;
    expect(perform).toMatchObject({ kind: 'perform', due: { date: '2027-01-25' }, state: 'open' });
  });

  it('reminds of an occurrence twice, not four times', () => {
    const { play, id } = begun();
    const heard = play.messages.length;
    handIn(play, id);
    const next = last(play);
    play.advanceTo('2027-01-25');
    const lines = play.messages.slice(heard).filter(({ taskId }) => taskId === next);
    expect(ledgerLines(play.context.calendar, lines)).toEqual([
      '2027-01-20 08:00 reminder 0: STC_officer',
      '2027-01-25 08:00 reminder 1: STC_officer, STC_head',
    ]);
  });

  it('opens it when one falls due, and each is late or in time by itself', () => {
    const { play, id } = begun();
    play.advanceTo('2026-12-25');
    expect(dates(play)).toEqual(['2026-12-24', '2027-01-25']);
    handIn(play, last(play));
    play.advanceTo('2026-12-29');
    handIn(play, id);
    expect(series(play).map(({ verdict }) => verdict?.daysLateOriginal)).toEqual([3, 0, undefined]);
    expect(dates(play)).toEqual(['2026-12-24', '2027-01-25', '2027-02-24']);
  });

  it('goes on in its rhythm while one is put off, returned or done again', () => {
    const { play, id } = begun();
    const ask = { reason: 'Chờ số liệu', deadline: { date: '2027-02-10' } };
    play.act('usr_STC_head', id, deeds.requestExtension, ask);
    const [extension] = play.aggregate(id).requests;
    play.act('usr_VPTU_head', id, deeds.decideExtension, {
      extensionId: extension?.id ?? '',
      approved: true,
    });
    expect(dates(play)).toEqual(['2026-12-24', '2027-01-25']);
    play.advanceTo('2026-12-28');
    play.act('usr_STC_head', id, deeds.submit, {});
    play.act('usr_VPTU_head', id, deeds.sendBack, { reason: 'Thiếu', deadline: { workingDays: 3 } });
    handIn(play, id);
    expect(dates(play)).toEqual(['2026-12-24', '2027-01-25']);
  });

  it('is not made up for what it was suspended, and ends when its latest occurrence is cancelled', () => {
    const { play, id } = begun();
    play.advanceTo('2026-12-21');
    play.act('usr_TT_head', id, deeds.suspend, { reason: 'Chờ chủ trương' });
    play.advanceTo('2027-06-07');
    play.act('usr_TT_head', id, deeds.resume, {});
    handIn(play, id);
    expect(dates(play)).toEqual(['2026-12-24', '2027-06-24']);
    play.act('usr_TT_head', last(play), deeds.cancel, { reason: 'Thôi báo cáo' });
    play.advanceTo('2028-01-10');
    expect(dates(play)).toHaveLength(2);
  });

  it('comes twice a year on named dates, handed on with its lead', () => {
    const { play, id } = begun('trước ngày 15/6 và ngày 01/12 hằng năm');
    const first = play.task(id).deadline.original?.date ?? '';
    play.act('usr_TT_head', id, deeds.reassign, { leadUnitId: 'unt_SXD', reason: 'Đúng chức năng' });
    play.act('usr_SXD_head', id, deeds.accept, {});
    play.act('usr_SXD_head', id, deeds.submit, {});
    expect(series(play).at(-1)).toMatchObject({ leadUnitId: 'unt_SXD', formerLeads: [] });
    play.advanceTo('2027-12-31');
    expect(dates(play)).toEqual([first, '2027-06-14', '2027-11-30', '2028-06-14']);
  });

  it('of several units goes on for each; the parent tells of the period that is not complete', () => {
    const play = createPlay({ at: '2026-11-25T02:00:00.000Z' });
    const [parent = '', ...children] = play.assign({
      content: 'Các sở báo cáo hằng tháng',
      leadUnitIds: ['unt_STC', 'unt_SXD'],
      deadline: { raw: 'định kỳ hằng tháng trước ngày 25' },
    });
    for (const id of children) {
      const head = play.task(id).leadUnitId.replace('unt_', 'usr_').concat('_head');
      play.act(head, id, deeds.accept, {});
      play.act(head, id, deeds.submit, {});
      play.act('usr_VPTU_officer', id, deeds.confirm, {});
    }
    expect(play.task(parent)).toMatchObject({ status: 'in_progress', children: 2 });
    expect(play.all().filter(({ task }) => task.parentId === parent)).toHaveLength(4);
  });
});
