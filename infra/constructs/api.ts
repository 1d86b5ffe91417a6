import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  DomainName,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** Who issues the tokens that the API accepts, and for whom they must be meant. */
export type TokenIssuer = { issuer: string; audience: string[] };

/** Routes that carry no bearer token, and what protects them instead. The last two carry an unguessable token in their path. */
const open: [path: string, methods: HttpMethod[]][] = [
  ['/openapi.json', [HttpMethod.GET]],
  ['/docs', [HttpMethod.GET]],
  ['/m/{token}', [HttpMethod.GET, HttpMethod.POST]],
  ['/feeds/{proxy+}', [HttpMethod.GET]],
];

const accessLog = {
  time: '$context.requestTimeEpoch',
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  latency: '$context.responseLatency',
  // Why the gateway itself refused, which no function ever sees.
  gatewayError: '$context.error.messageString',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
  integrationStatus: '$context.integrationStatus',
  bytes: '$context.responseLength',
};

export type PublicApiProps = {
  requestRate: number;
  logRetention: RetentionDays;
  key: IKey | undefined;
  /** A name of one's own in front of the address that API Gateway gives out. */
  domain: { name: string; certificateArn: string } | undefined;
};

/** The HTTP address. Routes are added by `serve` when the function exists, since the function is told its own address. */
export class PublicApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly accessLog: LogGroup;

  constructor(scope: Construct, id: string, props: PublicApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { apiName: Stack.of(this).stackName, createDefaultStage: false });
    this.accessLog = new LogGroup(this, 'AccessLog', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(props.key ? { encryptionKey: props.key } : {}),
    });
    const domain = props.domain ? this.createDomain(props.domain) : undefined;
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      detailedMetricsEnabled: true,
      ...(domain ? { domainMapping: { domainName: domain } } : {}),
      throttle: { rateLimit: props.requestRate, burstLimit: props.requestRate * 2 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog),
        // Neither query strings nor addresses nor who asked: those are in the application's own record.
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
  }

  /** The address without a trailing slash. */
  get url(): string {
    return this.api.apiEndpoint;
  }

  private createDomain({ name, certificateArn }: { name: string; certificateArn: string }): DomainName {
    const domain = new DomainName(this, 'Domain', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
    });
    new CfnOutput(Stack.of(this), 'ApiDomain', {
      value: domain.regionalDomainName,
      description: 'Point the public name here (CNAME or alias)',
    });
    return domain;
  }

  serve(handler: IFunction, tokens: TokenIssuer): void {
    const integration = new HttpLambdaIntegration('Integration', handler, {
      // One permission for the whole API below, not one per route.
      scopePermissionToRoute: false,
      timeout: Duration.seconds(29),
    });
    const authorizer = new HttpJwtAuthorizer('Authorizer', tokens.issuer, { jwtAudience: tokens.audience });
    this.api.addRoutes({ path: '/v1/{proxy+}', methods: [HttpMethod.ANY], integration, authorizer });
    for (const [path, methods] of open) this.api.addRoutes({ path, methods, integration });
    // Everything else, so that an unknown address gets a problem document from us and not the gateway's own message.
    new HttpRoute(this, 'Otherwise', { httpApi: this.api, routeKey: HttpRouteKey.DEFAULT, integration });
  }
}
