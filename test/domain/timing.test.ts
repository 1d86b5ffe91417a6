import { describe, expect, it } from 'vitest';
import { heldDays, timingOf, workingDaysLeft } from '../../shared/domain/timing.ts';
import { deeds } from '../support/deeds.ts';
import { createPlay } from '../support/play.ts';

/** Due on Monday 2026-11-23 at 24:00. */
function assigned() {
  const play = createPlay();
  const [id = ''] = play.assign({
    content: 'Rà soát quy hoạch',
    leadUnitIds: ['unt_STC'],
    deadline: { workingDays: 10 },
  });
  return { play, id };
}

describe('where a task stands', () => {
  it.each([
    ['2026-11-16', '23:59', 5, 'on_track'],
    ['2026-11-17', '00:00', 4, 'due_soon'],
    ['2026-11-22', '12:00', 1, 'due_soon'],
    ['2026-11-23', '23:59', 0, 'due_soon'],
    ['2026-11-24', '00:00', 0, 'overdue'],
    ['2026-11-25', '08:00', -1, 'overdue'],
  ])('on %s at %s: %i working days left, %s', (date, time, left, timing) => {
    const { play, id } = assigned();
    play.advanceTo(date, time);
    const { calendar } = play.context;
    const { current } = play.task(id).deadline;
    expect(timingOf(calendar, play.task(id), play.now())).toBe(timing);
    expect(workingDaysLeft(calendar, { date: current?.date ?? '', at: '' }, play.now()) + 0).toBe(left);
  });

  it('is the same while an answer, a decision or a confirmation is waited for', () => {
    const { play, id } = assigned();
    const { calendar } = play.context;
    play.act('usr_STC_head', id, deeds.dispute, { reason: 'Không đúng chức năng' });
    play.advanceTo('2026-11-25');
    expect(timingOf(calendar, play.task(id), play.now())).toBe('overdue');
  });

  it('may be told with other bands', () => {
    const { play, id } = assigned();
    expect(timingOf(play.context.calendar, play.task(id), play.now(), 10)).toBe('on_track');
    expect(timingOf(play.context.calendar, play.task(id), play.now(), 11)).toBe('due_soon');
  });
});

describe('the days that each holder is charged', () => {
  it('add up to the days that passed, and stop with the confirmation', () => {
    const { play, id } = assigned();
    play.advanceTo('2026-11-11');
    play.act('usr_STC_head', id, deeds.accept, {});
    play.advanceTo('2026-11-16', '16:00');
    play.act('usr_STC_head', id, deeds.submit, {});
    play.advanceTo('2026-11-18');
    play.act('usr_VPTU_officer', id, deeds.sendBack, { reason: 'Thiếu', deadline: { date: '2026-11-30' } });
    play.advanceTo('2026-11-27');
    play.act('usr_STC_head', id, deeds.submit, {});
    play.advanceTo('2026-12-01');
    play.act('usr_VPTU_officer', id, deeds.confirm, {});
    play.advanceTo('2027-03-01');
    const { obligations } = play.aggregate(id);
    // 9 to 16 and 18 to 27 November, less the 24th; 16 to 18 November and 27 November to 1 December.
    expect(heldDays(play.context.calendar, obligations, play.now())).toEqual({ unt_STC: 11, unt_VPTU: 4 });
  });
});
