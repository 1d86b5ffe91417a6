/**
 * Prints docs/permissions.md from the synthesised template of the local stage: `node tools/permissions.ts > docs/permissions.md`.
 * A test fails when the file is not what this prints.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { buildApp } from '../infra/app.ts';
import { readable } from './readable.ts';

const texts = z.preprocess((value) => [value].flat(), z.array(z.unknown().transform(readable)));
const statements = z.array(
  z.object({
    Sid: z.string().optional(),
    Action: texts,
    Resource: texts.optional(),
    Principal: z.object({ Service: z.unknown().transform(readable) }).optional(),
    Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  }),
);
const document = z.object({ Statement: statements });
const role = z.object({
  Properties: z.object({
    AssumeRolePolicyDocument: document,
    Policies: z.array(z.object({ PolicyDocument: document })),
  }),
});

/** Why a role exists, in the order of a reminder's way. */
const purposes: [name: string, purpose: string][] = [
  ['ApiRole', 'function `api`: answers HTTP requests'],
  [
    'RelayRole',
    'function `relay`: turns changes of the table into schedules, and messages for mail and work',
  ],
  ['WorkRole', 'function `work`: takes in the file of an import, or makes that of an export'],
  ['SchedulerRole', 'EventBridge Scheduler, when the schedule of an obligation comes due'],
  ['RemindRole', 'function `remind`: handles one alarm'],
  ['LadderRole', 'Step Functions, for the urging ladder'],
  ['EscalateRole', 'function `escalate`: plans the next rung'],
  ['MailRole', 'function `mail`: sends one person’s mail of a morning'],
  ['FeedbackRole', 'function `feedback`: records what SES reports'],
  ['JobsRole', 'EventBridge Scheduler, for what runs every day'],
  ['CloseRole', 'function `close`: the daily sweep'],
  ['AnchorRole', 'function `anchor`: one digest a day over all chains of events'],
];

export function permissionsPage(): string {
  const app = buildApp({}, { outdir: mkdtempSync(join(tmpdir(), 'don-doc-permissions-')) });
  const service = app.node.findChild('don-doc-local');
  if (!Stack.isStack(service)) throw new Error('don-doc-local is not a stack');
  const roles = new Map(
    Object.entries(Template.fromStack(service).findResources('AWS::IAM::Role')).map(([id, resource]) => [
      readable({ Ref: id }),
      role.parse(resource).Properties,
    ]),
  );
  const unknown = [...roles.keys()].filter((name) => !purposes.some(([known]) => known === name));
  if (unknown.length > 0) throw new Error(`Say in tools/permissions.ts what ${unknown.join(', ')} is for`);
  return [
    '# Permissions',
    '',
    'Generated from the synthesised template by `npm run permissions`; do not edit. One role per function, and nothing but these',
    'statements on it. `Table`, `Files` and `Records` are the table and the buckets of the data stack; other names are logical ids of the service stack.',
    '',
    'A star as resource stands only where AWS knows no resource: X-Ray, and the log delivery that Step Functions writes through. No role',
    'may scan the table, and `dynamodb:DeleteItem` cannot reach a task’s partition, where its events are.',
    '',
    'With `customerManagedKey`, every role except `LadderRole` also has `UseKey` (`kms:Decrypt`, `kms:Encrypt`, `kms:GenerateDataKey`,',
    '`kms:DescribeKey` on that key).',
    ...purposes.flatMap(([name, purpose]) => section(name, purpose, roles.get(name))),
    '',
  ].join('\n');
}

function section(
  name: string,
  purpose: string,
  properties: z.infer<typeof role>['Properties'] | undefined,
): string[] {
  if (!properties) throw new Error(`There is no role ${name} any more`);
  const trusted = properties.AssumeRolePolicyDocument.Statement.map(
    ({ Principal, Condition }) => `\`${Principal?.Service}\`${condition(Condition)}`,
  );
  const rows = properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).map(
    ({ Sid, Action, Resource = [], Condition }) =>
      `| ${Sid} | ${code(Action)} | ${code(Resource)} | ${condition(Condition).replace(/^, only /, '')} |`,
  );
  return [
    '',
    `## ${name}`,
    '',
    `For ${purpose}. Taken on by ${trusted.join('; ')}.`,
    '',
    '| statement | actions | resources | only |',
    '| --- | --- | --- | --- |',
    ...rows,
  ];
}

const code = (texts: string[]) => texts.map((text) => `\`${text}\``).join('<br>');

function condition(tests: Record<string, Record<string, unknown>> = {}): string {
  const parts = Object.entries(tests).flatMap(([operator, keys]) =>
    Object.entries(keys).map(
      ([key, value]) => `\`${key}\` ${operator} ${code([value].flat().map(readable))}`,
    ),
  );
  return parts.length > 0 ? `, only ${parts.join(' and ')}` : '';
}

if (import.meta.main) process.stdout.write(permissionsPage());
