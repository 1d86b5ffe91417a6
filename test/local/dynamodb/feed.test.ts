import { DynamoDBDocumentClient, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../support/engine.ts';

const NOW = Date.parse('2026-11-23T01:00:00.000Z');
let engine: Engine;
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  engine = await startEngine({ now: () => NOW });
  client = DynamoDBDocumentClient.from(engine.client);
});
afterAll(() => engine.close());

test('a transaction leaves one record per changed item, in the order of its operations', async () => {
  const TableName = engine.tableName;
  const seen: number[] = [];
  const stop = engine.feed.onAppend((position) => seen.push(position));
  await client.send(new PutCommand({ TableName, Item: { pk: 'a', sk: '1', n: 1 } }));
  await client.send(
    new TransactWriteCommand({
      TransactItems: [
        { Delete: { TableName, Key: { pk: 'a', sk: '1' } } },
        { Put: { TableName, Item: { pk: 'b', sk: '1' } } },
      ],
    }),
  );
  stop();
  expect(seen).toEqual([1, 3]);
  expect(await engine.feed.read(1, 10)).toEqual([
    {
      position: 2,
      tableName: TableName,
      eventName: 'REMOVE',
      at: NOW,
      keys: { pk: { S: 'a' }, sk: { S: '1' } },
      oldImage: { pk: { S: 'a' }, sk: { S: '1' }, n: { N: '1' } },
    },
    {
      position: 3,
      tableName: TableName,
      eventName: 'INSERT',
      at: NOW,
      keys: { pk: { S: 'b' }, sk: { S: '1' } },
      newImage: { pk: { S: 'b' }, sk: { S: '1' } },
    },
  ]);
});

test('a write that changes nothing leaves no record, whatever the order of attributes and set members', async () => {
  const TableName = engine.tableName;
  const put = (Item: Record<string, unknown>) => client.send(new PutCommand({ TableName, Item }));
  await put({ pk: 'same', sk: '1', tags: new Set(['x', 'y']), map: { a: 1, b: [2] } });
  const before = engine.feed.last();
  await put({ map: { b: [2], a: 1 }, tags: new Set(['y', 'x']), sk: '1', pk: 'same' });
  expect(engine.feed.last()).toBe(before);
  await put({ pk: 'same', sk: '1', tags: new Set(['x', 'y']), map: { a: 1, b: [2, 3] } });
  expect(engine.feed.last()).toBe(before + 1);
});

test('a refused transaction leaves no record', async () => {
  const TableName = engine.tableName;
  const before = engine.feed.last();
  const refused = new TransactWriteCommand({
    TransactItems: [
      { Put: { TableName, Item: { pk: 'refused', sk: '1' } } },
      { Delete: { TableName, Key: { pk: 'none', sk: '1' }, ConditionExpression: 'attribute_exists(pk)' } },
    ],
  });
  await expect(client.send(refused)).rejects.toThrow('Transaction cancelled');
  expect(engine.feed.last()).toBe(before);
});

test('what is trimmed is gone, and trimming further than there is harms nothing to come', async () => {
  const TableName = engine.tableName;
  const last = engine.feed.last();
  await engine.feed.trim(last - 1);
  expect((await engine.feed.read(0, 10)).map(({ position }) => position)).toEqual([last]);
  await engine.feed.trim(last + 5);
  expect(await engine.feed.read(0, 10)).toEqual([]);
  await client.send(new PutCommand({ TableName, Item: { pk: 'after', sk: '1' } }));
  expect((await engine.feed.read(last, 10)).map(({ position }) => position)).toEqual([last + 1]);
});
