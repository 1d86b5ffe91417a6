import { createHash } from 'node:crypto';
import { Refusal } from '../../shared/domain/refusal.ts';

/**
 * A cursor is base64url of a position and a checksum over position, route, filters and caller. It holds no key: the server
 * rebuilds the partition from the authorised request, so a forged position can only skip within what the caller may see.
 */
export function encodeCursor(position: string, query: string): string {
  return Buffer.concat([checksum(position, query), Buffer.from(position, 'utf8')]).toString('base64url');
}

/** @throws Refusal `cursor_mismatch` when the cursor was altered or belongs to another query */
export function decodeCursor(cursor: string, query: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  const position = bytes.subarray(CHECKSUM_BYTES).toString('utf8');
  if (bytes.length <= CHECKSUM_BYTES || encodeCursor(position, query) !== cursor) {
    throw new Refusal('cursor_mismatch');
  }
  return position;
}

const CHECKSUM_BYTES = 9;

function checksum(position: string, query: string): Buffer {
  return createHash('sha256').update(`${query}\n${position}`).digest().subarray(0, CHECKSUM_BYTES);
}
