import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Application, Patterns } from './application.ts';
import { roleProperties } from './permissions/roles.ts';

/** Adds one resource, its intrinsic functions already evaluated, to the description of the application. */
export type Reader = (resource: {
  application: Application;
  properties: unknown;
  name: string;
  attribute: (name: string) => string;
  /** The properties of another resource of the same stack, by physical name. */
  sibling: (name: string) => unknown;
  /** The path of an asset, by its key in the bootstrap bucket. */
  asset: (key: string) => string | undefined;
  publicUrl: string;
}) => void;

// CloudFormation accepts numbers and booleans as text.
const number = z.coerce.number();
const boolean = z.union([z.boolean(), z.stringbool()]);
const json = z.union([z.record(z.string(), z.unknown()), z.string().transform((text) => record(text))]);
const record = (text: string) => z.record(z.string(), z.unknown()).parse(JSON.parse(text));
const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const target = z
  .object({ Arn: z.string(), Input: z.string().optional() })
  .transform(({ Arn, Input }) => ({ arn: Arn, ...(Input !== undefined && { input: Input }) }));

const scheduleTarget = z
  .object({
    Arn: z.string(),
    Input: z.string().optional(),
    RoleArn: z.string(),
    DeadLetterConfig: z.object({ Arn: z.string() }).optional(),
  })
  .transform(({ RoleArn, DeadLetterConfig, ...rest }) => ({
    ...target.parse(rest),
    roleArn: RoleArn,
    ...(DeadLetterConfig && { deadLetterArn: DeadLetterConfig.Arn }),
  }));

const table: Reader = ({ application, properties, name, attribute }) => {
  const found = z
    .object({
      AttributeDefinitions: z.array(
        z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
      ),
      KeySchema: keySchema,
      GlobalSecondaryIndexes: z
        .array(
          z.object({
            IndexName: z.string(),
            KeySchema: keySchema,
            Projection: z.record(z.string(), z.unknown()),
          }),
        )
        .default([]),
    })
    .parse(properties);
  application.tables.push({
    name,
    arn: attribute('Arn'),
    streamArn: attribute('StreamArn'),
    attributes: found.AttributeDefinitions,
    keySchema: found.KeySchema,
    indexes: found.GlobalSecondaryIndexes,
  });
};

const bucket: Reader = ({ application, properties, name }) => {
  const found = z.object({ ObjectLockEnabled: boolean.default(false) }).parse(properties);
  application.buckets.push({ name, locked: found.ObjectLockEnabled });
};

const lambda: Reader = ({ application, properties, name, attribute, asset, publicUrl }) => {
  const found = z
    .object({
      Code: z.object({ S3Key: z.string() }),
      Handler: z.string(),
      Runtime: z.string().startsWith('nodejs'),
      Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()) }).optional(),
      Timeout: number.default(3),
      MemorySize: number.default(128),
      DeadLetterConfig: z.object({ TargetArn: z.string() }).optional(),
      Role: z.string(),
      LoggingConfig: z.object({ LogGroup: z.string() }).optional(),
      TracingConfig: z.object({ Mode: z.string() }).optional(),
    })
    .parse(properties);
  const directory = asset(found.Code.S3Key);
  if (directory === undefined) throw new Error(`no asset ${found.Code.S3Key}`);
  // The gateway's own address, or the local stage's guess of ours.
  const gatewayUrl = /^https:\/\/[\w-]+\.execute-api\.[\w-]+\.amazonaws\.com|^http:\/\/localhost(:\d+)?/;
  application.functions.push({
    name,
    arn: attribute('Arn'),
    directory,
    handler: found.Handler,
    environment: Object.fromEntries(
      Object.entries(found.Environment?.Variables ?? {}).map(([key, value]) => [
        key,
        value.replace(gatewayUrl, publicUrl),
      ]),
    ),
    timeoutSeconds: found.Timeout,
    memoryMb: found.MemorySize,
    roleArn: found.Role,
    logGroup: found.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    traced: found.TracingConfig?.Mode === 'Active',
    ...(found.DeadLetterConfig && { deadLetterArn: found.DeadLetterConfig.TargetArn }),
  });
};

