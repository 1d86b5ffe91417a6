import { CfnResource } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { readable } from '../../tools/readable.ts';
import { fullProduction, production } from '../../tools/sample-configurations.ts';
import { build, template, templates } from './templates.ts';

const local = template(build({}), 'don-doc-local');

describe('alarms and dashboards', () => {
  it.each(['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard', 'AWS::SNS::Topic'])(
    '%s exists in every stage but those that live for an hour',
    (type) => {
      const thrownAway = template(build({ DONDOC_STAGE: 'e2e-1' }), 'don-doc-e2e-1');
      expect(Object.keys(thrownAway.findResources(type))).toEqual([]);
      const lasting = template(build(production), 'don-doc-prod');
      expect(Object.keys(lasting.findResources(type)).length).toBeGreaterThan(0);
    },
  );
});

describe('the data stack', () => {
  const table = {
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
    SSESpecification: { SSEEnabled: true },
    GlobalSecondaryIndexes: ['gsi1', 'gsi2', 'gsi3'].map((IndexName) => ({
      IndexName,
      KeySchema: [
        { AttributeName: `${IndexName}pk`, KeyType: 'HASH' },
        { AttributeName: `${IndexName}sk`, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    })),
  };

  it('holds the table that the store expects', () => {
    template(build({}), 'don-doc-local-data').hasResource('AWS::DynamoDB::Table', {
      Properties: { ...table, DeletionProtectionEnabled: false },
      DeletionPolicy: 'Delete',
    });
  });

  it('cannot lose the table in production', () => {
    const app = build(production);
    template(app, 'don-doc-prod-data').hasResource('AWS::DynamoDB::Table', {
      Properties: { ...table, DeletionProtectionEnabled: true },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    const stacks = app
      .synth()
      .stacks.map(({ stackName, terminationProtection }) => [stackName, terminationProtection ?? false]);
    expect(Object.fromEntries(stacks)).toEqual({
      'don-doc-prod-data': true,
      'don-doc-prod-identity': true,
      'don-doc-prod': false,
    });
  });

  it('gives way to a restored table, and keeps the created one', () => {
    const stream = 'arn:aws:dynamodb:eu-west-1:111111111111:table/restored/stream/2026-11-23T00:00:00.000';
    const app = build({ ...production, DONDOC_RESTORED_STREAM_ARN: stream });
    template(app, 'don-doc-prod-data').resourceCountIs('AWS::DynamoDB::Table', 1);
    template(app, 'don-doc-prod').hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: stream,
    });
    template(app, 'don-doc-prod').hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ TABLE_NAME: 'restored' }) },
    });
  });

  it('goes on exporting what the deployed service stack imports until that is deployed in its turn', () => {
    const stream = 'arn:aws:dynamodb:eu-west-1:111111111111:table/restored/stream/2026-11-23T00:00:00.000';
    const exportsOf = (environment: Record<string, string>) =>
      Object.entries(template(build(environment), 'don-doc-prod-data').findOutputs('*', {}))
        .filter(([, output]) => output.Export)
        .sort(([a], [b]) => (a < b ? -1 : 1));
    const before = exportsOf(production);
    expect(before.length).toBeGreaterThan(5);
    expect(exportsOf({ ...production, DONDOC_RESTORED_STREAM_ARN: stream })).toEqual(before);
  });
});

describe('the buckets', () => {
  const everyone = [
    ['local', build({}), 'don-doc-local-data'],
    ['prod', build(production), 'don-doc-prod-data'],
    ['prod with a key', build(fullProduction), 'don-doc-prod-data'],
  ] as const;
  const policies = (one: Template) =>
    Object.values(one.findResources('AWS::S3::BucketPolicy')).map(({ Properties }) => [
      readable(Properties.Bucket),
      Properties.PolicyDocument.Statement,
    ]);

  it.each(everyone)('of %s are private, encrypted and reached by TLS only', (_name, app, stack) => {
    const data = template(app, stack);
    data.resourceCountIs('AWS::S3::Bucket', 2);
    data.allResourcesProperties('AWS::S3::Bucket', {
      BucketEncryption: Match.anyValue(),
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    for (const [, statements] of policies(data)) {
      expect(statements).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Action: 's3:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
      // A bucket's policy grants nothing to anybody: roles say who may do what.
      expect(statements.filter(({ Effect }: { Effect: string }) => Effect !== 'Deny')).toEqual([]);
    }
  });

  it.each([
    [
      'of records take what is not there yet and keep it for ten years in production',
      'prod',
      'COMPLIANCE',
      3653,
    ],
    ['of records lock for a day elsewhere', 'local', 'GOVERNANCE', 1],
  ])('%s', (_title, stage, Mode, Days) => {
    const data = template(stage === 'prod' ? build(production) : build({}), `don-doc-${stage}-data`);
    data.hasResource('AWS::S3::Bucket', {
      Properties: {
        ObjectLockEnabled: true,
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode, Days } } },
        VersioningConfiguration: { Status: 'Enabled' },
      },
      DeletionPolicy: stage === 'prod' ? 'Retain' : 'Delete',
    });
    expect(Object.fromEntries(policies(data)).Records).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 's3:PutObject',
        Principal: { AWS: '*' },
        Condition: { Null: { 's3:if-none-match': 'true' } },
      }),
    );
  });

  it('of files empty themselves after a month', () => {
    template(build({}), 'don-doc-local-data').hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 30, Status: 'Enabled' })] },
      ObjectLockEnabled: Match.absent(),
    });
  });

  it('use the deployment’s own key where there is one', () => {
    template(build(fullProduction), 'don-doc-prod-data').allResourcesProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          Match.objectLike({ ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }) }),
        ],
      },
    });
  });
});

