/**
 * What cfn-lint and checkov find in the templates and we do not follow, with the reason. Findings of cdk-nag are explained in
 * infra/acknowledgements.ts, which knows where they occur; these two tools only know rules.
 */
export const exceptions: { tool: 'cfn-lint' | 'checkov'; rule: string; reason: string }[] = [
  {
    tool: 'cfn-lint',
    rule: 'W3005',
    reason:
      'CDK writes DependsOn from a function to its role although the reference already says so; harmless.',
  },
  {
    tool: 'cfn-lint',
    rule: 'W6001',
    reason: 'Outputs that show a person a value of another stack.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_116',
    reason:
      'A dead-letter queue on the function serves asynchronous calls only: feedback and close have one; the others are called by queues, stream or machine, which have theirs.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_117',
    reason:
      'There is nothing to reach inside a VPC; it would add cost, cold start and an egress path to keep.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_115',
    reason:
      'Reserved concurrency cannot be deployed into a new account, whose whole limit is 10; the queues bound their readers instead.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_119',
    reason:
      'The table is encrypted by AWS’s key for DynamoDB; customerManagedKey replaces it where a body demands its own.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_158',
    reason:
      'Logs are encrypted by AWS and hold neither texts nor addresses; customerManagedKey replaces the key.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_173',
    reason:
      'Environments hold names and addresses of resources, no secret; customerManagedKey replaces AWS’s key.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_27',
    reason:
      'Queues are encrypted with SQS’s own keys, which the rule does not count; customerManagedKey replaces them.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_26',
    reason:
      'Without a key of one’s own CloudWatch cannot write to an encrypted topic; the messages are alarm texts without data.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_18',
    reason: 'Buckets are reached by functions alone; infra/acknowledgements.ts says the same to cdk-nag.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_21',
    reason:
      'Files of jobs are written once and gone after a month; the bucket of records has versions, as a test makes sure.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_86',
    reason: 'The API behind CloudFront logs every request; the firewall keeps samples of those it stops.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_174',
    reason: 'Applies to CloudFront’s own name only; with a certificate the least is TLS 1.2.',
  },
];
