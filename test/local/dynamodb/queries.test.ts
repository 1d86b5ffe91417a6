import {
  BatchWriteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { onEachEngine } from '../../support/engines.ts';

onEachEngine('Query', (use) => {
  const TableName = 'main';
  let client: DynamoDBDocumentClient;
  const sks = Array.from({ length: 60 }, (_, i) => `E#${String(i).padStart(2, '0')}`);

  beforeAll(async () => {
    client = DynamoDBDocumentClient.from(use().client);
    const items = sks.map((sk, i) => ({
      pk: 'p',
      sk,
      n: i,
      gsi1pk: 'same',
      gsi1sk: i < 30 ? 'early' : 'late',
    }));
    for (let i = 0; i < items.length; i += 20) {
      const puts = items.slice(i, i + 20).map((Item) => ({ PutRequest: { Item } }));
      await client.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
    }
    for (const sk of ['A#1', 'E', 'F'])
      await client.send(new PutCommand({ TableName, Item: { pk: 'p', sk } }));
  });

  const ofPartition = (more: Partial<QueryCommandInput> = {}) =>
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :p AND begins_with(sk, :s)',
      ...more,
      ExpressionAttributeValues: { ':p': 'p', ':s': 'E#', ...more.ExpressionAttributeValues },
    });

  async function pages(query: (start?: Record<string, unknown>) => QueryCommand): Promise<unknown[][]> {
    const all: unknown[][] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const page = await client.send(query(start));
      all.push(page.Items?.map(({ sk }) => sk) ?? []);
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return all;
  }

  test.each([[true], [false]])(
    'pages through a partition without gap or repetition (forward: %s)',
    async (forward) => {
      const found = await pages((start) =>
        ofPartition({ Limit: 7, ScanIndexForward: forward, ...(start && { ExclusiveStartKey: start }) }),
      );
      expect(found[0]).toHaveLength(7);
      expect(found.flat()).toEqual(forward ? sks : sks.toReversed());
    },
  );

  test.each([[true], [false]])(
    'pages through index rows with equal keys without gap or repetition (forward: %s)',
    async (forward) => {
      const found = await pages(
        (start) =>
          new QueryCommand({
            TableName,
            IndexName: 'gsi1',
            KeyConditionExpression: 'gsi1pk = :p AND gsi1sk = :s',
            ExpressionAttributeValues: { ':p': 'same', ':s': 'early' },
            Limit: 7,
            ScanIndexForward: forward,
            ...(start && { ExclusiveStartKey: start }),
          }),
      );
      expect(found.flat().toSorted()).toEqual(sks.slice(0, 30));
    },
  );

  test('the limit counts what is read, not what passes the filter', async () => {
    const page = await client.send(
      ofPartition({ Limit: 10, FilterExpression: 'n >= :n', ExpressionAttributeValues: { ':n': 8 } }),
    );
    expect([page.ScannedCount, page.Count]).toEqual([10, 2]);
    expect(page.LastEvaluatedKey).toEqual({ pk: 'p', sk: 'E#09' });
  });

  test.each([
    ['sk BETWEEN :a AND :b', { ':a': 'E#05', ':b': 'E#07' }, ['E#05', 'E#06', 'E#07']],
    ['sk > :a', { ':a': 'E#58' }, ['E#59', 'F']],
    ['sk >= :a', { ':a': 'E#59' }, ['E#59', 'F']],
    ['sk < :a', { ':a': 'E#00' }, ['A#1', 'E']],
    ['sk <= :a', { ':a': 'E#00' }, ['A#1', 'E', 'E#00']],
    ['sk = :a', { ':a': 'E' }, ['E']],
    ['begins_with(sk, :a)', { ':a': 'E#5' }, sks.slice(50)],
  ])('%s', async (condition, values, expected) => {
    const found = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: `pk = :p AND ${condition}`,
        ExpressionAttributeValues: { ':p': 'p', ...values },
      }),
    );
    expect(found.Items?.map(({ sk }) => sk)).toEqual(expected);
  });
});
