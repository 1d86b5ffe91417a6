import { describe, expect, it } from 'vitest';
import { afterPause } from '../../shared/domain/pause.ts';
import { heldDays, timingOf } from '../../shared/domain/timing.ts';
import { deeds } from '../support/deeds.ts';
import { defaultCalendar } from '../support/default-calendar.ts';
import { ledgerLines } from '../support/ledger-lines.ts';
import { createPlay, type Play, withoutUpdates } from '../support/play.ts';

/** Accepted on 2026-11-10, due on Monday the 23rd; monitored. */
function accepted() {
  const play = createPlay({ policies: withoutUpdates });
  const [id = ''] = play.assign({
    content: 'Sắp xếp cơ sở nhà, đất',
    leadUnitIds: ['unt_STC'],
    monitorUnitId: 'unt_BNC',
    deadline: { workingDays: 10 },
  });
  play.advanceTo('2026-11-10');
  play.act('usr_STC_officer', id, deeds.accept, {});
  return { play, id };
}
const open = (play: Play, id: string) =>
  play.aggregate(id).obligations.filter((each) => each.state === 'open');
const since = (play: Play, heard: number) => ledgerLines(play.context.calendar, play.messages.slice(heard));
const pause = (play: Play, id: string, from: string, to: string, time = '09:00') => {
  play.advanceTo(from, time);
  play.act('usr_VPTU_officer', id, deeds.suspend, { reason: 'Chờ luật mới' });
  play.advanceTo(to, time);
};

describe('a suspension', () => {
  it('silences everything and charges nobody', () => {
    const { play, id } = accepted();
    pause(play, id, '2026-11-17', '2027-03-01');
    expect(play.messages.filter((each) => each.plannedAt > '2026-11-17T02:00:00.000Z')).toEqual([]);
    expect(open(play, id)).toEqual([]);
    expect(timingOf(play.context.calendar, play.task(id), play.now())).toBe('due_soon');
    const held = heldDays(play.context.calendar, play.aggregate(id).obligations, play.now());
    expect(held).toEqual({ unt_STC: 6 });
  });

  it('gives back the working days that were left, and says so', () => {
    const { play, id } = accepted();
    pause(play, id, '2026-11-17', '2026-12-14');
    const heard = play.messages.length;
    play.act('usr_VPTU_officer', id, deeds.resume, {});
    expect(play.task(id)).toMatchObject({
      status: 'accepted',
      deadline: { original: { date: '2026-11-23' }, current: { date: '2026-12-18' } },
    });
    expect(open(play, id)).toMatchObject([{ kind: 'perform', due: { date: '2026-12-18' } }]);
    play.advanceTo('2026-12-22');
    expect(since(play, heard)).toEqual([
      '2026-12-14 09:00 notice: STC_officer, STC_head',
      '2026-12-15 08:00 reminder 1: STC_officer',
      '2026-12-17 08:00 reminder 2: STC_officer, STC_head',
      '2026-12-18 08:00 reminder 3: STC_officer, STC_head',
      '2026-12-21 08:00 rung 1 #1: STC_officer, STC_head',
    ]);
  });

  it('leaves what was overdue overdue by the same days, on the same rung, under the same count', () => {
    const { play, id } = accepted();
    pause(play, id, '2026-12-02', '2027-03-01');
    const heard = play.messages.length;
    play.act('usr_VPTU_officer', id, deeds.resume, {});
    play.advance(play.now());
    expect(since(play, heard)).toEqual([]);
    expect(open(play, id)[0]?.next).toMatchObject({ step: 3, at: '2027-03-05T01:00:00.000Z' });
    expect(play.task(id)).toMatchObject({ rung: 2, deadline: { current: { date: '2027-02-19' } } });
    expect(timingOf(play.context.calendar, play.task(id), play.now())).toBe('overdue');
    play.advanceTo('2027-03-15');
    expect(since(play, heard)).toEqual([
      '2027-03-05 08:00 rung 3 #3: STC_officer, STC_head, BNC_officer, VPTU_officer',
      '2027-03-12 08:00 rung 4 #4: STC_officer, STC_head, BNC_officer, VPTU_officer',
    ]);
  });

  it('leaves a slow decision overdue too: its notice is not given again, and moves nothing', () => {
    const play = createPlay({ policies: withoutUpdates });
    const [id = ''] = play.assign({
      content: 'Rà soát',
      leadUnitIds: ['unt_STC'],
      deadline: { workingDays: 30 },
    });
    play.act('usr_STC_head', id, deeds.dispute, { reason: 'Không đúng chức năng' });
    pause(play, id, '2026-11-13', '2026-12-14');
    const heard = play.messages.length;
    play.act('usr_VPTU_officer', id, deeds.resume, {});
    play.advanceTo('2026-12-19');
    expect(since(play, heard)).toEqual(['2026-12-17 08:00 rung 2 #2: VPTU_officer, VPTU_head, TT_head']);
    expect(open(play, id)).toMatchObject([{ kind: 'decide', due: { date: '2026-12-10' }, rung: 2 }]);
  });

  it('keeps a matter on the agenda once', () => {
    const { play, id } = accepted();
    pause(play, id, '2026-12-10', '2027-03-01');
    expect(play.task(id).agendaAt).toBeUndefined();
    play.act('usr_VPTU_officer', id, deeds.resume, {});
    expect(play.task(id)).toMatchObject({ agendaAt: '2026-12-08T01:00:00.000Z', rung: 3 });
    play.advanceTo('2027-04-01');
    expect(play.events.filter(({ type }) => type === 'put_on_agenda')).toHaveLength(1);
  });

  it('starts afresh where the decision names a new deadline', () => {
    const { play, id } = accepted();
    pause(play, id, '2026-12-02', '2027-03-01');
    play.act('usr_VPTU_officer', id, deeds.resume, { deadline: { date: '2027-03-31' } });
    expect(play.task(id)).toMatchObject({ rung: 0, deadline: { current: { date: '2027-03-31' } } });
    expect(open(play, id)).toMatchObject([{ due: { date: '2027-03-31' }, rung: 0 }]);
  });

  it('does not excuse a late submission that was waiting for confirmation', () => {
    const { play, id } = accepted();
    play.advanceTo('2026-11-26');
    play.act('usr_STC_head', id, deeds.submit, {});
    pause(play, id, '2026-11-27', '2027-03-01');
    play.act('usr_VPTU_officer', id, deeds.resume, {});
    expect(play.task(id)).toMatchObject({
      status: 'submitted',
      deadline: { current: { date: '2026-11-23' } },
    });
    expect(open(play, id)).toMatchObject([{ kind: 'confirm', due: { date: '2027-03-03' } }]);
    play.act('usr_VPTU_officer', id, deeds.confirm, {});
    expect(play.task(id).verdict).toMatchObject({ againstCurrent: 'late', daysLateCurrent: 2 });
  });

  it('goes on urging about what was overdue, without a new notice or a new term', () => {
    const { play, id } = accepted();
    play.advanceTo('2026-11-16');
    play.act('usr_STC_head', id, deeds.submit, {});
    pause(play, id, '2026-11-23', '2026-12-14');
    const [before] = play.aggregate(id).obligations.filter(({ kind }) => kind === 'confirm');
    expect(before).toMatchObject({ rung: 1, urgings: [{ number: 1 }] });
    play.act('usr_VPTU_officer', id, deeds.resume, {});
    const heard = play.messages.length;
    play.advanceTo('2026-12-15', '07:00');
    expect(play.messages.slice(heard)).toEqual([]);
    expect(open(play, id)).toMatchObject([
      { kind: 'confirm', rung: 1, due: { date: '2026-12-10' }, next: { alarm: 'rung', step: 2 } },
    ]);
  });

  it('lives on by the policy that was frozen when the duty opened', () => {
    const { play, id } = accepted();
    pause(play, id, '2026-11-17', '2026-12-14');
    const perform = play.context.policies.perform;
    const edited = { ...perform, policy: { ...perform.policy, version: 'edit-2', reminders: [] } };
    play.context.policies = { ...play.context.policies, perform: edited };
    play.act('usr_VPTU_officer', id, deeds.resume, {});
    expect(open(play, id)[0]?.policy).toMatchObject({ version: 'default-1', reminders: { length: 4 } });
  });

  it('gives a new lead the days that were left, and nothing of what the earlier one left undone', () => {
    const { play, id } = accepted();
    pause(play, id, '2026-11-17', '2026-12-14');
    play.act('usr_VPTU_officer', id, deeds.reassign, { leadUnitId: 'unt_SXD', reason: 'Sáp nhập' });
    expect(play.task(id)).toMatchObject({
      status: 'assigned',
      deadline: { current: { date: '2026-12-18' } },
    });
    expect(play.task(id).suspendedAt).toBeUndefined();
  });
});

