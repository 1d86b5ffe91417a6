import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../infra/config.ts';
import { checkIssuer } from '../../infra/issuer-check.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
});

/** An issuer that answers so at its well-known address; `ISSUER` in the body is its own. */
async function issuer(status: number, body: string): Promise<string> {
  server = createServer((request, response) => {
    const known = request.url === '/realm/.well-known/openid-configuration';
    response.writeHead(known ? status : 404).end(body.replaceAll('ISSUER', own()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return own();
}
const own = () => {
  const address = server?.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/realm`;
};
const configured = (oidcIssuer: string, changes = {}) => ({
  ...loadConfig({}, { DONDOC_STAGE: 'local' }),
  ...{ oidcIssuer, issuerAnswers: true, ...changes },
});

describe('the token issuer', () => {
  it('is accepted when it describes itself by the configured name', async () => {
    const url = await issuer(200, '{"issuer":"ISSUER","jwks_uri":"ISSUER/keys"}');
    await expect(checkIssuer(configured(url))).resolves.toBeUndefined();
  });

  it.each([
    [503, '', 'answers with status 503'],
    [200, '<html>', 'does not describe an issuer of OpenID Connect'],
    [200, '{"issuer":"ISSUER/","jwks_uri":"ISSUER/keys"}', 'to the letter'],
  ])('that answers %i %s stops the synthesis', async (status, body, fault) => {
    const url = await issuer(status, body);
    await expect(checkIssuer(configured(url))).rejects.toThrow(fault);
    await expect(checkIssuer(configured(url))).rejects.toThrow('Correct DONDOC_OIDC_ISSUER');
  });

  it('that nobody reaches stops it too, unless one says that it answers elsewhere', async () => {
    const url = await issuer(200, '');
    server?.close();
    await expect(checkIssuer(configured(url))).rejects.toThrow(
      /cannot be used: .*\/realm\/\.well-known\/openid-configuration does not answer\. Correct DONDOC_OIDC_ISSUER/,
    );
    await expect(checkIssuer(configured(url, { issuerAnswers: false }))).resolves.toBeUndefined();
  });
});
