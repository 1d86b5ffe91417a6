import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { signIn } from './sign-in.ts';

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
if (process.stdin.isTTY) process.stderr.write('Password: ');
const lines = createInterface({ input: process.stdin });
const [password] = await once(lines, 'line');
lines.close();
const cognito = new CognitoIdentityProviderClient({});
const token = await signIn(
  cognito,
  { userPoolId: pool, clientId: client },
  { name: user, password: String(password) },
);
process.stdout.write(`${token}\n`);
process.exit();