const route: Reader = ({ application, properties, sibling }) => {
  const found = z
    .object({ RouteKey: z.string(), Target: z.string(), AuthorizerId: z.string().optional() })
    .parse(properties);
  const integration = z
    .object({ IntegrationUri: z.string(), PayloadFormatVersion: z.literal('2.0') })
    .parse(sibling(found.Target.replace('integrations/', '')));
  const functionArn = /arn:aws:lambda:[^/]+/.exec(integration.IntegrationUri)?.[0];
  if (!functionArn) throw new Error(`${found.RouteKey} does not lead to a function`);
  const authorizer =
    found.AuthorizerId === undefined
      ? undefined
      : z
          .object({
            AuthorizerType: z.literal('JWT'),
            JwtConfiguration: z.object({ Audience: z.array(z.string()).min(1) }),
          })
          .parse(sibling(found.AuthorizerId));
  application.routes.push({
    routeKey: found.RouteKey,
    functionArn,
    ...(authorizer && { authorizer: { audience: authorizer.JwtConfiguration.Audience } }),
  });
};

const queue: Reader = ({ application, properties, name, attribute }) => {
  const redrivePolicy = z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: number });
  const found = z
    .object({
      VisibilityTimeout: number.default(30),
      DelaySeconds: number.default(0),
      // Standard queues only: nothing here keeps an order.
      FifoQueue: z.literal(false).optional(),
      RedrivePolicy: json.optional(),
    })
    .parse(properties);
  const redrive = found.RedrivePolicy && redrivePolicy.parse(found.RedrivePolicy);
  application.queues.push({
    name,
    arn: attribute('Arn'),
    visibilitySeconds: found.VisibilityTimeout,
    delaySeconds: found.DelaySeconds,
    ...(redrive && {
      redrive: { deadLetterArn: redrive.deadLetterTargetArn, maxReceives: redrive.maxReceiveCount },
    }),
  });
};

const trigger: Reader = ({ application, properties }) => {
  const found = z
    .object({
      EventSourceArn: z.string(),
      FunctionName: z.string(),
      Enabled: boolean.default(true),
      BatchSize: number.optional(),
      FunctionResponseTypes: z.array(z.string()).default([]),
      BisectBatchOnFunctionError: boolean.default(false),
      MaximumRetryAttempts: number.default(-1),
      MaximumRecordAgeInSeconds: number.default(-1),
      DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }) }).optional(),
      FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }).optional(),
    })
    .parse(properties);
  if (!found.Enabled) return;
  const patterns: Patterns = (found.FilterCriteria?.Filters ?? []).map(({ Pattern }) => record(Pattern));
  const common = {
    functionArn: found.FunctionName,
    reportsFailures: found.FunctionResponseTypes.includes('ReportBatchItemFailures'),
    patterns,
  };
  if (found.EventSourceArn.startsWith('arn:aws:sqs:')) {
    application.queueTriggers.push({
      ...common,
      queueArn: found.EventSourceArn,
      batchSize: found.BatchSize ?? 10,
    });
    return;
  }
  if (!found.EventSourceArn.startsWith('arn:aws:dynamodb:'))
    throw new Error(`unknown source ${found.EventSourceArn}`);
  application.streamTriggers.push({
    ...common,
    streamArn: found.EventSourceArn,
    batchSize: found.BatchSize ?? 100,
    bisects: found.BisectBatchOnFunctionError,
    maxRetries: found.MaximumRetryAttempts,
    maxAgeSeconds: found.MaximumRecordAgeInSeconds,
    ...(found.DestinationConfig && { deadLetterArn: found.DestinationConfig.OnFailure.Destination }),
  });
};

