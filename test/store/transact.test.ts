import { describe, expect, it } from 'vitest';
import { AlreadyDone, Busy, CommitConflict } from '../../shared/store/errors.ts';
import { recordItem } from '../../shared/store/idempotency.ts';
import { meaningOf, type TransactItem } from '../../shared/store/transact.ts';
import { at } from './samples.ts';

/** As the SDK reports a transaction that DynamoDB cancelled: one reason per item, in order. */
function cancelled(...codes: string[]): Error {
  const error = new Error('Transaction cancelled');
  error.name = 'TransactionCanceledException';
  return Object.assign(error, { CancellationReasons: codes.map((Code) => ({ Code })) });
}

const task: TransactItem = { put: { pk: 'TASK#1', sk: 'A#TASK' }, condition: 'attribute_not_exists(pk)' };
const record = recordItem(
  { userId: 'u', route: 'r', key: 'k', fingerprint: 'f', status: 200, body: '', headers: {} },
  at,
);

describe('the reasons of a cancelled transaction', () => {
  it.each([
    [['ConditionalCheckFailed', 'None'], CommitConflict],
    [['ConditionalCheckFailed', 'ConditionalCheckFailed'], AlreadyDone],
    [['TransactionConflict', 'ConditionalCheckFailed'], AlreadyDone],
    [['TransactionConflict', 'None'], CommitConflict],
    [['ThrottlingError', 'None'], Busy],
    [['None', 'ProvisionedThroughputExceeded'], Busy],
    [['ThrottlingError', 'TransactionConflict'], CommitConflict],
  ])('%j mean what the caller can act on', (codes, meaning) => {
    expect(meaningOf(cancelled(...codes), [task, record])).toBeInstanceOf(meaning);
  });

  it('that nobody foresaw stay what they are', () => {
    const error = cancelled('ValidationError', 'None');
    expect(meaningOf(error, [task, record])).toBe(error);
  });
});
