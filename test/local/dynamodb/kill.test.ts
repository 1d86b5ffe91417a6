import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DynamoDBDocumentClient, paginateQuery, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FeedRecord } from '../../../local/dynamodb/feed.ts';
import { type Engine, startEngine } from '../../support/engine.ts';

const WRITER = fileURLToPath(new URL('./killed-writer.ts', import.meta.url));
const KILLS = 5;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'don-doc-kill-'));
});
afterAll(() => rm(dir, { recursive: true }));

/** Runs the writer and kills it at a random moment after some acknowledged writes; returns those. */
async function writeAndDie(): Promise<string[]> {
  const child = spawn(process.execPath, [WRITER, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const acknowledged: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => acknowledged.push(line));
  const enough = 20 + Math.random() * 60;
  while (acknowledged.length < enough && child.exitCode === null) await sleep(1);
  await sleep(Math.random() * 20);
  child.kill('SIGKILL');
  await once(lines, 'close');
  const [code, signal]: unknown[] = await gone;
  expect([code, signal]).toEqual([null, 'SIGKILL']);
  return acknowledged;
}

async function readAll(engine: Engine) {
  const client = DynamoDBDocumentClient.from(engine.client);
  const items: Record<string, unknown>[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: 'main' })) items.push(...Items);
  const rows: Record<string, unknown>[] = [];
  const query = {
    TableName: 'main',
    IndexName: 'gsi1',
    KeyConditionExpression: 'gsi1pk = :all',
    ExpressionAttributeValues: { ':all': 'ALL' },
  };
  for await (const { Items = [] } of paginateQuery({ client }, query)) rows.push(...Items);
  const records: FeedRecord[] = [];
  for (let after = 0; ; ) {
    const piece = await engine.feed.read(after, 500);
    records.push(...piece);
    if (piece.length === 0) return { items, rows, records };
    after = piece.at(-1)?.position ?? after;
  }
}

/** The table as the feed tells it; every record must fit the state that the records before it left. */
function replay(records: FeedRecord[]): Map<string, FeedRecord['newImage']> {
  const state = new Map<string, FeedRecord['newImage']>();
  records.forEach((record, i) => {
    const key = `${record.keys.pk?.S}/${record.keys.sk?.S}`;
    expect(record.position).toBe(i + 1);
    expect(record.oldImage).toEqual(state.get(key));
    if (record.newImage) state.set(key, record.newImage);
    else state.delete(key);
  });
  return state;
}

test(`after each of ${KILLS} kills every acknowledged transaction is there, each one wholly, feed and index too`, async () => {
  const acknowledged = new Set<string>();
  for (let kill = 1; kill <= KILLS; kill++) {
    for (const id of await writeAndDie()) acknowledged.add(id);

    const engine = await startEngine({ dir });
    const { items, rows, records } = await readAll(engine);
    await engine.close();

    const parts = new Map<string, string[]>();
    for (const { pk, sk } of items.filter((item) => item.pk !== 'COUNT')) {
      parts.set(String(pk), [...(parts.get(String(pk)) ?? []), String(sk)]);
    }
    for (const id of acknowledged) expect(parts.get(id)).toBeDefined();
    for (const sks of parts.values())
      expect([
        ['1', '2', '3'],
        ['1', '2'],
      ]).toContainEqual(sks);
    // Each client has one transaction whose last part nobody deleted yet; a killed client leaves its one behind.
    expect([...parts.values()].filter((sks) => sks.length === 3).length).toBeLessThanOrEqual(3 * kill);
    expect(items.find(({ pk }) => pk === 'COUNT')?.n).toBe(parts.size);
    const shown = (all: Record<string, unknown>[]) => all.map(({ pk, sk }) => `${pk}/${sk}`).toSorted();
    expect(shown(rows)).toEqual(shown(items.filter((item) => item.pk !== 'COUNT')));
    expect([...replay(records).keys()].toSorted()).toEqual(shown(items));
  }
  expect(acknowledged.size).toBeGreaterThanOrEqual(20 * KILLS);
});
