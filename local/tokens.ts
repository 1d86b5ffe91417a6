import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  SignJWT,
} from 'jose';
import * as z from 'zod';
import type { State } from './state.ts';

/** How long a token is good for, on the virtual clock: long enough to walk through a task's life, short of a year. */
const lifetimeSeconds = 90 * 86_400;

export type TokenIssuer = {
  issuer: string;
  jwks: JSONWebKeySet;
  /** A token for this user, valid from now on the virtual clock. */
  issue: (userId: string) => Promise<string>;
  /** What OpenID Connect clients read at `/.well-known/openid-configuration`. */
  configuration: Record<string, unknown>;
};

const storedKey = z.looseObject({ kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string() });

/**
 * A local OpenID Connect issuer that trusts everyone: whoever asks for a user's token gets it. Its key is made once per data
 * directory, so tokens outlive a restart.
 * @param userClaim the claim in which the application looks for the user id
 */
export async function createTokenIssuer(
  state: State,
  options: { issuer: string; audience: string; userClaim: string; now: () => number },
): Promise<TokenIssuer> {
  const secret = await signingKey(state);
  const key = await importJWK(secret, 'RS256');
  const { kid } = secret;
  const publicKey: JWK = { kty: 'RSA', kid, n: secret.n, e: secret.e, alg: 'RS256', use: 'sig' };
  const { issuer } = options;
  return {
    issuer,
    jwks: { keys: [publicKey] },
    issue: (userId) => sign(key, kid, userId, options),
    configuration: {
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      token_endpoint: `${issuer}/local/token`,
      authorization_endpoint: `${issuer}/local/token`,
      response_types_supported: ['token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    },
  };
}

function sign(
  key: CryptoKey | Uint8Array,
  kid: string,
  userId: string,
  options: { issuer: string; audience: string; userClaim: string; now: () => number },
): Promise<string> {
  const at = Math.floor(options.now() / 1000);
  return new SignJWT({ [options.userClaim]: userId })
    .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
    .setIssuer(options.issuer)
    .setSubject(userId)
    .setAudience(options.audience)
    .setIssuedAt(at)
    .setExpirationTime(at + lifetimeSeconds)
    .sign(key);
}

async function signingKey(state: State) {
  const known = state.get('signingKey');
  if (known !== undefined) return storedKey.parse(JSON.parse(known));
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const made = storedKey.parse({ ...(await exportJWK(privateKey)), kid: crypto.randomUUID() });
  state.set('signingKey', JSON.stringify(made));
  return made;
}
