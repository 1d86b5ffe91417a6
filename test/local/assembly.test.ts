// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation is CloudFormation's own

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod';
import { readApplication } from '../../local/assembly.ts';
import { createResolver, templateSchema } from '../../local/intrinsics.ts';
import { fixture } from './fixture-path.ts';

const addresses = { queueEndpoint: 'http://127.0.0.1:9', publicUrl: 'http://localhost:3000' };
const prefix = 'ap-southeast-1:000000000000';
const scratch: string[] = [];
afterEach(() => {
  for (const directory of scratch.splice(0)) rmSync(directory, { recursive: true });
});

/** The fixture with its service template changed. */
function changed(change: (resources: Record<string, unknown>) => void): string {
  const directory = mkdtempSync(join(tmpdir(), 'don-doc-'));
  scratch.push(directory);
  cpSync(fixture, directory, { recursive: true });
  const file = join(directory, 'service.template.json');
  const template = z
    .object({ Resources: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(file, 'utf8')));
  change(template.Resources);
  writeFileSync(file, JSON.stringify(template));
  return directory;
}

test('the templates become a plain description, with references between stacks resolved', () => {
  const application = readApplication(fixture, addresses);
  expect(application.tables).toMatchObject([
    {
      name: 'Data-Table',
      keySchema: [{ AttributeName: 'pk' }, { AttributeName: 'sk' }],
      indexes: [{ IndexName: 'gsi1' }],
    },
  ]);
  expect(application.streamTriggers).toMatchObject([
    {
      streamArn: application.tables[0]?.streamArn,
      functionArn: 'Service-Relay',
      batchSize: 10,
      reportsFailures: true,
      bisects: true,
      maxRetries: 3,
      deadLetterArn: `arn:aws:sqs:${prefix}:Service-Dead`,
    },
  ]);
  expect(application.functions.find(({ name }) => name === 'Service-Relay')).toMatchObject({
    directory: join(fixture, 'code'),
    handler: 'index.relay',
    timeoutSeconds: 5,
    environment: {
      TABLE_NAME: 'Data-Table',
      ALARMS_ARN: `arn:aws:sqs:${prefix}:Service-Alarms`,
      LETTERS_URL: 'http://127.0.0.1:9/000000000000/Service-Letters',
      GROUP: 'Service-alarms',
      MACHINE: `arn:aws:states:${prefix}:stateMachine:Service-Machine`,
    },
  });
  expect(application.queues.find(({ name }) => name === 'Service-Alarms')).toMatchObject({
    visibilitySeconds: 30,
    redrive: { deadLetterArn: `arn:aws:sqs:${prefix}:Service-Dead`, maxReceives: 3 },
  });
  expect(application.routes.map(({ routeKey, authorizer }) => [routeKey, authorizer])).toEqual([
    ['ANY /v1/{proxy+}', { audience: ['Service-Client'] }],
    ['GET /v1/exact', { audience: ['Service-Client'] }],
    ['GET /m/{token}', undefined],
    ['GET /open', undefined],
  ]);
  expect(application.schedules).toMatchObject([
    { expression: 'cron(30 8 * * ? *)', timeZone: 'Asia/Ho_Chi_Minh', enabled: true },
  ]);
  expect(application.machines[0]?.definition).toMatchObject({
    States: { Step: { Parameters: { FunctionName: `arn:aws:lambda:${prefix}:function:Service-Step` } } },
  });
  expect(application.rules).toMatchObject([
    {
      pattern: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': ['Service-mails'] } } },
      },
    },
  ]);
});

test('a resource that acts at run time and cannot be played is refused by name', () => {
  const directory = changed((resources) => {
    resources.Stream = { Type: 'AWS::Kinesis::Stream', Properties: {} };
  });
  expect(() => readApplication(directory, addresses)).toThrow(/AWS::Kinesis::Stream \(Service\/Stream\)/);
});

test('a resource that is wired wrongly is refused with its place', () => {
  const directory = changed((resources) => {
    resources.Everything = {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: { RouteKey: 'GET /x', Target: 'integrations/nothing' },
    };
  });
  expect(() => readApplication(directory, addresses)).toThrow(/Route \(Service\/Everything\)/);
});

test('a resource whose condition does not hold is left out', () => {
  const directory = changed((resources) => {
    resources.Stream = { Type: 'AWS::Kinesis::Stream', Condition: 'Never', Properties: {} };
  });
  const file = join(directory, 'service.template.json');
  const template = z.looseObject({}).parse(JSON.parse(readFileSync(file, 'utf8')));
  writeFileSync(file, JSON.stringify({ ...template, Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } }));
  expect(readApplication(directory, addresses).queues).toHaveLength(3);
});

const stack = {
  name: 'One',
  template: templateSchema.parse({
    Parameters: { Colour: { Default: 'red' } },
    Mappings: { Sizes: { small: { width: 3 } } },
    Conditions: {
      Red: { 'Fn::Equals': [{ Ref: 'Colour' }, 'red'] },
      NotRed: { 'Fn::Not': [{ Condition: 'Red' }] },
    },
    Resources: { Thing: { Type: 'AWS::IAM::Role' } },
    Outputs: { Out: { Value: { Ref: 'Thing' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:out' } } } },
  }),
};
const { resolve } = createResolver(
  [stack],
  { region: 'here-1', accountId: '42' },
  (_stack, id, attribute) => `${id}.${attribute}`,
);

test.each<[unknown, unknown]>([
  [{ Ref: 'Thing' }, 'Thing.Ref'],
  [{ Ref: 'Colour' }, 'red'],
  [{ Ref: 'AWS::Region' }, 'here-1'],
  [{ 'Fn::GetAtt': ['Thing', 'Arn'] }, 'Thing.Arn'],
  [{ 'Fn::GetAtt': 'Thing.Arn' }, 'Thing.Arn'],
  [{ 'Fn::Sub': '${Thing} ${Thing.Arn} ${!kept} ${AWS::AccountId}' }, 'Thing.Ref Thing.Arn ${kept} 42'],
  [{ 'Fn::Sub': ['${a}-${Colour}', { a: { Ref: 'Thing' } }] }, 'Thing.Ref-red'],
  [{ 'Fn::Join': ['/', ['a', { Ref: 'Colour' }]] }, 'a/red'],
  [{ 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
  [{ 'Fn::ImportValue': 'One:out' }, 'Thing.Ref'],
  [{ 'Fn::FindInMap': ['Sizes', 'small', 'width'] }, 3],
  [{ 'Fn::If': ['Red', 1, 2] }, 1],
  [{ 'Fn::If': ['NotRed', 1, 2] }, 2],
  [{ a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }] }, { b: [1] }],
])('%j is %j', (expression, value) => {
  expect(resolve(stack, expression)).toEqual(value);
});

test.each([
  { Ref: 'Nobody' },
  { 'Fn::GetAtt': ['Nobody', 'Arn'] },
  { 'Fn::ImportValue': 'no' },
  { 'Fn::Cidr': [] },
])('%j is an error that names it', (expression) => {
  expect(() => resolve(stack, expression)).toThrow(/Nobody|no stack exports no|Fn::Cidr/);
});
