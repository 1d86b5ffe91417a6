import { describe, expect, it } from 'vitest';
import { contributionsOf } from '../../shared/domain/request.ts';
import { contributionDays, heldDays } from '../../shared/domain/timing.ts';
import { deeds } from '../support/deeds.ts';
import { ledgerLines } from '../support/ledger-lines.ts';
import { createPlay, type Play, withoutUpdates } from '../support/play.ts';

/** Given on Monday 2026-11-09 and taken on on the 10th, due on Monday 2026-12-21; two units take part. */
function begun() {
  const play = createPlay({ policies: withoutUpdates });
  const [id = ''] = play.assign({
    content: 'Xây dựng đề án phân cấp',
    leadUnitIds: ['unt_STC'],
    coordinatingUnitIds: ['unt_SXD', 'unt_SKHCN'],
    monitorUnitId: 'unt_BNC',
    deadline: { date: '2026-12-21' },
  });
  play.advanceTo('2026-11-10');
  play.act('usr_STC_head', id, deeds.accept, {});
  return { play, id };
}
const ask = (play: Play, id: string, more: { unitIds?: string[]; deadline?: { workingDays: number } } = {}) =>
  play.act('usr_STC_officer', id, deeds.askContribution, { text: 'Gửi số liệu của ngành', ...more });
const asked = (play: Play, id: string) => contributionsOf(play.aggregate(id).requests);
const open = (play: Play, id: string) =>
  play
    .aggregate(id)
    .obligations.filter((each) => each.state === 'open')
    .map(({ kind, holderUnitId, due }) => `${kind} ${holderUnitId} ${due?.date}`);
const give = (play: Play, id: string, n: number, by: string) =>
  play.act(by, id, deeds.contribute, {
    contributionId: asked(play, id)[n]?.id ?? '',
    text: 'Số liệu đến 31/10',
    products: [{ number: '45/SXD' }],
  });

describe('a contribution', () => {
  it('is owed by every coordinating unit that is asked, within the policy’s term or by the date named', () => {
    const { play, id } = begun();
    ask(play, id);
    expect(open(play, id)).toEqual([
      ...['perform unt_STC 2026-12-21', 'contribute unt_SXD 2026-11-17', 'contribute unt_SKHCN 2026-11-17'],
    ]);
    ask(play, id, { unitIds: ['unt_SXD'], deadline: { workingDays: 2 } });
    expect(open(play, id).at(-1)).toBe('contribute unt_SXD 2026-11-12');
    expect(() => ask(play, id, { unitIds: ['unt_TTTP'] })).toThrow('not_coordinating');
    expect(() => play.act('usr_SXD_head', id, deeds.askContribution, { text: 't' })).toThrow('forbidden');
  });

  it('is sent by the unit that was asked and no other, once', () => {
    const { play, id } = begun();
    ask(play, id);
    expect(() => give(play, id, 0, 'usr_SKHCN_head')).toThrow('forbidden');
    expect(() => give(play, id, 0, 'usr_STC_head')).toThrow('forbidden');
    give(play, id, 0, 'usr_SXD_officer');
    expect(asked(play, id)[0]).toMatchObject({
      ...{ state: 'closed', outcome: 'contributed' },
      answer: { text: 'Số liệu đến 31/10', products: [{ number: '45/SXD' }] },
    });
    expect(() => give(play, id, 0, 'usr_SXD_officer')).toThrow('request_closed');
  });

  it('is reminded and urged on its own line; whoever has sent theirs hears no more', () => {
    const { play, id } = begun();
    ask(play, id);
    play.advanceTo('2026-11-13');
    give(play, id, 1, 'usr_SKHCN_head');
    const heard = play.messages.length;
    play.advanceTo('2026-11-26');
    expect(ledgerLines(play.context.calendar, play.messages.slice(heard))).toEqual([
      '2026-11-16 08:00 reminder 0: SXD_officer',
      '2026-11-17 08:00 reminder 1: SXD_officer, SXD_head',
      '2026-11-18 08:00 rung 1 #1: SXD_officer, SXD_head',
      '2026-11-25 08:00 rung 2 #2: SXD_officer, SXD_head, BNC_officer',
    ]);
    expect(play.task(id)).toMatchObject({ urgings: 0, rung: 0 });
  });

  it('is charged to nobody’s days but counted beside them', () => {
    const { play, id } = begun();
    ask(play, id);
    play.advanceTo('2026-11-13');
    give(play, id, 1, 'usr_SKHCN_head');
    play.advanceTo('2026-11-18');
    const { obligations } = play.aggregate(id);
    expect(heldDays(play.context.calendar, obligations, play.now())).toEqual({ unt_STC: 7 });
    expect(contributionDays(play.context.calendar, obligations, play.now())).toEqual({
      ...{ unt_SXD: 6, unt_SKHCN: 3 },
    });
  });

  it('falls away when the lead hands in its work without it, and waits out a suspension', () => {
    const { play, id } = begun();
    ask(play, id);
    play.act('usr_TT_head', id, deeds.suspend, { reason: 'Chờ' });
    expect(open(play, id)).toEqual([]);
    play.advanceTo('2026-11-16');
    play.act('usr_TT_head', id, deeds.resume, {});
    expect(open(play, id)).toHaveLength(3);
    play.act('usr_STC_head', id, deeds.submit, {});
    expect(asked(play, id).map(({ outcome }) => outcome)).toEqual(['superseded', 'superseded']);
    expect(open(play, id)).toHaveLength(1);
  });
});
