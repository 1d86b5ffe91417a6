import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBDocumentClient, GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataDirectoryError } from '../../../local/dynamodb/disk.ts';
import { startDynamoDb } from '../../../local/dynamodb/start.ts';
import { startEngine } from '../../support/engine.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'don-doc-engine-'));
});
afterEach(() => rm(dir, { recursive: true }));

const open = () => startDynamoDb({ dir, now: Date.now });

async function opening(): Promise<DataDirectoryError> {
  const error: unknown = await open().catch((thrown: unknown) => thrown);
  if (!(error instanceof DataDirectoryError)) throw new Error('the directory was opened');
  return error;
}

async function filled(): Promise<void> {
  const engine = await startEngine({ dir });
  await engine.client.send(new PutCommand({ TableName: 'main', Item: { pk: 'a', sk: '1' } }));
  await engine.close();
}

test('items, feed, feed position and request tokens survive a restart', async () => {
  const count = new TransactWriteCommand({
    ClientRequestToken: 'once',
    TransactItems: [
      {
        Update: {
          TableName: 'main',
          Key: { pk: 'a', sk: '1' },
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': 1 },
        },
      },
    ],
  });
  const first = await startEngine({ dir });
  await first.client.send(count);
  await first.client.send(new PutCommand({ TableName: 'main', Item: { pk: 'b', sk: '1' } }));
  await first.feed.trim(1);
  await first.close();

  const second = await startEngine({ dir });
  await second.client.send(count);
  const { Item } = await DynamoDBDocumentClient.from(second.client).send(
    new GetCommand({ TableName: 'main', Key: { pk: 'a', sk: '1' } }),
  );
  expect(Item).toEqual({ pk: 'a', sk: '1', n: 1 });
  expect((await second.feed.read(0, 10)).map(({ position }) => position)).toEqual([2]);
  await second.feed.trim(2);
  await second.close();

  const third = await startEngine({ dir });
  await third.client.send(new PutCommand({ TableName: 'main', Item: { pk: 'c', sk: '1' } }));
  expect((await third.feed.read(0, 10)).map(({ position }) => position)).toEqual([3]);
  await third.close();
});

test('a directory in use is refused, and free again after close', async () => {
  const first = await open();
  const error = await opening();
  expect(error.reason).toBe('locked');
  expect(error.message).toBe(`${dir} is in use by another running process.`);
  await first.close();
  await (await open()).close();
});

test.each([
  ['without its pointer file', (names: string[]) => names.filter((name) => name === 'CURRENT')],
  ['without its manifest', (names: string[]) => names.filter((name) => name.startsWith('MANIFEST'))],
])('a directory %s is refused as damaged', async (_how, choose) => {
  await filled();
  for (const name of choose(await readdir(dir))) await rm(join(dir, name));
  const error = await opening();
  expect(error.reason).toBe('damaged');
  expect(error.message).toMatch(/is damaged: .+\.$/);
});

test.each([['CURRENT'], ['MANIFEST'], ['.log']])(
  'a directory with rubbish in %s is refused as damaged',
  async (part) => {
    await filled();
    const hit = (await readdir(dir)).filter((name) => name.includes(part));
    expect(hit).not.toEqual([]);
    for (const name of hit) await writeFile(join(dir, name), Buffer.alloc(4096, 'rubbish'));
    expect((await opening()).reason).toBe('damaged');
  },
);

test('a directory with other files is refused', async () => {
  await writeFile(join(dir, 'thesis.doc'), 'mine');
  expect((await opening()).reason).toBe('foreign');
  expect(await readdir(dir)).toEqual(['thesis.doc']);
});

test('a file in place of the directory is refused', async () => {
  await rm(dir, { recursive: true });
  await writeFile(dir, 'mine');
  expect((await opening()).reason).toBe('unusable');
});

test('a taken port is refused with its code, and leaves the directory free', async () => {
  const other = await startDynamoDb({ now: Date.now });
  const port = Number(new URL(other.endpoint).port);
  await expect(startDynamoDb({ dir, port, now: Date.now })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await (await open()).close();
  await other.close();
});
