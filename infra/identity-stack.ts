import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AccountRecovery,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { Config } from './config.ts';
import type { TokenIssuer } from './constructs/api.ts';

/** Who may sign in, for deployments that bring no token issuer of their own. The token says who; the directory says what they may do. */
export class IdentityStack extends Stack {
  readonly tokens: TokenIssuer;

  constructor(scope: Construct, id: string, config: Config, props: StackProps) {
    super(scope, id, props);
    const pool = new UserPool(this, 'Users', {
      // Accounts are given out by an administrator; nobody signs up by themselves.
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      autoVerify: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      deletionProtection: config.protectData,
      removalPolicy: config.protectData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const domain = pool.addDomain('SignIn', {
      // Unique within the region, so it carries the account's number.
      cognitoDomain: { domainPrefix: `${this.stackName}-${this.account}` },
    });

    const people = new UserPoolClient(this, 'PeopleClient', {
      userPool: pool,
      // A browser cannot keep a secret: authorization code with PKCE.
      generateSecret: false,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
      authFlows: { userSrp: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.PROFILE, OAuthScope.EMAIL],
        callbackUrls: config.signInCallbacks,
      },
    });

    const scopeOfApi = new ResourceServerScope({ scopeName: 'api', scopeDescription: 'Call the API' });
    const resourceServer = pool.addResourceServer('Api', { identifier: 'don-doc', scopes: [scopeOfApi] });
    const machines = new UserPoolClient(this, 'MachineClient', {
      userPool: pool,
      generateSecret: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      authFlows: {},
      oAuth: {
        flows: { clientCredentials: true },
        scopes: [OAuthScope.resourceServer(resourceServer, scopeOfApi)],
      },
    });

    this.tokens = {
      issuer: `https://cognito-idp.${this.region}.${this.urlSuffix}/${pool.userPoolId}`,
      // Cognito's access tokens carry the client's id where others carry an audience; API Gateway accepts either.
      audience: [people.userPoolClientId, machines.userPoolClientId],
    };
    new CfnOutput(this, 'TokenIssuer', { value: this.tokens.issuer });
    new CfnOutput(this, 'UserPoolId', { value: pool.userPoolId });
    new CfnOutput(this, 'SignInAddress', { value: domain.baseUrl() });
    new CfnOutput(this, 'PeopleClientId', { value: people.userPoolClientId });
    new CfnOutput(this, 'MachineClientId', { value: machines.userPoolClientId });
  }
}
