import { describe, expect, it } from 'vitest';
import { instantAt } from '../../shared/domain/calendar.ts';
import { heldDays, timingOf } from '../../shared/domain/timing.ts';
import { deeds } from '../support/deeds.ts';
import { ledgerLines } from '../support/ledger-lines.ts';
import { createPlay, type Play } from '../support/play.ts';

/** Registered on Monday 2026-11-09, due in ten working days: Monday 2026-11-23. The 24th is a day off. */
const line = {
  content: 'Trình phương án sắp xếp các cơ sở nhà, đất dôi dư',
  product: 'Tờ trình',
  leadUnitIds: ['unt_STC'],
  coordinatingUnitIds: ['unt_SXD'],
  monitorUnitId: 'unt_BNC',
  deadline: { workingDays: 10 },
};

function begun(): { play: Play; id: string } {
  const play = createPlay();
  const [id = ''] = play.assign(line);
  play.advanceTo('2026-11-10');
  play.act('usr_STC_officer', id, deeds.accept, {});
  return { play, id };
}

const told = (play: Play) => ledgerLines(play.context.calendar, play.messages);
const openKinds = (play: Play, id: string) =>
  play.aggregate(id).obligations.filter((each) => each.state === 'open');

describe('the loop of one task', () => {
  it('is due at 24:00 of the tenth working day', () => {
    const { play, id } = begun();
    expect(play.task(id).deadline.current).toEqual({ date: '2026-11-23', dueAt: '2026-11-23T17:00:00.000Z' });
  });

  it('tells the lead of the task at once, within hours', () => {
    const { play } = begun();
    expect(told(play)).toEqual(['2026-11-09 09:00 notice: STC_officer, STC_head']);
  });

  it('reminds on the mornings of -7, -3, -1 and the day itself, to the right people', () => {
    const { play } = begun();
    play.advanceTo('2026-11-24', '00:00');
    expect(told(play).slice(1)).toEqual([
      '2026-11-12 08:00 reminder 0: STC_officer',
      '2026-11-18 08:00 reminder 1: STC_officer',
      '2026-11-20 08:00 reminder 2: STC_officer, STC_head',
      '2026-11-23 08:00 reminder 3: STC_officer, STC_head',
    ]);
  });

  it('urges at +1, +5 and +10 working days, each to one party more, numbered; then weekly', () => {
    const { play } = begun();
    play.advanceTo('2027-01-07');
    expect(told(play).slice(5)).toEqual([
      '2026-11-25 08:00 rung 1 #1: STC_officer, STC_head',
      '2026-12-01 08:00 rung 2 #2: STC_officer, STC_head, BNC_officer',
      '2026-12-08 08:00 rung 3 #3: STC_officer, STC_head, BNC_officer, VPTU_officer',
      '2026-12-15 08:00 rung 4 #4: STC_officer, STC_head, BNC_officer, VPTU_officer',
      '2026-12-22 08:00 rung 5 #5: STC_officer, STC_head, BNC_officer, VPTU_officer',
      '2026-12-29 08:00 rung 6 #6: STC_officer, STC_head, BNC_officer, VPTU_officer',
      '2027-01-06 08:00 rung 7 #7: STC_officer, STC_head, BNC_officer, VPTU_officer',
    ]);
  });

  it('goes on the agenda with the third urging, once, and drafts the dispatch', () => {
    const { play, id } = begun();
    play.advanceTo('2026-12-08', '07:59');
    expect(play.task(id)).toMatchObject({ rung: 2, urgings: 2 });
    expect(play.task(id).agendaAt).toBeUndefined();
    play.advanceTo('2026-12-31');
    expect(play.task(id)).toMatchObject({ rung: 6, urgings: 6, agendaAt: '2026-12-08T01:00:00.000Z' });
    expect(play.events.filter(({ type }) => type === 'put_on_agenda')).toHaveLength(1);
    const drafted = play.events.filter(({ type, data }) => type === 'urged' && data.draftDispatch === true);
    expect(drafted.map(({ data }) => data.number)).toEqual([3, 4, 5, 6]);
  });

  it('stops the clock of the unit at the submission and starts that of the office', () => {
    const { play, id } = begun();
    play.advanceTo('2026-12-09', '10:00');
    play.act('usr_STC_head', id, deeds.submit, { note: 'Đã trình', products: [{ number: '12/TTr-STC' }] });
    expect(openKinds(play, id)).toMatchObject([
      { kind: 'confirm', holderUnitId: 'unt_VPTU', owedToUnitId: 'unt_STC', due: { date: '2026-12-14' } },
    ]);
    const heard = play.messages.length;
    play.advanceTo('2026-12-31');
    expect(ledgerLines(play.context.calendar, play.messages.slice(heard))).toEqual([
      '2026-12-09 10:00 notice: VPTU_officer, VPTU_head',
      '2026-12-11 08:00 reminder 0: VPTU_officer',
      '2026-12-14 08:00 reminder 1: VPTU_officer, VPTU_head',
      '2026-12-15 08:00 rung 1 #1: VPTU_officer, VPTU_head',
      '2026-12-21 08:00 rung 2 #2: VPTU_officer, VPTU_head, TT_head',
      '2026-12-28 08:00 rung 3 #3: VPTU_officer, VPTU_head, TT_head',
    ]);
  });

  it('ends with the confirmation: no message for a year, nothing pending', () => {
    const { play, id } = begun();
    play.advanceTo('2026-12-09', '10:00');
    play.act('usr_STC_head', id, deeds.submit, {});
    play.advanceTo('2026-12-10');
    play.act('usr_VPTU_officer', id, deeds.confirm, {});
    const heard = play.messages.length;
    play.advanceTo('2027-12-31');
    expect(play.messages).toHaveLength(heard);
    expect(openKinds(play, id)).toEqual([]);
    expect(play.ladders()).toEqual([]);
    expect(play.aggregate(id).obligations.filter((each) => each.next)).toEqual([]);
  });

  it('is late on the day of the submission, however slow the confirmation', () => {
    const { play, id } = begun();
    play.advanceTo('2026-11-26', '16:30');
    play.act('usr_STC_head', id, deeds.submit, {});
    play.advanceTo('2027-02-01');
    expect(timingOf(play.context.calendar, play.task(id), play.now())).toBe('overdue');
    play.act('usr_VPTU_head', id, deeds.confirm, {});
    expect(play.task(id).verdict).toEqual({
      submittedAt: '2026-11-26T09:30:00.000Z',
      againstOriginal: 'late',
      againstCurrent: 'late',
      daysLateOriginal: 2,
      daysLateCurrent: 2,
    });
  });

  it('is on time until the last moment of the last day, and not at 24:00', () => {
    const submittedAt = (time: string) => {
      const { play, id } = begun();
      play.advance(instantAt(play.context.calendar, '2026-11-23', time));
      play.act('usr_STC_head', id, deeds.submit, {});
      play.advanceTo('2026-12-24');
      play.act('usr_VPTU_head', id, deeds.confirm, {});
      return play.task(id).verdict;
    };
    expect(submittedAt('23:59')).toMatchObject({ againstCurrent: 'on_time', daysLateCurrent: 0 });
    expect(submittedAt('24:00')).toMatchObject({ againstCurrent: 'late', daysLateCurrent: 1 });
  });

  it('plans nothing for nights and days off, even what a person urges on a Sunday', () => {
    const { play, id } = begun();
    play.advanceTo('2026-11-15', '22:00');
    play.act('usr_VPTU_officer', id, deeds.urge, { note: 'Đề nghị khẩn trương' });
    expect(told(play).at(-1)).toBe('2026-11-16 08:00 urge #1: STC_officer, STC_head');
  });

  it('counts the urgings of people with the automatic ones', () => {
    const { play, id } = begun();
    play.advanceTo('2026-11-26');
    play.act('usr_BNC_officer', id, deeds.urge, {});
    play.advanceTo('2026-12-02');
    expect(told(play).slice(5)).toEqual([
      '2026-11-25 08:00 rung 1 #1: STC_officer, STC_head',
      '2026-11-26 09:00 urge #2: STC_officer, STC_head',
      '2026-12-01 08:00 rung 2 #3: STC_officer, STC_head, BNC_officer',
    ]);
    expect(play.task(id).urgings).toBe(3);
  });

  it('charges every day to whoever had to act', () => {
    const { play, id } = begun();
    play.advanceTo('2026-11-26', '10:00');
    play.act('usr_STC_head', id, deeds.submit, {});
    play.advanceTo('2026-12-10');
    const { obligations } = play.aggregate(id);
    expect(heldAt(play, obligations)).toEqual({ unt_STC: 12, unt_VPTU: 10 });
  });
});

function heldAt(play: Play, obligations: ReturnType<Play['aggregate']>['obligations']) {
  return heldDays(play.context.calendar, obligations, play.now());
}
