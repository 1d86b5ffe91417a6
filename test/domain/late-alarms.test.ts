import { describe, expect, it } from 'vitest';
import { decideRung } from '../../shared/domain/decide/escalate.ts';
import { deeds } from '../support/deeds.ts';
import { ledgerLines } from '../support/ledger-lines.ts';
import { createPlay, type Play } from '../support/play.ts';

/** Accepted on 2026-11-10 at 09:00, due on Monday the 23rd; reminders on the 12th, 18th, 20th and 23rd. */
function accepted() {
  const play = createPlay();
  const [id = ''] = play.assign({
    content: 'Sắp xếp cơ sở nhà, đất',
    leadUnitIds: ['unt_STC'],
    monitorUnitId: 'unt_BNC',
    deadline: { workingDays: 10 },
  });
  play.advanceTo('2026-11-10');
  play.act('usr_STC_officer', id, deeds.accept, {});
  const [perform] = play.aggregate(id).obligations.filter((each) => each.state === 'open');
  return { play, id, obligationId: perform?.id ?? '' };
}
const since = (play: Play, heard: number) => ledgerLines(play.context.calendar, play.messages.slice(heard));
const morning = (date: string) => `${date}T01:00:00.000Z`;

describe('after an outage', () => {
  const back = (to: string) => {
    const { play, id } = accepted();
    const heard = play.messages.length;
    play.outage(morning(to));
    play.advance(play.now());
    return { play, id, heard };
  };

  it('missed reminders are one, with the audience of the last', () => {
    const { play, heard } = back('2026-11-20');
    expect(since(play, heard)).toEqual(['2026-11-20 08:00 reminder 2: STC_officer, STC_head']);
    play.advanceTo('2026-11-24', '00:00');
    expect(since(play, heard).slice(1)).toEqual(['2026-11-23 08:00 reminder 3: STC_officer, STC_head']);
  });

  it('what is overdue is urged, once, and no longer reminded of', () => {
    const { play, heard } = back('2026-11-26');
    expect(since(play, heard)).toEqual(['2026-11-26 08:00 rung 1 #1: STC_officer, STC_head']);
  });

  it('missed rungs are one, the highest, and count once', () => {
    const { play, id, heard } = back('2026-12-09');
    const all = 'STC_officer, STC_head, BNC_officer, VPTU_officer';
    expect(since(play, heard)).toEqual([`2026-12-09 08:00 rung 3 #1: ${all}`]);
    expect(play.task(id)).toMatchObject({ urgings: 1, rung: 3, agendaAt: morning('2026-12-09') });
    play.advanceTo('2026-12-16');
    expect(since(play, heard).slice(1)).toEqual([`2026-12-15 08:00 rung 4 #2: ${all}`]);
  });

  it('a year of missed weekly urgings is one', () => {
    const { play, heard } = back('2027-11-22');
    expect(since(play, heard)).toHaveLength(1);
    expect(play.events.filter(({ type }) => type === 'put_on_agenda')).toHaveLength(1);
  });

  it('a return is told of late, and once its new date is over, urged instead', () => {
    const returned = (back: string) => {
      const { play, id } = accepted();
      play.act('usr_STC_head', id, deeds.submit, {});
      play.advanceTo('2026-11-10', '18:00');
      const deadline = { date: '2026-11-18' };
      play.act('usr_VPTU_officer', id, deeds.sendBack, { reason: 'Thiếu phụ lục', deadline });
      const heard = play.messages.length;
      play.outage(morning(back));
      play.advance(play.now());
      return since(play, heard);
    };
    expect(returned('2026-11-17')).toEqual(['2026-11-17 08:00 notice: STC_officer, STC_head']);
    expect(returned('2026-11-19')).toEqual(['2026-11-19 08:00 rung 1 #1: STC_officer, STC_head']);
  });

  it('a deadline that came before the notice is not taken for it, nor moved by it', () => {
    const nightly = (back: string) => {
      const { play, id } = accepted();
      const { confirm } = play.context.policies;
      const policy = { ...confirm.policy, due: { minutes: 30 } };
      play.context.policies = { ...play.context.policies, confirm: { ...confirm, policy } };
      play.advanceTo('2026-11-10', '20:00');
      play.act('usr_STC_head', id, deeds.submit, {});
      play.outage(back);
      play.advanceTo('2026-11-11', '12:00');
      return play.aggregate(id).obligations.at(-1);
    };
    const due = { at: '2026-11-10T13:30:00.000Z' };
    expect(nightly('2026-11-10T13:00:00.000Z')).toMatchObject({ due, rung: 1 });
    expect(nightly('2026-11-11T02:00:00.000Z')).toMatchObject({ due, rung: 1 });
  });

  it('the gate still keeps nights and days off', () => {
    const { play } = accepted();
    const heard = play.messages.length;
    play.outage('2026-11-21T15:00:00.000Z');
    play.advance(play.now());
    expect(since(play, heard)).toEqual(['2026-11-23 08:00 reminder 2: STC_officer, STC_head']);
  });
});

