import { createHash } from 'node:crypto';
import type { Instant } from './time.ts';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export type IdPrefix =
  | 'unt'
  | 'usr'
  | 'dir'
  | 'tsk'
  | 'obl'
  | 'prp'
  | 'ext'
  | 'ctr'
  | 'rct'
  | 'evt'
  | 'msg'
  | 'bat'
  | 'job'
  | 'suc'
  | 'rpt'
  | 'fed';

function base32(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  for (let i = 0; i < length; i++) {
    text = crockford[Number(rest & 31n)] + text;
    rest >>= 5n;
  }
  return text;
}

/**
 * A prefixed, time-sortable id (ULID layout: 48 bits of time, 80 bits) that is a function of the command alone.
 * The same command, decided again after a conflict, gives the same ids, so a retry cannot create a second thing.
 * `seed` must be unique per command: actor, command id and the position within the command.
 */
export function idFrom(prefix: IdPrefix, at: Instant, seed: string): string {
  const digest = createHash('sha256').update(seed).digest('hex').slice(0, 20);
  return `${prefix}_${base32(BigInt(Date.parse(at)), 10)}${base32(BigInt(`0x${digest}`), 16)}`;
}
