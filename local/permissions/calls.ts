import * as z from 'zod';
import type { Application } from '../application.ts';
import { identity } from '../assembly.ts';
import type { Asked } from './roles.ts';

/** Which permissions AWS asks for, per call. A call that is not here is one that no function makes: nobody has a permission for it. */
const arn = (service: string, resource: string) =>
  `arn:aws:${service}:${identity.region}:${identity.accountId}:${resource}`;

const toQueue = z
  .object({ QueueUrl: z.string() })
  .transform(({ QueueUrl }) => arn('sqs', QueueUrl.split('/').at(-1) ?? ''));
const toMachine = z.object({ stateMachineArn: z.string() }).transform((input) => input.stateMachineArn);

export function askedOfLog(logGroup: string): Asked[] {
  const resource = arn('logs', `log-group:${logGroup}:log-stream:local`);
  return ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ action, resource }));
}

/** What Scheduler and Step Functions do to the queue, function or machine behind an ARN. */
export function askedOfTarget(target: string): Asked {
  const service = target.split(':')[2] ?? '';
  const actions: Record<string, string> = {
    sqs: 'sqs:SendMessage',
    lambda: 'lambda:InvokeFunction',
    states: 'states:StartExecution',
  };
  return { action: actions[service] ?? service, resource: target };
}

/** Calls of the JSON services, by the value of their X-Amz-Target. */
export function askedOfJson(target: string, input: unknown): Asked[] {
  switch (target) {
    case 'AmazonSQS.SendMessage':
    case 'AmazonSQS.SendMessageBatch':
      return [{ action: 'sqs:SendMessage', resource: toQueue.parse(input) }];
    case 'AWSStepFunctions.StartExecution':
      return [{ action: 'states:StartExecution', resource: toMachine.parse(input) }];
    default:
      return [{ action: target, resource: '*' }];
  }
}

const scheduleInput = z.object({
  GroupName: z.string().default('default'),
  Target: z.object({ RoleArn: z.string() }),
});
const mailInput = z.object({ FromEmailAddress: z.string(), ConfigurationSetName: z.string().optional() });

/** Calls of Scheduler and SES. */
export function askedOfRest(method: string, url: URL, input: unknown): Asked[] {
  const [, root, name = ''] = url.pathname.split('/').map(decodeURIComponent);
  if (root === 'schedules' && method === 'POST') {
    const { GroupName, Target } = scheduleInput.parse(input);
    const facts = { 'iam:PassedToService': 'scheduler.amazonaws.com' };
    return [
      { action: 'scheduler:CreateSchedule', resource: arn('scheduler', `schedule/${GroupName}/${name}`) },
      { action: 'iam:PassRole', resource: Target.RoleArn, facts },
    ];
  }
  if (root === 'schedules' && method === 'DELETE') {
    const group = url.searchParams.get('groupName') ?? 'default';
    return [{ action: 'scheduler:DeleteSchedule', resource: arn('scheduler', `schedule/${group}/${name}`) }];
  }
  if (url.pathname === '/v2/email/outbound-emails') {
    const { FromEmailAddress, ConfigurationSetName } = mailInput.parse(input);
    const from = /<([^<>]+)>\s*$/.exec(FromEmailAddress)?.[1] ?? FromEmailAddress;
    const parts = [
      `identity/${from}`,
      ...(ConfigurationSetName ? [`configuration-set/${ConfigurationSetName}`] : []),
    ];
    return parts.map((part) => ({
      action: 'ses:SendEmail',
      resource: arn('ses', part),
      facts: { 'ses:FromAddress': from },
    }));
  }
  return [{ action: `${method} ${url.pathname}`, resource: '*' }];
}

export function askedOfObjects(method: string, { pathname, searchParams }: URL): Asked[] {
  const [bucket = '', ...key] = pathname.split('/').slice(1).map(decodeURIComponent);
  if (searchParams.has('list-type')) {
    const facts = { 's3:prefix': searchParams.get('prefix') ?? '' };
    return [{ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}`, facts }];
  }
  const actions: Record<string, string> = {
    PUT: 's3:PutObject',
    GET: 's3:GetObject',
    DELETE: 's3:DeleteObject',
  };
  return [{ action: actions[method] ?? method, resource: `arn:aws:s3:::${bucket}/${key.join('/')}` }];
}

const item = z.record(z.string(), z.object({ S: z.string().optional() }).loose());
const single = z.object({
  TableName: z.string(),
  IndexName: z.string().optional(),
  Key: item.optional(),
  Item: item.optional(),
});
const many = z.object({ RequestItems: z.record(z.string(), z.unknown()) });
const transaction = z.object({ TransactItems: z.array(z.record(z.string(), single)) });
const inTransaction: Record<string, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/** Calls of DynamoDB, which asks for the same whether an item is written alone or in a transaction. */
export function askedOfTable(tables: Application['tables'], name: string, body: unknown): Asked[] {
  const one = (action: string, { TableName, IndexName, Key, Item }: z.infer<typeof single>): Asked => {
    const table = tables.find((each) => each.name === TableName || each.arn === TableName);
    const leading = table?.keySchema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';
    const value = (Key ?? Item)?.[leading]?.S;
    return {
      action: `dynamodb:${action}`,
      resource: `${table?.arn}${IndexName === undefined ? '' : `/index/${IndexName}`}`,
      ...(value !== undefined && { facts: { 'dynamodb:LeadingKeys': [value] } }),
    };
  };
  if (name.startsWith('Transact'))
    return transaction
      .parse(body)
      .TransactItems.flatMap((parts) =>
        Object.entries(parts).map(([kind, part]) => one(inTransaction[kind] ?? kind, part)),
      );
  if (name.startsWith('Batch'))
    return Object.keys(many.parse(body).RequestItems).map((TableName) => one(name, { TableName }));
  return [one(name, single.parse(body))];
}
