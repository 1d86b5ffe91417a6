import { describe, expect, it } from 'vitest';
import { extensionsOf } from '../../shared/domain/request.ts';
import { heldDays } from '../../shared/domain/timing.ts';
import { deeds } from '../support/deeds.ts';
import { ledgerLines } from '../support/ledger-lines.ts';
import { createPlay, type Play, withoutUpdates } from '../support/play.ts';

/** Given on Monday 2026-11-09, due in ten working days: Monday the 23rd. The 24th is a day off. */
function begun(assignerUnitId = 'unt_TT') {
  const play = createPlay({ policies: withoutUpdates });
  const [id = ''] = play.assign(
    { content: 'Xây dựng đề án phân cấp', leadUnitIds: ['unt_STC'], deadline: { workingDays: 10 } },
    { assignerUnitId },
  );
  play.advanceTo('2026-11-10');
  play.act('usr_STC_officer', id, deeds.accept, {});
  return { play, id };
}
const ask = (play: Play, id: string, date: string, by = 'usr_STC_head') => {
  play.act(by, id, deeds.requestExtension, { reason: 'Chờ số liệu của các quận', deadline: { date } });
  return latest(play, id);
};
const latest = (play: Play, id: string) => {
  const found = extensionsOf(play.aggregate(id).requests).at(-1);
  if (!found) throw new Error('no extension');
  return found;
};
const grant = (play: Play, id: string, by = 'usr_VPTU_officer', more = {}) =>
  play.act(by, id, deeds.decideExtension, { extensionId: latest(play, id).id, approved: true, ...more });
const open = (play: Play, id: string) =>
  play
    .aggregate(id)
    .obligations.filter((each) => each.state === 'open')
    .map(({ kind, holderUnitId, due }) => `${kind} ${holderUnitId} ${due?.date}`);

describe('a request for an extension', () => {
  it('is signed by the head and waits for the Office, two working days, while the clock runs', () => {
    const { play, id } = begun();
    expect(() => ask(play, id, '2026-12-04', 'usr_STC_officer')).toThrow('forbidden');
    play.advanceTo('2026-11-16');
    expect(ask(play, id, '2026-12-04')).toMatchObject({
      ...{ state: 'open', number: 1, late: false, byUserId: 'usr_STC_head' },
      requested: { date: '2026-12-04' },
      from: { date: '2026-11-23' },
    });
    expect(open(play, id)).toEqual(['perform unt_STC 2026-11-23', 'decide unt_VPTU 2026-11-18']);
    play.advanceTo('2026-11-20');
    const held = heldDays(play.context.calendar, play.aggregate(id).obligations, play.now());
    expect(held).toEqual({ unt_STC: 9 });
  });

  it.each([
    ['2026-11-18', '23:59', false],
    ['2026-11-19', '00:00', true],
    ['2026-11-26', '09:00', true],
  ])('asked on %s at %s is marked late: %s', (date, time, late) => {
    const { play, id } = begun();
    play.advanceTo(date, time);
    expect(ask(play, id, '2026-12-31').late).toBe(late);
  });

  it('is one at a time, for a later day to come, of work that has a deadline and is under way', () => {
    const { play, id } = begun();
    expect(() => ask(play, id, '2026-11-23')).toThrow('not_later');
    expect(() => ask(play, id, '2026-11-06')).toThrow('deadline_past');
    ask(play, id, '2026-12-04');
    expect(() => ask(play, id, '2026-12-11')).toThrow('extension_pending');
    const [free = ''] = play.assign({ content: 'Việc thường xuyên', leadUnitIds: ['unt_STC'] });
    expect(() => ask(play, free, '2026-12-04')).toThrow('wrong_state');
    play.act('usr_STC_head', free, deeds.accept, {});
    expect(() => ask(play, free, '2026-12-04')).toThrow('no_deadline');
  });

  it('that is left lying is urged at the Office, beside the urgings of the unit', () => {
    const { play, id } = begun();
    ask(play, id, '2026-12-04');
    const heard = play.messages.length;
    play.advanceTo('2026-11-17', '08:30');
    const lines = ledgerLines(play.context.calendar, play.messages.slice(heard));
    expect(lines.filter((line) => line.includes('VPTU'))).toEqual([
      '2026-11-10 09:00 notice: VPTU_officer, VPTU_head',
      '2026-11-11 08:00 reminder 0: VPTU_officer',
      '2026-11-12 08:00 reminder 1: VPTU_officer, VPTU_head',
      '2026-11-13 08:00 rung 1 #1: VPTU_officer, VPTU_head',
    ]);
    // The task tells of its own ladder only.
    expect(play.task(id)).toMatchObject({ urgings: 0, rung: 0 });
  });
});

