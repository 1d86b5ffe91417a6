import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuard, type RoleSpec } from '../../local/permissions/roles.ts';
import { type LocalRuntime, startLocal } from '../../local/runtime.ts';
import { synthesise } from '../../local/synth.ts';
import { withoutPermission } from '../../tools/permissions/assemblies.ts';

const roleWith = (statement: Partial<RoleSpec['statements'][number]>): RoleSpec => ({
  name: 'r',
  arn: 'arn:r',
  statements: [{ Effect: 'Allow', Action: ['s3:Get*'], Resource: ['arn:a/*'], ...statement }],
});
const allows = (statement: Partial<RoleSpec['statements'][number]>, facts = {}) =>
  createGuard([roleWith(statement)]).allows('arn:r', {
    action: 's3:GetObject',
    resource: 'arn:a/b/c',
    facts,
  });

describe('a role', () => {
  it('allows what a statement covers, by action and resource', () => {
    expect(allows({})).toBe(true);
    expect(allows({ Action: ['s3:getobject'] })).toBe(true);
    expect(allows({ Action: ['s3:GetObjectAcl'] })).toBe(false);
    expect(allows({ Resource: ['arn:a/b'] })).toBe(false);
    expect(allows({ Resource: ['arn.a/b/c'] })).toBe(false);
  });

  it('looks at conditions: one value, patterns, every key of a request, and whether there is any', () => {
    const leading = 'dynamodb:LeadingKeys';
    expect(allows({ Condition: { StringEquals: { to: ['x', 'y'] } } }, { to: 'y' })).toBe(true);
    expect(allows({ Condition: { StringEquals: { to: ['x'] } } }, { to: 'y' })).toBe(false);
    expect(allows({ Condition: { StringEquals: { to: ['x'] } } })).toBe(false);
    const keys = { 'ForAllValues:StringLike': { [leading]: ['UNIT#*', 'USER#*'] } };
    expect(allows({ Condition: keys }, { [leading]: ['UNIT#1', 'USER#2'] })).toBe(true);
    expect(allows({ Condition: keys }, { [leading]: ['UNIT#1', 'TASK#2'] })).toBe(false);
    expect(allows({ Condition: keys })).toBe(true);
    expect(allows({ Condition: { ...keys, Null: { [leading]: ['false'] } } })).toBe(false);
  });

  it('with a condition that nobody here can judge does not start', () => {
    expect(() => createGuard([roleWith({ Condition: { IpAddress: {} } })])).toThrow('IpAddress');
  });
});

describe('a function of the application', () => {
  let runtime: LocalRuntime;
  const inTheNameOf = (role: string) => {
    const found = runtime.application.roles.find(({ name }) => name.includes(role));
    return { accessKeyId: found?.name ?? '', secretAccessKey: 'local' };
  };
  beforeAll(async () => {
    runtime = await startLocal({ frozenAt: '2026-11-23T01:00:00.000Z', quiet: true });
  });
  afterAll(() => runtime.close());

  const denied = { name: 'AccessDeniedException' };

  it('is refused what its role does not say, by every service', async () => {
    const { endpoint, dynamoDb, application } = runtime;
    const TableName = application.tables[0]?.name ?? '';
    const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
    const table = new DynamoDBClient({ endpoint: dynamoDb, credentials: inTheNameOf('RemindRole') });
    await expect(table.send(new GetItemCommand({ TableName, Key }))).resolves.toBeDefined();
    const asEscalate = new DynamoDBClient({ endpoint: dynamoDb, credentials: inTheNameOf('LadderRole') });
    await expect(asEscalate.send(new PutItemCommand({ TableName, Item: Key }))).rejects.toMatchObject(denied);

    const credentials = inTheNameOf('ApiRole');
    const QueueUrl = application.functions.flatMap(({ environment }) => environment.ALARM_QUEUE_URL ?? [])[0];
    const message = new SendMessageCommand({ QueueUrl, MessageBody: '{}' });
    await expect(new SQSClient({ endpoint, credentials }).send(message)).rejects.toMatchObject(denied);
    const mail = new SendEmailCommand({ FromEmailAddress: 'don-doc@example.com', Content: {} });
    await expect(new SESv2Client({ endpoint, credentials }).send(mail)).rejects.toMatchObject(denied);
  });

  it('may pass on the role of its schedules and no other, to names of duties and no others', async () => {
    const { endpoint, application } = runtime;
    const relay = application.functions.find(({ environment }) => environment.SCHEDULE_GROUP);
    const { SCHEDULE_GROUP, SCHEDULER_ROLE_ARN, ALARM_QUEUE_ARN } = relay?.environment ?? {};
    const client = new SchedulerClient({ endpoint, credentials: inTheNameOf('RelayRole') });
    const create = (Name: string, RoleArn = SCHEDULER_ROLE_ARN) =>
      client.send(
        new CreateScheduleCommand({
          Name,
          GroupName: SCHEDULE_GROUP,
          ScheduleExpression: 'at(2027-01-15T01:00:00)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: { Arn: ALARM_QUEUE_ARN, RoleArn, Input: '{}' },
        }),
      );
    await expect(create('obl_1')).resolves.toBeDefined();
    await expect(create('another')).rejects.toMatchObject(denied);
    await expect(create('obl_2', relay?.roleArn)).rejects.toMatchObject(denied);
  });
});

describe('what Lambda and Step Functions need of a role', () => {
  it.each([
    { role: 'MailRole', sid: 'ReadMailQueue', action: 'sqs:DeleteMessage' },
    { role: 'RelayRole', sid: 'ReadStream', action: 'dynamodb:GetRecords' },
    { role: 'FeedbackRole', sid: 'ReportLostReceipt' },
    { role: 'LadderRole', sid: 'DeliverLogs', action: 'logs:DescribeLogGroups' },
    { role: 'ApiRole', sid: 'SendTraces', action: 'xray:PutTraceSegments' },
  ])('$role $sid $action is looked at before anything starts', async (taken) => {
    const assembly = withoutPermission(await synthesise('.'), taken);
    await expect(startLocal({ assembly, quiet: true })).rejects.toThrow(
      /AWS would not deploy this: .* lacks/,
    );
  });
});
