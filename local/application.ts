import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import type { RoleSpec } from './permissions/roles.ts';

/** A plain description of what the templates deploy: all that has a life at run time, and nothing else. */
export type Application = {
  roles: RoleSpec[];
  tables: TableSpec[];
  buckets: BucketSpec[];
  functions: FunctionSpec[];
  routes: RouteSpec[];
  queues: QueueSpec[];
  queueTriggers: QueueTrigger[];
  streamTriggers: StreamTrigger[];
  scheduleGroups: string[];
  schedules: ScheduleSpec[];
  machines: MachineSpec[];
  rules: RuleSpec[];
  configurationSets: ConfigurationSetSpec[];
};

type KeySchema = { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
export type TableSpec = {
  name: string;
  arn: string;
  streamArn: string;
  /** In the shape of DynamoDB's CreateTable. */
  attributes: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
  keySchema: KeySchema;
  indexes: { IndexName: string; KeySchema: KeySchema; Projection: Record<string, unknown> }[];
};

/** `locked`: what is in it is neither replaced nor deleted. */
export type BucketSpec = { name: string; locked: boolean };

export type FunctionSpec = {
  name: string;
  arn: string;
  /** Absolute path of the code directory. */
  directory: string;
  /** As in the template: `file.export`. */
  handler: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMb: number;
  /** In whose name it acts. */
  roleArn: string;
  logGroup: string;
  traced: boolean;
  /** Where an asynchronous invocation ends after its last failure. */
  deadLetterArn?: string;
};

export type JwtAuthorizer = { audience: string[] };
export type RouteSpec = {
  /** `$default`, or `METHOD /path` as API Gateway calls it. */
  routeKey: string;
  functionArn: string;
  authorizer?: JwtAuthorizer;
};

export type QueueSpec = {
  name: string;
  arn: string;
  visibilitySeconds: number;
  delaySeconds: number;
  redrive?: { deadLetterArn: string; maxReceives: number };
};

/** Event patterns in EventBridge's language; a record matches when any of them does, or when there is none. */
export type Patterns = Record<string, unknown>[];

export type QueueTrigger = {
  queueArn: string;
  functionArn: string;
  batchSize: number;
  reportsFailures: boolean;
  patterns: Patterns;
};

export type StreamTrigger = {
  streamArn: string;
  functionArn: string;
  batchSize: number;
  reportsFailures: boolean;
  bisects: boolean;
  /** -1: for ever. */
  maxRetries: number;
  maxAgeSeconds: number;
  deadLetterArn?: string;
  patterns: Patterns;
};

export type Target = { arn: string; input?: string };
/** Scheduler takes a role on to reach its target (a rule on the bus none), and has a place for what it could not deliver. */
export type ScheduleTarget = Target & { roleArn?: string; deadLetterArn?: string };
export type ScheduleSpec = {
  group: string;
  name: string;
  expression: string;
  timeZone: string;
  enabled: boolean;
  target: ScheduleTarget;
};

export type MachineSpec = {
  name: string;
  arn: string;
  definition: StateMachineDefinition;
  roleArn: string;
  logged: boolean;
  traced: boolean;
};
export type RuleSpec = { name: string; pattern: Record<string, unknown>; targets: Target[] };
export type ConfigurationSetSpec = { name: string; eventTypes: string[] };
