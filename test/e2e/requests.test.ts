import { beforeAll, expect, test } from 'vitest';
import { at, type Call, listAt, textAt } from './client.ts';
import { hanoi } from './mornings.ts';
import { assignTask, type Office, openOffice } from './office.ts';
import { scenario } from './scenario.ts';
import type { Target } from './target.ts';

const rows = (body: unknown) =>
  listAt(body, 'items').map((row) => ({
    to: at(row, 'personId'),
    alarm: at(row, 'alarm'),
    state: at(row, 'state'),
    why: at(row, 'stateReason'),
    obligationId: at(row, 'obligationId'),
    morning: at(row, 'morning'),
  }));

/** Ten working days from Monday 2026-11-23; the 24th is a day off: due on Tuesday 2026-12-08. */
scenario(
  'a blocking proposal raised 4 working days before the deadline and answered 6 later',
  { on: ['local'], because: 'weeks of working days are counted', at: hanoi('2026-11-23', '08:00') },
  (running) => {
    let target: Target;
    let office: Office;
    let taskId: string;
    let proposalId: string;
    let lead: Call;
    let officer: Call;

    beforeAll(async () => {
      target = running();
      office = await openOffice(target);
      // An answer is due in three working days, so that six are too many.
      const read = await office.admin('GET', '/policies/answer');
      const policy = { ...Object(at(read.body, 'policy')), version: 'three-days', due: { workingDays: 3 } };
      const etag = { 'if-match': read.headers.get('etag') ?? '' };
      const set = await office.admin('PUT', '/policies/answer', { policy, overrides: [] }, etag);
      expect(set.status).toBe(200);
      await target.until(hanoi('2026-11-23', '09:00'));
      ({ taskId } = await assignTask(office));
      lead = await office.person('stc.head');
      officer = await office.person('vptu.officer');
      expect((await lead('POST', `/tasks/${taskId}/acceptance`, {})).status).toBe(200);
      await target.until(hanoi('2026-12-02', '09:00'));
      const raised = await lead('POST', `/tasks/${taskId}/proposals`, { text: 'Nguồn vốn?', blocking: true });
      expect(raised.status).toBe(201);
      proposalId = textAt(raised.body, 'id');
      expect(proposalId).toMatch(/^prp_/);
    });

    test('is on the work list of the Office, with its text, age and addressee', async () => {
      for (const query of [
        'holder=me&kind=answer',
        `unitId=${office.units.VPTU}&kind=answer`,
        'kind=answer',
      ]) {
        const list = await officer('GET', `/obligations?${query}`);
        expect(listAt(list.body, 'items')).toMatchObject([
          {
            holder: { code: 'VPTU' },
            due: '2026-12-07',
            blocking: true,
            requestId: proposalId,
            request: { id: proposalId, text: 'Nguồn vốn?', addressedTo: { code: 'VPTU' }, state: 'open' },
          },
        ]);
      }
      const task = await lead('GET', `/tasks/${taskId}`);
      expect(listAt(task.body, 'waitingFor')).toMatchObject([
        { kind: 'perform', unit: { code: 'STC' }, requestId: null },
        { kind: 'answer', unit: { code: 'VPTU' }, requestId: proposalId, blocking: true },
      ]);
    });

    test('the answerer is reminded and urged', async () => {
      await target.until(hanoi('2026-12-09', '09:00'));
      const urged = await (await office.person('tt.officer'))('POST', `/tasks/${taskId}/urges`, {
        obligationId: at((await officer('GET', '/obligations?kind=answer')).body, 'items.0.id'),
        note: 'Đề nghị trả lời ngay',
      });
      expect(urged.status).toBe(200);
      await target.until(hanoi('2026-12-10', '09:00'));
      const messages = rows((await officer('GET', `/tasks/${taskId}/messages?limit=200`)).body);
      const toOffice = messages.filter(({ to }) => to === 'vptu.officer');
      expect(toOffice.map(({ alarm, morning, state }) => `${morning} ${alarm} ${state}`)).toEqual([
        '2026-12-02 notice delivered',
        '2026-12-04 reminder delivered',
        '2026-12-07 reminder delivered',
        '2026-12-08 rung delivered',
        '2026-12-09 urge delivered',
      ]);
      const mails = (await target.mails()).filter(({ to }) => to.includes('vptu.officer@'));
      expect(mails.at(-1)?.text).toContain('Nguồn vốn?');
    });

    test('an interim answer moves nothing, the final one closes', async () => {
      await target.until(hanoi('2026-12-10', '10:00'));
      const path = `/tasks/${taskId}/proposals/${proposalId}/answer`;
      const interim = await officer('POST', path, { text: 'Đang hỏi Bộ Tài chính', interim: true });
      expect([interim.status, at(interim.body, 'state')]).toEqual([200, 'open']);
      const answered = await officer('POST', path, { text: 'Vốn sự nghiệp 2027' });
      expect([answered.status, at(answered.body, 'outcome')]).toEqual([200, 'answered']);
      const again = await officer('POST', path, { text: 'Lần nữa' });
      expect([again.status, at(again.body, 'code')]).toEqual([409, 'request_closed']);
    });

    test('the six days are the Office’s, the verdict against the original deadline says late, the explanation whose they were', async () => {
      await target.until(hanoi('2026-12-11', '10:00'));
      const submitted = await lead('POST', `/tasks/${taskId}/submission`, { lateReason: 'Chờ trả lời' });
      const held = (body: unknown, code: string) => at(body, `heldDays.${office.units[code]}`);
      expect([held(submitted.body, 'STC'), held(submitted.body, 'VPTU')]).toEqual([7, 6]);
      const confirmed = await officer('POST', `/tasks/${taskId}/confirmation`, {});
      expect(at(confirmed.body, 'verdict')).toMatchObject({ againstOriginal: 'late', daysLateOriginal: 3 });
      const explained = await lead('GET', `/tasks/${taskId}/deadline`);
      expect(listAt(explained.body, 'held')).toMatchObject([
        { unit: { code: 'STC' }, kind: 'perform', workingDays: 6 },
        { unit: { code: 'VPTU' }, kind: 'answer', requestId: proposalId, workingDays: 6 },
        { unit: { code: 'STC' }, kind: 'perform', workingDays: 1 },
      ]);
      expect(textAt(explained.body, 'held.1.explanation.vi')).toBe(
        'Từ 02/12/2026 đến 10/12/2026: 6 ngày làm việc tính cho Văn phòng Thành ủy (trả lời kiến nghị mà thiếu thì không thể làm tiếp).',
      );
    });
  },
);

