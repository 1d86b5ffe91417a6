import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { type Fixture, startFixture } from './harness.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.runtime.close());

const echo = z.object({ event: z.record(z.string(), z.unknown()), publicUrl: z.string(), table: z.string() });
const eventOf = async (answer: Response) => echo.parse(await answer.json()).event;

test('an event has the shape of payload format 2.0', async () => {
  const answer = await fixture.call('/v1/a%20b/c?x=1&x=2&tên=Ân', {
    method: 'POST',
    headers: { cookie: 'a=1; b=2', 'content-type': 'application/json', 'X-Two': 'one' },
    body: '{"tên":"Ân"}',
  });
  const event = await eventOf(answer);
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: 'ANY /v1/{proxy+}',
    rawPath: '/v1/a b/c',
    rawQueryString: 'x=1&x=2&t%C3%AAn=%C3%82n',
    queryStringParameters: { x: '1,2', tên: 'Ân' },
    pathParameters: { proxy: 'a b/c' },
    cookies: ['a=1', 'b=2'],
    body: '{"tên":"Ân"}',
    isBase64Encoded: false,
    requestContext: {
      stage: '$default',
      routeKey: 'ANY /v1/{proxy+}',
      timeEpoch: Date.parse('2026-11-23T01:00:00Z'),
      time: '23/Nov/2026:01:00:00 +0000',
      http: { method: 'POST', path: '/v1/a b/c', protocol: 'HTTP/1.1' },
      authorizer: { jwt: { claims: { userId: 'an', sub: 'an' }, scopes: null } },
    },
  });
  expect(event.headers).toMatchObject({ 'x-two': 'one', 'content-type': 'application/json' });
  expect(event.headers).not.toHaveProperty('cookie');
});

test('a body that is not text travels as base64, an absent one not at all', async () => {
  const bytes = new Uint8Array([0, 255, 128]);
  const sent = await fixture.call('/v1/x', {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
  });
  expect(await eventOf(sent)).toMatchObject({
    body: Buffer.from(bytes).toString('base64'),
    isBase64Encoded: true,
  });
  expect(await eventOf(await fixture.call('/v1/x'))).not.toHaveProperty('body');
});

test('the most specific route wins, and what has none is the gateway’s own 404', async () => {
  const routeOf = async (path: string) => {
    const answer = await fixture.call(path);
    return answer.status === 200 ? (await eventOf(answer)).routeKey : answer.status;
  };
  expect(await routeOf('/v1/exact')).toBe('GET /v1/exact');
  expect(await routeOf('/v1/exact/more')).toBe('ANY /v1/{proxy+}');
  expect(await routeOf('/m/abc')).toBe('GET /m/{token}');
  expect(await routeOf('/v1')).toBe(404);
  expect(await routeOf('/m/abc/def')).toBe(404);
  const missing = await fixture.call('/nowhere');
  expect(await missing.json()).toEqual({ message: 'Not Found' });
});

test('answers pass: status, headers, cookies, binary bodies, and JSON without a status', async () => {
  const binary = await fixture.call('/v1/binary');
  expect(binary.status).toBe(201);
  expect(binary.headers.get('content-type')).toBe('image/png');
  expect(binary.headers.get('etag')).toBe('"v1"');
  expect(binary.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect([...new Uint8Array(await binary.arrayBuffer())]).toEqual([0, 1, 2]);
  const plain = await fixture.call('/v1/plain');
  expect(plain.status).toBe(200);
  expect(await plain.json()).toEqual({ greeting: 'chào' });
});

test('a function that throws, exits or hangs is a 500, and the next request finds it well again', async () => {
  for (const path of ['/v1/throw', '/v1/exit', '/v1/hang']) {
    const answer = await fixture.call(path);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ message: 'Internal Server Error' });
    expect((await fixture.call('/v1/plain')).status).toBe(200);
  }
  expect(fixture.failures.join(' ')).toMatch(/TypeError: on purpose.*ended its process.*timed out after 5/);
});

test('a body beyond 10 MB is refused by the gateway', async () => {
  const answer = await fixture.call('/v1/x', { method: 'POST', body: 'a'.repeat(10 * 1024 * 1024 + 1) });
  expect(answer.status).toBe(413);
});

