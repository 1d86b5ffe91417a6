import { deepEqual } from 'node:assert/strict';
import { buildSync } from 'esbuild';
import { readable } from '../../tools/readable.ts';
import type { Claim } from './permission-claims.ts';

/**
 * The other half of permissions.test.ts: what the code of each function calls is what its role allows, neither less (it would fail only
 * in AWS) nor more (it would never be noticed). Reads the bundled code of ours, without the libraries, for the commands it constructs.
 */
const actions = new Map([
  ['GetCommand', 'dynamodb:GetItem'],
  ['QueryCommand', 'dynamodb:Query'],
  ['BatchGetCommand', 'dynamodb:BatchGetItem'],
  ['PutCommand', 'dynamodb:PutItem'],
  ['UpdateCommand', 'dynamodb:UpdateItem'],
  ['DeleteCommand', 'dynamodb:DeleteItem'],
  ['ScanCommand', 'dynamodb:Scan'],
  ['SendMessageCommand', 'sqs:SendMessage'],
  ['SendMessageBatchCommand', 'sqs:SendMessage'],
  ['SendEmailCommand', 'ses:SendEmail'],
  ['StartExecutionCommand', 'states:StartExecution'],
  ['CreateScheduleCommand', 'scheduler:CreateSchedule'],
  ['DeleteScheduleCommand', 'scheduler:DeleteSchedule'],
]);

/** Calls of a bucket (shared/clients/objects.ts), which bears its own name wherever it is passed. */
const objectActions = new Map([
  ['get', 's3:GetObject'],
  ['link', 's3:GetObject'],
  ['put', 's3:PutObject'],
  ['list', 's3:ListBucket'],
]);

/** Parts of a transaction as the store's modules write them (TransactItem in shared/store/transact.ts). */
const parts = new Map([
  ['dynamodb:PutItem', /\bput: |\{ put\b/],
  ['dynamodb:UpdateItem', /\bupdate: /],
  ['dynamodb:DeleteItem', /\bremove: |\{ remove\b/],
  ['dynamodb:ConditionCheckItem', /\bcheck: |\{ check\b/],
]);

function codeOf(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [`functions/${entry}`],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

function neededBy(code: string): string[] {
  // esbuild numbers names that several modules import.
  const commands = [...code.matchAll(/new (\w+?Command)\d*\(/g)].map(([, name]) => String(name));
  const single = commands
    .filter((name) => name !== 'TransactWriteCommand')
    .map((name) => actions.get(name) ?? `unknown: ${name}`);
  const inTransactions = commands.includes('TransactWriteCommand')
    ? [...parts].filter(([, pattern]) => pattern.test(code)).map(([action]) => action)
    : [];
  const onObjects = [...code.matchAll(/\b(?:records|files)\d*\.(\w+)\(/g)].flatMap(
    ([, call = '']) => objectActions.get(call) ?? [],
  );
  return [...new Set([...single, ...inTransactions, ...onObjects])].toSorted();
}

/** Functions by the name of their construct. */
export const entries: Record<string, string> = {
  Api: 'api/index.ts',
  Relay: 'relay.ts',
  Remind: 'remind.ts',
  Escalate: 'escalate.ts',
  Mail: 'mail.ts',
  Feedback: 'feedback.ts',
  Close: 'close.ts',
  Work: 'work.ts',
  Anchor: 'anchor.ts',
};

// What Lambda does in the function's name before and after the code runs, and passing the role, which is no call.
const aside = /^(ReadStream|PassSchedulerRole|Report\w+|Read\w+Queue|WriteLogs|SendTraces)$/;

export function claimsOfCode(name: string): Claim[] {
  const code = codeOf(entries[name] ?? '');
  return [
    {
      title: `${name} may call what its code calls, and nothing else`,
      holds: (statements) => {
        const allowed = [...statements.values()]
          .filter(({ Sid = '' }) => !aside.test(Sid))
          .flatMap(({ Action }) => Action);
        // Where they differ, change the function's permissions in infra/service-stack.ts.
        deepEqual([...new Set(allowed)].toSorted(), neededBy(code));
      },
    },
    {
      title: `${name} may query the indexes that its code queries`,
      holds: (statements) => {
        const queried = new Set([...code.matchAll(/index: "(gsi\d)"/g)].map(([, index]) => index));
        const allowed = [...statements.values()]
          .flatMap(({ Resource = [] }) => Resource.map(readable))
          .flatMap((resource) => /^Table\/index\/(.+)$/.exec(resource)?.[1] ?? []);
        deepEqual(allowed.toSorted(), [...queried].toSorted());
      },
    },
  ];
}
