import { describe, expect, it } from 'vitest';
import { workingDaysBetween } from '../../shared/domain/calendar.ts';
import type { NewProposal } from '../../shared/domain/decide/propose.ts';
import { explainHeld } from '../../shared/domain/held-explain.ts';
import { defaultPolicies } from '../../shared/domain/policy.ts';
import { proposalsOf } from '../../shared/domain/request.ts';
import { heldDays, heldSpans } from '../../shared/domain/timing.ts';
import { deeds } from '../support/deeds.ts';
import { ledgerLines } from '../support/ledger-lines.ts';
import { createPlay, type Play, type Setting } from '../support/play.ts';

/** Given on Monday 2026-11-09, taken on the 10th, due in ten working days: Monday the 23rd. The 24th is a day off. */
function begun(setting: Setting = {}, leadUnitId = 'unt_STC') {
  const play = createPlay(setting);
  const line = {
    content: 'Xây dựng đề án phân cấp',
    monitorUnitId: 'unt_BNC',
    deadline: { workingDays: 10 },
  };
  const [id = ''] = play.assign({ ...line, leadUnitIds: [leadUnitId] });
  play.advanceTo('2026-11-10');
  play.act(leadUnitId.replace('unt_', 'usr_').concat('_head'), id, deeds.accept, {});
  return { play, id };
}
const latest = (play: Play, id: string) => {
  const found = proposalsOf(play.aggregate(id).requests).at(-1);
  if (!found) throw new Error('no proposal');
  return found;
};
const raise = (play: Play, id: string, more: Partial<NewProposal> = {}) => {
  play.act('usr_STC_officer', id, deeds.raiseProposal, { text: 'Xin ý kiến về nguồn vốn', ...more });
  return latest(play, id).id;
};
const answer = (play: Play, id: string, by = 'usr_VPTU_officer', more = {}) =>
  play.act(by, id, deeds.answerProposal, { proposalId: latest(play, id).id, text: 'Đồng ý', ...more });
const appeal = (play: Play, id: string) =>
  play.act('usr_STC_head', id, deeds.appealProposal, { proposalId: latest(play, id).id, reason: 'Chưa rõ' });
const open = (play: Play, id: string) =>
  play
    .aggregate(id)
    .obligations.filter((each) => each.state === 'open')
    .map(({ kind, holderUnitId, due }) => `${kind} ${holderUnitId} ${due?.date}`);
/** What the Office was told since then. */
const toldOffice = (play: Play, heard: number) =>
  ledgerLines(
    play.context.calendar,
    play.messages.slice(heard).filter(({ unitId }) => unitId === 'unt_VPTU'),
  );
const held = (play: Play, id: string) =>
  heldDays(play.context.calendar, play.aggregate(id).obligations, play.now());

