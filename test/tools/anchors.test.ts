import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { anchor } from '../../shared/domain/anchor.ts';
import { chainEvents, emptyChain } from '../../shared/domain/event-chain.ts';
import { openStore, type Store } from '../../shared/store/client.ts';
import { eventItem } from '../../shared/store/items.ts';
import { keys } from '../../shared/store/keys.ts';
import { queryAll } from '../../shared/store/reads.ts';
import { storedEvent } from '../../shared/store/stored-event.ts';
import type { Call } from '../e2e/client.ts';
import { type Deployment, openDeployment } from './deployment.ts';
import { storyBegins, threeTasks } from './story.ts';

/** Days pass, anchors are written, and somebody with every right on the table rewrites what happened. */
let deployment: Deployment;
let store: Store;
let doc: DynamoDBDocumentClient;
let officer: Call;
let taskIds: string[];
const directory = mkdtempSync(join(tmpdir(), 'don-doc-anchors-'));
let anchorDirectory: string;

beforeAll(async () => {
  deployment = await openDeployment(storyBegins, join(directory, 'data'));
  const client = new DynamoDBClient({ endpoint: deployment.runtime.dynamoDb });
  doc = DynamoDBDocumentClient.from(client);
  store = openStore({ table: deployment.table, timeZone: 'Asia/Ho_Chi_Minh', client });
  const story = await threeTasks(deployment);
  taskIds = story.taskIds;
  officer = await story.office.person('vptu.officer');
  const objects = join(directory, 'data', 'objects');
  await deployment.target.until('2026-12-01T02:05:00.000Z');
  const bucket = readdirSync(objects).find((name) => name.includes('Records')) ?? '';
  anchorDirectory = join(objects, bucket, 'anchors');
});
afterAll(async () => {
  await deployment?.close();
  rmSync(directory, { recursive: true });
});

