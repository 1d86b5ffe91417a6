import { randomUUID } from 'node:crypto';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { startEngine } from '../../support/engine.ts';

/**
 * The victim of kill.test.ts: opens the database in the directory of its first argument and writes transactions from
 * three clients at once, printing the id of each one that was acknowledged, until it is killed.
 *
 * One transaction: three parts that an index shows together, a count of all transactions, and one part of this client's
 * previous transaction deleted.
 */
const engine = await startEngine({ dir: process.argv[2] ?? '' });
const client = DynamoDBDocumentClient.from(engine.client);
const TableName = engine.tableName;

async function write(): Promise<never> {
  let previous: string | undefined;
  for (;;) {
    const id = randomUUID();
    const parts = ['1', '2', '3'].map((sk) => ({
      Put: { TableName, Item: { pk: id, sk, gsi1pk: 'ALL', gsi1sk: `${id}#${sk}`, text: 'x'.repeat(300) } },
    }));
    await client.send(
      new TransactWriteCommand({
        TransactItems: [
          ...parts,
          {
            Update: {
              TableName,
              Key: { pk: 'COUNT', sk: 'COUNT' },
              UpdateExpression: 'ADD n :one',
              ExpressionAttributeValues: { ':one': 1 },
            },
          },
          ...(previous ? [{ Delete: { TableName, Key: { pk: previous, sk: '3' } } }] : []),
        ],
      }),
    );
    process.stdout.write(`${id}\n`);
    previous = id;
  }
}

await Promise.all([write(), write(), write()]);