describe('a proposal', () => {
  it('is for the Office to answer in seven working days, with its own reminders and ladder', () => {
    const { play, id } = begun();
    raise(play, id);
    expect(open(play, id)).toEqual(['perform unt_STC 2026-11-23', 'answer unt_VPTU 2026-11-19']);
    const heard = play.messages.length;
    play.advanceTo('2026-11-20', '09:00');
    expect(toldOffice(play, heard)).toEqual([
      '2026-11-10 09:00 notice: VPTU_officer, VPTU_head',
      '2026-11-16 08:00 reminder 0: VPTU_officer',
      '2026-11-18 08:00 reminder 1: VPTU_officer',
      '2026-11-19 08:00 reminder 2: VPTU_officer, VPTU_head',
      '2026-11-20 08:00 rung 1 #1: VPTU_officer, VPTU_head',
    ]);
    expect(play.task(id)).toMatchObject({ urgings: 0, rung: 0 });
  });

  it('goes to a body that stands above the lead, never beside it', () => {
    const { play, id } = begun();
    const to = (addressedToUnitId: string) => () => raise(play, id, { addressedToUnitId });
    expect(to('unt_SXD')).toThrow('not_a_superior');
    expect(to('unt_STC')).toThrow('not_a_superior');
    expect(to('unt_UBKT')).toThrow('not_a_superior');
    expect(to('unt_GONE')).toThrow('unit_unknown');
    for (const body of ['unt_TT', 'unt_BNC', 'unt_BCS-UBND']) {
      to(body)();
      expect(open(play, id).at(-1)).toContain(body);
    }
  });

  it('is answered by the addressee: for now, which moves nothing, then for good', () => {
    const { play, id } = begun();
    raise(play, id, { addressedToUnitId: 'unt_BNC' });
    expect(() => answer(play, id, 'usr_VPTU_officer')).toThrow('forbidden');
    expect(() => answer(play, id, 'usr_STC_head')).toThrow('own_work');
    const before = play.aggregate(id).obligations;
    answer(play, id, 'usr_BNC_officer', { interim: true, text: 'Đang lấy ý kiến' });
    expect(play.aggregate(id).obligations).toEqual(before);
    expect(latest(play, id)).toMatchObject({ state: 'open', interim: [{ text: 'Đang lấy ý kiến' }] });
    answer(play, id, 'usr_BNC_officer');
    expect(open(play, id)).toEqual(['perform unt_STC 2026-11-23']);
    expect(latest(play, id)).toMatchObject({
      ...{ state: 'closed', outcome: 'answered' },
      answer: { text: 'Đồng ý', byUserId: 'usr_BNC_officer' },
    });
    expect(() => answer(play, id, 'usr_BNC_officer')).toThrow('request_closed');
  });

  it('is not what a person urges by hand unless they say so', () => {
    const { play, id } = begun();
    raise(play, id);
    const urged = () => play.events.filter(({ type }) => type === 'urged').at(-1)?.data;
    play.act('usr_TT_officer', id, deeds.urge, {});
    expect(urged()).toMatchObject({ kind: 'perform', recipients: ['usr_STC_officer', 'usr_STC_head'] });
    const [asked] = play.aggregate(id).obligations.filter(({ kind }) => kind === 'answer');
    play.act('usr_TT_officer', id, deeds.urge, { obligationId: asked?.id ?? '' });
    expect(urged()).toMatchObject({ kind: 'answer', recipients: ['usr_VPTU_officer', 'usr_VPTU_head'] });
    expect(play.task(id).urgings).toBe(1);
    expect(() => play.act('usr_TT_officer', id, deeds.urge, { obligationId: 'obl_none' })).toThrow(
      'nothing_to_urge',
    );
  });

  it('waits out a suspension, and ends with the work that it is about', () => {
    const { play, id } = begun();
    raise(play, id, { blocking: true });
    raise(play, id, { text: 'Việc khác' });
    play.advanceTo('2026-11-12');
    play.act('usr_TT_head', id, deeds.suspend, { reason: 'Chờ luật' });
    play.advanceTo('2026-11-19');
    play.act('usr_TT_head', id, deeds.resume, {});
    expect(open(play, id)).toEqual([
      'perform unt_STC 2026-12-01',
      'answer unt_VPTU 2026-11-27',
      'answer unt_VPTU 2026-11-27',
    ]);
    play.advanceTo('2026-11-20');
    expect(held(play, id)).toEqual({ unt_STC: 1, unt_VPTU: 3 });
    play.act('usr_STC_head', id, deeds.submit, {});
    expect(proposalsOf(play.aggregate(id).requests).map(({ outcome }) => outcome)).toEqual([
      'superseded',
      'superseded',
    ]);
    expect(open(play, id)).toEqual(['confirm unt_VPTU 2026-11-26']);
  });
});

describe('an appeal', () => {
  it('turns once to the next superior, against an answer or when it is overdue', () => {
    const { play, id } = begun();
    raise(play, id, { blocking: true });
    expect(() => appeal(play, id)).toThrow('appeal_too_early');
    play.advanceTo('2026-11-20');
    appeal(play, id);
    expect(latest(play, id)).toMatchObject({
      ...{ state: 'open', addressedToUnitId: 'unt_TT' },
      appeal: { fromUnitId: 'unt_VPTU', reason: 'Chưa rõ' },
    });
    expect(open(play, id)).toEqual(['perform unt_STC 2026-11-23', 'answer unt_TT 2026-12-02']);
    expect(() => answer(play, id)).toThrow('forbidden');
    answer(play, id, 'usr_TT_officer');
    expect(() => appeal(play, id)).toThrow('already_appealed');
    expect(held(play, id)).toEqual({ unt_STC: 1, unt_VPTU: 8 });
  });

  it.each([
    ['unt_BCS-UBND', 'unt_TT'],
    ['unt_BNC', 'unt_TT'],
  ])('from %s goes to %s', (from, to) => {
    const { play, id } = begun();
    raise(play, id, { addressedToUnitId: from });
    answer(play, id, from.replace('unt_', 'usr_').concat('_head'));
    appeal(play, id);
    expect(latest(play, id)).toMatchObject({
      addressedToUnitId: to,
      appeal: { against: { text: 'Đồng ý' } },
    });
    expect(latest(play, id).answer).toBeUndefined();
  });

  it.each(['unt_TT', 'unt_BTV'])('has nowhere to go above a leading body of the city (%s)', (body) => {
    const { play, id } = begun();
    raise(play, id, { addressedToUnitId: body });
    answer(play, id, body.replace('unt_', 'usr_').concat('_head'));
    expect(() => appeal(play, id)).toThrow('no_superior');
  });
});