describe('the decision', () => {
  it('moves the current deadline and its alarms, keeps the original, and counts', () => {
    const { play, id } = begun();
    ask(play, id, '2026-12-04');
    grant(play, id);
    expect(play.task(id).deadline).toMatchObject({
      original: { date: '2026-11-23' },
      current: { date: '2026-12-04' },
      extensions: 1,
    });
    expect(open(play, id)).toEqual(['perform unt_STC 2026-12-04']);
    expect(latest(play, id)).toMatchObject({
      ...{ state: 'closed', outcome: 'approved' },
      decision: { byUserId: 'usr_VPTU_officer', byUnitId: 'unt_VPTU', date: '2026-12-04' },
    });
    const heard = play.messages.length;
    play.advanceTo('2026-12-07');
    const lines = ledgerLines(play.context.calendar, play.messages.slice(heard));
    expect(lines.filter((line) => !line.includes('notice'))).toEqual([
      '2026-11-25 08:00 reminder 0: STC_officer',
      '2026-12-01 08:00 reminder 1: STC_officer',
      '2026-12-03 08:00 reminder 2: STC_officer, STC_head',
      '2026-12-04 08:00 reminder 3: STC_officer, STC_head',
      '2026-12-07 08:00 rung 1 #1: STC_officer, STC_head',
    ]);
  });

  it('may name another date, but one that is later and to come', () => {
    const { play, id } = begun();
    ask(play, id, '2026-12-31');
    expect(() => grant(play, id, 'usr_VPTU_head', { deadline: { date: '2026-11-20' } })).toThrow('not_later');
    grant(play, id, 'usr_VPTU_head', { deadline: { date: '2026-12-11' } });
    expect(play.task(id).deadline.current?.date).toBe('2026-12-11');
    play.advanceTo('2026-12-07');
    ask(play, id, '2026-12-15');
    play.advanceTo('2026-12-16');
    expect(() => grant(play, id)).toThrow('deadline_past');
  });

  it('to refuse needs a reason and no date, and leaves everything as it was', () => {
    const { play, id } = begun();
    const { id: extensionId } = ask(play, id, '2026-12-04');
    const decide = (more: object) =>
      play.act('usr_VPTU_officer', id, deeds.decideExtension, { extensionId, approved: false, ...more });
    expect(() => decide({})).toThrow('reason_required');
    expect(() => decide({ reason: 'Không', deadline: { date: '2026-12-01' } })).toThrow('date_with_refusal');
    decide({ reason: 'Việc cần trước kỳ họp' });
    expect(play.task(id).deadline).toMatchObject({ current: { date: '2026-11-23' }, extensions: 0 });
    expect(latest(play, id)).toMatchObject({
      outcome: 'refused',
      decision: { reason: 'Việc cần trước kỳ họp' },
    });
    expect(() => decide({ reason: 'Lần nữa' })).toThrow('request_closed');
  });

  it('is never that of a member of the lead, nor of another body', () => {
    const { play, id } = begun();
    ask(play, id, '2026-12-04');
    play.context.staff.get('unt_VPTU')?.push({
      ...{ unitId: 'unt_VPTU', userId: 'usr_STC_head', name: 'Hai vai', email: 'x@example.vn' },
      ...{ roles: ['head'], locale: 'vi', version: 1 },
    });
    expect(() => grant(play, id, 'usr_STC_head')).toThrow('own_work');
    expect(() => grant(play, id, 'usr_STC_officer')).toThrow('own_work');
    expect(() => grant(play, id, 'usr_BCS-UBND_head')).toThrow('forbidden');
    grant(play, id, 'usr_TT_head');
  });

  it('ends a ladder that is running, by itself, and starts anew after the new date', () => {
    const { play, id } = begun();
    play.advanceTo('2026-11-26');
    expect(play.task(id)).toMatchObject({ urgings: 1, rung: 1 });
    ask(play, id, '2026-12-11');
    grant(play, id);
    expect(play.task(id)).toMatchObject({ urgings: 1, rung: 0 });
    play.advanceTo('2026-12-11', '17:00');
    expect(play.messages.filter(({ alarm }) => alarm === 'rung')).toHaveLength(2);
    expect(play.ladders()).toEqual([]);
    play.advanceTo('2026-12-14');
    expect(play.task(id)).toMatchObject({ urgings: 2, rung: 1 });
  });

  it('of what a unit cascaded stays with that unit, also the third time', () => {
    const { play, id } = begun('unt_BCS-UBND');
    for (const date of ['2026-12-04', '2026-12-11', '2026-12-18']) {
      ask(play, id, date);
      expect(open(play, id).at(-1)).toContain('decide unt_BCS-UBND');
      grant(play, id, 'usr_BCS-UBND_head');
    }
    expect(play.task(id).deadline.extensions).toBe(3);
  });

  it('waits for the authority from the third on; refused ones do not count', () => {
    const { play, id } = begun();
    ask(play, id, '2026-11-30');
    const { id: extensionId } = latest(play, id);
    const refusal = { extensionId, approved: false, reason: 'Chưa rõ lý do' };
    play.act('usr_VPTU_officer', id, deeds.decideExtension, refusal);
    for (const date of ['2026-11-30', '2026-12-04']) {
      ask(play, id, date);
      grant(play, id);
    }
    expect(ask(play, id, '2026-12-11').number).toBe(4);
    expect(open(play, id).at(-1)).toBe('decide unt_TT 2026-11-12');
    expect(() => grant(play, id, 'usr_VPTU_head')).toThrow('forbidden');
    grant(play, id, 'usr_TT_officer');
    expect(play.task(id).deadline).toMatchObject({ extensions: 3, current: { date: '2026-12-11' } });
    play.advanceTo('2026-12-11');
    play.act('usr_STC_head', id, deeds.submit, {});
    play.act('usr_VPTU_officer', id, deeds.confirm, {});
    expect(play.task(id).verdict).toMatchObject({
      ...{ againstOriginal: 'late', daysLateOriginal: 13 },
      ...{ againstCurrent: 'on_time', daysLateCurrent: 0 },
    });
  });
});

