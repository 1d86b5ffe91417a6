import { expect, it } from 'vitest';
import { rectificationsOf } from '../../shared/domain/request.ts';
import { heldDays } from '../../shared/domain/timing.ts';
import { deeds } from '../support/deeds.ts';
import { ledgerLines } from '../support/ledger-lines.ts';
import { createPlay, type Play, withoutUpdates } from '../support/play.ts';

/** Given on Monday 2026-11-09 and taken on on the 10th. */
function begun() {
  const play = createPlay({ policies: withoutUpdates });
  const [id = ''] = play.assign({
    content: 'Xây dựng đề án phân cấp',
    leadUnitIds: ['unt_STC'],
    monitorUnitId: 'unt_BNC',
    deadline: { date: '2026-12-21' },
  });
  play.advanceTo('2026-11-10');
  play.act('usr_STC_head', id, deeds.accept, {});
  return { play, id };
}
const demand = (play: Play, id: string, by = 'usr_BNC_officer') =>
  play.act(by, id, deeds.demandRectification, {
    demand: 'Chưa phân công người chịu trách nhiệm',
    deadline: { workingDays: 4 },
  });
const demanded = (play: Play, id: string) => rectificationsOf(play.aggregate(id).requests);
const answer = (play: Play, id: string, by = 'usr_STC_head') =>
  play.act(by, id, deeds.answerRectification, {
    rectificationId: demanded(play, id)[0]?.id ?? '',
    text: 'Đã phân công',
  });

it('a rectification is demanded by whoever stands over the lead, and answered by the lead', () => {
  const { play, id } = begun();
  expect(() => demand(play, id, 'usr_STC_head')).toThrow('own_work');
  expect(() => demand(play, id, 'usr_SXD_head')).toThrow('task_not_found');
  expect(() => demand(play, id, 'usr_UBKT_head')).toThrow('forbidden');
  demand(play, id);
  expect(demanded(play, id)).toMatchObject([
    { state: 'open', byUnitId: 'unt_BNC', due: { date: '2026-11-16' } },
  ]);
  expect(() => answer(play, id, 'usr_BNC_officer')).toThrow('forbidden');
  answer(play, id);
  expect(demanded(play, id)).toMatchObject([{ outcome: 'rectified', answer: { text: 'Đã phân công' } }]);
  expect(() => answer(play, id)).toThrow('request_closed');
});

it('it has a line of its own: told, reminded, urged, and no days charged for it', () => {
  const { play, id } = begun();
  const heard = play.messages.length;
  demand(play, id);
  play.advanceTo('2026-11-18');
  expect(ledgerLines(play.context.calendar, play.messages.slice(heard))).toEqual([
    '2026-11-10 09:00 notice: STC_officer, STC_head',
    '2026-11-13 08:00 reminder 0: STC_officer',
    '2026-11-16 08:00 reminder 1: STC_officer, STC_head',
    '2026-11-17 08:00 rung 1 #1: STC_officer, STC_head',
  ]);
  expect(play.task(id)).toMatchObject({ urgings: 0, rung: 0 });
  expect(heldDays(play.context.calendar, play.aggregate(id).obligations, play.now())).toEqual({ unt_STC: 7 });
});

it('it outlives the submission and ends with the confirmation of the work', () => {
  const { play, id } = begun();
  demand(play, id);
  play.act('usr_STC_head', id, deeds.submit, {});
  expect(demanded(play, id)).toMatchObject([{ state: 'open' }]);
  play.act('usr_VPTU_officer', id, deeds.confirm, {});
  expect(demanded(play, id)).toMatchObject([{ outcome: 'superseded' }]);
  expect(play.aggregate(id).obligations.filter(({ state }) => state === 'open')).toEqual([]);
});
