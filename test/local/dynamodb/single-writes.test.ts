import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTimeToLiveCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { mainTable } from '../../support/engine.ts';
import { onEachEngine } from '../../support/engines.ts';
import { refusal } from './refusals.ts';

onEachEngine('writes of one item', (use) => {
  const TableName = 'main';
  let client: DynamoDBDocumentClient;
  beforeAll(() => {
    client = DynamoDBDocumentClient.from(use().client);
  });
  const put = (Item: Record<string, unknown>) => client.send(new PutCommand({ TableName, Item }));
  const get = async (pk: string) =>
    (await client.send(new GetCommand({ TableName, Key: { pk, sk: '1' } }))).Item;

  const Key = { pk: 'taken', sk: '1' };
  const guard = {
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
  test.each([
    ['PutItem', () => client.send(new PutCommand({ TableName, Item: Key, ...guard }))],
    ['DeleteItem', () => client.send(new DeleteCommand({ TableName, Key, ...guard }))],
    [
      'UpdateItem',
      () => client.send(new UpdateCommand({ TableName, Key, UpdateExpression: 'REMOVE n', ...guard })),
    ],
  ])('%s answers the item that failed its condition when asked to', async (_name, write) => {
    await put({ ...Key, n: 1 });
    const error: unknown = await write().then(undefined, (thrown: unknown) => thrown);
    if (!(error instanceof ConditionalCheckFailedException)) throw new Error('not refused');
    expect(error.message).toBe('The conditional request failed');
    expect(error.Item).toEqual({ pk: { S: 'taken' }, sk: { S: '1' }, n: { N: '1' } });
    expect(await get('taken')).toEqual({ ...Key, n: 1 });
  });

  test('a failed condition on an absent item has no item to answer', async () => {
    const error: unknown = await client
      .send(
        new DeleteCommand({
          TableName,
          Key: { pk: 'absent', sk: '1' },
          ConditionExpression: 'attribute_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      )
      .catch((thrown: unknown) => thrown);
    if (!(error instanceof ConditionalCheckFailedException)) throw new Error('not refused');
    expect(error.Item).toBeUndefined();
  });

  test('an update may create, count, and return the new item', async () => {
    const add = () =>
      client.send(
        new UpdateCommand({
          TableName,
          Key: { pk: 'counter', sk: '1' },
          UpdateExpression: 'ADD #n :one SET seen = if_not_exists(seen, :first)',
          ExpressionAttributeNames: { '#n': 'n' },
          ExpressionAttributeValues: { ':one': 1, ':first': 'yes' },
          ReturnValues: 'ALL_NEW',
        }),
      );
    await add();
    expect((await add()).Attributes).toEqual({ pk: 'counter', sk: '1', n: 2, seen: 'yes' });
  });

  test('refuses empty index keys and items over 400 KB, counted in bytes', async () => {
    const key = { pk: 'refused', sk: '1' };
    expect((await refusal(put({ ...key, gsi1pk: '', gsi1sk: 'a' }))).message).toBe(
      'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: gsi1, IndexKey: gsi1pk',
    );
    expect((await refusal(put({ ...key, text: 'ệ'.repeat(140_000) }))).message).toBe(
      'Item size has exceeded the maximum allowed size',
    );
    expect(await get('refused')).toBeUndefined();
  });

  test('a batch puts and deletes, and refuses one item twice', async () => {
    await put({ pk: 'batch-1', sk: '1' });
    const twice = { PutRequest: { Item: { pk: 'batch-3', sk: '1' } } };
    await client.send(
      new BatchWriteCommand({
        RequestItems: {
          [TableName]: [
            { DeleteRequest: { Key: { pk: 'batch-1', sk: '1' } } },
            { PutRequest: { Item: { pk: 'batch-2', sk: '1' } } },
          ],
        },
      }),
    );
    expect([await get('batch-1'), await get('batch-2')]).toEqual([undefined, { pk: 'batch-2', sk: '1' }]);
    const refused = client.send(new BatchWriteCommand({ RequestItems: { [TableName]: [twice, twice] } }));
    expect((await refusal(refused)).name).toBe('ValidationException');
    expect(await get('batch-3')).toBeUndefined();
  });

  test('the time-to-live setting is kept and told', async () => {
    const set = (Enabled: boolean) =>
      client.send(
        new UpdateTimeToLiveCommand({
          TableName,
          TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled },
        }),
      );
    const told = async () =>
      (await client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
    expect(await told()).toEqual({ TimeToLiveStatus: 'DISABLED' });
    await set(true);
    expect(await told()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
    expect((await refusal(set(true))).message).toBe('TimeToLive is already enabled');
  });

  test('a deleted table takes its items and index rows with it', async () => {
    const other = mainTable('other');
    await client.send(new CreateTableCommand(other));
    const Item = { pk: 'a', sk: '1', gsi1pk: 'g', gsi1sk: '1' };
    await client.send(new PutCommand({ TableName: 'other', Item }));
    await client.send(new DeleteTableCommand({ TableName: 'other' }));
    expect((await refusal(client.send(new ScanCommand({ TableName: 'other' })))).name).toBe(
      'ResourceNotFoundException',
    );
    await client.send(new CreateTableCommand(other));
    expect((await client.send(new ScanCommand({ TableName: 'other' }))).Count).toBe(0);
    expect((await client.send(new ScanCommand({ TableName: 'other', IndexName: 'gsi1' }))).Count).toBe(0);
  });
});
