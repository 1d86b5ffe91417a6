import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { type Authorizer, createAuthorizer } from '../../local/authorizer.ts';

const issuer = 'http://localhost:3000';
const now = Date.parse('2026-11-23T01:00:00Z');
const seconds = now / 1000;
let authorize: Authorizer;
let sign: (claims: JWTPayload) => Promise<string>;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }] };
  authorize = createAuthorizer(issuer, keys, () => now);
  sign = (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(privateKey);
});

const good = { iss: issuer, aud: 'app', sub: 'an', iat: seconds - 5, exp: seconds + 60 };
const { aud: _aud, ...withoutAudience } = good;
const { exp: _exp, ...withoutEnd } = good;

test.each<[string, JWTPayload, boolean]>([
  ['a good token', good, true],
  ['an audience among several', { ...good, aud: ['other', 'app'] }, true],
  ['client_id in place of aud', { ...withoutAudience, client_id: 'app' }, true],
  ['aud before client_id', { ...good, aud: 'other', client_id: 'app' }, false],
  ['another issuer', { ...good, iss: 'http://localhost:3001' }, false],
  ['another audience', { ...good, aud: 'other' }, false],
  ['no audience', withoutAudience, false],
  ['expired', { ...good, exp: seconds - 1 }, false],
  ['never expiring', withoutEnd, false],
  ['not valid yet', { ...good, nbf: seconds + 30 }, false],
  ['issued in the future', { ...good, iat: seconds + 30 }, false],
])('%s', async (_name, claims, granted) => {
  const verdict = await authorize(`Bearer ${await sign(claims)}`, ['app']);
  expect(verdict.granted).toBe(granted);
});

test('claims are handed on as text, lists in API Gateway’s notation', async () => {
  const token = await sign({ ...good, roles: ['a', 'b'], admin: true });
  expect(await authorize(token, ['app'])).toMatchObject({
    granted: true,
    claims: { sub: 'an', exp: String(good.exp), roles: '[a b]', admin: 'true' },
  });
});
