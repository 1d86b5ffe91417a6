import type { Identity, Stack } from './intrinsics.ts';

/** The property that names a resource of this type, for types that may be named. */
const nameProperty: Record<string, string> = {
  // Their Ref is an id made up by AWS; the name is only a label.
  'AWS::ApiGatewayV2::Api': '',
  'AWS::ApiGatewayV2::Authorizer': '',
  'AWS::ApiGatewayV2::Integration': '',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

const arnOf: Record<string, (name: string) => string> = {
  'AWS::DynamoDB::GlobalTable': (name) => `dynamodb:REGION:ACCOUNT:table/${name}`,
  'AWS::DynamoDB::Table': (name) => `dynamodb:REGION:ACCOUNT:table/${name}`,
  'AWS::Events::Rule': (name) => `events:REGION:ACCOUNT:rule/${name}`,
  'AWS::IAM::Role': (name) => `iam::ACCOUNT:role/${name}`,
  'AWS::Lambda::Function': (name) => `lambda:REGION:ACCOUNT:function:${name}`,
  'AWS::Logs::LogGroup': (name) => `logs:REGION:ACCOUNT:log-group:${name}:*`,
  'AWS::S3::Bucket': (name) => `s3:::${name}`,
  'AWS::SQS::Queue': (name) => `sqs:REGION:ACCOUNT:${name}`,
  'AWS::Scheduler::ScheduleGroup': (name) => `scheduler:REGION:ACCOUNT:schedule-group/${name}`,
  'AWS::StepFunctions::StateMachine': (name) => `states:REGION:ACCOUNT:stateMachine:${name}`,
};

/** Resources whose `Ref` is their ARN rather than their name. */
const refIsArn = new Set(['AWS::StepFunctions::StateMachine', 'AWS::SNS::Topic']);

export function physicalName(stack: Stack, logicalId: string, read: (value: unknown) => unknown): string {
  const resource = stack.template.Resources?.[logicalId];
  const property = nameProperty[resource?.Type ?? ''] ?? 'Name';
  const given = property === '' ? undefined : read(resource?.Properties?.[property]);
  // A name derived from the logical id stays the same from one synthesis to the next, so stored data keeps its owner.
  return typeof given === 'string' ? given : `${stack.name}-${logicalId}`;
}

/**
 * CloudFormation's return values. `queueEndpoint` is where our SQS answers, `publicUrl` the address of the HTTP API.
 * Attributes that nothing here reads (of roles, log groups, alarms…) get an inert text.
 */
export function attributeOf(
  type: string,
  name: string,
  attribute: string,
  identity: Identity,
  addresses: { queueEndpoint: string; publicUrl: string },
): string {
  const arn = () => {
    const make =
      arnOf[type] ?? ((plain: string) => `${type.split('::')[1]?.toLowerCase()}:REGION:ACCOUNT:${plain}`);
    return `arn:aws:${make(name).replace('REGION', identity.region).replace('ACCOUNT', identity.accountId)}`;
  };
  if (attribute === 'Ref') {
    if (type === 'AWS::SQS::Queue') return `${addresses.queueEndpoint}/${identity.accountId}/${name}`;
    return refIsArn.has(type) ? arn() : name;
  }
  if (attribute === 'Arn') return arn();
  if (attribute === 'StreamArn') return `${arn()}/stream/local`;
  if (attribute === 'ApiEndpoint') return addresses.publicUrl;
  if (attribute === 'QueueName' || attribute === 'Name') return name;
  return `${name}.${attribute}`;
}
