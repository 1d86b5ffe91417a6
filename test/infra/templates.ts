import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { buildApp } from '../../infra/app.ts';
import { readable } from '../../tools/readable.ts';

const list = z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(z.unknown()));

export const statement = z.object({
  Sid: z.string().optional(),
  Effect: z.string(),
  Action: list.pipe(z.array(z.string())),
  Resource: list.optional(),
  Principal: z.unknown().optional(),
  Condition: z.record(z.string(), z.unknown()).optional(),
});
export type Statement = z.infer<typeof statement>;

const policyDocument = z.object({ Statement: z.array(statement) });

export const role = z.object({
  Properties: z.object({
    AssumeRolePolicyDocument: policyDocument,
    Policies: z.array(z.object({ PolicyDocument: policyDocument })).default([]),
    ManagedPolicyArns: z.array(z.unknown()).default([]),
  }),
});

export function build(environment: Record<string, string>): App {
  return buildApp(environment, { outdir: mkdtempSync(join(tmpdir(), 'don-doc-infra-')) });
}

/** The templates of an app by stack name, without running the checks that `synth` runs. */
export function templates(app: App): Map<string, Template> {
  const stacks = app.node.children.filter((child) => Stack.isStack(child));
  return new Map(stacks.map((stack) => [stack.stackName, Template.fromStack(stack)]));
}

export function template(app: App, name: string): Template {
  const found = templates(app).get(name);
  if (!found) throw new Error(`no stack ${name}`);
  return found;
}

/**
 * Names of the roles of a stack, without CDK's hash, to their statements by Sid.
 * @throws when a role has managed policies, whose content nobody here can see
 */
export function rolesOf(stack: Template): Map<string, Map<string, Statement>> {
  return new Map(
    Object.entries(stack.findResources('AWS::IAM::Role')).map(([id, resource]) => {
      const { Policies, ManagedPolicyArns } = role.parse(resource).Properties;
      if (ManagedPolicyArns.length > 0) throw new Error(`${id} has managed policies`);
      const statements = Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
      return [readable({ Ref: id }), new Map(statements.map((one) => [one.Sid ?? '', one]))];
    }),
  );
}
