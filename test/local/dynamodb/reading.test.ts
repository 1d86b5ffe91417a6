import { expect, test } from 'vitest';
import { createCommitter } from '../../../local/dynamodb/commit.ts';
import { type Disk, openDisk } from '../../../local/dynamodb/disk.ts';
import { openFeed } from '../../../local/dynamodb/feed.ts';
import { readOperations } from '../../../local/dynamodb/reads.ts';
import { tableOperations } from '../../../local/dynamodb/tables.ts';
import { writeOperations } from '../../../local/dynamodb/writes.ts';
import { mainTable } from '../../support/engine.ts';

/** A disk that counts the rows that leave it in ranges. */
function counting(disk: Disk): { disk: Disk; rows: () => number } {
  let rows = 0;
  async function* count(source: AsyncGenerator<string[]>) {
    for await (const piece of source) {
      rows += piece.length;
      yield piece;
    }
  }
  return { disk: { ...disk, values: (range) => count(disk.values(range)) }, rows: () => rows };
}

test('a query with a limit reads one row more than it answers, however long the partition is', async () => {
  const plain = await openDisk();
  const { disk, rows } = counting(plain);
  const committer = createCommitter(disk, await openFeed(disk), () => 0);
  await tableOperations(disk, committer).CreateTable?.(mainTable('main'));
  const write = writeOperations(committer).BatchWriteItem;
  for (let i = 0; i < 2000; i += 25) {
    const main = Array.from({ length: 25 }, (_, j) => ({
      PutRequest: {
        Item: { pk: { S: 'p' }, sk: { S: String(i + j) }, gsi1pk: { S: 'g' }, gsi1sk: { S: String(i + j) } },
      },
    }));
    await write?.({ RequestItems: { main } });
  }
  const before = rows();
  const { Query } = readOperations(disk);
  const values = { ':p': { S: 'p' }, ':g': { S: 'g' } };
  const page = { TableName: 'main', Limit: 10 };
  await Query?.({
    ...page,
    KeyConditionExpression: 'pk = :p',
    ExpressionAttributeValues: { ':p': values[':p'] },
  });
  expect(rows() - before).toBe(11);
  await Query?.({
    ...page,
    IndexName: 'gsi1',
    ScanIndexForward: false,
    KeyConditionExpression: 'gsi1pk = :g',
    ExpressionAttributeValues: { ':g': values[':g'] },
  });
  expect(rows() - before).toBe(22);
  await plain.close();
});
