import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fixture, startFixture } from './harness.ts';

let fixture: Fixture;
let sqs: SQSClient;
let scheduler: SchedulerClient;
let sfn: SFNClient;
let ses: SESv2Client;
let alarmsUrl: string;
const alarmsArn = 'arn:aws:sqs:ap-southeast-1:000000000000:Service-Alarms';
const machineArn = 'arn:aws:states:ap-southeast-1:000000000000:stateMachine:Service-Machine';
const dead = () => fixture.runtime.queueCounts()['Service-Dead'];
const minutes = (n: number) => fixture.runtime.clock.advance(n * 60_000);
const inMinutes = (n: number) => new Date(fixture.runtime.clock.now().getTime() + n * 60_000).toISOString();

beforeAll(async () => {
  fixture = await startFixture();
  const { endpoint } = fixture.runtime;
  sqs = new SQSClient({ endpoint });
  scheduler = new SchedulerClient({ endpoint });
  sfn = new SFNClient({ endpoint });
  ses = new SESv2Client({ endpoint });
  alarmsUrl = `${endpoint}/000000000000/Service-Alarms`;
});
afterAll(() => fixture.runtime.close());

test('SQS delivers a message once, a delayed one when its delay ends', async () => {
  const send = (id: string, DelaySeconds?: number) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl: alarmsUrl,
        MessageBody: JSON.stringify({ id }),
        ...(DelaySeconds !== undefined && { DelaySeconds }),
      }),
    );
  await send('delayed', 600);
  await send('direct');
  await fixture.runtime.clock.settle();
  const got = () => fixture.saidBy('remind').map(({ id }) => id);
  expect(got()).toEqual(['direct']);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: alarmsUrl, AttributeNames: ['All'] }),
  );
  expect(Attributes).toMatchObject({
    QueueArn: alarmsArn,
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesDelayed: '1',
  });
  await minutes(9);
  expect(got()).toEqual(['direct']);
  await minutes(1);
  expect(got()).toEqual(['direct', 'delayed']);
});

test('SQS repeats only what failed, after the visibility timeout, and then gives it to the dead-letter queue', async () => {
  fixture.journal.length = 0;
  const entries = ['a', 'b', 'c'].map((id, index) => ({
    Id: id,
    MessageBody: JSON.stringify({ id, failures: [0, 1, 99][index] }),
  }));
  const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl: alarmsUrl, Entries: entries }));
  expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['a', 'b', 'c']);
  await minutes(5);
  expect(fixture.saidBy('remind').map(({ id, receives }) => `${id}${receives}`)).toEqual([
    'a1',
    'b1',
    'c1',
    'b2',
    'c2',
    'c3',
  ]);
  expect(dead()).toBe(1);
});

test('SQS refuses unknown queues and malformed batches by their names', async () => {
  const message = { QueueUrl: `${fixture.runtime.endpoint}/000000000000/nowhere`, MessageBody: 'x' };
  await expect(sqs.send(new SendMessageCommand(message))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
  });
  const eleven = Array.from({ length: 11 }, (_, n) => ({ Id: String(n), MessageBody: 'x' }));
  await expect(
    sqs.send(new SendMessageBatchCommand({ QueueUrl: alarmsUrl, Entries: eleven })),
  ).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' });
});

const schedule = (name: string, more: Partial<CreateScheduleCommandInput> = {}) =>
  new CreateScheduleCommand({
    Name: name,
    GroupName: 'Service-alarms',
    ScheduleExpression: `at(${inMinutes(30).slice(0, 19)})`,
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: alarmsArn,
      RoleArn: 'arn:aws:iam::000000000000:role/Service-Role',
      Input: JSON.stringify({ id: name, planned: '<aws.scheduler.scheduled-time>' }),
    },
    ...more,
  });