scenario(
  'three extensions: the third waits for the authority',
  { on: ['local'], because: 'weeks of working days are counted', at: hanoi('2026-11-23', '08:00') },
  (running) => {
    let target: Target;
    let office: Office;
    let taskId: string;
    let lead: Call;
    let officer: Call;

    beforeAll(async () => {
      target = running();
      office = await openOffice(target);
      ({ taskId } = await assignTask(office));
      lead = await office.person('stc.head');
      officer = await office.person('vptu.officer');
      expect((await lead('POST', `/tasks/${taskId}/acceptance`, {})).status).toBe(200);
    });

    const ask = (date: string) =>
      lead('POST', `/tasks/${taskId}/extensions`, { reason: 'Chờ số liệu các quận', deadline: { date } });
    const decide = async (who: Call, extension: unknown, body: unknown) =>
      who('POST', `/tasks/${taskId}/extensions/${textAt(extension, 'id')}/decision`, body);
    const waiting = async () => listAt((await officer('GET', `/tasks/${taskId}`)).body, 'waitingFor');

    test('the Office decides the first; a mail planned for the old date is suppressed with that reason', async () => {
      await target.until(hanoi('2026-12-02', '09:00'));
      const first = await ask('2026-12-11');
      expect(first.status).toBe(201);
      expect(first.body).toMatchObject({ number: 1, late: false, from: '2026-12-08', task: { id: taskId } });
      expect((await ask('2026-12-12')).status).toBe(409);
      expect(await waiting()).toMatchObject([
        { kind: 'perform', due: '2026-12-08' },
        { kind: 'decide', unit: { code: 'VPTU' }, due: '2026-12-04' },
      ]);
      // The reminder of three working days ahead is planned at eight and sent when the morning's matters are gathered.
      await target.until(hanoi('2026-12-03', '08:00'));
      const approved = await decide(officer, first.body, { approved: true });
      expect([approved.status, at(approved.body, 'outcome')]).toEqual([200, 'approved']);
      expect(at(approved.body, 'task.deadline')).toMatchObject({
        original: '2026-12-08',
        current: '2026-12-11',
        extensions: 1,
      });
      await target.until(hanoi('2026-12-03', '12:00'));
      const messages = rows((await officer('GET', `/tasks/${taskId}/messages?limit=200`)).body);
      const today = messages.filter(({ to, morning }) => to === 'stc.officer' && morning === '2026-12-03');
      expect(today.sort((a, b) => (String(a.alarm) < String(b.alarm) ? -1 : 1))).toMatchObject([
        { alarm: 'notice', state: 'delivered' },
        { alarm: 'reminder', state: 'suppressed', why: 'date_moved' },
      ]);
      const told = (await target.mails()).filter(({ to }) => to.includes('stc.officer@')).at(-1);
      expect(told?.text).toContain('Kết quả đề nghị gia hạn'.toUpperCase());
    });

    test('it decides the second, asked late; a refusal needs a reason and a date that is later', async () => {
      await target.until(hanoi('2026-12-10', '09:00'));
      const second = await ask('2026-12-16');
      expect(second.body).toMatchObject({ number: 2, late: true });
      const silent = await decide(officer, second.body, { approved: false });
      expect([silent.status, at(silent.body, 'code')]).toEqual([422, 'reason_required']);
      const own = await decide(lead, second.body, { approved: true });
      expect([own.status, at(own.body, 'code')]).toEqual([403, 'own_work']);
      const approved = await decide(officer, second.body, {
        approved: true,
        deadline: { date: '2026-12-17' },
      });
      expect(at(approved.body, 'task.deadline')).toMatchObject({ current: '2026-12-17', extensions: 2 });
    });

    test('the third waits for the authority, and the running ladder ends by itself when the date moves', async () => {
      await target.until(hanoi('2026-12-18', '09:00'));
      const before = await officer('GET', `/tasks/${taskId}`);
      expect(at(before.body, 'escalation')).toMatchObject({ urgings: 1, rung: 1 });
      const third = await ask('2026-12-25');
      expect(await waiting()).toMatchObject([{ kind: 'perform' }, { kind: 'decide', unit: { code: 'TT' } }]);
      const notTheirs = await decide(officer, third.body, { approved: true });
      expect([notTheirs.status, at(notTheirs.body, 'code')]).toEqual([403, 'forbidden']);
      const authority = await office.person('tt.head');
      const approved = await decide(authority, third.body, { approved: true, reason: 'Lần cuối' });
      expect(at(approved.body, 'task.deadline')).toMatchObject({ current: '2026-12-25', extensions: 3 });
      expect(at(approved.body, 'task.escalation')).toMatchObject({ urgings: 1, rung: 0 });
      await target.until(hanoi('2026-12-25', '10:00'));
      const messages = rows((await officer('GET', `/tasks/${taskId}/messages?limit=200`)).body);
      expect(messages.filter(({ alarm, to }) => alarm === 'rung' && to === 'stc.head')).toHaveLength(1);
    });

    test('both verdicts are right at the end, and the record tells everything', async () => {
      await lead('POST', `/tasks/${taskId}/submission`, {});
      const confirmed = await officer('POST', `/tasks/${taskId}/confirmation`, {});
      expect(at(confirmed.body, 'verdict')).toMatchObject({
        ...{ againstOriginal: 'late', daysLateOriginal: 13 },
        ...{ againstCurrent: 'on_time', daysLateCurrent: 0 },
      });
      expect(listAt(confirmed.body, 'extensions')).toMatchObject([
        { number: 1, outcome: 'approved', decision: { byUnit: { code: 'VPTU' } } },
        { number: 2, outcome: 'approved', decision: { date: '2026-12-17' } },
        { number: 3, outcome: 'approved', decision: { byUnit: { code: 'TT' }, reason: 'Lần cuối' } },
      ]);
      const events = await officer('GET', `/tasks/${taskId}/events?limit=200`);
      const types = listAt(events.body, 'items').map((event) => at(event, 'type'));
      expect(types.filter((type) => type === 'extension_requested')).toHaveLength(3);
      expect(types.filter((type) => type === 'extension_approved')).toHaveLength(3);
    });
  },
);