describe('triggers', () => {
  it('the API asks for a token on /v1 and nowhere else', () => {
    const routes = Object.values(local.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => [
      Properties.RouteKey,
      Properties.AuthorizationType ?? 'NONE',
    ]);
    expect(Object.fromEntries(routes)).toEqual({
      'ANY /v1/{proxy+}': 'JWT',
      'GET /openapi.json': 'NONE',
      'GET /docs': 'NONE',
      'GET /m/{token}': 'NONE',
      'POST /m/{token}': 'NONE',
      'GET /feeds/{proxy+}': 'NONE',
      $default: 'NONE',
    });
    local.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      JwtConfiguration: { Issuer: 'https://issuer.don-doc.local', Audience: ['don-doc'] },
    });
    local.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
  });

  it('each source reports failed records one by one', () => {
    const mappings = Object.values(local.findResources('AWS::Lambda::EventSourceMapping'));
    expect(mappings).toHaveLength(4);
    for (const { Properties } of mappings)
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    local.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BisectBatchOnFunctionError: true,
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    });
  });

  it('messages stay hidden for six times as long as their reader may take', () => {
    const timeouts = new Map(
      Object.entries(local.findResources('AWS::Lambda::Function')).map(([id, { Properties }]) => [
        readable({ Ref: id }),
        Properties.Timeout,
      ]),
    );
    const queues = local.findResources('AWS::SQS::Queue', {
      Properties: { VisibilityTimeout: Match.anyValue() },
    });
    const hidden = Object.entries(queues).map(([id, { Properties }]) => [readable({ Ref: id }), Properties]);
    expect(Object.fromEntries(hidden)).toMatchObject({
      AlarmsQueue: {
        VisibilityTimeout: 6 * timeouts.get('RemindFunction'),
        RedrivePolicy: { maxReceiveCount: 5 },
      },
      MailsQueue: {
        VisibilityTimeout: 6 * timeouts.get('MailFunction'),
        RedrivePolicy: { maxReceiveCount: 5 },
      },
      FileJobsQueue: {
        VisibilityTimeout: 6 * timeouts.get('WorkFunction'),
        RedrivePolicy: { maxReceiveCount: 5 },
      },
    });
  });

  it('the sweep runs every morning at 8:30 of the deployment’s zone', () => {
    local.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(30 8 * * ? *)',
      ScheduleExpressionTimezone: 'Asia/Ho_Chi_Minh',
      Target: { Input: '{"at":"<aws.scheduler.scheduled-time>"}', DeadLetterConfig: Match.anyValue() },
    });
  });

  it('yesterday’s anchor is written every day at 9:00, by retries if need be', () => {
    local.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(0 9 * * ? *)',
      ScheduleExpressionTimezone: 'Asia/Ho_Chi_Minh',
      Target: {
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Anchor'), 'Arn'] },
        Input: '{"at":"<aws.scheduler.scheduled-time>"}',
        RetryPolicy: { MaximumRetryAttempts: 20, MaximumEventAgeInSeconds: 21_600 },
        DeadLetterConfig: Match.anyValue(),
      },
    });
  });

  it('feedback hears of this deployment’s mail only', () => {
    local.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.ses'],
        detail: {
          mail: { tags: { 'ses:configuration-set': [{ Ref: Match.stringLikeRegexp('ConfigurationSet') }] } },
        },
      },
    });
  });
});

