import { beforeAll, expect, test } from 'vitest';
import { at, type Call, listAt, textAt } from './client.ts';
import { hanoi, toldOf } from './mornings.ts';
import { assignTask, type Office, openOffice } from './office.ts';
import { scenario } from './scenario.ts';
import type { Target } from './target.ts';

/** Monday. The 24th is a day off, so ten working days end on Tuesday 2026-12-08. */
const place = {
  on: ['local'],
  because: 'weeks of mornings, under terms of whole days',
  at: hanoi('2026-11-23', '08:00'),
} as const;
const codeOf = (answer: { status: number; body: unknown }) => [answer.status, at(answer.body, 'code')];

scenario('coordinating units are asked for their part', place, (running) => {
  let target: Target;
  let office: Office;
  let taskId: string;
  let lead: Call;
  const asked = 'Đề nghị gửi số liệu của ngành';
  const contributionOf = new Map<string, string>();
  const answer = async (who: string, code: string, text: string) =>
    (await office.person(who))('POST', `/tasks/${taskId}/contributions/${contributionOf.get(code)}/answer`, {
      ...{ text, products: [{ number: `45/${code}` }] },
    });

  beforeAll(async () => {
    target = running();
    office = await openOffice(target);
    const both = [office.units.SXD, office.units.SKHCN];
    ({ taskId } = await assignTask(office, { coordinatingUnitIds: both }));
    lead = await office.person('stc.officer');
    await lead('POST', `/tasks/${taskId}/acceptance`, {});
    await target.until(hanoi('2026-11-23', '09:00'));
  });

  test('by the lead alone, and only those that take part', async () => {
    const ask = async (who: string, body: object = {}) =>
      (await office.person(who))('POST', `/tasks/${taskId}/contributions`, { text: asked, ...body });
    expect(codeOf(await ask('vptu.officer'))).toEqual([403, 'forbidden']);
    expect(codeOf(await ask('sxd.head'))).toEqual([403, 'forbidden']);
    const other = await ask('stc.officer', { unitIds: [office.units.BTG] });
    expect(codeOf(other)).toEqual([422, 'not_coordinating']);
    const made = await ask('stc.officer', { deadline: { workingDays: 3 } });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    for (const each of listAt(made.body, 'contributions'))
      contributionOf.set(textAt(each, 'unit.code'), textAt(each, 'id'));
    expect([...contributionOf.keys()].sort()).toEqual(['SKHCN', 'SXD']);
    expect(listAt(made.body, 'waitingFor')).toMatchObject([
      { kind: 'perform', unit: { code: 'STC' } },
      { kind: 'contribute', due: '2026-11-27' },
      { kind: 'contribute', due: '2026-11-27' },
    ]);
  });

  test('whoever answers hears nothing more; the other is reminded and urged, at last before the monitor', async () => {
    await target.until(hanoi('2026-11-25', '10:00'));
    expect(codeOf(await answer('skhcn.officer', 'SXD', 'Của đơn vị khác'))).toEqual([403, 'forbidden']);
    expect((await answer('skhcn.officer', 'SKHCN', 'Số liệu như kèm theo')).status).toBe(200);
    await target.until(hanoi('2026-12-04', '10:00'));
    const told = toldOf(await target.mails(), asked);
    expect(told.filter((line) => line.includes('skhcn'))).toEqual([
      ...['2026-11-23 skhcn.head', '2026-11-23 skhcn.officer'],
    ]);
    expect(told.filter((line) => !line.includes('skhcn'))).toEqual([
      ...['2026-11-23 sxd.head', '2026-11-23 sxd.officer', '2026-11-26 sxd.officer'],
      ...['2026-11-27 sxd.head', '2026-11-27 sxd.officer', '2026-11-30 sxd.head', '2026-11-30 sxd.officer'],
      ...['2026-12-04 btg.officer', '2026-12-04 sxd.head', '2026-12-04 sxd.officer'],
    ]);
  });

  test('answered, it is on record and waits for nobody; once', async () => {
    const answered = await answer('sxd.head', 'SXD', 'Số liệu của ngành xây dựng');
    expect(answered.status, JSON.stringify(answered.body)).toBe(200);
    expect(listAt(answered.body, 'waitingFor')).toMatchObject([{ kind: 'perform' }]);
    expect(codeOf(await answer('sxd.head', 'SXD', 'Lần nữa'))).toEqual([409, 'request_closed']);
    const { body } = await lead('GET', `/tasks/${taskId}`);
    const contributions = listAt(body, 'contributions');
    expect(contributions.find((each) => at(each, 'unit.code') === 'SXD')).toMatchObject({
      ...{ state: 'closed', outcome: 'contributed' },
      answer: { byUserId: 'sxd.head', text: 'Số liệu của ngành xây dựng', products: [{ number: '45/SXD' }] },
    });
    const { SXD: sxd = '', SKHCN: skhcn = '' } = office.units;
    expect(at(body, 'contributionDays')).toEqual({ [sxd]: 8, [skhcn]: 1 });
    // The clock of the lead ran on, and no unit that only contributes is charged with its days.
    expect(at(body, 'heldDays')).toEqual({ [office.units.STC ?? '']: 8 });
    await target.until(hanoi('2026-12-11', '17:00'));
    expect(toldOf(await target.mails(), asked).filter((line) => line > '2026-12-05')).toEqual([]);
  });
});

