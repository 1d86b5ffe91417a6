import { deepEqual } from 'node:assert/strict';
import { readable } from '../../tools/readable.ts';
import type { Statement } from './templates.ts';

/**
 * What the tests say of every role, one claim per test: `permissions.test.ts` checks them on the template, and
 * `tools/mutate-permissions.ts` checks that one of them fails when anything is missing.
 */
export type Claim = { title: string; holds: (statements: ReadonlyMap<string, Statement>) => void };

type Expected = { actions: string[]; resources: string[]; when?: Record<string, unknown> };

const logsOf = (name: string): Expected => ({
  actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  resources: [`${name}Log`],
});
const traces: Expected = { actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] };
const onTable = (...actions: string[]): Expected => ({
  actions: actions.map((action) => `dynamodb:${action}`),
  resources: ['Table'],
});
const indexes = (...names: string[]): Expected => ({
  actions: ['dynamodb:Query'],
  resources: names.map((name) => `Table/index/${name}`),
});
const sendTo = (queue: string): Expected => ({ actions: ['sqs:SendMessage'], resources: [queue] });
const consume = (queue: string): Expected => ({
  actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  resources: [queue],
});
const startLadder: Expected = { actions: ['states:StartExecution'], resources: ['Ladder'] };
const readMany = onTable('GetItem', 'Query', 'BatchGetItem');
const put = onTable('PutItem');
const putAndUpdate = onTable('PutItem', 'UpdateItem');

const expected: Record<string, Record<string, Expected>> = {
  ApiRole: {
    WriteLogs: logsOf('Api'),
    SendTraces: traces,
    ReadTable: readMany,
    QueryIndexes: indexes('gsi1', 'gsi2', 'gsi3'),
    WriteTable: putAndUpdate,
    DeleteMemberships: {
      actions: ['dynamodb:DeleteItem'],
      resources: ['Table'],
      when: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['UNIT#*', 'USER#*'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    },
    WriteFiles: { actions: ['s3:PutObject'], resources: ['Files/imports/*'] },
    ReadFiles: { actions: ['s3:GetObject'], resources: ['Files/exports/*'] },
  },
  WorkRole: {
    WriteLogs: logsOf('Work'),
    SendTraces: traces,
    ReadJobQueue: consume('FileJobsQueue'),
    ReadTable: readMany,
    QueryIndexes: indexes('gsi1', 'gsi2', 'gsi3'),
    WriteTable: putAndUpdate,
    ReadFiles: { actions: ['s3:GetObject'], resources: ['Files/imports/*', 'Files/exports/*'] },
    WriteFiles: { actions: ['s3:PutObject'], resources: ['Files/exports/*'] },
  },
  RelayRole: {
    WriteLogs: logsOf('Relay'),
    SendTraces: traces,
    ReadStream: {
      actions: [
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
      ],
      resources: ['Table.StreamArn'],
    },
    ReadTable: readMany,
    QueryIndexes: indexes('gsi2'),
    WriteTable: putAndUpdate,
    MirrorSchedules: {
      actions: ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule'],
      resources: ['arn:aws:scheduler:ap-southeast-1:{account}:schedule/Schedules/obl_*'],
    },
    PassSchedulerRole: {
      actions: ['iam:PassRole'],
      resources: ['SchedulerRole'],
      when: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    },
    RingAlarm: sendTo('AlarmsQueue'),
    OrderMail: sendTo('MailsQueue'),
    OrderWork: sendTo('FileJobsQueue'),
    ReportLostChange: sendTo('LostChanges'),
  },
  RemindRole: {
    WriteLogs: logsOf('Remind'),
    SendTraces: traces,
    ReadAlarmQueue: consume('AlarmsQueue'),
    ReadTable: readMany,
    WriteTable: put,
    StartEscalation: startLadder,
  },
  EscalateRole: { WriteLogs: logsOf('Escalate'), SendTraces: traces, ReadTable: readMany, WriteTable: put },
  MailRole: {
    WriteLogs: logsOf('Mail'),
    SendTraces: traces,
    ReadMailQueue: consume('MailsQueue'),
    ReadTable: readMany,
    QueryIndexes: indexes('gsi3'),
    WriteTable: putAndUpdate,
    SendMail: {
      actions: ['ses:SendEmail'],
      resources: [
        'arn:aws:ses:ap-southeast-1:{account}:identity/don-doc@example.com',
        'arn:aws:ses:ap-southeast-1:{account}:configuration-set/MailingConfigurationSet',
      ],
      when: { StringEquals: { 'ses:FromAddress': 'don-doc@example.com' } },
    },
  },
  FeedbackRole: {
    WriteLogs: logsOf('Feedback'),
    SendTraces: traces,
    ReadTable: readMany,
    WriteTable: putAndUpdate,
    ReportLostReceipt: sendTo('LostReceipts'),
  },
  CloseRole: {
    WriteLogs: logsOf('Close'),
    SendTraces: traces,
    ReadTable: readMany,
    QueryIndexes: indexes('gsi1', 'gsi2', 'gsi3'),
    WriteTable: putAndUpdate,
    RingAlarm: sendTo('AlarmsQueue'),
    OrderMail: sendTo('MailsQueue'),
    OrderWork: sendTo('FileJobsQueue'),
    StartEscalation: startLadder,
    ReportLostSweep: sendTo('LostSweeps'),
  },
  AnchorRole: {
    WriteLogs: logsOf('Anchor'),
    SendTraces: traces,
    GetItems: onTable('GetItem'),
    QueryIndexes: indexes('gsi1'),
    ListObjects: {
      actions: ['s3:ListBucket'],
      resources: ['Records'],
      when: { StringEquals: { 's3:prefix': 'anchors/' } },
    },
    KeepObjects: { actions: ['s3:GetObject', 's3:PutObject'], resources: ['Records/anchors/*'] },
    ReportLostAnchor: sendTo('LostAnchors'),
  },
  SchedulerRole: { RingAlarm: sendTo('AlarmsQueue'), ReportLostSchedule: sendTo('LostSchedules') },
  JobsRole: {
    InvokeFunction: {
      actions: ['lambda:InvokeFunction'],
      resources: ['CloseFunction', 'AnchorFunction'],
    },
    ReportLostSweep: sendTo('LostSweeps'),
    ReportLostAnchor: sendTo('LostAnchors'),
  },
  LadderRole: {
    InvokeFunction: { actions: ['lambda:InvokeFunction'], resources: ['EscalateFunction'] },
    DeliverLogs: {
      actions: [
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
      ],
      resources: ['*'],
    },
    SendTraces: traces,
  },
};

export const knownRoles = Object.keys(expected);

export function claimsOf(role: string): Claim[] {
  const statements = expected[role] ?? {};
  const complete: Claim = {
    title: `${role} has these statements and no others`,
    holds: (found) => deepEqual([...found.keys()].toSorted(), Object.keys(statements).toSorted()),
  };
  const exact = Object.entries(statements).map(([sid, { actions, resources, when }]) => ({
    title: `${role} ${sid}`,
    holds: (found: ReadonlyMap<string, Statement>) => {
      const one = found.get(sid);
      deepEqual(
        [one?.Effect, one?.Action, one?.Resource?.map(readable), one?.Condition],
        ['Allow', actions, resources, when],
      );
    },
  }));
  return [complete, ...exact];
}
