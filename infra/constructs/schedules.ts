import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, type CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** The role that EventBridge Scheduler takes on for the schedules of one group, and for no others. */
export function scheduleRole(
  scope: Construct,
  id: string,
  group: CfnScheduleGroup,
  permissions: PolicyStatement[],
): Role {
  const stack = Stack.of(scope);
  return new Role(scope, id, {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': group.attrArn } },
    }),
    inlinePolicies: policies(permissions),
  });
}

export type Daily = { group: CfnScheduleGroup; role: Role; timeZone: string };

/** Calls a function at the same time of every day, with that time as `at`. What fails for six hours is set aside in `lost`. */
export function everyDay(
  scope: Construct,
  id: string,
  { group, role, timeZone }: Daily,
  what: { description: string; at: { hour: number; minute: number }; target: IFunction; lost: IQueue },
): CfnSchedule {
  return new CfnSchedule(scope, id, {
    groupName: group.ref,
    description: what.description,
    scheduleExpression: `cron(${what.at.minute} ${what.at.hour} * * ? *)`,
    scheduleExpressionTimezone: timeZone,
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: what.target.functionArn,
      input: JSON.stringify({ at: '<aws.scheduler.scheduled-time>' }),
      roleArn: role.roleArn,
      deadLetterConfig: { arn: what.lost.queueArn },
      retryPolicy: { maximumRetryAttempts: 20, maximumEventAgeInSeconds: 3600 * 6 },
    },
  });
}

export function policies(statements: PolicyStatement[]): Record<string, PolicyDocument> {
  return { access: new PolicyDocument({ statements }) };
}
