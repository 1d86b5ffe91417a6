import { createDiffieHellmanGroup, createHash, createHmac } from 'node:crypto';
import {
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';

/** The prime of RFC 3526's group 15, by which Cognito's password proof counts. */
const prime = toNumber(createDiffieHellmanGroup('modp15').getPrime());
const multiplier = hashNumber(bytes(prime), bytes(2n));

/** Cognito wants more than a password, such as a new one or a second factor, which only its page asks for. */
export class SignInFault extends Error {
  override name = 'SignInFault';
}

/**
 * Signs in as the sign-in page does, by proving the password without sending it (SRP, RFC 5054 with Cognito's own key derivation):
 * the only way that the client of the deployment allows.
 * @returns the access token
 * @throws SignInFault where the password alone does not do
 */
export async function signIn(
  cognito: CognitoIdentityProviderClient,
  { userPoolId, clientId }: { userPoolId: string; clientId: string },
  user: { name: string; password: string },
): Promise<string> {
  const keys = createDiffieHellmanGroup('modp15');
  const ours = toNumber(keys.generateKeys());
  const secret = toNumber(keys.getPrivateKey());
  const { ChallengeParameters: asked = {} } = await cognito.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: user.name, SRP_A: ours.toString(16) },
    }),
  );
  const { SRP_B = '', SALT = '', SECRET_BLOCK = '', USER_ID_FOR_SRP = '' } = asked;
  const pool = userPoolId.split('_')[1] ?? '';
  const theirs = BigInt(`0x${SRP_B}`);
  const mixed = hashNumber(bytes(ours), bytes(theirs));
  const inner = sha256(Buffer.from(`${pool}${USER_ID_FOR_SRP}:${user.password}`));
  const password = hashNumber(bytes(BigInt(`0x${SALT}`)), inner);
  const base = (((theirs - multiplier * power(2n, password)) % prime) + prime) % prime;
  const shared = power(base, secret + mixed * password);
  const key = hmac(hmac(bytes(mixed), bytes(shared)), Buffer.from('Caldera Derived Key\x01')).subarray(0, 16);
  const moment = timestamp(new Date());
  const { AuthenticationResult, ChallengeName } = await cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: {
        USERNAME: USER_ID_FOR_SRP,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        TIMESTAMP: moment,
        PASSWORD_CLAIM_SIGNATURE: hmac(
          key,
          Buffer.from(pool + USER_ID_FOR_SRP),
          Buffer.from(SECRET_BLOCK, 'base64'),
          Buffer.from(moment),
        ).toString('base64'),
      },
    }),
  );
  if (!AuthenticationResult?.AccessToken)
    throw new SignInFault(`${user.name} was not signed in: Cognito asks for ${ChallengeName} first.`);
  return AuthenticationResult.AccessToken;
}

/** `Mon Nov 23 01:00:00 UTC 2026`, the day without a leading zero. */
function timestamp(now: Date): string {
  const [, weekday, day, month, year, time] =
    /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(now.toUTCString()) ?? [];
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = base % prime;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * factor) % prime;
    factor = (factor * factor) % prime;
  }
  return result;
}

function toNumber(buffer: Buffer): bigint {
  return BigInt(`0x${buffer.toString('hex')}`);
}

/** Big-endian, with a zero byte before where the first bit would be taken for a sign. */
function bytes(value: bigint): Buffer {
  const digits = value.toString(16);
  const even = digits.length % 2 ? `0${digits}` : digits;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

function sha256(...parts: Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

function hashNumber(...parts: Buffer[]): bigint {
  return toNumber(sha256(...parts));
}

function hmac(key: Buffer, ...parts: Buffer[]): Buffer {
  return createHmac('sha256', key).update(Buffer.concat(parts)).digest();
}
