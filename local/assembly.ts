import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { Application } from './application.ts';
import { createResolver, type Identity, type Stack, templateSchema } from './intrinsics.ts';
import { attributeOf, physicalName } from './resource-names.ts';
import { type Reader, readers } from './resources.ts';
import { StartFault } from './state.ts';

export const identity: Identity = { region: 'ap-southeast-1', accountId: '000000000000' };

/** Types that have no behaviour of their own here: permissions, logs, alarms, names, and what only AWS can do. */
const inert =
  /^AWS::(IAM::(?!Role$)|(Logs|CloudWatch|KMS|CDK|SSM|XRay|Budgets|Backup|WAFv2|Cognito|SNS|Route53|CertificateManager|ApplicationSignals|RUM|Synthetics|ServiceCatalogAppRegistry|ResourceGroups)::)/;
const inertTypes = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::S3::BucketPolicy',
  'AWS::SES::ConfigurationSet',
  'AWS::SES::EmailIdentity',
  'AWS::SQS::QueuePolicy',
]);

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z
        .object({
          templateFile: z.string().optional(),
          file: z.string().optional(),
          directoryName: z.string().optional(),
          stackName: z.string().optional(),
        })
        .loose()
        .optional(),
    }),
  ),
});
const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional() }).loose(),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() }).loose()),
    }),
  ),
});

type Assembly = { stacks: Stack[]; assets: Map<string, string> };

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

function readAssembly(directory: string): Assembly {
  const { artifacts } = manifestSchema.parse(readJson(join(directory, 'manifest.json')));
  const found: Assembly = { stacks: [], assets: new Map() };
  for (const [id, { type, properties }] of Object.entries(artifacts)) {
    if (type === 'aws:cloudformation:stack' && properties?.templateFile) {
      const template = templateSchema.parse(readJson(join(directory, properties.templateFile)));
      found.stacks.push({ name: properties.stackName ?? id, template });
    }
    if (type === 'cdk:asset-manifest' && properties?.file) {
      const manifest = join(directory, properties.file);
      for (const { source, destinations } of Object.values(assetsSchema.parse(readJson(manifest)).files)) {
        for (const { objectKey } of Object.values(destinations)) {
          if (source.path) found.assets.set(objectKey, join(dirname(manifest), source.path));
        }
      }
    }
    if (type === 'cdk:cloud-assembly' && properties?.directoryName) {
      const nested = readAssembly(join(directory, properties.directoryName));
      found.stacks.push(...nested.stacks);
      for (const [key, path] of nested.assets) found.assets.set(key, path);
    }
  }
  return found;
}

/**
 * Reads a synthesised application. Resources are found by type and wiring, never by name.
 * @throws StartFault when it contains something that acts at run time and that this runtime cannot play.
 */
export function readApplication(
  directory: string,
  addresses: { queueEndpoint: string; publicUrl: string },
): Application {
  const { stacks, assets } = readAssembly(directory);
  const typeOf = (stack: Stack, id: string) => stack.template.Resources?.[id]?.Type ?? '';
  const { resolve, condition } = createResolver(stacks, identity, (stack, id, attribute) =>
    attributeOf(
      typeOf(stack, id),
      physicalName(stack, id, (value) => resolve(stack, value)),
      attribute,
      identity,
      addresses,
    ),
  );
  const application: Application = {
    roles: [],
    tables: [],
    buckets: [],
    functions: [],
    routes: [],
    queues: [],
    queueTriggers: [],
    streamTriggers: [],
    scheduleGroups: [],
    schedules: [],
    machines: [],
    rules: [],
    configurationSets: [],
  };
  for (const stack of stacks) {
    for (const [id, resource] of Object.entries(stack.template.Resources ?? {})) {
      const { Type: type, Condition: test, Properties: properties } = resource;
      if (inert.test(type) || inertTypes.has(type) || (test !== undefined && !condition(stack, test)))
        continue;
      const read = readers[type];
      if (!read)
        throw new StartFault(
          `The local runtime cannot run ${type} (${stack.name}/${id}); see local/assembly.ts.`,
        );
      const context: Parameters<Reader>[0] = {
        application,
        properties: resolve(stack, properties ?? {}),
        name: physicalName(stack, id, (value) => resolve(stack, value)),
        attribute: (attribute) =>
          attributeOf(
            type,
            physicalName(stack, id, (value) => resolve(stack, value)),
            attribute,
            identity,
            addresses,
          ),
        // Routes point to integrations and authorizers of their own stack by logical id.
        sibling: (name) => {
          const logicalId = name.startsWith(`${stack.name}-`) ? name.slice(stack.name.length + 1) : name;
          return resolve(stack, stack.template.Resources?.[logicalId]?.Properties ?? {});
        },
        asset: (key) => assets.get(key),
        publicUrl: addresses.publicUrl,
      };
      try {
        read(context);
      } catch (error) {
        if (error instanceof StartFault) throw error;
        throw new StartFault(`The local runtime cannot read ${type} (${stack.name}/${id}): ${String(error)}`);
      }
    }
  }
  return application;
}
