import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from './domain/time.ts';

/** What a link in a mail lets its bearer do: see one task and act on it as this person, until then. */
export type LinkClaim = { userId: string; taskId: string; expires: Instant };
/** Another kind of link: say whether this person is to be reminded before deadlines. */
export type ReminderClaim = { userId: string; expires: Instant };

/** `expired`: ours and unaltered, but its time is over. `foreign`: every other text. */
export type ReadLink<Claim> = { state: 'valid'; claim: Claim } | { state: 'expired' } | { state: 'foreign' };

/** The MAC covers the purpose, so that a token made for one kind of page opens no other. */
type Purpose = 'task-page/1' | 'reminders/1';

/** A token for an address: payload and MAC, both base64url. Nothing in it is secret but the MAC; it names ids only. */
export function signLink(key: string, { userId, taskId, expires }: LinkClaim): string {
  return sign(key, 'task-page/1', [userId, taskId, expires]);
}

export function signReminderLink(key: string, { userId, expires }: ReminderClaim): string {
  return sign(key, 'reminders/1', [userId, expires]);
}

/** What a token lets its bearer do at `at`. */
export function readLink(key: string, token: string, at: Instant): ReadLink<LinkClaim> {
  const [userId, taskId, expires] = fieldsOf(key, 'task-page/1', token) ?? [];
  return userId && taskId && expires ? judge({ userId, taskId, expires }, at) : { state: 'foreign' };
}

export function readReminderLink(key: string, token: string, at: Instant): ReadLink<ReminderClaim> {
  const [userId, expires] = fieldsOf(key, 'reminders/1', token) ?? [];
  return userId && expires ? judge({ userId, expires }, at) : { state: 'foreign' };
}

function judge<Claim extends { expires: Instant }>(claim: Claim, at: Instant): ReadLink<Claim> {
  return claim.expires <= at ? { state: 'expired' } : { state: 'valid', claim };
}

function mac(key: string, purpose: Purpose, payload: string): Buffer {
  return createHmac('sha256', key).update(`${purpose}.${payload}`).digest();
}

function sign(key: string, purpose: Purpose, fields: readonly string[]): string {
  const payload = Buffer.from(JSON.stringify(fields)).toString('base64url');
  return `${payload}.${mac(key, purpose, payload).toString('base64url')}`;
}

function fieldsOf(key: string, purpose: Purpose, token: string): string[] | undefined {
  const [payload, signature, ...rest] = token.split('.');
  if (!payload || !signature || rest.length > 0) return undefined;
  const given = Buffer.from(signature, 'base64url');
  const expected = mac(key, purpose, payload);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const fields: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return Array.isArray(fields) ? fields.map(String) : undefined;
}
