import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import type { Config } from './config.ts';

/** AWS's own rule sets. A body over 8 KB is ordinary here (a directive with its tasks), so that one rule only counts. */
const ruleSets: { name: string; countOnly: string[] }[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList', countOnly: [] },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet', countOnly: [] },
  { name: 'AWSManagedRulesCommonRuleSet', countOnly: ['SizeRestrictions_BODY'] },
];

/** Whole offices share one address, so the limit is generous: 5,000 requests in five minutes. */
const requestsPerAddress = 5000;

/**
 * CloudFront with a firewall, which an HTTP API cannot carry itself. Lives in us-east-1, as AWS demands of the firewall, and is told the
 * API's host by configuration: CDK's own way of passing a value between regions brings functions with wide roles. Callers who know
 * the API's own address still reach it: token check and throttling are there, the firewall is an outer layer.
 */
export class FrontStack extends Stack {
  constructor(scope: Construct, id: string, config: Config, props: StackProps & { apiHost: string }) {
    super(scope, id, props);
    const firewall = new CfnWebACL(this, 'Firewall', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visible('firewall'),
      rules: [
        {
          name: 'rate',
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: { rateBasedStatement: { limit: requestsPerAddress, aggregateKeyType: 'IP' } },
          visibilityConfig: visible('rate'),
        },
        ...ruleSets.map(({ name, countOnly }, index) => ({
          name,
          priority: index + 1,
          overrideAction: { none: {} },
          statement: {
            managedRuleGroupStatement: {
              vendorName: 'AWS',
              name,
              ruleActionOverrides: countOnly.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
            },
          },
          visibilityConfig: visible(name),
        })),
      ],
    });
    const name = config.certificateArn && config.publicUrl ? new URL(config.publicUrl).hostname : undefined;
    const distribution = new Distribution(this, 'Distribution', {
      comment: this.stackName,
      webAclId: firewall.attrArn,
      httpVersion: HttpVersion.HTTP2_AND_3,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      defaultBehavior: {
        origin: new HttpOrigin(props.apiHost),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        // Every answer is somebody's own.
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      },
      ...(name && config.certificateArn
        ? {
            domainNames: [name],
            certificate: Certificate.fromCertificateArn(this, 'Certificate', config.certificateArn),
          }
        : {}),
    });
    new CfnOutput(this, 'FrontDomain', {
      value: distribution.distributionDomainName,
      description: 'Point the public name here (CNAME or alias)',
    });
  }
}

function visible(metricName: string) {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
