import { createHash } from 'node:crypto';
import type { Disk } from './disk.ts';
import { serviceError } from './errors.ts';
import { TOKENS, under } from './layout.ts';
import type { Stage } from './stage.ts';

/**
 * Client request tokens: a transaction repeated with its token within ten minutes of the injected clock is answered
 * again without being carried out again. SDKs send one with every transaction and repeat it when they retry.
 */
export type Tokens = {
  /**
   * @param sent the text of the whole request
   * @returns true if this transaction has been carried out already; otherwise the token is staged with it
   * @throws ServiceError IdempotentParameterMismatchException: same token, other transaction
   */
  repeated(stage: Stage, token: string, sent: string): boolean;
};

type Row = { token: string; hash: string; at: number };

const LIFETIME = 10 * 60_000;
/** A clock that stands still would otherwise keep every token for ever. */
const KEPT = 10_000;

export async function openTokens(disk: Disk, now: () => number): Promise<Tokens> {
  const known: Row[] = [];
  for await (const piece of disk.values(under(TOKENS))) for (const text of piece) known.push(parse(text));
  known.sort((a, b) => a.at - b.at);

  return {
    repeated(stage, token, sent) {
      const hash = createHash('sha256').update(sent).digest('base64');
      const at = now();
      const text = disk.get(TOKENS + token);
      const found = text === undefined ? undefined : parse(text);
      if (found !== undefined && Math.abs(at - found.at) < LIFETIME) {
        if (found.hash === hash) return true;
        throw serviceError(
          'dynamodb',
          'IdempotentParameterMismatchException',
          'The provided client token was already used with other parameters',
        );
      }
      const row: Row = { token, hash, at };
      known.push(row);
      stage.also({ type: 'put', key: TOKENS + token, value: JSON.stringify(row) });
      // At most two go with each one that comes: no write ever waits for a long clean-up.
      for (let i = 0; i < 2; i++) {
        const oldest = known[0];
        if (oldest === undefined || oldest === row || (at - oldest.at < LIFETIME && known.length <= KEPT))
          break;
        known.shift();
        if (oldest.token !== token) stage.also({ type: 'del', key: TOKENS + oldest.token });
      }
      return false;
    },
  };
}

function parse(text: string): Row {
  const row: Row = JSON.parse(text);
  return row;
}
