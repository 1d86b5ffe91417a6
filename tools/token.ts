import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { sentenceOf } from './admin/fault.ts';
import { SignInFault, signIn } from './sign-in.ts';

/**
 * Prints an access token for a person of the deployment's user pool, for a first call with curl:
 * `npm run --silent token -- --pool POOL --client CLIENT --user NAME`. The password is the first line of the standard input.
 */
const { values } = parseArgs({
  options: { pool: { type: 'string' }, client: { type: 'string' }, user: { type: 'string' } },
});
const { pool, client, user } = values;
if (!pool || !client || !user) {
  process.stderr.write('Needed: --pool (output UserPoolId), --client (output PeopleClientId), --user.\n');
  process.exit(2);
}
try {
  const password = await firstLine();
  const who = { userPoolId: pool, clientId: client };
  process.stdout.write(
    `${await signIn(new CognitoIdentityProviderClient({}), who, { name: user, password })}\n`,
  );
  process.exit();
} catch (error) {
  const sentence = error instanceof SignInFault ? error.message : sentenceOf(error);
  if (!sentence) throw error;
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Typed, it is not shown: what readline would echo goes nowhere. */
async function firstLine(): Promise<string> {
  const { isTTY } = process.stdin;
  if (isTTY) process.stderr.write('Password: ');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: isTTY });
  for await (const line of lines) {
    lines.close();
    if (isTTY) process.stderr.write('\n');
    return line;
  }
  throw new SignInFault('There was no password on the standard input.');
}