describe('the due date after a pause', () => {
  const at = (local: string) => new Date(`${local}:00.000+07:00`).toISOString();
  const moved = (due: string, stopped: string, now: string) => {
    const end = { date: due, at: new Date(Date.parse(`${due}T17:00:00.000Z`)).toISOString() };
    return afterPause(defaultCalendar, end, at(stopped), at(now)).date;
  };
  it.each([
    ['three days left stay three', '2026-11-20', '2026-11-17T09:00', '2026-12-14T16:00', '2026-12-17'],
    [
      'the last day is the day of resumption',
      '2026-11-20',
      '2026-11-20T09:00',
      '2026-12-14T16:00',
      '2026-12-14',
    ],
    ['or the next working day', '2026-11-20', '2026-11-20T09:00', '2026-12-12T16:00', '2026-12-14'],
    ['days off are no days left', '2026-11-25', '2026-11-23T09:00', '2026-12-14T09:00', '2026-12-15'],
    ['two days late stay two', '2026-11-18', '2026-11-20T09:00', '2026-12-16T09:00', '2026-12-14'],
    ['also when resumed on a day off', '2026-11-18', '2026-11-20T09:00', '2026-12-19T09:00', '2026-12-16'],
    [
      'missed and stopped on days off is missed',
      '2026-11-20',
      '2026-11-21T09:00',
      '2026-12-16T09:00',
      '2026-12-15',
    ],
  ])('%s', (_, due, stopped, now, expected) => {
    expect(moved(due, stopped, now)).toBe(expected);
  });

  it('adds the pause itself where every hour is open', () => {
    const minutes = { ...defaultCalendar, mode: 'always-open' as const };
    const due = { date: '2026-11-20', at: '2026-11-20T03:10:00.000Z' };
    const later = afterPause(minutes, due, '2026-11-20T03:00:00.000Z', '2026-11-20T04:00:00.000Z');
    expect(later.at).toBe('2026-11-20T04:10:00.000Z');
  });
});
