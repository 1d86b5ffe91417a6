import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { BucketReference, IndexName } from './data-stack.ts';

/**
 * Every permission that any role of this application can hold, one function per statement. A statement has a name (its Sid), the
 * exact actions and the exact resources; docs/permissions.md is generated from the result and tests assert each one.
 * There is no dynamodb:Scan anywhere, and DeleteItem cannot reach a task's partition, where its events live.
 */

/** Gets of single items and queries of one partition are what every function needs; some also get many items at once. */
export function readTable(tableArn: string, more: 'BatchGetItem'[] = []): PolicyStatement {
  return allow('ReadTable', table('GetItem', 'Query', ...more), [tableArn]);
}

export function queryIndexes(tableArn: string, names: IndexName[]): PolicyStatement {
  return allow(
    'QueryIndexes',
    table('Query'),
    names.map((name) => `${tableArn}/index/${name}`),
  );
}

/** DynamoDB asks for the same permissions whether an item is written alone or in a transaction. */
export function writeTable(tableArn: string, actions: ('PutItem' | 'UpdateItem')[]): PolicyStatement {
  return allow('WriteTable', table(...actions), [tableArn]);
}

/** Memberships are the only thing ever deleted. The condition keeps every other partition, tasks above all, out of reach. */
export function deleteMemberships(tableArn: string): PolicyStatement {
  return allow('DeleteMemberships', table('DeleteItem'), [tableArn], {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['UNIT#*', 'USER#*'] },
    // ForAllValues is also true of a request without keys.
    Null: { 'dynamodb:LeadingKeys': 'false' },
  });
}

/** Also what a link that the function signs gives to whoever has it. */
export function readFiles(bucketArn: string, ...folders: string[]): PolicyStatement {
  const objects = folders.map((folder) => `${bucketArn}/${folder}/*`);
  return allow('ReadFiles', ['s3:GetObject'], objects);
}

export function writeFiles(bucketArn: string, folder: string): PolicyStatement {
  return allow('WriteFiles', ['s3:PutObject'], [`${bucketArn}/${folder}/*`]);
}

/** Single items only. */
export function getItems(tableArn: string): PolicyStatement {
  return allow('GetItems', table('GetItem'), [tableArn]);
}

export function listObjects({ arn }: BucketReference, prefix: string): PolicyStatement {
  return allow('ListObjects', ['s3:ListBucket'], [arn], {
    StringEquals: { 's3:prefix': prefix },
  });
}

/** Without versions, deletion, and any say over a lock. */
export function keepObjects({ arn }: BucketReference, prefix: string): PolicyStatement {
  return allow('KeepObjects', ['s3:GetObject', 's3:PutObject'], [`${arn}/${prefix}*`]);
}

export function readStream(streamArn: string): PolicyStatement {
  return allow(
    'ReadStream',
    ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    [streamArn],
  );
}

/** Names of schedules begin with the obligation's id, so this reaches nothing else in the group. */
export function mirrorSchedules(scheduleArnPrefix: string): PolicyStatement {
  return allow(
    'MirrorSchedules',
    ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule'],
    [`${scheduleArnPrefix}/obl_*`],
  );
}

export function passSchedulerRole(roleArn: string): PolicyStatement {
  return allow('PassSchedulerRole', ['iam:PassRole'], [roleArn], {
    StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
  });
}

export function startEscalation(stateMachineArn: string): PolicyStatement {
  return allow('StartEscalation', ['states:StartExecution'], [stateMachineArn]);
}

export function invokeFunction(...functionArns: string[]): PolicyStatement {
  return allow('InvokeFunction', ['lambda:InvokeFunction'], functionArns);
}

/** Only from our own address, and only under the configuration set that reports bounces. */
export function sendMail(
  identityArns: string[],
  configurationSetArn: string,
  sender: string,
): PolicyStatement {
  return allow('SendMail', ['ses:SendEmail'], [...identityArns, configurationSetArn], {
    StringEquals: { 'ses:FromAddress': sender },
  });
}

/** What Lambda's poller needs, in the name of the function that reads the queue. */
export function consume(sid: string, queue: IQueue): PolicyStatement {
  return allow(sid, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [queue.queueArn]);
}

export function send(sid: string, queue: IQueue): PolicyStatement {
  return allow(sid, ['sqs:SendMessage'], [queue.queueArn]);
}

export function writeLogs(logGroup: ILogGroup): PolicyStatement {
  return allow('WriteLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
}

/** X-Ray knows no resources. */
export function sendTraces(): PolicyStatement {
  return allow('SendTraces', ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*']);
}

/** Step Functions writes its log through CloudWatch's log delivery, which knows no resources. */
export function deliverLogs(): PolicyStatement {
  return allow(
    'DeliverLogs',
    [
      'logs:CreateLogDelivery',
      'logs:GetLogDelivery',
      'logs:UpdateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:DescribeResourcePolicies',
      'logs:DescribeLogGroups',
    ],
    ['*'],
  );
}

/** Where a key of one's own encrypts table, queues and function environments: to use it, never to manage it. */
export function useKey(key: IKey | undefined): PolicyStatement[] {
  if (!key) return [];
  return [
    allow('UseKey', ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'], [key.keyArn]),
  ];
}

const table = (...actions: string[]) => actions.map((action) => `dynamodb:${action}`);

function allow(
  sid: string,
  actions: string[],
  resources: string[],
  conditions?: Record<string, unknown>,
): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.ALLOW,
    actions,
    resources,
    ...(conditions ? { conditions } : {}),
  });
}