test('the function is told the address at which it can be reached', async () => {
  const { publicUrl, table } = echo.parse(await (await fixture.call('/v1/x')).json());
  expect(publicUrl).toBe(fixture.runtime.url);
  expect(table).toBe('Data-Table');
});

async function forged(claims: Record<string, unknown>, alg = 'RS256') {
  const { privateKey } = await generateKeyPair(alg);
  return new SignJWT(claims).setProtectedHeader({ alg, kid: 'any' }).sign(privateKey);
}

test('tokens that API Gateway would refuse are refused, with the challenge that says why', async () => {
  const { runtime } = fixture;
  const seconds = runtime.clock.now().getTime() / 1000;
  const good = await runtime.token('an');
  const [head = '', payload = '', signature = ''] = good.split('.');
  const claims = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const cases: [string, string | undefined, RegExp][] = [
    ['none', undefined, /^Bearer$/],
    ['not a token', 'Bearer nonsense', /invalid_token/],
    ['another key', `Bearer ${await forged({ ...claims, exp: seconds + 60 })}`, /invalid_token/],
    [
      'changed claims',
      `Bearer ${head}.${encoded({ ...claims, userId: 'admin' })}.${signature}`,
      /invalid_token/,
    ],
    ['no algorithm', `Bearer ${encoded({ alg: 'none' })}.${payload}.`, /invalid_token/],
    ['a shared secret', `Bearer ${encoded({ alg: 'HS256' })}.${payload}.${signature}`, /invalid_token/],
  ];
  for (const [name, authorization, challenge] of cases) {
    const answer = await fetch(`${runtime.url}/v1/exact`, {
      headers: authorization ? { authorization } : {},
    });
    expect([name, answer.status, await answer.json()]).toEqual([name, 401, { message: 'Unauthorized' }]);
    expect(answer.headers.get('www-authenticate')).toMatch(challenge);
  }
  const accepted = await fetch(`${runtime.url}/v1/exact`, { headers: { authorization: `Bearer ${good}` } });
  expect(accepted.status).toBe(200);
  expect((await fetch(`${runtime.url}/open`)).status).toBe(200);
});

test('the issuer says who it is, and gives a token to whoever asks', async () => {
  const { url } = fixture.runtime;
  const about = await (await fetch(`${url}/.well-known/openid-configuration`)).json();
  expect(about).toMatchObject({ issuer: url, jwks_uri: `${url}/.well-known/jwks.json` });
  const keys = z.object({ keys: z.array(z.record(z.string(), z.string())) });
  const { keys: published } = keys.parse(await (await fetch(`${url}/.well-known/jwks.json`)).json());
  expect(published).toHaveLength(1);
  expect(Object.keys(published[0] ?? {})).not.toContain('d');
  const answer = await fetch(`${url}/local/token`, { method: 'POST', body: '{"userId":"binh"}' });
  const { token } = z.object({ token: z.string() }).parse(await answer.json());
  const seen = await fetch(`${url}/v1/exact`, { headers: { authorization: `Bearer ${token}` } });
  expect(await eventOf(seen)).toMatchObject({
    requestContext: { authorizer: { jwt: { claims: { userId: 'binh' } } } },
  });
});

test('a token ends with its time on the virtual clock', async () => {
  const own = await startFixture();
  try {
    const headers = { authorization: `Bearer ${await own.runtime.token('an')}` };
    const status = async () => (await fetch(`${own.runtime.url}/v1/exact`, { headers })).status;
    await own.runtime.clock.advance(89 * 86_400_000);
    expect(await status()).toBe(200);
    await own.runtime.clock.advance(2 * 86_400_000);
    expect(await status()).toBe(401);
  } finally {
    await own.runtime.close();
  }
});

test('an answer of more than 6 MB is none, as with API Gateway and Lambda', async () => {
  // The echo writes every quotation mark as two characters.
  const echoed = (size: number) =>
    fixture.call('/v1/x', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '"'.repeat(size),
    });
  expect((await echoed(2_500_000)).status).toBe(200);
  expect((await echoed(3_300_000)).status).toBe(500);
});
