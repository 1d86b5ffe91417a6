import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callsOf } from '../../support/faults.ts';
import { startApi } from './world.ts';

let api: Awaited<ReturnType<typeof startApi>>;
let taskId = '';
let clock = Date.parse('2026-11-23T02:00:00.000Z');
/** Each request a second after the one before, so that the record has an order. */
const inspector = (method: string, target: string, body?: unknown, call = {}) => {
  clock += 1000;
  const at = new Date(clock).toISOString();
  return api.http(method, target, { as: 'insp', at, ...(body ? { body } : {}), ...call });
};
beforeAll(async () => {
  api = await startApi();
  const { json } = await api.admin('POST', '/v1/units', {
    code: 'UBKT',
    name: 'Ủy ban Kiểm tra Thành ủy',
    kind: 'inspector',
    validFrom: '2020-01-01',
  });
  await api.admin('PUT', `/v1/units/${json.id}/members/insp`, {
    name: 'Kiểm tra viên',
    email: 'insp@example.org',
    roles: ['head', 'officer'],
    locale: 'vi',
  });
  taskId = await api.newTask();
});
afterAll(() => api.engine.close());

describe('an inspector', () => {
  it('reads everything', async () => {
    for (const part of ['', '/events', '/obligations', '/messages', '/deadline'])
      expect((await inspector('GET', `/v1/tasks/${taskId}${part}`)).status, part).toBe(200);
    for (const list of ['tasks', 'obligations', 'directives', 'units', 'forecast'])
      expect((await inspector('GET', `/v1/${list}`)).json.items.length, list).toBeGreaterThan(0);
    expect((await inspector('GET', '/v1/calendars/2026')).status).toBe(200);
  });

  it('changes nothing, whatever the operation and however the head of the body asks', async () => {
    const version = (await inspector('GET', `/v1/tasks/${taskId}`)).json.version;
    // Feeds of one's own and exports only read; they leave nothing but their own address or job.
    const reading = ['/v1/me', '/v1/exports'];
    const writing = Object.entries(api.description.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(
          ([method]) =>
            method !== 'get' && !reading.some((each) => path.startsWith(each)) && path.startsWith('/v1'),
        )
        .map(([method, operation]) => ({ path, method, operation })),
    );
    expect(writing.length).toBeGreaterThan(25);
    for (const { path, method, operation } of writing) {
      const address = path
        .replace('/v1/tasks/{id}', `/v1/tasks/${taskId}`)
        .replace('/v1/units/{id}', `/v1/units/${api.units.finance}`)
        .replace('{userId}', 'fin-head')
        .replace('{year}', '2026')
        .replace('{kind}', 'confirm')
        .replaceAll(/\{\w+\}/g, 'none');
      const example = operation.requestBody?.content['application/json']?.example;
      const answer = await inspector(method.toUpperCase(), address, example, {
        headers: { 'if-match': '*' },
      });
      const refusals = operation.operationId === 'publishCalendar' ? [403, 422] : [403, 404, 409, 422];
      expect(refusals, `${method} ${path}: ${answer.text}`).toContain(answer.status);
    }
    expect((await inspector('GET', `/v1/tasks/${taskId}`)).json.version).toBe(version);
    const own = { ...api.line(), assignerId: (await inspector('GET', '/v1/me')).json.memberships[0].unit.id };
    expect((await inspector('POST', '/v1/tasks', own)).json.code).toBe('forbidden');
  });

  it('leaves a record of every answer, by ids alone, which administrators read', async () => {
    await inspector('GET', `/v1/tasks/${taskId}?x=1`);
    await inspector('GET', `/v1/tasks/${taskId}/events`);
    await inspector('GET', `/v1/tasks?unitId=${api.units.finance}&field=t%C3%A0i+ch%C3%ADnh`);
    const list = await inspector('GET', `/v1/obligations?unitId=${api.units.finance}`);
    await inspector('GET', '/v1/tasks/tsk_NONE');
    const log = await api.admin('GET', '/v1/access-log?limit=3');
    expect(log.status, log.text).toBe(200);
    const [last, before, first] = log.json.items;
    const named = { userId: 'insp', unit: { code: 'UBKT' }, method: 'GET' };
    expect(last).toMatchObject({
      ...named,
      route: '/v1/obligations',
      requestId: list.headers['x-request-id'],
    });
    expect(last.ids).toEqual([
      api.units.finance,
      ...list.json.items.map((item: { taskId: string }) => item.taskId),
    ]);
    expect(before).toMatchObject({ ...named, route: '/v1/tasks' });
    expect(before.ids[0]).toBe(api.units.finance);
    expect(first).toMatchObject({ ...named, route: '/v1/tasks/{id}/events', ids: [taskId] });
    expect(log.text).not.toContain('tài chính');
    for (const person of [api.clerk, api.head, inspector])
      expect((await person('GET', '/v1/access-log')).json.code).toBe('forbidden');
  });

  it('has on record what it reads where nobody signs in: a calendar feed, and the page behind a mail', async () => {
    const { openStore } = await import('../../../shared/store/client.ts');
    const { linkKey } = await import('../../../shared/store/link-key.ts');
    const { signLink } = await import('../../../shared/links.ts');
    const store = openStore({ table: api.engine.tableName, timeZone: 'Asia/Ho_Chi_Minh' });
    const key = await linkKey(store, 'a secret of thirty-two bytes or more');
    const link = (userId: string) =>
      `/m/${signLink(key, { userId, taskId, expires: '2027-06-01T00:00:00.000Z' })}`;
    const opened = await inspector('POST', '/v1/me/feeds', { unitId: api.units.finance });
    const feed = new URL(opened.json.url).pathname;
    const known = async () => (await api.admin('GET', '/v1/access-log?limit=200')).json.items;
    const before = (await known()).length;
    const anonymous = (method: string, target: string, more = {}) => {
      clock += 1000;
      return api.http(method, target, { at: new Date(clock).toISOString(), ...more });
    };
    expect((await anonymous('GET', feed)).status).toBe(200);
    const page = await anonymous('GET', link('insp'));
    expect(page.status).toBe(200);
    const form = Buffer.from('action=accept&key=0123456789&version=1');
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const refused = await anonymous('POST', link('insp'), { body: form, headers });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    // What others read by the same ways is not recorded, nor what was not shown.
    expect((await anonymous('GET', link('clerk'))).status).toBe(200);
    expect((await anonymous('GET', `${link('insp')}x`)).status).toBe(404);
    const fresh = (await known()).slice(0, -before);
    const insp = { userId: 'insp', unit: { code: 'UBKT' } };
    expect(fresh).toMatchObject([
      { ...insp, method: 'POST', route: '/m/{token}', ids: [taskId] },
      { ...insp, method: 'GET', route: '/m/{token}', ids: [taskId], requestId: page.headers['x-request-id'] },
      { ...insp, method: 'GET', route: '/feeds/{file}' },
    ]);
    expect(fresh[2].ids).toEqual(expect.arrayContaining([opened.json.id, taskId]));
    expect(JSON.stringify(fresh)).not.toContain(feed.split('.')[2]);
  });

  it('is paged through in full, over the end of a month, for one person or all', async () => {
    for (const day of ['30', '31'])
      await api.http('GET', `/v1/tasks/${taskId}`, { as: 'insp', at: `2026-12-${day}T03:00:00.000Z` });
    await api.http('GET', `/v1/tasks/${taskId}`, { as: 'insp', at: '2027-01-02T03:00:00.000Z' });
    const all: string[] = [];
    let cursor = '';
    do {
      const target = `/v1/access-log?limit=2&from=2026-12-01&to=2027-01-31${cursor}`;
      const { json } = await api.admin('GET', target);
      all.push(...json.items.map((entry: { at: string }) => entry.at.slice(0, 10)));
      cursor = json.next ? `&cursor=${encodeURIComponent(json.next)}` : '';
    } while (cursor);
    expect(all).toEqual(['2027-01-02', '2026-12-31', '2026-12-30']);
    const others = await api.admin('GET', '/v1/access-log?from=2026-12-01&to=2027-01-31&userId=clerk');
    expect(others.json.items).toEqual([]);
  });

  it('is looked through a year at a time, and never backwards', async () => {
    await api.http('GET', `/v1/tasks/${taskId}`, { as: 'insp', at: '2030-03-02T03:00:00.000Z' });
    const read = async (rest: string) => (await api.admin('GET', `/v1/access-log?${rest}`)).json;
    const span = 'from=2030-03-01&to=2033-03-31&userId=insp';
    const seen: number[] = [];
    let page = await read(span);
    for (; page.next; page = await read(`${span}&cursor=${encodeURIComponent(page.next)}`))
      seen.push(page.items.length);
    expect([...seen, page.items.length]).toEqual([0, 0, 0, 1]);
    expect((await read('from=1900-01-01&to=2199-12-31')).next).toBeTypeOf('string');
    expect(await read('from=2026-12-02&to=2026-12-01')).toMatchObject({
      status: 422,
      code: 'period_reversed',
    });
    for (const far of ['from=0020-02-29', 'to=0000-01-01', 'to=9999-12-31'])
      expect((await read(far)).errors).toMatchObject([{ code: 'date_out_of_range' }]);
  });

  it('costs one write, and other readers nothing', async () => {
    const { openStore } = await import('../../../shared/store/client.ts');
    const { recordAccess } = await import('../../../shared/actions/access.ts');
    const { membershipsOf } = await import('../../../shared/store/directory.ts');
    const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
    const client = new DynamoDBClient({
      endpoint: api.engine.endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    });
    const at = '2026-11-23T02:30:00.000Z';
    const store = openStore({ table: api.engine.tableName, timeZone: 'Asia/Ho_Chi_Minh', client });
    const settings = { timeZone: 'Asia/Ho_Chi_Minh', calendarMode: 'official' as const };
    const log = { metric() {}, info() {}, warn() {}, error() {}, debug() {} };
    const look = async (userId: string) => {
      const memberships = await membershipsOf(store, userId, at);
      const principal = { userId, administrator: false, memberships };
      const calls = callsOf(client);
      const looked = {
        id: `r-${userId}`,
        requestId: 'r',
        method: 'GET',
        route: '/v1/tasks/{id}',
        ids: [taskId],
      };
      await recordAccess({ store, settings, log }, principal, at, looked);
      return calls;
    };
    await look('clerk');
    expect(await look('clerk')).toEqual([]);
    expect(await look('insp')).toEqual(['PutItem']);
    client.destroy();
  });
});
