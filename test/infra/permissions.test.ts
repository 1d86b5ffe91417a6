import { describe, expect, it } from 'vitest';
import { readable } from '../../tools/readable.ts';
import { fullProduction } from '../../tools/sample-configurations.ts';
import { build, role, type Statement, template } from './templates.ts';

type Expected = { actions: string[]; resources: string[]; when?: Record<string, unknown> };

/** Logical id of a role, without CDK's hash, to its statements by Sid. */
function rolesOf(environment: Record<string, string>, stack: string): Map<string, Map<string, Statement>> {
  const found = template(build(environment), stack).findResources('AWS::IAM::Role');
  return new Map(
    Object.entries(found).map(([id, resource]) => {
      const { Policies, ManagedPolicyArns } = role.parse(resource).Properties;
      expect(ManagedPolicyArns, `${id} has managed policies`).toEqual([]);
      const statements = Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
      return [readable({ Ref: id }), new Map(statements.map((one) => [one.Sid ?? '', one]))];
    }),
  );
}

const roles = rolesOf({}, 'don-doc-local');

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
const readTable = onTable('GetItem', 'Query');
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
    ReadTable: readTable,
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
    QueryIndexes: indexes('gsi2', 'gsi3'),
    WriteTable: putAndUpdate,
    RingAlarm: sendTo('AlarmsQueue'),
    OrderMail: sendTo('MailsQueue'),
    StartEscalation: startLadder,
    ReportLostSweep: sendTo('LostSweeps'),
  },
  SchedulerRole: { RingAlarm: sendTo('AlarmsQueue'), ReportLostSchedule: sendTo('LostSchedules') },
  JobsRole: {
    InvokeFunction: { actions: ['lambda:InvokeFunction'], resources: ['CloseFunction'] },
    ReportLostSweep: sendTo('LostSweeps'),
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

describe('each role', () => {
  it('is known here', () => {
    expect([...roles.keys()].toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  for (const [name, statements] of Object.entries(expected)) {
    it(`${name} has these statements and no others`, () => {
      expect([...(roles.get(name)?.keys() ?? [])].toSorted()).toEqual(Object.keys(statements).toSorted());
    });
    for (const [sid, { actions, resources, when }] of Object.entries(statements)) {
      it(`${name} ${sid}`, () => {
        const found = roles.get(name)?.get(sid);
        expect(found?.Effect).toBe('Allow');
        expect(found?.Action).toEqual(actions);
        expect(found?.Resource?.map(readable)).toEqual(resources);
        expect(found?.Condition).toEqual(when);
      });
    }
  }
});

describe('what no role may do', () => {
  const all = [...rolesOf(fullProduction, 'don-doc-prod'), ...roles].flatMap(([name, statements]) =>
    [...statements.values()].map((one) => ({ name, ...one })),
  );

  it('has no wildcard in any action', () => {
    expect(all.filter(({ Action }) => Action.some((action) => action.includes('*')))).toEqual([]);
  });

  it('names a resource wherever AWS lets it', () => {
    const withoutResources =
      /^(xray:Put|logs:\w+Log(Delivery|Deliveries|Groups)$|logs:\w+ResourcePolic(y|ies)$)/;
    const starred = all.filter(({ Resource }) => Resource?.some((one) => readable(one) === '*'));
    const unexplained = starred
      .flatMap(({ Action }) => Action)
      .filter((action) => !withoutResources.test(action));
    expect(unexplained).toEqual([]);
  });

  it('cannot scan, and cannot delete in a task’s partition', () => {
    const actions = all.flatMap(({ Action }) => Action);
    expect(actions).not.toContain('dynamodb:Scan');
    expect(actions).not.toContain('dynamodb:BatchWriteItem');
    expect(actions.filter((action) => action.startsWith('dynamodb:PartiQL'))).toEqual([]);
    const deleting = all.filter(({ Action }) => Action.includes('dynamodb:DeleteItem'));
    expect(new Set(deleting.map(({ name }) => name))).toEqual(new Set(['ApiRole']));
    for (const { Condition } of deleting) {
      const keys = Object(Condition)['ForAllValues:StringLike']['dynamodb:LeadingKeys'];
      expect(keys.filter((pattern: string) => !/^(UNIT|USER)#\*$/.test(pattern))).toEqual([]);
    }
  });

  it('passes one role to one service', () => {
    const passing = all.filter(({ Action }) => Action.includes('iam:PassRole'));
    expect(new Set(passing.map(({ name, Resource }) => `${name} ${Resource?.map(readable)}`))).toEqual(
      new Set(['RelayRole SchedulerRole']),
    );
  });

  it('lets each service take on its own roles only, on behalf of this account', () => {
    const trust = Object.entries(template(build({}), 'don-doc-local').findResources('AWS::IAM::Role')).map(
      ([id, resource]) => {
        const [one] = role.parse(resource).Properties.AssumeRolePolicyDocument.Statement;
        const condition = Object(Object(one?.Condition).StringEquals);
        return [
          readable({ Ref: id }),
          readable(Object(one?.Principal).Service),
          ...['aws:SourceAccount', 'aws:SourceArn'].flatMap((key) =>
            condition[key] ? [readable(condition[key])] : [],
          ),
        ].join(' ');
      },
    );
    expect(trust.toSorted()).toEqual([
      'ApiRole lambda.amazonaws.com',
      'CloseRole lambda.amazonaws.com',
      'EscalateRole lambda.amazonaws.com',
      'FeedbackRole lambda.amazonaws.com',
      'JobsRole scheduler.amazonaws.com {account} Jobs',
      'LadderRole states.amazonaws.com {account}',
      'MailRole lambda.amazonaws.com',
      'RelayRole lambda.amazonaws.com',
      'RemindRole lambda.amazonaws.com',
      'SchedulerRole scheduler.amazonaws.com {account} Schedules',
    ]);
  });
});

describe('with a key of one’s own', () => {
  it('every role that touches encrypted things may use it, and none may manage it', () => {
    const full = rolesOf(fullProduction, 'don-doc-prod');
    const without = [...full].filter(([, statements]) => !statements.has('UseKey')).map(([name]) => name);
    // The ladder only calls a function.
    expect(without).toEqual(['LadderRole']);
    for (const statements of full.values()) {
      const use = statements.get('UseKey');
      if (!use) continue;
      expect(use.Action).toEqual(['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey']);
      expect(use.Resource?.map(readable)).toEqual(['Key']);
    }
  });
});