describe('whose days they were', () => {
  /** An answer is due in three working days here, so that six are too many. */
  const policy = { ...defaultPolicies.answer.policy, due: { workingDays: 3 } };
  const policies = { ...defaultPolicies, answer: { policy, overrides: [] } };

  it('the addressee’s, while a blocking proposal raised 4 working days before the deadline waits 6 for its answer', () => {
    const { play, id } = begun({ policies });
    play.advanceTo('2026-11-17');
    raise(play, id, { blocking: true });
    const heard = play.messages.length;
    play.advanceTo('2026-11-26');
    answer(play, id);
    expect(toldOffice(play, heard)).toEqual([
      '2026-11-17 09:00 notice: VPTU_officer, VPTU_head',
      '2026-11-19 08:00 reminder 1: VPTU_officer',
      '2026-11-20 08:00 reminder 2: VPTU_officer, VPTU_head',
      '2026-11-23 08:00 rung 1 #1: VPTU_officer, VPTU_head',
    ]);
    play.advanceTo('2026-11-30');
    play.act('usr_STC_head', id, deeds.submit, {});
    play.act('usr_VPTU_officer', id, deeds.confirm, {});
    expect(play.task(id).verdict).toMatchObject({ againstOriginal: 'late', daysLateOriginal: 4 });
    expect(held(play, id)).toEqual({ unt_STC: 1 + 5 + 2, unt_VPTU: 6 });
    const { calendar } = play.context;
    const spans = heldSpans(calendar, play.aggregate(id).obligations, play.now());
    expect(spans.map((span) => explainHeld(calendar, span, span.unitId, 'vi'))).toEqual([
      'Từ 09/11/2026 đến 10/11/2026: 1 ngày làm việc tính cho unt_STC (tiếp nhận nhiệm vụ).',
      'Từ 10/11/2026 đến 17/11/2026: 5 ngày làm việc tính cho unt_STC (thực hiện nhiệm vụ).',
      'Từ 17/11/2026 đến 26/11/2026: 6 ngày làm việc tính cho unt_VPTU (trả lời kiến nghị mà thiếu thì không thể làm tiếp).',
      'Từ 26/11/2026 đến 30/11/2026: 2 ngày làm việc tính cho unt_STC (thực hiện nhiệm vụ).',
    ]);
  });

  it('the unit’s own, while one that does not block waits', () => {
    const { play, id } = begun();
    raise(play, id);
    play.advanceTo('2026-11-18');
    expect(held(play, id)).toEqual({ unt_STC: 7 });
  });

  it('the first addressee’s while several block, so that the days add up', () => {
    const { play, id } = begun();
    play.advanceTo('2026-11-11');
    raise(play, id, { blocking: true, addressedToUnitId: 'unt_BNC' });
    play.advanceTo('2026-11-12');
    raise(play, id, { blocking: true });
    play.advanceTo('2026-11-16');
    const [first] = proposalsOf(play.aggregate(id).requests);
    play.act('usr_BNC_head', id, deeds.answerProposal, { proposalId: first?.id ?? '', text: 'Được' });
    play.advanceTo('2026-11-18');
    answer(play, id);
    play.advanceTo('2026-11-20');
    expect(held(play, id)).toEqual({ unt_STC: 4, unt_BNC: 3, unt_VPTU: 2 });
    const total = workingDaysBetween(play.context.calendar, '2026-11-09', '2026-11-20');
    expect(Object.values(held(play, id)).reduce((a, b) => a + b, 0)).toBe(total);
  });
});
