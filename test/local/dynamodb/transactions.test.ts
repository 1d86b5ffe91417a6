import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { onEachEngine } from '../../support/engines.ts';
import { refusal } from './refusals.ts';

type Operations = NonNullable<TransactWriteCommandInput['TransactItems']>;

onEachEngine('TransactWriteItems', (use) => {
  const TableName = 'main';
  let client: DynamoDBDocumentClient;
  beforeAll(() => {
    client = DynamoDBDocumentClient.from(use().client);
  });

  const write = (TransactItems: Operations, ClientRequestToken?: string) =>
    client.send(
      new TransactWriteCommand({ TransactItems, ...(ClientRequestToken && { ClientRequestToken }) }),
    );
  const get = async (pk: string, sk = '1') =>
    (await client.send(new GetCommand({ TableName, Key: { pk, sk } }))).Item;
  const put = (pk: string, more: Record<string, unknown> = {}) => ({
    Put: { TableName, Item: { pk, sk: '1', ...more } },
  });
  const inIndex = async (gsi1pk: string) => {
    const found = await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :p',
        ExpressionAttributeValues: { ':p': gsi1pk },
      }),
    );
    return found.Items?.map(({ pk }) => pk);
  };

  test('puts, updates, deletes and checks together, indexes included', async () => {
    await write([
      put('together-1', { gsi1pk: 'together', gsi1sk: 'a' }),
      put('together-2', { gsi1pk: 'together', gsi1sk: 'b', n: 1 }),
    ]);
    await write([
      { Delete: { TableName, Key: { pk: 'together-1', sk: '1' } } },
      {
        Update: {
          TableName,
          Key: { pk: 'together-2', sk: '1' },
          UpdateExpression: 'SET n = n + :one, gsi1sk = :z',
          ExpressionAttributeValues: { ':one': 1, ':z': 'z' },
        },
      },
      put('together-3', { gsi1pk: 'together', gsi1sk: 'c' }),
      {
        ConditionCheck: {
          TableName,
          Key: { pk: 'together-0', sk: '1' },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
    ]);
    expect(await get('together-1')).toBeUndefined();
    expect(await get('together-2')).toMatchObject({ n: 2, gsi1sk: 'z' });
    expect(await inIndex('together')).toEqual(['together-3', 'together-2']);
  });

  test('writes nothing when one condition fails, and says which and why, in the order of the operations', async () => {
    await write([put('old', { n: 7 })]);
    const failed = write([
      put('new', { gsi1pk: 'nothing', gsi1sk: 'a' }),
      {
        Put: {
          TableName,
          Item: { pk: 'old', sk: '1', n: 8 },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      {
        ConditionCheck: {
          TableName,
          Key: { pk: 'none', sk: '1' },
          ConditionExpression: 'attribute_exists(pk)',
        },
      },
    ]);
    const error: unknown = await failed.catch((thrown: unknown) => thrown);
    if (!(error instanceof TransactionCanceledException)) throw new Error('not cancelled');
    expect(error.message).toBe(
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ConditionalCheckFailed]',
    );
    expect(error.CancellationReasons?.map(({ Code, Item }) => ({ Code, Item }))).toEqual([
      { Code: 'None', Item: undefined },
      { Code: 'ConditionalCheckFailed', Item: { pk: { S: 'old' }, sk: { S: '1' }, n: { N: '7' } } },
      { Code: 'ConditionalCheckFailed', Item: undefined },
    ]);
    expect(await get('new')).toBeUndefined();
    expect(await get('old')).toMatchObject({ n: 7 });
    expect(await inIndex('nothing')).toEqual([]);
  });

  test('conditions see the state before the transaction, not its other operations', async () => {
    const both = await refusal(
      write([
        put('first'),
        {
          ConditionCheck: {
            TableName,
            Key: { pk: 'second', sk: '1' },
            ConditionExpression: 'attribute_exists(pk)',
          },
        },
      ]),
    );
    expect(both.codes).toEqual(['None', 'ConditionalCheckFailed']);
    await write([put('first'), put('second')]);
    expect(await get('second')).toBeDefined();
  });

  test('refuses what can never be a transaction', async () => {
    const key = { pk: 'never', sk: '1' };
    const hundredAndOne = Array.from({ length: 101 }, (_, i) => put(`never-${i}`));
    const refused = async (items: Operations) => (await refusal(write(items))).name;
    expect(await refused([])).toBe('ValidationException');
    expect(await refused(hundredAndOne)).toBe('ValidationException');
    expect(await refused([{}])).toBe('ValidationException');
    expect(await refusal(write([{ ...put('never'), Delete: { TableName, Key: key } }]))).toMatchObject({
      name: 'ValidationException',
      message: 'TransactItems can only contain one of Check, Put, Update or Delete',
    });
    expect(await refusal(write([put('never'), { Delete: { TableName, Key: key } }]))).toMatchObject({
      name: 'ValidationException',
      message: 'Transaction request cannot include multiple operations on one item',
    });
    expect(await refused([{ Put: { TableName: 'absent', Item: key } }])).toBe('ResourceNotFoundException');
    expect(await refused([{ Put: { TableName, Item: key, ConditionExpression: 'attribute_exists(' } }])).toBe(
      'ValidationException',
    );
    expect(await get('never')).toBeUndefined();
    expect(await get('never-0')).toBeUndefined();
  });

  test('takes 100 operations', async () => {
    await write(Array.from({ length: 100 }, (_, i) => put(`hundred-${i}`)));
    expect(await get('hundred-99')).toBeDefined();
  });

  test.each([
    ['an index key of the wrong type', { gsi1pk: 1, gsi1sk: 'a' }, 'TransactionCanceledException'],
    ['an index key that is empty', { gsi1pk: '', gsi1sk: 'a' }, undefined],
    ['an item over 400 KB', { text: 'ệ'.repeat(140_000) }, undefined],
  ])('refuses %s and leaves the rest unwritten', async (_what, attributes, name) => {
    const refused = await refusal(write([put('rest'), put('wrong', attributes)]));
    expect(['TransactionCanceledException', 'ValidationException']).toContain(refused.name);
    if (name !== undefined) expect(refused).toMatchObject({ name, codes: ['None', 'ValidationError'] });
    expect(await get('rest')).toBeUndefined();
    expect(await get('wrong')).toBeUndefined();
  });

  test('refuses to change a key, as the reason of that operation', async () => {
    const update = {
      TableName,
      Key: { pk: 'key', sk: '1' },
      UpdateExpression: 'SET pk = :v',
      ExpressionAttributeValues: { ':v': 'x' },
    };
    expect(await refusal(write([{ Update: update }]))).toMatchObject({ codes: ['ValidationError'] });
  });

  describe('with a client request token', () => {
    const count = (pk: string): Operations => [
      {
        Update: {
          TableName,
          Key: { pk, sk: '1' },
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': 1 },
        },
      },
    ];

    test('the same transaction twice is carried out once', async () => {
      await write(count('counted'), 'token-1');
      await write(count('counted'), 'token-1');
      await write(count('counted'), 'token-2');
      expect(await get('counted')).toMatchObject({ n: 2 });
    });

    test('another transaction with a used token is refused', async () => {
      await write(count('mine'), 'token-3');
      expect((await refusal(write(count('other'), 'token-3'))).name).toBe(
        'IdempotentParameterMismatchException',
      );
      expect(await get('other')).toBeUndefined();
    });

    test('a cancelled transaction does not use up its token', async () => {
      const guarded: Operations = [
        { Put: { TableName, Item: { pk: 'late', sk: '2' } } },
        {
          ConditionCheck: {
            TableName,
            Key: { pk: 'late', sk: '1' },
            ConditionExpression: 'attribute_exists(pk)',
          },
        },
      ];
      await refusal(write(guarded, 'token-4'));
      await client.send(new PutCommand({ TableName, Item: { pk: 'late', sk: '1' } }));
      await write(guarded, 'token-4');
      expect(await get('late', '2')).toBeDefined();
    });
  });
});

onEachEngine('TransactGetItems', (use) => {
  const TableName = 'main';
  let client: DynamoDBDocumentClient;
  beforeAll(() => {
    client = DynamoDBDocumentClient.from(use().client);
  });
  const read = (keys: Record<string, unknown>[], table = TableName) =>
    client.send(
      new TransactGetCommand({ TransactItems: keys.map((Key) => ({ Get: { TableName: table, Key } })) }),
    );

  test('answers in the order asked, with nothing where there is nothing', async () => {
    await client.send(new PutCommand({ TableName, Item: { pk: 'a', sk: '1', n: 1 } }));
    const { Responses } = await read([
      { pk: 'none', sk: '1' },
      { pk: 'a', sk: '1' },
    ]);
    expect(Responses?.map(({ Item }) => Item)).toEqual([undefined, { pk: 'a', sk: '1', n: 1 }]);
  });

  test('refuses a key that is not one, the same item twice, and an absent table', async () => {
    const a = { pk: 'a', sk: '1' };
    expect((await refusal(read([{ pk: 'a' }]))).name).toBe('TransactionCanceledException');
    expect((await refusal(read([a, a]))).name).toBe('ValidationException');
    expect((await refusal(read([]))).name).toBe('ValidationException');
    expect((await refusal(read([a], 'absent'))).name).toBe('ResourceNotFoundException');
  });
});
