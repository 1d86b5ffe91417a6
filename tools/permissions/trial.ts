import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';

const root = join(import.meta.dirname, '../..');
const report = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** These two start applications of their own, for the roles of Scheduler. */
const ofScheduler = 'puts what it could not deliver';

/**
 * Lives through the week of test/local/roles.test.ts on an application, by vitest like any test run, until the first test fails.
 * @returns that test's name, or what kept the application from starting; undefined when all pass
 */
export async function trial(assembly: string, role: string | undefined): Promise<string | undefined> {
  const scratch = mkdtempSync(join(tmpdir(), 'don-doc-trial-'));
  const outputFile = join(scratch, 'report.json');
  const isOfScheduler = role === undefined || ['SchedulerRole', 'JobsRole'].includes(role);
  const child = spawn(
    process.execPath,
    [
      ...['node_modules/vitest/vitest.mjs', 'run', 'test/local/roles.test.ts', '--bail=1'],
      ...['--reporter=json', `--outputFile=${outputFile}`],
      ...(isOfScheduler ? [] : ['--testNamePattern', `^(?!.*${ofScheduler})`]),
    ],
    { cwd: root, stdio: 'ignore', env: { ...process.env, LOCAL_ASSEMBLY: assembly } },
  );
  await once(child, 'exit');
  try {
    const { success, testResults } = report.parse(JSON.parse(readFileSync(outputFile, 'utf8')));
    if (success) return undefined;
    const [failed] = testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'failed'),
    );
    return failed?.fullName ?? sentence(testResults.map(({ message }) => message).join(' '));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** @throws where the time was over and nothing had been refused, which tells of the machine and not of the permission */
function sentence(message: string): string {
  if (/does not end; .*AccessDenied/s.test(message)) return 'the week ends';
  if (/does not end|timed out/i.test(message))
    throw new Error('This machine is too busy: the week took too long.');
  if (/would not deploy this/.test(message)) return 'the week begins (AWS would refuse the deployment)';
  return 'the week is prepared';
}
