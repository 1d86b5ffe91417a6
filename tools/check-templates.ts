/**
 * Runs cfn-lint, checkov and a validator of the state machine over the templates of typical configurations: `npm run check:templates`.
 * The first two come from PyPI into .emu/checkers, once. Without Python 3 they are skipped, loudly.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../infra/app.ts';
import { fullProduction, production } from './sample-configurations.ts';
import { exceptions } from './template-exceptions.ts';

const pinned = ['cfn-lint==1.58.0', 'checkov==3.3.30'];
const venv = join('.emu', `checkers-${pinned.map((one) => one.replace(/.*==/, '')).join('-')}`);

const configurations: Record<string, Record<string, string>> = {
  local: {},
  production,
  'production with every option': fullProduction,
};

const say = (line: string) => process.stdout.write(`${line}\n`);
const ignored = (tool: string) => exceptions.filter((one) => one.tool === tool).map(({ rule }) => rule);

/** Runs a command, shows what it prints only if it fails, and tells whether it succeeded. */
function passes(what: string, command: string, ...args: string[]): boolean {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  say(`${status === 0 ? 'ok    ' : 'FAILED'} ${what}`);
  if (status !== 0) say([stdout, stderr, error?.message ?? ''].join('\n').trim());
  return status === 0;
}

/** True when the tools are there, false when Python is not. Throws when they cannot be installed. */
function installCheckers(): boolean {
  if (existsSync(join(venv, 'bin', 'checkov'))) return true;
  if (spawnSync('python3', ['-m', 'venv', venv]).status !== 0) return false;
  if (!passes(`install ${pinned.join(', ')}`, join(venv, 'bin', 'pip'), 'install', '--quiet', ...pinned)) {
    rmSync(venv, { recursive: true, force: true });
    throw new Error('The checkers could not be installed from PyPI');
  }
  return true;
}

function synthesise(environment: Record<string, string>): string {
  const outdir = mkdtempSync(join(tmpdir(), 'don-doc-check-'));
  buildApp(environment, { outdir }).synth();
  return outdir;
}

const results = [
  passes(
    'state machine: asl-validator',
    'node_modules/.bin/asl-validator',
    '--json-path',
    'infra/escalation.asl.json',
  ),
];
const checkers = installCheckers();
for (const [name, environment] of Object.entries(configurations)) {
  const outdir = synthesise(environment);
  say(`ok     ${name}: cdk-nag and CDK's own rules`);
  if (checkers) {
    const files = readdirSync(outdir).filter((file) => file.endsWith('.template.json'));
    const templates = files.map((file) => join(outdir, file));
    results.push(
      passes(
        `${name}: cfn-lint`,
        join(venv, 'bin', 'cfn-lint'),
        ...['--ignore-checks', ...ignored('cfn-lint'), '--template', ...templates],
      ),
      passes(
        `${name}: checkov`,
        join(venv, 'bin', 'checkov'),
        ...['--framework', 'cloudformation', '--compact', '--quiet', '--skip-download'],
        ...['--skip-check', ignored('checkov').join(',')],
        ...templates.flatMap((file) => ['--file', file]),
      ),
    );
  }
  rmSync(outdir, { recursive: true });
}
if (!checkers)
  say(
    'SKIPPED cfn-lint and checkov: python3 with venv is not installed. Install it to run every check of the templates.',
  );
if (results.includes(false)) process.exitCode = 1;