describe('an alarm pointer', () => {
  const first = morning('2026-11-12');

  it('rings once: repeated it is stale', () => {
    const { play, id, obligationId } = accepted();
    play.outage(first);
    expect(play.deliver(id, { obligationId, at: first }, first)).toBe('commit');
    const before = play.aggregate(id);
    expect(play.deliver(id, { obligationId, at: first }, morning('2026-11-13'))).toBe('stale');
    expect(play.aggregate(id)).toBe(before);
  });

  it('is stale before its time, out of order, for another moment, and for no obligation', () => {
    const { play, id, obligationId } = accepted();
    const before = play.aggregate(id);
    const early = '2026-11-12T00:59:59.999Z';
    expect(play.deliver(id, { obligationId, at: first }, early)).toBe('stale');
    const third = morning('2026-11-20');
    expect(play.deliver(id, { obligationId, at: third }, third)).toBe('stale');
    expect(play.deliver(id, { obligationId, at: '2026-11-12T01:00:00.001Z' }, third)).toBe('stale');
    expect(play.deliver(id, { obligationId: 'obl_other', at: first }, first)).toBe('stale');
    expect(play.aggregate(id)).toBe(before);
  });

  it('is stale once the matter is closed, also when it was set for this very moment', () => {
    const { play, id, obligationId } = accepted();
    play.act('usr_STC_head', id, deeds.submit, {});
    expect(play.deliver(id, { obligationId, at: first }, first)).toBe('stale');
  });

  it('of a reminder does not ring a rung', () => {
    const { play, id, obligationId } = accepted();
    play.advanceTo('2026-11-24', '10:00');
    const at = morning('2026-11-25');
    expect(play.aggregate(id).obligations.at(-1)?.next).toMatchObject({ at, by: 'escalate' });
    expect(play.deliver(id, { obligationId, at }, at)).toBe('stale');
  });
});

describe('a step of the ladder', () => {
  const step = (play: Play, id: string, obligationId: string, at: string, due = '2026-11-23T17:00:00.000Z') =>
    decideRung(
      play.aggregate(id),
      { actor: { kind: 'system' }, at, id: 'step', input: { obligationId, due } },
      play.context,
    );

  it('waits for the first rung, and again after taking it', () => {
    const { play, id, obligationId } = accepted();
    play.advanceTo('2026-11-24', '10:00');
    const at = '2026-11-24T03:00:00.000Z';
    expect(step(play, id, obligationId, at)).toEqual({ answer: 'wait', wakeAt: morning('2026-11-25') });
    play.advanceTo('2026-11-25');
    const again = step(play, id, obligationId, morning('2026-11-25'));
    expect(again).toEqual({ answer: 'wait', wakeAt: morning('2026-12-01') });
  });

  it('ends when the matter is closed', () => {
    const { play, id, obligationId } = accepted();
    play.advanceTo('2026-11-26');
    play.act('usr_STC_head', id, deeds.submit, {});
    expect(step(play, id, obligationId, morning('2026-12-01'))).toEqual({ answer: 'done', reason: 'closed' });
  });

  it('wakes when the obligation says that it will', () => {
    const { play, id } = accepted();
    for (const date of ['2026-11-25', '2026-12-01', '2026-12-30']) {
      play.advanceTo(date);
      const open = play.aggregate(id).obligations.filter((each) => each.state === 'open');
      expect(play.ladders().map(({ wakeAt }) => wakeAt)).toEqual(open.map(({ next }) => next?.at));
    }
  });

  it('ends after the last rung where nothing repeats', () => {
    const { play, id, obligationId } = accepted();
    const { obligations, task } = play.aggregate(id);
    const once = obligations.map(({ policy: { repeat: _, ...policy }, ...each }) => ({
      ...each,
      policy,
      rung: 3,
    }));
    const decided = decideRung(
      { task, requests: [], obligations: once },
      {
        actor: { kind: 'system' },
        at: morning('2027-06-01'),
        id: 'step',
        input: { obligationId, due: '2026-11-23T17:00:00.000Z' },
      },
      play.context,
    );
    expect(decided).toEqual({ answer: 'done', reason: 'finished' });
  });
});
