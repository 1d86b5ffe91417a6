import { spawnSync } from 'node:child_process';
import { chromiumNames } from './browser/chromium.ts';
import { onPath } from './on-path.ts';

/**
 * The checks beyond `npm test`, each with what it needs of the machine. What is missing is installed where that needs no
 * more than npm or pip, and otherwise said loudly: a check that did not run is no check that passed.
 * `npm run verify -- NAME...` runs only those.
 */
type Check = {
  name: string;
  /** What it proves. */
  proves: string;
  /** One of these programs must be on the PATH. */
  needs?: string[];
  command: string[];
  env?: Record<string, string>;
  /** Runs in real time on whatever machine there is: tried again once before it counts as failed. */
  again?: true;
};

const checks: Check[] = [
  {
    name: 'engines',
    proves: 'the store behaves alike on the embedded engine and on Amazon’s DynamoDB Local',
    needs: ['java'],
    command: ['npx', 'vitest', 'run', 'test/store', 'test/local/dynamodb'],
    env: { DYNAMODB_LOCAL: '1' },
  },
  {
    name: 'templates',
    proves: 'cfn-lint, checkov and an ASL validator find nothing in the templates',
    needs: ['python3'],
    command: ['node', 'tools/check-templates.ts'],
  },
  {
    name: 'pages',
    proves: 'mails and pages can be read in Chromium, narrow and wide, light and dark',
    needs: chromiumNames,
    command: ['node', 'tools/check-pages.ts'],
  },
  {
    name: 'engines-emulator',
    proves: 'the store behaves alike on the DynamoDB of an emulated AWS too',
    needs: ['python3.11'],
    command: ['node', 'tools/emulator.ts', 'npx', 'vitest', 'run', 'test/store'],
  },
  {
    name: 'e2e-aws',
    proves: 'all stacks deploy into an emulated AWS, and the black-box suite passes there',
    needs: ['python3.11'],
    command: ['node', 'tools/e2e-aws.ts'],
    again: true,
  },
];

const say = (line: string) => process.stdout.write(`${line}\n`);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  say(`There is no check ${unknown.join(', ')}. There are: ${checks.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const outcomes = checks
  .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  .map((check) => {
    const missing = check.needs && !check.needs.some(onPath);
    if (missing) {
      say(
        `\n#### SKIPPED ${check.name}: ${check.needs?.join(' or ')} is not on this machine. NOT proven: ${check.proves}.`,
      );
      return { check, outcome: 'skipped' };
    }
    say(`\n#### ${check.name}: ${check.proves}`);
    const [program = '', ...args] = check.command;
    const began = performance.now();
    const run = () =>
      spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, ...check.env } }).status;
    let status = run();
    if (status !== 0 && check.again) {
      say(`\n#### ${check.name} failed (${status}); once more`);
      status = run();
    }
    const seconds = Math.round((performance.now() - began) / 1000);
    return { check, outcome: status === 0 ? 'passed' : 'FAILED', seconds };
  });

say('');
for (const { check, outcome, seconds } of outcomes)
  say(
    `${outcome.padEnd(8)} ${check.name.padEnd(16)} ${seconds === undefined ? '' : `${seconds} s`}  ${check.proves}`,
  );
const count = (outcome: string) => outcomes.filter((each) => each.outcome === outcome).length;
say(`${count('passed')} passed, ${count('FAILED')} failed, ${count('skipped')} skipped`);
process.exit(count('FAILED') === 0 ? 0 : 1);
