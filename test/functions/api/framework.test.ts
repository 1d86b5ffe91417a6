import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { httpEvent, lambdaContext } from '../../support/http-event.ts';
import { toyApi } from './toy.ts';

const as = 'usr_1';

describe('finding the route', () => {
  it('answers unknown addresses and methods with problems', async () => {
    const { http } = toyApi();
    const missing = await http('GET', '/v1/nothing', { as });
    expect(missing.status).toBe(404);
    expect(missing.headers['content-type']).toBe('application/problem+json');
    expect(missing.json).toMatchObject({ code: 'not_found', status: 404, instance: 'JKJaXmPLvHcESHA=' });
    expect(missing.json.type).toBe('https://api.test/docs#problem-not_found');

    const method = await http('DELETE', '/v1/notes', { as });
    expect(method.status).toBe(405);
    expect(method.headers.allow).toBe('GET, HEAD, POST');
  });

  it('wants a token except on public routes', async () => {
    const { http } = toyApi();
    const refused = await http('GET', '/v1/notes');
    expect(refused.status).toBe(401);
    expect(refused.headers['www-authenticate']).toBe('Bearer');
    expect((await http('GET', '/hello')).status).toBe(200);
  });

  it('answers a broken percent encoding with 404, not with a failure', async () => {
    const { http } = toyApi();
    expect((await http('GET', '/v1/notes/%E0%A4%A', { as })).status).toBe(404);
  });

  it('answers HEAD like GET without the body', async () => {
    const { http } = toyApi();
    await http('POST', '/v1/notes', { as, headers: { 'idempotency-key': 'n1' }, body: { text: 'a' } });
    const head = await http('HEAD', '/v1/notes/n1', { as });
    expect(head).toMatchObject({ status: 200, text: '', headers: { etag: '"v1"' } });
  });
});

