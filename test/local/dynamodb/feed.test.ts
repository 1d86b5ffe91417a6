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