test('Scheduler fires a one-time schedule at its second, tells when that was, and deletes it', async () => {
  fixture.journal.length = 0;
  const due = inMinutes(30);
  const { ScheduleArn } = await scheduler.send(schedule('once'));
  expect(ScheduleArn).toBe('arn:aws:scheduler:ap-southeast-1:000000000000:schedule/Service-alarms/once');
  const named = { GroupName: 'Service-alarms', Name: 'once' };
  expect(await scheduler.send(new GetScheduleCommand(named))).toMatchObject({
    ...named,
    ActionAfterCompletion: 'DELETE',
    Target: { Arn: alarmsArn },
  });
  await minutes(29);
  expect(fixture.saidBy('remind')).toEqual([]);
  await minutes(2);
  expect(fixture.saidBy('remind')).toMatchObject([{ id: 'once', at: due, planned: `${due.slice(0, 19)}Z` }]);
  await expect(scheduler.send(new GetScheduleCommand(named))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('Scheduler keeps a finished schedule without ActionAfterCompletion, and runs rates and crons', async () => {
  fixture.journal.length = 0;
  await scheduler.send(schedule('kept', { ActionAfterCompletion: 'NONE' }));
  await scheduler.send(schedule('rate', { ScheduleExpression: 'rate(20 minutes)' }));
  await minutes(61);
  expect(fixture.saidBy('remind').map(({ id }) => id)).toEqual(['rate', 'kept', 'rate', 'rate']);
  const { Schedules } = await scheduler.send(new ListSchedulesCommand({ GroupName: 'Service-alarms' }));
  expect(Schedules?.map(({ Name }) => Name)).toEqual(['kept', 'rate']);
  for (const Name of ['kept', 'rate'])
    await scheduler.send(new DeleteScheduleCommand({ GroupName: 'Service-alarms', Name }));
});

test('Scheduler pages its list', async () => {
  for (const name of ['p1', 'p2', 'p3', 'q1']) await scheduler.send(schedule(name));
  const asked = { GroupName: 'Service-alarms', NamePrefix: 'p', MaxResults: 2 };
  const first = await scheduler.send(new ListSchedulesCommand(asked));
  const second = await scheduler.send(new ListSchedulesCommand({ ...asked, NextToken: first.NextToken }));
  const names = [first, second].map(({ Schedules }) => Schedules?.map(({ Name }) => Name));
  expect(names).toEqual([['p1', 'p2'], ['p3']]);
  expect(second.NextToken).toBeUndefined();
});

test('Scheduler refuses a second of the same name, an unknown group, target or expression, and the past', async () => {
  await scheduler.send(schedule('twice'));
  const target = { Arn: 'arn:aws:sqs:ap-southeast-1:000000000000:nowhere', RoleArn: 'arn:aws:iam::0:role/r' };
  const refusals: [Partial<CreateScheduleCommandInput>, string][] = [
    [{ Name: 'twice' }, 'ConflictException'],
    [{ GroupName: 'nowhere' }, 'ResourceNotFoundException'],
    [{ Target: target }, 'ValidationException'],
    [{ ScheduleExpression: 'at(2026-11-23T01:00:00)' }, 'ValidationException'],
    [{ ScheduleExpression: 'at(tomorrow)' }, 'ValidationException'],
    [{ ScheduleExpression: 'cron(61 8 * * ? *)' }, 'ValidationException'],
  ];
  for (const [more, name] of refusals)
    await expect(scheduler.send(schedule('refused', more))).rejects.toMatchObject({ name });
  const unknown = new DeleteScheduleCommand({ GroupName: 'Service-alarms', Name: 'refused' });
  await expect(scheduler.send(unknown)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

const start = (name: string, rungs: string[]) =>
  sfn.send(
    new StartExecutionCommand({
      stateMachineArn: machineArn,
      name,
      input: JSON.stringify({ id: name, rungs }),
    }),
  );
const arnOf = (name: string) => `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
const statusOf = async (name: string) =>
  (await sfn.send(new DescribeExecutionCommand({ executionArn: arnOf(name) }))).status;

test('Step Functions runs a ladder: each step at its time, then the end', async () => {
  fixture.journal.length = 0;
  const began = fixture.runtime.clock.now().toISOString();
  const rungs = [inMinutes(10), inMinutes(20)];
  await start('ladder', rungs);
  await fixture.runtime.clock.settle();
  expect(await statusOf('ladder')).toBe('RUNNING');
  await minutes(25);
  expect(fixture.saidBy('step').map(({ at }) => at)).toEqual([began, ...rungs]);
  expect(await statusOf('ladder')).toBe('SUCCEEDED');
});

test('Step Functions starts a name once: the same again while it runs, ExecutionAlreadyExists otherwise', async () => {
  const rungs = [inMinutes(10)];
  const first = await start('named', rungs);
  expect((await start('named', rungs)).executionArn).toBe(first.executionArn);
  await expect(start('named', [])).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  await minutes(11);
  await expect(start('named', rungs)).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  const asked = { stateMachineArn: machineArn, statusFilter: 'SUCCEEDED' } as const;
  const { executions } = await sfn.send(new ListExecutionsCommand(asked));
  expect(executions?.map(({ name }) => name)).toContain('named');
});

test('Step Functions retries a step that fails, and fails when the retries are used up', async () => {
  await start('stumbles', []);
  await start('falls', []);
  await fixture.runtime.clock.settle();
  expect(await statusOf('stumbles')).toBe('SUCCEEDED');
  expect(await sfn.send(new DescribeExecutionCommand({ executionArn: arnOf('falls') }))).toMatchObject({
    status: 'FAILED',
    error: 'Error',
    cause: expect.stringContaining('asked to fail'),
  });
  const unknown = new DescribeExecutionCommand({ executionArn: arnOf('nobody') });
  await expect(sfn.send(unknown)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
});

const letter = (to: string, subject = 'Nhắc việc') =>
  new SendEmailCommand({
    FromEmailAddress: 'Đôn Đốc <don-doc@example.com>',
    Destination: { ToAddresses: [to] },
    Content: {
      Simple: {
        Subject: { Data: subject },
        Body: { Text: { Data: 'Kính gửi' }, Html: { Data: '<p>Kính gửi</p>' } },
        Headers: [{ Name: 'References', Value: '<task@example.com>' }],
      },
    },
    ConfigurationSetName: 'Service-mails',
    EmailTags: [{ Name: 'envelope', Value: 'v7' }],
  });
const told = (messageId: string | undefined) =>
  fixture.saidBy('feedback').filter((one) => one.messageId === messageId);

test('SES keeps what is sent and reports its delivery to the function that listens', async () => {
  const { MessageId } = await ses.send(letter('An <an@example.com>'));
  await fixture.runtime.clock.settle();
  expect(fixture.runtime.mails({ to: 'an@example.com' }).at(-1)).toMatchObject({
    to: ['An <an@example.com>'],
    subject: 'Nhắc việc',
    text: 'Kính gửi',
    html: '<p>Kính gửi</p>',
    headers: { References: '<task@example.com>', Subject: 'Nhắc việc' },
    at: fixture.runtime.clock.now().toISOString(),
    messageId: MessageId,
  });
  expect(told(MessageId)).toMatchObject([
    { type: 'Email Delivered', tags: { envelope: ['v7'], 'ses:configuration-set': ['Service-mails'] } },
  ]);
});

test('SES reads raw messages', async () => {
  const raw = [
    'From: don-doc@example.com',
    'To: binh@example.com',
    `Subject: =?UTF-8?B?${Buffer.from('Đôn đốc').toString('base64')}?=`,
    ' =?UTF-8?Q?_l=E1=BA=A7n_2?=',
    'Content-Type: multipart/alternative; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'K=C3=ADnh g=',
    '=E1=BB=ADi',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('<p>Kính gửi</p>').toString('base64'),
    '--b--',
  ].join('\r\n');
  const Destination = { ToAddresses: ['binh@example.com'] };
  await ses.send(new SendEmailCommand({ Destination, Content: { Raw: { Data: Buffer.from(raw) } } }));
  expect(fixture.runtime.mails({ to: 'binh@example.com' })).toMatchObject([
    { subject: 'Đôn đốc lần 2', text: expect.stringMatching(/^Kính gửi/), html: '<p>Kính gửi</p>' },
  ]);
});

test('what becomes of mail to an address can be chosen', async () => {
  for (const [kind, types] of [
    ['hard', ['Email Bounced']],
    ['complaint', ['Email Delivered', 'Email Complaint Received']],
    ['reject', ['Email Rejected']],
    ['delay', ['Email Delivery Delayed']],
    ['none', ['Email Delivered']],
  ] as const) {
    const body = JSON.stringify({ address: 'dung@example.com', kind });
    expect((await fixture.call('/local/mail/bounces', { method: 'POST', body })).status).toBe(200);
    const { MessageId } = await ses.send(letter('Dũng <DUNG@example.com>'));
    await fixture.runtime.clock.settle();
    expect(told(MessageId).map(({ type }) => type)).toEqual(types);
  }
});

test('an asynchronous invocation is tried three times, then given to the dead-letter queue', async () => {
  const before = dead() ?? 0;
  const { MessageId } = await ses.send(letter('an@example.com', 'never'));
  await minutes(10);
  expect(told(MessageId)).toHaveLength(3);
  expect(dead()).toBe(before + 1);
});

test('the stream is read in order, a failing record again, and a poisoned one goes to the dead-letter queue', async () => {
  fixture.journal.length = 0;
  const before = dead() ?? 0;
  const post = (item: object) => fixture.call('/v1/items', { method: 'POST', body: JSON.stringify(item) });
  await Promise.all([post({ id: 's1', relayFailures: 2 }), post({ id: 's2', poison: true })]);
  await post({ id: 's3' });
  await minutes(10);
  const order = fixture.saidBy('relay').map(({ id }) => id);
  expect(order.at(-1)).toBe('s3');
  expect(order.filter((id) => id === 's1').length).toBeGreaterThanOrEqual(3);
  expect(dead()).toBe(before + 1);
});

test('mail can be asked for by time and by recipient, and shown to people without running anything in it', async () => {
  await minutes(1);
  const since = fixture.runtime.clock.now().toISOString();
  await ses.send(letter('hoa@example.com', '<script>alert(1)</script>'));
  const listed = await (await fixture.call(`/local/mail?since=${since}&to=hoa@example.com`)).json();
  expect(listed).toMatchObject({ items: [{ to: ['hoa@example.com'], at: since }], next: null });
  const [mail] = fixture.runtime.mails({ since });
  for (const path of ['/', '/inbox', `/inbox/${mail?.id}`]) {
    const shown = await fixture.call(path);
    expect(shown.status).toBe(200);
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await shown.text()).not.toContain('<script>');
  }
  expect((await fixture.call('/inbox/999999')).status).toBe(404);
  expect((await fixture.call('/local/mail?since=never')).status).toBe(400);
});