scenario('a shortcoming is to be corrected (chấn chỉnh)', place, (running) => {
  let target: Target;
  let office: Office;
  let taskId: string;
  const demand = 'Bổ sung phân công người chịu trách nhiệm';
  const demanded = async (who: string, deadline: object = { workingDays: 5 }) =>
    (await office.person(who))('POST', `/tasks/${taskId}/rectifications`, { demand, deadline });
  const answerAs = async (who: string, id: string) =>
    (await office.person(who))('POST', `/tasks/${taskId}/rectifications/${id}/answer`, {
      text: 'Đã phân công',
    });
  let id: string;

  beforeAll(async () => {
    target = running();
    office = await openOffice(target);
    ({ taskId } = await assignTask(office, { deadline: { date: '2027-01-15' } }));
    await (await office.person('stc.head'))('POST', `/tasks/${taskId}/acceptance`, {});
    await target.until(hanoi('2026-11-25', '09:00'));
  });

  test('whoever watches demands it, by a day of its own', async () => {
    expect(codeOf(await demanded('stc.head'))).toEqual([403, 'own_work']);
    for (const who of ['sxd.head', 'ubkt.head'])
      expect(codeOf(await demanded(who))).toEqual([403, 'forbidden']);
    expect(codeOf(await demanded('btg.officer', { date: '2026-11-20' }))).toEqual([422, 'deadline_past']);
    const made = await demanded('btg.officer');
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    id = textAt(made.body, 'rectifications.0.id');
    expect(made.body).toMatchObject({
      deadline: { current: '2027-01-15' },
      rectifications: [{ demand, due: '2026-12-02', state: 'open', byUnit: { code: 'BTG' } }],
    });
    expect(listAt(made.body, 'waitingFor')).toContainEqual(
      expect.objectContaining({ kind: 'rectify', due: '2026-12-02', requestId: id }),
    );
    const owed = await (await office.person('stc.officer'))('GET', '/obligations?holder=me&kind=rectify');
    expect(listAt(owed.body, 'items')).toMatchObject([{ requestId: id, owedTo: { code: 'BTG' } }]);
  });

  test('the lead is reminded and urged about it, at last before the monitor', async () => {
    await target.until(hanoi('2026-12-09', '10:00'));
    // On the 25th the head had the report of the month: one mail a morning, so this is in that of the next.
    expect(toldOf(await target.mails(), demand)).toEqual([
      ...['2026-11-25 stc.officer', '2026-11-26 stc.head', '2026-12-01 stc.officer'],
      ...['2026-12-02 stc.head', '2026-12-02 stc.officer', '2026-12-03 stc.head', '2026-12-03 stc.officer'],
      ...['2026-12-09 btg.officer', '2026-12-09 stc.head', '2026-12-09 stc.officer'],
    ]);
    // What the work itself shows is its own: it is neither overdue nor urged.
    const { body } = await (await office.person('vptu.officer'))('GET', `/tasks/${taskId}`);
    expect(body).toMatchObject({ timing: 'on_track', escalation: { urgings: 0, rung: 0 } });
  });

  test('answered, it is settled, and silent', async () => {
    expect(codeOf(await answerAs('btg.officer', id))).toEqual([403, 'forbidden']);
    const answered = await answerAs('stc.officer', id);
    expect(at(answered.body, 'rectifications.0')).toMatchObject({
      ...{ state: 'closed', outcome: 'rectified' },
      answer: { byUserId: 'stc.officer', text: 'Đã phân công' },
    });
    expect(codeOf(await answerAs('stc.officer', id))).toEqual([409, 'request_closed']);
    await target.until(hanoi('2026-12-18', '17:00'));
    expect(toldOf(await target.mails(), demand).filter((line) => line > '2026-12-10')).toEqual([]);
  });

  test('handing the work in does not settle it, confirming the work does', async () => {
    await demanded('vptu.officer', { date: '2026-12-25' });
    const head = await office.person('stc.head');
    const submitted = await head('POST', `/tasks/${taskId}/submission`, {});
    const kinds = (body: unknown) => listAt(body, 'waitingFor').map((each) => at(each, 'kind'));
    expect(kinds(submitted.body).sort()).toEqual(['confirm', 'rectify']);
    const confirmed = await (await office.person('vptu.officer'))(
      'POST',
      `/tasks/${taskId}/confirmation`,
      {},
    );
    expect(kinds(confirmed.body)).toEqual([]);
    expect(at(confirmed.body, 'rectifications.1')).toMatchObject({ state: 'closed', outcome: 'superseded' });
    await target.until(hanoi('2027-01-06', '17:00'));
    expect(toldOf(await target.mails(), demand).filter((line) => line > '2026-12-19')).toEqual([]);
  });
});

