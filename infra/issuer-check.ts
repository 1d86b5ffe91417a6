import * as z from 'zod';
import { type Config, ConfigurationError } from './config.ts';

const description = z.object({ issuer: z.string(), jwks_uri: z.url() });
const patienceMs = 10_000;

/**
 * Asks a token issuer of one's own for its description, as API Gateway will: with a wrong address every request would be refused,
 * and the deployment would not say so.
 * @throws ConfigurationError that says what was tried and what to do
 */
export async function checkIssuer({ oidcIssuer, issuerAnswers }: Config): Promise<void> {
  if (!oidcIssuer || !issuerAnswers) return;
  const address = `${oidcIssuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const refuse = (fault: string): never => {
    throw new ConfigurationError(
      `The token issuer cannot be used: ${address} ${fault}. Correct DONDOC_OIDC_ISSUER, or set DONDOC_ISSUER_ANSWERS=false where only this machine cannot reach it.`,
    );
  };
  const answer = await fetch(address, { signal: AbortSignal.timeout(patienceMs) }).catch(() => undefined);
  if (!answer) return refuse('does not answer');
  if (!answer.ok) return refuse(`answers with status ${answer.status}`);
  const found = description.safeParse(await answer.json().catch(() => undefined)).data;
  if (!found) return refuse('does not describe an issuer of OpenID Connect');
  if (found.issuer !== oidcIssuer)
    refuse(`describes ${found.issuer}, which is not ${oidcIssuer} to the letter`);
}