describe('a pending request', () => {
  it.each([
    ['submitted', (play: Play, id: string) => play.act('usr_STC_head', id, deeds.submit, {})],
    ['cancelled', (play: Play, id: string) => play.act('usr_TT_head', id, deeds.cancel, { reason: 'r' })],
    ['suspended', (play: Play, id: string) => play.act('usr_TT_head', id, deeds.suspend, { reason: 'r' })],
    [
      'assigned',
      (play: Play, id: string) =>
        play.act('usr_TT_head', id, deeds.reassign, { leadUnitId: 'unt_SXD', reason: 'r' }),
    ],
  ])('is superseded when the task is %s', (status, act) => {
    const { play, id } = begun();
    ask(play, id, '2026-12-04');
    act(play, id);
    expect(play.task(id).status).toBe(status);
    expect(latest(play, id)).toMatchObject({ state: 'closed', outcome: 'superseded' });
    expect(open(play, id).filter((each) => each.startsWith('decide'))).toEqual([]);
    expect(play.events.filter(({ type }) => type === 'requests_superseded')).toHaveLength(1);
    if (status === 'suspended') {
      play.act('usr_TT_head', id, deeds.resume, {});
      expect(open(play, id)).toEqual(['perform unt_STC 2026-11-23']);
    }
  });
});
