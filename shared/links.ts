import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from './domain/time.ts';

/** What a link in a mail lets its bearer do: see one task and act on it as this person, until then. */
export type LinkClaim = { userId: string; taskId: string; expires: Instant };

/** The MAC covers the purpose, so that a token made for one kind of page opens no other. */
const purpose = 'task-page/1';

function mac(key: string, payload: string): Buffer {
  return createHmac('sha256', key).update(`${purpose}.${payload}`).digest();
}

/** A token for an address: payload and MAC, both base64url. Nothing in it is secret but the MAC; it names ids only. */
export function signLink(key: string, { userId, taskId, expires }: LinkClaim): string {
  const payload = Buffer.from(JSON.stringify([userId, taskId, expires])).toString('base64url');
  return `${payload}.${mac(key, payload).toString('base64url')}`;
}

/** `expired`: ours and unaltered, but its time is over. `foreign`: every other text. */
export type ReadLink = { state: 'valid'; claim: LinkClaim } | { state: 'expired' } | { state: 'foreign' };

/** What a token lets its bearer do at `at`. */
export function readLink(key: string, token: string, at: Instant): ReadLink {
  const claim = claimOf(key, token);
  if (!claim) return { state: 'foreign' };
  return claim.expires <= at ? { state: 'expired' } : { state: 'valid', claim };
}

function claimOf(key: string, token: string): LinkClaim | undefined {
  const [payload, signature, ...rest] = token.split('.');
  if (!payload || !signature || rest.length > 0) return undefined;
  const given = Buffer.from(signature, 'base64url');
  const expected = mac(key, payload);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const claim: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
  if (!Array.isArray(claim)) return undefined;
  const [userId, taskId, expires] = claim.map(String);
  return userId && taskId && expires ? { userId, taskId, expires } : undefined;
}
