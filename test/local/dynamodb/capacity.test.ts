import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../support/engine.ts';

const TableName = 'main';
const measured = { TableName, ReturnConsumedCapacity: 'INDEXES' } as const;
let engine: Engine;
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  engine = await startEngine();
  client = DynamoDBDocumentClient.from(engine.client);
});
afterAll(() => engine.close());

test('a write costs one unit per started KB, and as much again in each index where its row changes', async () => {
  const put = async (gsi1sk: string, bytes: number) => {
    const Item = { pk: 'w', sk: '1', gsi1pk: 'g', gsi1sk, text: 'x'.repeat(bytes) };
    const { ConsumedCapacity } = await client.send(new PutCommand({ ...measured, Item }));
    return [
      ConsumedCapacity?.CapacityUnits,
      ConsumedCapacity?.Table?.CapacityUnits,
      ConsumedCapacity?.GlobalSecondaryIndexes?.gsi1?.CapacityUnits,
    ];
  };
  expect(await put('1', 1500)).toEqual([4, 2, 2]);
  expect(await put('1', 1500)).toEqual([2, 2, 0]);
  expect(await put('1', 10)).toEqual([4, 2, 2]);
  expect(await put('2', 10)).toEqual([3, 1, 2]);
  const gone = await client.send(new DeleteCommand({ ...measured, Key: { pk: 'none', sk: '1' } }));
  expect(gone.ConsumedCapacity?.CapacityUnits).toBe(1);
});

test('a transaction costs twice that, a condition check as much as a write', async () => {
  const { ConsumedCapacity } = await client.send(
    new TransactWriteCommand({
      ReturnConsumedCapacity: 'TOTAL',
      TransactItems: [
        { Put: { TableName, Item: { pk: 't', sk: '1', gsi1pk: 'g', gsi1sk: '1' } } },
        { Put: { TableName, Item: { pk: 't', sk: '2', text: 'x'.repeat(1500) } } },
        {
          ConditionCheck: {
            TableName,
            Key: { pk: 't', sk: '3' },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
      ],
    }),
  );
  expect(ConsumedCapacity).toMatchObject([
    { TableName, CapacityUnits: 2 + 2 + 4 + 2, WriteCapacityUnits: 10 },
  ]);
});

test('reading costs half a unit per started 4 KB of all that was read, twice that when consistent', async () => {
  for (const sk of ['1', '2', '3']) {
    await client.send(new PutCommand({ TableName, Item: { pk: 'r', sk, text: 'ệ'.repeat(1000) } }));
  }
  const get = await client.send(
    new GetCommand({ ...measured, Key: { pk: 'r', sk: '1' }, ConsistentRead: true }),
  );
  expect(get.ConsumedCapacity?.CapacityUnits).toBe(1);
  const query = (Limit: number) =>
    client.send(
      new QueryCommand({
        ...measured,
        Limit,
        KeyConditionExpression: 'pk = :p',
        FilterExpression: 'attribute_not_exists(#t)',
        ExpressionAttributeNames: { '#t': 'text' },
        ExpressionAttributeValues: { ':p': 'r' },
      }),
    );
  expect((await query(3)).ConsumedCapacity?.CapacityUnits).toBe(1.5);
  expect((await query(1)).ConsumedCapacity?.CapacityUnits).toBe(0.5);
});
