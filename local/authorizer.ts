import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';

export type Verdict =
  | { granted: true; claims: Record<string, string> }
  /** The challenge for the `www-authenticate` header. */
  | { granted: false; challenge: string };

export type Authorizer = (authorization: string | undefined, audience: readonly string[]) => Promise<Verdict>;

/**
 * API Gateway's JWT authorizer: RSA signatures only, issuer, `aud` (or `client_id` where there is no `aud`), `exp`, `nbf` and `iat`. Time is the
 * virtual clock, on which local tokens are also issued, so a token expires when the clock is advanced past its end.
 */
export function createAuthorizer(issuer: string, keys: JSONWebKeySet, now: () => number): Authorizer {
  const keySet = createLocalJWKSet(keys);
  const refuse = (why: string): Verdict => ({
    granted: false,
    challenge: `Bearer scope="" error="invalid_token" error_description="${why}"`,
  });
  return async (authorization, audience) => {
    if (authorization === undefined || authorization === '') return { granted: false, challenge: 'Bearer' };
    const token = authorization.replace(/^bearer\s+/i, '');
    const currentDate = new Date(now());
    let claims: JWTPayload;
    try {
      const verified = await jwtVerify(token, keySet, {
        issuer,
        algorithms: ['RS256', 'RS384', 'RS512'],
        currentDate,
        requiredClaims: ['exp'],
      });
      claims = verified.payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) return refuse('the token has expired');
      if (error instanceof errors.JWTClaimValidationFailed)
        return refuse(`the token has an invalid ${error.claim}`);
      if (error instanceof errors.JOSEError) return refuse('the token could not be verified');
      throw error;
    }
    if ((claims.iat ?? 0) * 1000 > currentDate.getTime()) return refuse('the token was issued in the future');
    const meantFor = [claims.aud ?? claims.client_id].flat();
    if (!meantFor.some((one) => typeof one === 'string' && audience.includes(one)))
      return refuse('the token does not have a valid audience');
    return { granted: true, claims: asText(claims) };
  };
}

/** API Gateway hands claims on as text; lists in its own notation `[a b]`. */
function asText(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => {
      if (Array.isArray(value)) return [name, `[${value.join(' ')}]`];
      return [name, typeof value === 'object' ? JSON.stringify(value) : String(value)];
    }),
  );
}