describe('every function', () => {
  it('runs the same runtime, is traced and logs for as long as configured', () => {
    const functions = Object.values(local.findResources('AWS::Lambda::Function'));
    expect(functions).toHaveLength(9);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        TracingConfig: { Mode: 'Active' },
      });
    }
    local.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  it('knows only its own part of the environment', () => {
    const common = ['CALENDAR_MODE', 'LOG_LEVEL', 'STAGE', 'TABLE_NAME', 'TIME_ZONE'];
    const own = Object.entries(local.findResources('AWS::Lambda::Function')).map(([id, { Properties }]) => [
      readable({ Ref: id }),
      Object.keys(Properties.Environment.Variables)
        .filter((name) => !common.includes(name))
        .toSorted(),
    ]);
    expect(Object.fromEntries(own)).toEqual({
      ApiFunction: ['BOOTSTRAP_ADMIN', 'FILES_BUCKET', 'PUBLIC_URL', 'USER_CLAIM'],
      RelayFunction: [
        'ALARM_QUEUE_ARN',
        'ALARM_QUEUE_URL',
        'JOB_QUEUE_URL',
        'MAIL_GATHER_SECONDS',
        'MAIL_QUEUE_URL',
        'SCHEDULER_ROLE_ARN',
        'SCHEDULE_DLQ_ARN',
        'SCHEDULE_GROUP',
      ],
      RemindFunction: ['ESCALATION_ARN'],
      EscalateFunction: [],
      MailFunction: [
        'MAIL_ALLOW_LIST',
        'MAIL_CONFIGURATION_SET',
        'MAIL_FROM',
        'MAIL_REDELIVERY_SECONDS',
        'PUBLIC_URL',
      ],
      FeedbackFunction: ['BOOTSTRAP_ADMIN'],
      AnchorFunction: ['RECORDS_BUCKET'],
      CloseFunction: ['ALARM_QUEUE_URL', 'ESCALATION_ARN', 'JOB_QUEUE_URL', 'MAIL_QUEUE_URL'],
      WorkFunction: ['BOOTSTRAP_ADMIN', 'FILES_BUCKET', 'JOB_LEASE_SECONDS', 'JOB_REDELIVERY_SECONDS'],
    });
  });
});

describe('what is encrypted and closed', () => {
  it('every queue refuses plain HTTP and is encrypted', () => {
    for (const app of [build({}), build(fullProduction)]) {
      for (const one of templates(app).values()) {
        const queues = Object.values(one.findResources('AWS::SQS::Queue'));
        for (const { Properties } of queues)
          expect(Properties.SqsManagedSseEnabled === true || Properties.KmsMasterKeyId !== undefined).toBe(
            true,
          );
        expect(Object.keys(one.findResources('AWS::SQS::QueuePolicy'))).toHaveLength(queues.length);
      }
    }
  });

  it('mail needs TLS, and addresses that bounced or complained are not written to again', () => {
    local.hasResourceProperties('AWS::SES::ConfigurationSet', {
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
  });

  it('whatever becomes of a mail is reported to the function that records it', () => {
    const [destination] = Object.values(local.findResources('AWS::SES::ConfigurationSetEventDestination'));
    expect(destination?.Properties.EventDestination.MatchingEventTypes.toSorted()).toEqual([
      ...['bounce', 'complaint', 'delivery', 'deliveryDelay', 'reject', 'renderingFailure', 'send'],
    ]);
    const [rule] = Object.values(local.findResources('AWS::Events::Rule'));
    expect(rule?.Properties.EventPattern['detail-type'].toSorted()).toEqual([
      ...['Email Bounced', 'Email Complaint Received', 'Email Delivered', 'Email Delivery Delayed'],
      ...['Email Rejected', 'Email Rendering Failed', 'Email Sent'],
    ]);
  });

  it('Cognito lets people in by PKCE and machines by their secret, and nobody signs up', () => {
    const identity = template(build(production), 'don-doc-prod-identity');
    identity.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
    });
    identity.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AllowedOAuthFlows: ['code'],
      GenerateSecret: false,
    });
    identity.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      AllowedOAuthFlows: ['client_credentials'],
      GenerateSecret: true,
    });
  });

  it('the firewall stands before the API when asked for', () => {
    const front = template(build(fullProduction), 'don-doc-prod-front');
    front.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' });
    front.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({ Aliases: ['dondoc.example.vn'], WebACLId: Match.anyValue() }),
    });
  });
});

describe('synthesis', () => {
  it('gives the same templates twice, wherever the output goes', () => {
    const contents = () => [...templates(build({})).values()].map((one: Template) => one.toJSON());
    expect(contents()).toEqual(contents());
  });

  it.each([
    ['local', {}],
    ['production', production],
    ['production with every option', fullProduction],
    ['an ephemeral stage', { DONDOC_STAGE: 'e2e-1' }],
  ])('of %s passes cdk-nag and CDK’s own validation', (_name, environment) => {
    expect(() => build(environment).synth()).not.toThrow();
  });

  it('of something malformed does not', () => {
    const app = build({});
    const queue = app.node.findAll().find((one) => one.node.path.endsWith('Alarms/Queue/Resource'));
    if (!CfnResource.isCfnResource(queue)) throw new Error('no queue');
    queue.addPropertyOverride('VisibilityTimeout', 'a while');
    expect(() => app.synth()).toThrow();
  });
});
