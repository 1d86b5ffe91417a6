import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from './world.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
  await api.admin('PUT', `/v1/units/${api.units.finance}/members/fin-deputy`, person('fin-deputy', 'deputy'));
  await api.admin('PUT', `/v1/units/${api.units.finance}/members/fin-viewer`, person('fin-viewer', 'viewer'));
});
afterAll(() => api.engine.close());

const person = (id: string, role: string) => ({
  name: `Người ${id}`,
  email: `${id}@example.org`,
  roles: [role],
  locale: 'vi',
});
const path = (userId = 'fin-head') => `/v1/units/${api.units.finance}/members/${userId}/substitute`;
const week = { userId: 'fin-viewer', from: '2026-11-23', to: '2026-11-27' };
/** The same person on another day. */
const on = (as: string, date: string) => (method: string, target: string, body?: object) =>
  api.http(method, target, { as, at: `${date}T03:00:00.000Z`, ...(body && { body }) });

describe('a substitute', () => {
  it('has the head’s rights from the first to the last day, and the record names both', async () => {
    const { head, newTask } = api;
    const [first, last, after] = [await newTask(), await newTask(), await newTask()];
    const viewer = on('fin-viewer', '2026-11-23');
    expect((await viewer('POST', `/v1/tasks/${first}/acceptance`, {})).status).toBe(403);

    const named = await head('PUT', path(), week);
    expect(named.status, named.text).toBe(201);
    expect(named.json).toMatchObject({ headId: 'fin-head', userId: 'fin-viewer', active: true });
    expect((await viewer('GET', '/v1/me')).json.memberships).toMatchObject([
      { roles: ['viewer'], onBehalfOf: null },
      { roles: ['head'], onBehalfOf: 'fin-head' },
    ]);
    const accepted = await viewer('POST', `/v1/tasks/${first}/dispute`, { reason: 'Không đúng chức năng.' });
    expect(accepted.status, accepted.text).toBe(200);
    const record = await head('GET', `/v1/tasks/${first}/events`);
    expect(record.json.items.at(-1)).toMatchObject({
      type: 'disputed',
      actor: { userId: 'fin-viewer', unitId: api.units.finance, onBehalfOf: 'fin-head' },
    });
    const friday = on('fin-viewer', '2026-11-27');
    expect((await friday('POST', `/v1/tasks/${last}/acceptance`, {})).status).toBe(200);
    const saturday = on('fin-viewer', '2026-11-28');
    expect((await saturday('POST', `/v1/tasks/${after}/acceptance`, {})).status).toBe(403);
    expect((await saturday('GET', path())).json.active).toBe(false);
    expect((await saturday('GET', '/v1/me')).json.memberships).toHaveLength(1);
  });

  it('is written to in the head’s place, and nobody after the last day', async () => {
    const { head, newTask, clerk } = api;
    await head('PUT', path(), week);
    const id = await newTask({ deadline: { date: '2026-12-01' } });
    const { json } = await clerk('GET', '/v1/forecast?days=14');
    const mails = json.items.filter((mail: { task: { id: string } }) => mail.task.id === id);
    const of = (userId: string) =>
      mails
        .filter((mail: { personId: string }) => mail.personId === userId)
        .map((mail: { morning: string; reason: string }) => `${mail.morning} ${mail.reason}`);
    // The notice of today and the reminder on which the term to answer ends; then the notice of work begun by silence.
    expect(of('fin-viewer')).toEqual([
      '2026-11-23 substitute',
      '2026-11-26 substitute',
      '2026-11-27 substitute',
    ]);
    expect(of('fin-head')[0]).toBe('2026-11-30 head');
  });

  it('is named by the head or an administrator, near the head, for days to come; recalled at any time', async () => {
    const { admin, head, officer, other } = api;
    expect((await officer('PUT', path(), week)).json.code).toBe('forbidden');
    expect((await other('PUT', path(), week)).json.code).toBe('forbidden');
    expect((await head('PUT', path(), { ...week, userId: 'build-head' })).json.code).toBe(
      'substitute_outside',
    );
    expect((await head('PUT', path(), { ...week, userId: 'fin-head' })).json.code).toBe('substitute_outside');
    expect((await head('PUT', path(), { ...week, to: '2026-11-20' })).json.code).toBe(
      'ends_before_it_begins',
    );
    const past = { ...week, from: '2026-11-16', to: '2026-11-20' };
    expect((await head('PUT', path(), past)).json).toMatchObject({ status: 422, code: 'period_past' });
    expect((await admin('PUT', path('fin-officer'), week)).json.code).toBe('not_a_head');

    await admin('PUT', path(), week);
    const replaced = await admin('PUT', path(), { ...week, userId: 'fin-deputy' });
    expect(replaced.status, replaced.text).toBe(200);
    const me = async (as: string) => (await on(as, '2026-11-24')('GET', '/v1/me')).json.memberships.length;
    expect([await me('fin-viewer'), await me('fin-deputy')]).toEqual([1, 2]);
    const stale = { headers: { 'if-match': '"v1"' } };
    expect((await head('DELETE', path(), undefined, stale)).status).toBe(412);
    expect((await head('DELETE', path())).status).toBe(204);
    expect(await me('fin-deputy')).toBe(1);
    expect((await head('GET', path())).json.code).toBe('substitute_not_found');
  });

  it('ends with the head’s place', async () => {
    const { admin, units } = api;
    await admin('PUT', path(), week);
    const place = `/v1/units/${units.finance}/members/fin-head`;
    await admin('PUT', place, person('fin-head', 'officer'));
    const { json } = await on('fin-viewer', '2026-11-24')('GET', '/v1/me');
    expect(json.memberships).toHaveLength(1);
    await admin('PUT', place, person('fin-head', 'head'));
    await admin('PUT', path(), week);
    expect((await admin('DELETE', place)).status).toBe(204);
    expect((await on('fin-viewer', '2026-11-24')('GET', '/v1/me')).json.memberships).toHaveLength(1);
    await admin('PUT', place, person('fin-head', 'head'));
  });
});