describe('parsing', () => {
  it('lists all faults of body and query at once, each with its pointer', async () => {
    const { http } = toyApi();
    const answer = await http('POST', '/v1/notes?limt=3', {
      as,
      body: {
        text: '',
        count: 1.5,
        color: 'red',
        when: { date: '2026-13-01' },
        tags: [{ name: 'x' }, { nam: 1 }],
      },
    });
    expect(answer.status).toBe(400);
    expect(answer.json.code).toBe('invalid_request');
    const faults = answer.json.errors.map((e: { pointer: string; code: string }) => `${e.pointer} ${e.code}`);
    expect(faults.sort()).toEqual(
      [
        '/text empty',
        '/count wrong_type',
        '/color unknown_field',
        '/when/date wrong_format',
        '/tags/1/name required',
        '/tags/1/nam unknown_field',
        '?limt unknown_field',
      ].sort(),
    );
    const colour = answer.json.errors.find((e: { pointer: string }) => e.pointer === '/color');
    expect(colour.params).toEqual({ suggestion: 'colour' });
    const nested = answer.json.errors.find((e: { pointer: string }) => e.pointer === '/tags/1/nam');
    expect(nested.params).toEqual({ suggestion: 'name' });
  });

  it('names the parameter of a query fault', async () => {
    const { http } = toyApi();
    const over = await http('GET', '/v1/notes?limit=201', { as });
    expect(over.status).toBe(400);
    expect(over.json.errors).toMatchObject([
      { pointer: '?limit', code: 'too_large', params: { limit: 200 } },
    ]);
    expect((await http('GET', '/v1/notes?limit=-1', { as })).json.errors).toMatchObject([
      { pointer: '?limit', code: 'too_small', params: { limit: 1 } },
    ]);
    expect((await http('GET', '/v1/notes?limit=1&limit=2', { as })).status).toBe(400);
  });

  it.each([
    'many',
    '0x10',
    '1e2',
    '1.0',
    '%205',
    '5%20',
    '%2B5',
    '',
    '٥',
    '1_0',
    'Infinity',
    '9'.repeat(400),
  ])('takes decimal digits for a number, not %j', async (text) => {
    const { http } = toyApi();
    const { status, json } = await http('GET', `/v1/notes?limit=${text}`, { as });
    expect(status).toBe(400);
    expect(json.errors).toMatchObject([{ pointer: '?limit', code: 'wrong_type' }]);
  });

  it('tells malformed JSON, wrong content type, wrong charset and large bodies apart', async () => {
    const { http } = toyApi();
    const send = (body: unknown, type?: string) =>
      http('POST', '/v1/notes', { as, body, ...(type ? { headers: { 'content-type': type } } : {}) });
    expect((await send('{"text":')).json).toMatchObject({ status: 400, code: 'malformed_json' });
    expect((await send('')).json).toMatchObject({ status: 400, code: 'invalid_request' });
    for (const body of ['[]', 'null'])
      expect((await send(body)).json).toMatchObject({
        status: 400,
        errors: [{ pointer: '', code: 'wrong_type' }],
      });
    expect((await send(Buffer.from([0x22, 0xff, 0x22]))).json.code).toBe('malformed_json');
    expect((await send('<a/>', 'text/xml')).json).toMatchObject({ status: 415 });
    expect((await send('{}', 'application/json; charset=utf-16')).json).toMatchObject({ status: 415 });
    expect((await send({ text: 'a' }, 'application/json; charset=UTF-8')).status).toBe(201);
    const big = await send({ text: 'x'.repeat(2_000_000) });
    expect(big.json).toMatchObject({ status: 413, code: 'body_too_large' });
    expect(big.json.detail).toContain('1048576');
  });

  it('never quotes what was sent', async () => {
    const { http, logged } = toyApi();
    const answer = await http('POST', '/v1/notes', { as, body: '{"text": TUYETMAT' });
    expect(answer.text).not.toContain('TUYETMAT');
    const typed = await http('POST', '/v1/notes', { as, body: { text: 'a', colour: 'TUYETMAT' } });
    expect(typed.status).toBe(400);
    expect(typed.text).not.toContain('TUYETMAT');
    expect(logged.join()).not.toContain('TUYETMAT');
  });

  it('refuses a client that takes no JSON', async () => {
    const { http } = toyApi();
    expect((await http('GET', '/v1/notes', { as, headers: { accept: 'text/csv' } })).status).toBe(406);
    expect((await http('GET', '/v1/notes', { as, headers: { accept: 'text/html, */*;q=0.1' } })).status).toBe(
      200,
    );
  });

  it('has an answer below 500 for any JSON whatever', async () => {
    const { http } = toyApi();
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (body) => {
        const answer = await http('POST', '/v1/notes', { as, body: JSON.stringify(body) });
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });

  it('has an answer below 500 for objects that nearly fit', async () => {
    const { http } = toyApi();
    const odd = fc.oneof(fc.string(), fc.jsonValue(), fc.constant('__proto__'), fc.double());
    const body = fc.record(
      {
        text: odd,
        count: odd,
        colour: odd,
        when: fc.oneof(odd, fc.record({ raw: odd, date: odd })),
        tags: fc.array(odd),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(body, fc.string(), async (value, query) => {
        const target = `/v1/notes?${encodeURIComponent(query)}=${encodeURIComponent(query)}`;
        const answer = await http('POST', target, { as, body: JSON.stringify(value) });
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });
});

describe('languages', () => {
  it('says the same problem in Vietnamese by default and in English on request', async () => {
    const { http } = toyApi();
    const vi = await http('GET', '/v1/nothing', { as });
    expect(vi.json.title).toBe('Không tìm thấy');
    expect(vi.headers['content-language']).toBe('vi');
    const en = await http('GET', '/v1/nothing', {
      as,
      headers: { 'Accept-Language': 'fr, en-GB;q=0.8, vi;q=0.2' },
    });
    expect(en.json).toMatchObject({ title: 'Not found', code: 'not_found' });
    expect(en.headers['content-language']).toBe('en');
  });
});

describe('Idempotency-Key', () => {
  const key = { 'Idempotency-Key': 'k-1' };

  it('replays the stored answer for the same key and body', async () => {
    const { http, notes } = toyApi();
    const first = await http('POST', '/v1/notes', { as, headers: key, body: { text: 'a', colour: 'red' } });
    const second = await http('POST', '/v1/notes', { as, headers: key, body: { colour: 'red', text: 'a' } });
    expect(second.status).toBe(201);
    expect(second.text).toBe(first.text);
    expect(second.headers.etag).toBe(first.headers.etag);
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(notes.size).toBe(1);
  });

  it('refuses the key for another body, and keeps keys of different people apart', async () => {
    const { http } = toyApi();
    await http('POST', '/v1/notes', { as, headers: key, body: { text: 'a' } });
    const other = await http('POST', '/v1/notes', { as, headers: key, body: { text: 'b' } });
    expect(other.json).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    const someone = await http('POST', '/v1/notes', { as: 'usr_2', headers: key, body: { text: 'b' } });
    expect(someone.status).toBe(201);
  });

  it('replays also when the first try changed what the second is refused for', async () => {
    const { http } = toyApi();
    await http('POST', '/v1/notes', { as, headers: { 'idempotency-key': 'n1' }, body: { text: 'a' } });
    const headers = { 'idempotency-key': 'c1', 'if-match': '"v1"' };
    const first = await http('POST', '/v1/notes/n1/closing', { as, headers });
    const again = await http('POST', '/v1/notes/n1/closing', { as, headers });
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect((await http('POST', '/v1/notes/n1/closing', { as })).status).toBe(409);
  });

  it('is not used up by a request that did not pass validation', async () => {
    const { http } = toyApi();
    expect((await http('POST', '/v1/notes', { as, headers: key, body: {} })).status).toBe(400);
    expect((await http('POST', '/v1/notes', { as, headers: key, body: { text: 'a' } })).status).toBe(201);
  });

  it('takes keys of up to 255 visible characters', async () => {
    const { http } = toyApi();
    const send = (value: string) =>
      http('POST', '/v1/notes', { as, headers: { 'idempotency-key': value }, body: { text: 'a' } });
    expect((await send('k'.repeat(255))).status).toBe(201);
    expect((await send('k'.repeat(256))).json).toMatchObject({ status: 400, code: 'malformed_header' });
    expect((await send('')).status).toBe(400);
  });
});

describe('conditional requests', () => {
  async function withNote() {
    const api = toyApi();
    await api.http('POST', '/v1/notes', { as, headers: { 'idempotency-key': 'n1' }, body: { text: 'a' } });
    const patch = (ifMatch?: string) =>
      api.http('PATCH', '/v1/notes/n1', {
        as,
        body: { text: 'b' },
        ...(ifMatch ? { headers: { 'if-match': ifMatch } } : {}),
      });
    const get = (ifNoneMatch: string) =>
      api.http('GET', '/v1/notes/n1', { as, headers: { 'if-none-match': ifNoneMatch } });
    return { ...api, patch, get };
  }

  it('answers 304 without a body when the client has the current one', async () => {
    const { get } = await withNote();
    for (const tag of ['"v1"', 'W/"v1"', '"x", "v1"', '*']) {
      const answer = await get(tag);
      expect(answer, tag).toMatchObject({ status: 304, text: '' });
      expect(answer.headers.etag).toBe('"v1"');
    }
    expect((await get('"v2"')).status).toBe(200);
  });

  it('changes only what the client has seen', async () => {
    expect((await (await withNote()).patch()).json).toMatchObject({
      status: 428,
      code: 'precondition_required',
    });
    expect((await (await withNote()).patch('"v7"')).json).toMatchObject({
      status: 412,
      code: 'version_mismatch',
    });
    expect((await (await withNote()).patch('W/"v1"')).status).toBe(412);
    expect((await (await withNote()).patch('v1')).json).toMatchObject({
      status: 400,
      code: 'malformed_header',
    });
    for (const tag of ['"v1"', '"v1.abcDEF-_123"', '"v9", "v1"', '*']) {
      const { patch } = await withNote();
      expect(await patch(tag), tag).toMatchObject({ status: 200, headers: { etag: '"v2"' } });
    }
  });

  it('gives lists a weak validator', async () => {
    const { http } = await withNote();
    const list = await http('GET', '/v1/notes', { as });
    const tag = list.headers.etag ?? '';
    expect(tag).toMatch(/^W\//);
    expect((await http('GET', '/v1/notes', { as, headers: { 'if-none-match': tag } })).status).toBe(304);
  });
});

describe('cursors', () => {
  async function withNotes() {
    const api = toyApi();
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      await api.http('POST', '/v1/notes', { as, headers: { 'idempotency-key': id }, body: { text: id } });
    }
    return api;
  }

  it('walks all pages, also when the page size changes', async () => {
    const { http } = await withNotes();
    const seen: string[] = [];
    let target: string | undefined = '/v1/notes?limit=2';
    while (target) {
      const page = await http('GET', target, { as });
      seen.push(...page.json.items.map((note: { id: string }) => note.id));
      const link = /^<(.*)>; rel="next"$/.exec(page.headers.link ?? '')?.[1];
      expect(link === undefined).toBe(page.json.next === null);
      target = link?.replace('limit=2', 'limit=1');
    }
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('refuses a cursor of another query, another person, or an altered one', async () => {
    const { http } = await withNotes();
    const { next } = (await http('GET', '/v1/notes?limit=2', { as })).json;
    const use = (cursor: string, more = '', who = as) =>
      http('GET', `/v1/notes?limit=2&cursor=${cursor}${more}`, { as: who });
    expect((await use(next)).status).toBe(200);
    const refusals = [
      use(next, '&colour=red'),
      use(next, '', 'usr_2'),
      use(`${next}A`),
      use(next.slice(0, -2)),
      use(next.replace(/^./, (c: string) => (c === 'A' ? 'B' : 'A'))),
      use('%20'),
    ];
    for (const answer of await Promise.all(refusals)) {
      expect(answer.json).toMatchObject({ status: 400, code: 'cursor_mismatch' });
    }
  });
});

describe('transport', () => {
  it('echoes a usable request id and replaces others', async () => {
    const { http } = toyApi();
    const send = (id: string) => http('GET', '/v1/nothing', { as, headers: { 'X-Request-Id': id } });
    const good = await send('abc-123');
    expect(good.headers['x-request-id']).toBe('abc-123');
    expect(good.json.instance).toBe('abc-123');
    expect((await send('a b\r\nc')).headers['x-request-id']).toBe('JKJaXmPLvHcESHA=');
  });

  it('logs each request by route, id and outcome, under the id that the client was given', async () => {
    const { http, requests } = toyApi();
    await http('GET', '/v1/notes/n7?limit=secret', { as, headers: { 'x-request-id': 'abc' } });
    await http('GET', '/v1/a.person@example.org', { as });
    expect(requests).toMatchObject([
      {
        requestId: 'abc',
        method: 'GET',
        route: '/v1/notes/{id}',
        id: 'n7',
        status: 400,
        code: 'invalid_request',
      },
      { method: 'GET', status: 404, code: 'not_found' },
    ]);
    expect(JSON.stringify(requests)).not.toMatch(/secret|person/);
  });

  it('drops what the schema does not declare', async () => {
    const { http } = toyApi();
    const answer = await http('POST', '/v1/notes', { as, body: { text: 'a' } });
    expect(Object.keys(answer.json)).toEqual(['id', 'text', 'version']);
  });

  it('says nothing of what went wrong inside, and logs it under the same id', async () => {
    const { http, logged } = toyApi();
    const answer = await http('POST', '/v1/notes', { as, body: { text: 'explode' } });
    expect(answer.json).toMatchObject({ status: 500, code: 'internal_error' });
    expect(answer.text).not.toContain('secret inside');
    expect(logged.join()).toContain('secret inside');
    expect(logged.join()).toContain(answer.json.instance);
  });

  it('asks to come back when the store is busy', async () => {
    const { http } = toyApi();
    const answer = await http('POST', '/v1/notes', { as, body: { text: 'busy' } });
    expect(answer.json).toMatchObject({ status: 503, code: 'busy' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('says so itself when time runs out', async () => {
    const { handler } = toyApi();
    const answer = await handler(httpEvent('GET', '/v1/endless', { as }), lambdaContext(1));
    expect(answer).toMatchObject({
      statusCode: 503,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(JSON.parse(answer.body ?? '').code).toBe('out_of_time');
  });

  it('keeps personal answers out of shared caches', async () => {
    const { http } = toyApi();
    expect((await http('GET', '/v1/notes', { as })).headers['cache-control']).toBe('private, no-cache');
    expect((await http('POST', '/v1/notes', { as, body: { text: 'a' } })).headers['cache-control']).toBe(
      'no-store',
    );
    expect((await http('GET', '/v1/nothing', { as })).headers['cache-control']).toBe('no-store');
    expect((await http('GET', '/hello')).headers['cache-control']).toMatch(/^public/);
  });

  it('compresses large answers for clients that can read it', async () => {
    const { http } = toyApi();
    const plain = await http('GET', '/hello');
    expect(plain.headers['content-encoding']).toBeUndefined();
    const zipped = await http('GET', '/hello', { headers: { 'accept-encoding': 'br, gzip' } });
    expect(zipped.headers['content-encoding']).toBe('gzip');
    const refused = await http('GET', '/hello', { headers: { 'accept-encoding': 'gzip;q=0' } });
    expect(refused.headers['content-encoding']).toBeUndefined();
  });
});
