import { beforeAll, expect, test } from 'vitest';
import { at, listAt, textAt } from './client.ts';
import { assignTask, type Office, openOffice } from './office.ts';
import { scenario } from './scenario.ts';

let office: Office;

const body = () => ({
  content: 'Rà soát các dự án chậm tiến độ',
  leadUnitIds: [office.units.STC],
  deadline: { date: '2099-12-31' },
});

const place = { on: ['local', 'deployed'], stage: 'e2e-safety', at: '2026-11-23T02:00:00.000Z' } as const;

scenario('every write is safe to repeat and to race', place, (running) => {
  beforeAll(async () => {
    office = await openOffice(running());
  });

  test('the same Idempotency-Key twice is one task; another body under it is refused', async () => {
    const officer = await office.person('vptu.officer');
    const key = { 'idempotency-key': 'a-key-of-mine' };
    const first = await officer('POST', '/tasks', body(), key);
    const second = await officer('POST', '/tasks', body(), key);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    const other = await officer(
      'POST',
      '/tasks',
      { ...body(), content: 'Việc khác hẳn với việc trước' },
      key,
    );
    expect(other.status).toBe(422);
    const list = await officer('GET', '/tasks?limit=200');
    expect(listAt(list.body, 'items').length).toBe(1);
  });

  test('the same key sent ten times at once is still one task, and all are told the same', async () => {
    const officer = await office.person('vptu.officer');
    const key = { 'idempotency-key': 'at-once' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => officer('POST', '/tasks', body(), key)),
    );
    const done = answers.filter(({ status }) => status === 201);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(new Set(done.map((answer) => textAt(answer.body, 'id'))).size).toBe(1);
  });

  test('an action repeated under its key is answered as before, though the state has moved on', async () => {
    const { taskId } = await assignTask(office);
    const lead = await office.person('stc.officer');
    const key = { 'idempotency-key': 'accept-once' };
    const first = await lead('POST', `/tasks/${taskId}/acceptance`, {}, key);
    const second = await lead('POST', `/tasks/${taskId}/acceptance`, {}, key);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect((await lead('POST', `/tasks/${taskId}/acceptance`, {})).status).toBe(409);
  });

  test('two clients change one task with the same ETag: one succeeds, the other gets 412', async () => {
    const { taskId } = await assignTask(office);
    const officer = await office.person('vptu.officer');
    const etag = (await officer('GET', `/tasks/${taskId}`)).headers.get('etag') ?? '';
    const answers = await Promise.all(
      ['high', 'urgent'].map((priority) =>
        officer('PATCH', `/tasks/${taskId}`, { priority }, { 'if-match': etag }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  test('an unchanged task answers 304, a changed one does not', async () => {
    const { taskId } = await assignTask(office);
    const officer = await office.person('vptu.officer');
    const first = await officer('GET', `/tasks/${taskId}`);
    const etag = { 'if-none-match': first.headers.get('etag') ?? '' };
    expect((await officer('GET', `/tasks/${taskId}`, undefined, etag)).status).toBe(304);
    await (await office.person('stc.officer'))('POST', `/tasks/${taskId}/acceptance`, {});
    expect((await officer('GET', `/tasks/${taskId}`, undefined, etag)).status).toBe(200);
  });

  test('a list of leads becomes one child per unit under a parent that rolls them up', async () => {
    const officer = await office.person('vptu.officer');
    const leadUnitIds = ['STC', 'SXD', 'SKHCN'].map((code) => office.units[code]);
    const made = await officer('POST', '/tasks', { ...body(), leadUnitIds });
    expect(made.status).toBe(201);
    const parentId = textAt(made.body, 'id');
    const children = listAt((await officer('GET', `/tasks?parentId=${parentId}`)).body, 'items');
    expect(children.map((child) => at(child, 'lead.id')).sort()).toEqual([...leadUnitIds].sort());
    const first = children.find((child) => at(child, 'lead.id') === office.units.STC);
    const lead = await office.person('stc.officer');
    await lead('POST', `/tasks/${textAt(first, 'id')}/acceptance`, {});
    await lead('POST', `/tasks/${textAt(first, 'id')}/submission`, {});
    const parent = await officer('GET', `/tasks/${parentId}`);
    expect(at(parent.body, 'rollUp')).toMatchObject({ total: 3, submitted: 1, completed: 0, overdue: 0 });
    expect((await lead('POST', `/tasks/${parentId}/submission`, {})).status).toBe(409);
  });

  test('a list is walked page by page, each entry once, whatever is added meanwhile', async () => {
    const officer = await office.person('vptu.officer');
    const seen: string[] = [];
    let cursor: unknown = '';
    for (let page = 0; page < 100 && cursor !== null; page++) {
      const answer = await officer('GET', `/tasks?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      expect(answer.status).toBe(200);
      seen.push(...listAt(answer.body, 'items').map((item) => textAt(item, 'id')));
      cursor = at(answer.body, 'next');
      if (page === 1) await officer('POST', '/tasks', body());
    }
    expect(new Set(seen).size).toBe(seen.length);
    const all = listAt((await officer('GET', '/tasks?limit=200')).body, 'items').map((item) =>
      textAt(item, 'id'),
    );
    expect(all.length - new Set(seen).size).toBeLessThanOrEqual(1);
  });
});
