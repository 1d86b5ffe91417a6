import { Refusal } from '../../../shared/domain/refusal.ts';
import type { ApiRequest } from '../request.ts';
import { forms, type OfferName, offerNames, type Values } from './forms.ts';

/** A form as a browser sent it. */
export type Sent = { offer: OfferName; values: Values; key: string; version: number; requestId?: string };

/** Every field at its longest fits, with the nine bytes that a Vietnamese letter takes in a form. */
const bodyLimit = 128 * 1024;

/**
 * The form in the request, its fields trimmed and with plain line breaks; undefined when it is not one of ours.
 * @throws Refusal `body_too_large`, `unsupported_media_type`
 */
export function readSent({ body, headers }: ApiRequest): Sent | undefined {
  if (body.length > bodyLimit) throw new Refusal('body_too_large', { limit: bodyLimit, size: body.length });
  const [type = ''] = (headers['content-type'] ?? '').toLowerCase().split(';');
  if (type.trim() !== 'application/x-www-form-urlencoded') throw new Refusal('unsupported_media_type');
  const given = new URLSearchParams(body.toString('utf8'));
  const offer = offerNames.find((name) => name === given.get('action'));
  const key = given.get('key') ?? '';
  const version = given.get('version') ?? '';
  const requestId = given.get('request');
  if (!offer || !/^[\w-]{10,64}$/.test(key) || !/^\d{1,15}$/.test(version)) return undefined;
  if (forms[offer].about !== undefined && !requestId) return undefined;
  const values: Record<string, string> = {};
  for (const { name } of forms[offer].fields) {
    const value = given.get(name)?.replaceAll(/\r\n?/g, '\n').trim();
    if (value) values[name] = value;
  }
  return { ...{ offer, values, key, version: Number(version) }, ...(requestId && { requestId }) };
}
