import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  ScanCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startEngine } from '../../support/engine.ts';
import { onEachEngine } from '../../support/engines.ts';

/** A table with one number per key, as simple as it can be said. */
type Model = Map<string, number>;
type Operation = {
  kind: 'put' | 'add' | 'delete' | 'check';
  key: string;
  n: number;
  condition: 'none' | 'exists' | 'absent' | 'equals';
};
type Outcome = { codes: string[] } | 'ok';

const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constantFrom('put', 'add', 'delete', 'check'),
  key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  n: fc.integer({ min: 0, max: 2 }),
  condition: fc.constantFrom('none', 'none', 'exists', 'absent', 'equals'),
});
// One operation per item: two would be refused outright, which DynamoDB Local only finds where no condition fails first.
const transaction = fc.uniqueArray(operation, { selector: ({ key }) => key, minLength: 1, maxLength: 4 });
const history = fc.array(transaction, { minLength: 1, maxLength: 8 });

function holds(model: Model, { kind, key, n, condition }: Operation): boolean {
  const value = model.get(key);
  // A condition check needs a condition; the request below gives it this one.
  if (condition === 'none') return kind !== 'check' || value !== undefined;
  return condition === 'exists'
    ? value !== undefined
    : condition === 'absent'
      ? value === undefined
      : value === n;
}

function expected(model: Model, transaction: Operation[]): Outcome {
  const codes = transaction.map((each) => (holds(model, each) ? 'None' : 'ConditionalCheckFailed'));
  if (codes.some((code) => code !== 'None')) return { codes };
  for (const { kind, key, n } of transaction) {
    if (kind === 'put') model.set(key, n);
    if (kind === 'add') model.set(key, (model.get(key) ?? 0) + n);
    if (kind === 'delete') model.delete(key);
  }
  return 'ok';
}

const CONDITIONS = {
  none: undefined,
  exists: { ConditionExpression: 'attribute_exists(pk)' },
  absent: { ConditionExpression: 'attribute_not_exists(pk)' },
  equals: { ConditionExpression: 'n = :c' },
};

function request(transaction: Operation[]): TransactWriteCommandInput {
  const TableName = 'main';
  return {
    TransactItems: transaction.map(({ kind, key, n, condition }) => {
      const Key = { pk: key, sk: '1' };
      const Item = { ...Key, n, gsi1pk: 'all', gsi1sk: key };
      const values = condition === 'equals' ? { ':c': n } : {};
      const guard = { TableName, ...CONDITIONS[condition] };
      const guarded = { ...guard, ...(condition === 'equals' && { ExpressionAttributeValues: values }) };
      if (kind === 'put') return { Put: { ...guarded, Item } };
      if (kind === 'delete') return { Delete: { ...guarded, Key } };
      if (kind === 'check')
        return { ConditionCheck: { Key, ConditionExpression: 'attribute_exists(pk)', ...guarded } };
      return {
        Update: {
          ...guard,
          Key,
          UpdateExpression: 'ADD n :n SET gsi1pk = :all, gsi1sk = :key',
          ExpressionAttributeValues: { ':n': n, ':all': 'all', ':key': key, ...values },
        },
      };
    }),
  };
}

async function actual(client: DynamoDBDocumentClient, transaction: Operation[]): Promise<Outcome> {
  try {
    await client.send(new TransactWriteCommand(request(transaction)));
    return 'ok';
  } catch (error) {
    if (error instanceof TransactionCanceledException) {
      return { codes: error.CancellationReasons?.map(({ Code }) => Code ?? '') ?? [] };
    }
    throw error;
  }
}

async function contents(client: DynamoDBDocumentClient, IndexName?: string): Promise<unknown> {
  const { Items = [] } = await client.send(
    new ScanCommand({ TableName: 'main', ...(IndexName && { IndexName }) }),
  );
  return Object.fromEntries(Items.map(({ pk, n }) => [pk, n]));
}

onEachEngine('any history of transactions', (use, name) => {
  test('answers and leaves what the model says, in table and index', async () => {
    const client = DynamoDBDocumentClient.from(use().client);
    const clear = (key: string) => ({ Delete: { TableName: 'main', Key: { pk: key, sk: '1' } } });
    await fc.assert(
      fc.asyncProperty(history, async (transactions) => {
        await client.send(new TransactWriteCommand({ TransactItems: ['a', 'b', 'c', 'd', 'e'].map(clear) }));
        const model: Model = new Map();
        for (const transaction of transactions) {
          expect(await actual(client, transaction)).toEqual(expected(model, transaction));
        }
        expect(await contents(client)).toEqual(Object.fromEntries(model));
        expect(await contents(client, 'gsi1')).toEqual(Object.fromEntries(model));
      }),
      { numRuns: name === 'embedded' ? 100 : 15 },
    );
  });
});

test('the feed of any history, applied in order, gives the table, and has no record that changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (transactions) => {
      const engine = await startEngine();
      const client = DynamoDBDocumentClient.from(engine.client);
      for (const transaction of transactions) await actual(client, transaction);
      const table = await contents(client);
      const records = await engine.feed.read(0, 1000);
      await engine.close();

      const replayed = new Map<string, unknown>();
      records.forEach(({ position, eventName, keys, oldImage, newImage }, i) => {
        const key = String(keys.pk?.S);
        expect(position).toBe(i + 1);
        expect(oldImage).toEqual(replayed.get(key));
        expect(newImage).not.toEqual(oldImage);
        expect(eventName).toBe(
          oldImage === undefined ? 'INSERT' : newImage === undefined ? 'REMOVE' : 'MODIFY',
        );
        if (newImage === undefined) replayed.delete(key);
        else replayed.set(key, newImage);
      });
      expect(Object.fromEntries(replayed)).toEqual(
        Object.fromEntries(
          Object.entries(table ?? {}).map(([key, n]) => [
            key,
            {
              pk: { S: key },
              sk: { S: '1' },
              n: { N: String(n) },
              gsi1pk: { S: 'all' },
              gsi1sk: { S: key },
            },
          ]),
        ),
      );
    }),
    { numRuns: 40 },
  );
});