/** What the offline tool says of the dossier that the API gives out now. */
async function verifyDossier(taskId: string, ...anchors: string[]) {
  const { status, body } = await officer('GET', `/tasks/${taskId}/dossier`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  const file = join(directory, 'dossier.json');
  writeFileSync(file, JSON.stringify(body));
  const options = anchors.length > 0 ? ['--anchors', ...anchors] : [];
  const ran = spawnSync(process.execPath, ['tools/verify-dossier.mjs', file, ...options], {
    encoding: 'utf8',
  });
  return { status: ran.status, said: (ran.stdout + ran.stderr).trim() };
}

const eventsOf = async (taskId: string) =>
  (await queryAll(store, { pk: keys.task(taskId).pk, range: { beginsWith: 'E#' } })).map((item) =>
    storedEvent.parse(item),
  );

/** Changes one event and computes the digests of it and all later ones, and the task's head, anew: nothing in the table tells. */
async function rewrite(taskId: string, seq: number, data: Record<string, unknown>): Promise<void> {
  let head = emptyChain;
  for (const event of await eventsOf(taskId)) {
    const draft = { type: event.type, data: event.seq === seq ? { ...event.data, ...data } : event.data };
    const { actor, at, commandId: id } = event;
    const made = chainEvents(taskId, head, [draft], { actor, at, id });
    head = made.head;
    for (const each of made.events)
      await doc.send(new PutCommand({ TableName: deployment.table, Item: eventItem(each, true) }));
  }
  await doc.send(
    new UpdateCommand({
      TableName: deployment.table,
      Key: keys.task(taskId),
      UpdateExpression: 'SET chain = :chain',
      ExpressionAttributeValues: { ':chain': head },
    }),
  );
}

it('writes one anchor for every day from the one before the first', () => {
  const days = readdirSync(anchorDirectory).sort();
  expect(days.at(0)).toBe('2026-11-22.json');
  expect(days.at(-1)).toBe('2026-11-30.json');
  expect(days).toHaveLength(9);
});

it('vouches for a dossier up to the last event that was anchored', async () => {
  const [taskId = ''] = taskIds;
  const whole = await verifyDossier(taskId, anchorDirectory);
  expect(whole.status).toBe(0);
  expect(whole.said).toMatch(/whole and unaltered/);
  expect(whole.said).toMatch(/9 anchors from 2026-11-22 to 2026-11-30: as anchored up to event \d+ on /);
  const early = await verifyDossier(taskId, join(anchorDirectory, '2026-11-23.json'));
  expect(early.status).toBe(0);
  expect(early.said).toMatch(
    /as anchored up to event 2 on 2026-11-23; later events in no anchor of these: 4$/,
  );
});

it('holds every chain of the deployment against the anchors', async () => {
  const { status, text } = await deployment.admin('chains', 'verify', '--anchors', anchorDirectory);
  expect(text).toMatch(
    /^3 tasks with \d\d events verified, 0 broken\.\nCompared with 9 anchors; 0 tasks are/,
  );
  expect(status).toBe(0);
});

it('finds an anchor that was altered, taken out, or is none', async () => {
  const copy = join(directory, 'copy');
  cpSync(anchorDirectory, copy, { recursive: true });
  const [taskId = ''] = taskIds;
  const file = join(copy, '2026-11-23.json');
  const { leaves, ...rest } = anchor.parse(JSON.parse(readFileSync(file, 'utf8')));
  writeFileSync(file, JSON.stringify({ ...rest, leaves: leaves.filter((each) => each.taskId !== taskId) }));
  expect(await verifyDossier(taskId, copy)).toEqual({ status: 1, said: 'Anchor of 2026-11-23: altered.' });
  const operator = await deployment.admin('chains', 'verify', '--anchors', copy);
  expect(operator).toMatchObject({
    status: 1,
    text: expect.stringContaining('anchor of 2026-11-23: was altered'),
  });
  rmSync(join(copy, '2026-11-25.json'));
  expect((await verifyDossier(taskId, copy)).said).toContain(
    'Anchor of 2026-11-26: does not follow from that of 2026-11-24.',
  );
  writeFileSync(file, '{}');
  expect((await verifyDossier(taskId, file)).status).toBe(2);
  expect((await verifyDossier(taskId, join(directory, 'nowhere'))).status).toBe(2);
  expect(await deployment.admin('chains', 'verify', '--anchors', join(directory, 'nowhere'))).toMatchObject({
    status: 1,
    text: expect.stringContaining('cannot be read'),
  });
});

it('names an event that was altered although the whole chain was computed anew', async () => {
  const [taskId = '', untouched = ''] = taskIds;
  await rewrite(taskId, 2, { note: 'Đã nhận từ tuần trước' });
  expect(await verifyDossier(taskId)).toMatchObject({ status: 0, said: expect.stringContaining('whole') });
  expect((await deployment.admin('chains', 'verify')).status).toBe(0);

  const seen = await verifyDossier(taskId, anchorDirectory);
  expect(seen.status).toBe(1);
  expect(seen.said).toBe(
    'At least one of events 1 to 2 was altered after 2026-11-23 and the digests computed anew: the anchor of that day holds another one of event 2.',
  );
  const { status, text } = await deployment.admin('chains', 'verify', '--anchors', anchorDirectory);
  expect(status).toBe(1);
  expect(text).toContain(`${taskId}: event 2 or one before it is not what was anchored on 2026-11-23`);
  expect(text).not.toContain(untouched);
  expect(text).toContain('1 broken.');
});

it('narrows it down by the anchors of later days', async () => {
  const [, taskId = ''] = taskIds;
  const last = (await eventsOf(taskId)).length;
  await rewrite(taskId, last, { note: 'khác' });
  const seen = await verifyDossier(taskId, anchorDirectory);
  expect(seen.said).toMatch(/^(Event|At least one of events 3 to) \d+ was altered after 2026-11-\d\d /);
  expect(seen.status).toBe(1);
});

it('misses what was cut off, and a task that is gone altogether', async () => {
  const [, , taskId = ''] = taskIds;
  const events = await eventsOf(taskId);
  for (const { seq } of events.slice(1))
    await doc.send(new DeleteCommand({ TableName: deployment.table, Key: keys.event(taskId, seq) }));
  await rewrite(taskId, 1, {});
  expect((await verifyDossier(taskId)).status).toBe(0);
  expect((await verifyDossier(taskId, anchorDirectory)).said).toMatch(
    /^Event \d+ is missing: the anchor of 2026-11-\d\d knows it\.$/,
  );
  const items = await queryAll(store, { pk: keys.task(taskId).pk });
  for (const { pk, sk } of items)
    await doc.send(new DeleteCommand({ TableName: deployment.table, Key: { pk, sk } }));
  const { text } = await deployment.admin('chains', 'verify', '--anchors', anchorDirectory);
  expect(text).toContain(`${taskId}: was anchored, and is gone`);
});
