import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { sendTraces, writeLogs } from '../permissions.ts';
import { bundle } from './bundle.ts';

/** What all functions of a deployment have in common. */
export type FunctionDefaults = {
  environment: Record<string, string>;
  logRetention: RetentionDays;
  key: IKey | undefined;
};

export type AppFunctionProps = {
  /** Path under functions/. */
  entry: string;
  description: string;
  memory: number;
  timeout: Duration;
  environment: Record<string, string>;
  /** Everything the function may do besides writing its own log and traces. CDK adds nothing to it. */
  permissions: PolicyStatement[];
  /** For functions that are called without anybody waiting: where a call goes after three failed attempts. */
  deadLetters?: IQueue;
};

/** One function, its own role and its own log. */
export class AppFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, defaults: FunctionDefaults, props: AppFunctionProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Log', {
      retention: defaults.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(defaults.key ? { encryptionKey: defaults.key } : {}),
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What the function ${id.toLowerCase()} may do`,
      inlinePolicies: {
        access: new PolicyDocument({
          minimize: false,
          statements: [writeLogs(this.logGroup), sendTraces(), ...props.permissions],
        }),
      },
    });
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      code: bundle(this, id.toLowerCase(), props.entry),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memory,
      timeout: props.timeout,
      environment: { ...defaults.environment, ...props.environment },
      // Frozen: grants that CDK would add behind our back do not reach the role; permissions.ts is the whole truth.
      role: this.role.withoutPolicyUpdates(),
      logGroup: this.logGroup,
      tracing: Tracing.ACTIVE,
      ...(props.deadLetters ? { deadLetterQueue: props.deadLetters } : {}),
      ...(defaults.key ? { environmentEncryption: defaults.key } : {}),
    });
  }
}