const schedule: Reader = ({ application, properties, name }) => {
  const found = z
    .object({
      GroupName: z.string().default('default'),
      ScheduleExpression: z.string(),
      ScheduleExpressionTimezone: z.string().default('UTC'),
      State: z.string().default('ENABLED'),
      Target: scheduleTarget,
    })
    .parse(properties);
  application.schedules.push({
    group: found.GroupName,
    name,
    expression: found.ScheduleExpression,
    timeZone: found.ScheduleExpressionTimezone,
    enabled: found.State === 'ENABLED',
    target: found.Target,
  });
};

const machine: Reader = ({ application, properties, name, attribute, asset }) => {
  const found = z
    .object({
      DefinitionString: z.string().optional(),
      DefinitionS3Location: z.object({ Key: z.string() }).optional(),
      DefinitionSubstitutions: z.record(z.string(), z.coerce.string()).default({}),
      RoleArn: z.string(),
      LoggingConfiguration: z.object({ Level: z.string() }).optional(),
      TracingConfiguration: z.object({ Enabled: boolean }).optional(),
    })
    .parse(properties);
  const file = found.DefinitionS3Location && asset(found.DefinitionS3Location.Key);
  const text = found.DefinitionString ?? (file === undefined ? undefined : readFileSync(file, 'utf8'));
  if (text === undefined) throw new Error('no definition');
  const substituted = text.replace(
    /\$\{(\w+)\}/g,
    (whole, key: string) => found.DefinitionSubstitutions[key] ?? whole,
  );
  application.machines.push({
    name,
    arn: attribute('Arn'),
    definition: JSON.parse(substituted),
    roleArn: found.RoleArn,
    logged: (found.LoggingConfiguration?.Level ?? 'OFF') !== 'OFF',
    traced: found.TracingConfiguration?.Enabled === true,
  });
};

const rule: Reader = ({ application, properties, name }) => {
  const found = z
    .object({
      EventPattern: json.optional(),
      ScheduleExpression: z.string().optional(),
      State: z.string().default('ENABLED'),
      Targets: z.array(target).default([]),
    })
    .parse(properties);
  if (found.State !== 'ENABLED') return;
  if (found.EventPattern)
    application.rules.push({ name, pattern: found.EventPattern, targets: found.Targets });
  const { ScheduleExpression: expression } = found;
  if (expression === undefined) return;
  found.Targets.forEach((one, index) => {
    application.schedules.push({
      group: 'default',
      name: `${name}-${index}`,
      expression,
      timeZone: 'UTC',
      enabled: true,
      target: one,
    });
  });
};

const eventDestination: Reader = ({ application, properties }) => {
  const found = z
    .object({
      ConfigurationSetName: z.string(),
      EventDestination: z.object({
        Enabled: boolean.default(true),
        MatchingEventTypes: z.array(z.string()),
        EventBridgeDestination: z.unknown().optional(),
      }),
    })
    .parse(properties);
  if (!found.EventDestination.Enabled || !found.EventDestination.EventBridgeDestination) return;
  application.configurationSets.push({
    name: found.ConfigurationSetName,
    eventTypes: found.EventDestination.MatchingEventTypes.map((type) => type.toLowerCase()),
  });
};

const role: Reader = ({ application, properties, name, attribute }) => {
  application.roles.push({
    name,
    arn: attribute('Arn'),
    statements: roleProperties.parse(properties).Policies,
  });
};

/** Every resource type that acts at run time, and how it is read. */
export const readers: Record<string, Reader> = {
  'AWS::ApiGatewayV2::Route': route,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::Events::Rule': rule,
  'AWS::IAM::Role': role,
  'AWS::Lambda::EventSourceMapping': trigger,
  'AWS::Lambda::Function': lambda,
  'AWS::S3::Bucket': bucket,
  'AWS::SES::ConfigurationSetEventDestination': eventDestination,
  'AWS::SQS::Queue': queue,
  'AWS::Scheduler::Schedule': schedule,
  'AWS::Scheduler::ScheduleGroup': ({ application, name }) => {
    application.scheduleGroups.push(name);
  },
  'AWS::StepFunctions::StateMachine': machine,
};