scenario('the conclusion of an inspection is put on record', place, (running) => {
  let office: Office;
  let taskId: string;
  const found = {
    nature: 'Chậm thực hiện nhiệm vụ được giao',
    degree: 'minor',
    cause: 'Thiếu kiểm tra, đôn đốc trong đơn vị',
    responsibility: 'Người đứng đầu đơn vị chủ trì',
    document: { number: '12-KL/UBKTTU', date: '2026-12-07' },
  };
  const concluded = async (who: string) =>
    (await office.person(who))('POST', `/tasks/${taskId}/conclusions`, found);

  beforeAll(async () => {
    office = await openOffice(running());
    ({ taskId } = await assignTask(office));
  });

  test('only on work that is not finished or not done as it should be', async () => {
    expect(codeOf(await concluded('vptu.officer'))).toEqual([409, 'nothing_to_conclude']);
    await running().until(hanoi('2026-12-09', '10:00'));
    expect((await concluded('vptu.officer')).status).toBe(200);
  });

  test('by the Office or the authority; the inspector reads, and the lead is told nothing to enter', async () => {
    expect(codeOf(await concluded('ubkt.head'))).toEqual([403, 'forbidden']);
    expect(codeOf(await concluded('btg.officer'))).toEqual([403, 'forbidden']);
    expect(codeOf(await concluded('stc.head'))).toEqual([403, 'own_work']);
  });

  test('it stays, changes nothing else, and may follow after the work is closed', async () => {
    const officer = await office.person('vptu.officer');
    const before = await officer('GET', `/tasks/${taskId}`);
    await officer('POST', `/tasks/${taskId}/cancellation`, { reason: 'Giao cơ quan khác' });
    const closed = await concluded('tt.head');
    expect(closed.status, JSON.stringify(closed.body)).toBe(200);
    expect(closed.body).toMatchObject({ status: 'cancelled', waitingFor: [] });
    const { body } = await (await office.person('ubkt.head'))('GET', `/tasks/${taskId}`);
    expect(listAt(body, 'conclusions')).toMatchObject([
      { ...found, byUserId: 'vptu.officer', byUnit: { code: 'VPTU' } },
      { ...found, byUserId: 'tt.head', byUnit: { code: 'TT' } },
    ]);
    expect(at(before.body, 'status')).toBe('accepted');
    const { body: record } = await officer('GET', `/tasks/${taskId}/events?limit=200`);
    const events = listAt(record, 'items').filter((each) => at(each, 'type') === 'inspection_concluded');
    expect(events.map((each) => at(each, 'data.nature'))).toEqual([found.nature, found.nature]);
  });
});
