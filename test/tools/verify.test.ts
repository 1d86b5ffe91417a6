import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { keys } from '../../shared/store/keys.ts';
import { type Deployment, openDeployment } from './deployment.ts';
import { storyBegins, threeTasks } from './story.ts';

let deployment: Deployment;
let doc: DynamoDBDocumentClient;
let taskIds: string[];

beforeAll(async () => {
  deployment = await openDeployment(storyBegins);
  doc = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: deployment.runtime.dynamoDb }));
  ({ taskIds } = await threeTasks(deployment));
});
afterAll(() => deployment?.close());

it('verifies every task, some of them, or one', async () => {
  const all = await deployment.admin('chains', 'verify');
  expect(all.text).toMatch(/^3 tasks with \d\d events verified, 0 broken\.$/);
  expect(all.status).toBe(0);
  const two = await deployment.admin('chains', 'verify', '--sample', '2');
  expect(two.text).toMatch(/^2 tasks with/);
  const one = await deployment.admin('chains', 'verify', String(taskIds[0]));
  expect(one.text).toMatch(/^1 tasks with/);
  expect(await deployment.admin('chains', 'verify', 'tsk_none')).toEqual({
    status: 1,
    text: 'There is no task tsk_none.',
  });
});

it('counts anew, names a task whose entries do not add up, and puts it right', async () => {
  expect(await deployment.admin('counts', 'verify')).toEqual({
    status: 0,
    text: '3 tasks counted, nothing wrong.',
  });
  const [taskId = ''] = taskIds;
  const key = keys.count({ unitId: 'unt_x', day: '2026-11-23', taskId, seq: 99, n: 0 });
  const entry = { ...key, type: 'COUNT', group: { unitId: 'unt_x' }, day: '2026-11-23', taskId, code: 'x' };
  await doc.send(
    new PutCommand({ TableName: deployment.table, Item: { ...entry, cells: { suspended: 1 } } }),
  );
  const wrong = `${taskId}: suspended counted 1 too often in unt_x\n3 tasks counted, 1 thing wrong.`;
  expect(await deployment.admin('counts', 'verify')).toEqual({ status: 1, text: wrong });
  expect(await deployment.admin('counts', 'rebuild')).toEqual({
    status: 1,
    text: `${wrong}\nNothing was changed; --apply puts it right.`,
  });
  expect(await deployment.admin('counts', 'rebuild', '--apply')).toEqual({
    status: 0,
    text: `${wrong}\nAll put right.`,
  });
  expect((await deployment.admin('counts', 'rebuild', '--apply')).text).toBe(
    '3 tasks counted, nothing wrong.',
  );
});

it('rehearses a restore beside the live table', async () => {
  const plan = await deployment.admin('restore-drill', '--copy');
  expect(plan.status).toBe(0);
  expect(plan.text).toContain(`as ${deployment.table}-drill`);
  const done = await deployment.admin('restore-drill', '--copy', '--apply');
  expect(done.text).toMatch(/3 tasks with \d\d events verified, 0 broken\./);
  expect(done.text).toMatch(/open tasks +3 +3\n/);
  expect(done.text).toMatch(
    /Schedules of ([1-9]) of its \1 alarms were made, disabled, .* 0 came out wrong\./,
  );
  expect(done.text).toContain('would create or ring 0 and delete 0');
  expect(done.status).toBe(0);
  const again = await deployment.admin('restore-drill', '--copy', '--apply');
  expect(again).toMatchObject({
    status: 1,
    text: expect.stringContaining(
      `There is a table ${deployment.table}-drill already: name another with --into`,
    ),
  });
});

it('leaves no schedule of a drill behind, not even of one that was interrupted', async () => {
  const { runtime, group, queueArn, table } = deployment;
  const client = new SchedulerClient({ endpoint: runtime.endpoint });
  const place = { GroupName: group, FlexibleTimeWindow: { Mode: 'OFF' as const } };
  await client.send(
    new CreateScheduleCommand({
      ...place,
      Name: 'drill-interrupted',
      ScheduleExpression: 'at(2027-01-04T01:00:00)',
      State: 'DISABLED',
      Target: { Arn: queueArn, RoleArn: 'arn:aws:iam::000000000000:role/any', Input: '{}' },
    }),
  );
  await deployment.admin('restore-drill', '--copy', '--into', `${table}-another`, '--apply');
  const left = await client.send(new ListSchedulesCommand({ GroupName: group, NamePrefix: 'drill-' }));
  client.destroy();
  expect(left.Schedules).toEqual([]);
  expect((await deployment.admin('schedules', 'reconcile')).status).toBe(0);
});

it('names what was altered and what was taken out', async () => {
  const [altered = '', shortened = '', whole = ''] = taskIds;
  await doc.send(
    new UpdateCommand({
      TableName: deployment.table,
      Key: keys.event(altered, 2),
      UpdateExpression: 'SET #at = :at',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':at': '2026-11-22T01:00:00.000Z' },
    }),
  );
  const events = Number(
    (await deployment.admin('chains', 'verify', shortened)).text.match(/with (\d+) events/)?.[1],
  );
  await doc.send(new DeleteCommand({ TableName: deployment.table, Key: keys.event(shortened, events) }));
  const { status, text } = await deployment.admin('chains', 'verify');
  expect(status).toBe(1);
  expect(text).toContain(`${altered}: event 2 was altered`);
  expect(text).toContain(`${shortened}: event ${events} and what followed it were cut off`);
  expect(text).not.toContain(whole);
  expect(text).toContain('2 broken.');
  const drill = await deployment.admin('restore-drill', '--copy', '--into', 'damaged', '--apply');
  expect(drill.status).toBe(1);
  expect(drill.text).toContain(`${altered}: event 2 was altered`);
});
