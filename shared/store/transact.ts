import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Store } from './client.ts';
import { AlreadyDone, Busy, CommitConflict } from './errors.ts';
import type { Key } from './keys.ts';

export type Item = Key & Record<string, unknown>;

type Condition = {
  condition?: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
  /** The error that says what a failed condition means; CommitConflict unless given. */
  otherwise?: () => Error;
};

/** One write of a transaction. Built by the store's own modules; to callers it is opaque. */
export type TransactItem = Condition &
  ({ put: Item } | { update: Key; expression: string } | { remove: Key } | { check: Key });

/** DynamoDB's limit on the writes of one transaction. */
export const transactionLimit = 100;

/** Thrown inside the store only: these ledger rows exist already, and nothing else stood in the way. */
export class RowsExist extends Error {
  override readonly name = 'RowsExist';
  readonly keys: Key[];
  constructor(keys: Key[]) {
    super('ledger rows exist');
    this.keys = keys;
  }
}

/**
 * Writes all or nothing.
 * @throws AlreadyDone, CommitConflict, Busy, or what `otherwise` of the first failed condition says
 */
export async function transact(store: Store, items: readonly TransactItem[]): Promise<void> {
  if (items.length > transactionLimit) throw new RangeError(`${items.length} writes in one transaction`);
  try {
    await store.doc.send(
      new TransactWriteCommand({ TransactItems: items.map((item) => writeOf(store, item)) }),
    );
  } catch (error) {
    throw meaningOf(error, items);
  }
}

function writeOf({ table: TableName }: Store, item: TransactItem) {
  const condition = {
    TableName,
    ExpressionAttributeNames: item.names,
    ExpressionAttributeValues: item.values,
  };
  const ConditionExpression = item.condition;
  if ('put' in item) return { Put: { ...condition, ConditionExpression, Item: item.put } };
  if ('remove' in item) return { Delete: { ...condition, ConditionExpression, Key: item.remove } };
  if ('update' in item) {
    return {
      Update: { ...condition, ConditionExpression, Key: item.update, UpdateExpression: item.expression },
    };
  }
  return { ConditionCheck: { ...condition, ConditionExpression, Key: item.check } };
}

const throttled = new Set([
  'ThrottlingException',
  'ThrottlingError',
  'ProvisionedThroughputExceededException',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'InternalServerError',
  'ServiceUnavailable',
]);

/** What an error of the SDK means to callers; an unknown one is handed back as it is. */
export function meaningOf(error: unknown, items: readonly TransactItem[] = []): unknown {
  if (!(error instanceof Error)) return error;
  if (throttled.has(error.name)) return new Busy(error.name, { cause: error });
  if (error.name === 'TransactionConflictException') return new CommitConflict(error.name, { cause: error });
  if (error.name !== 'TransactionCanceledException') return error;

  const reasons = reasonsOf(error);
  const failed = items.filter((_, i) => reasons[i] === 'ConditionalCheckFailed');
  const meanings = failed.map((item) => item.otherwise?.() ?? new CommitConflict('condition failed'));
  // The same command done before explains every other failed condition.
  const done = meanings.find((each) => each instanceof AlreadyDone);
  if (done) return done;
  if (reasons.includes('TransactionConflict'))
    return new CommitConflict('TransactionConflict', { cause: error });
  const other = meanings.find((each) => !(each instanceof RowsExist));
  if (other) return other;
  const throttle = reasons.find((code) => throttled.has(code));
  if (throttle) return new Busy(throttle, { cause: error });
  const rows = meanings.filter((each) => each instanceof RowsExist).flatMap((each) => each.keys);
  return rows.length > 0 ? new RowsExist(rows) : error;
}

function reasonsOf(error: Error): string[] {
  if (!('CancellationReasons' in error) || !Array.isArray(error.CancellationReasons)) return [];
  return error.CancellationReasons.map((reason: unknown) =>
    typeof reason === 'object' && reason !== null && 'Code' in reason ? String(reason.Code) : '',
  );
}

/** Of a single write, outside a transaction. */
export const isFailedCondition = (error: unknown) =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';
