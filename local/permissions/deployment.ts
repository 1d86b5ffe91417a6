import type { Application } from '../application.ts';
import { StartFault } from '../state.ts';
import type { Guard } from './roles.ts';

const polling = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const reading = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
  (action) => `dynamodb:${action}`,
);
const tracing = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
const delivering = [
  ...['CreateLogDelivery', 'GetLogDelivery', 'UpdateLogDelivery', 'DeleteLogDelivery', 'ListLogDeliveries'],
  ...['PutResourcePolicy', 'DescribeResourcePolicies', 'DescribeLogGroups'],
].map((action) => `logs:${action}`);

/**
 * What Lambda and Step Functions do in the name of a role, beside running its code. AWS looks at the role when it deploys the
 * trigger, the dead-letter queue or the log, and refuses; so does this.
 * @throws StartFault naming the first role that lacks a permission
 */
export function checkServiceRoles(application: Application, guard: Guard): void {
  const roleOf = (nameOrArn: string) =>
    application.functions.find(({ name, arn }) => [name, arn].includes(nameOrArn))?.roleArn ?? '';
  const needs = [
    ...application.queueTriggers.map((one) => [roleOf(one.functionArn), polling, one.queueArn] as const),
    ...application.streamTriggers.map((one) => [roleOf(one.functionArn), reading, one.streamArn] as const),
    ...[
      ...application.streamTriggers.map((one) => [roleOf(one.functionArn), one.deadLetterArn] as const),
      ...application.functions.map((one) => [one.roleArn, one.deadLetterArn] as const),
    ].flatMap(([role, queue]) => (queue ? [[role, ['sqs:SendMessage'], queue] as const] : [])),
    ...[...application.functions, ...application.machines]
      .filter(({ traced }) => traced)
      .map(({ roleArn }) => [roleArn, tracing, '*'] as const),
    ...application.machines
      .filter(({ logged }) => logged)
      .map(({ roleArn }) => [roleArn, delivering, '*'] as const),
  ];
  for (const [role, actions, resource] of needs)
    for (const action of actions)
      if (!guard.allows(role, { action, resource }))
        throw new StartFault(`AWS would not deploy this: ${role} lacks ${action} on ${resource}.`);
}
