import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap, type Deployment, deploy, expectNoDifference } from './emulator/deploy.ts';
import { EmulatorFault, startEmulator } from './emulator/emulator.ts';
import { openFront } from './emulator/front.ts';

/**
 * Deploys the application into an emulated AWS with the ordinary CDK command line and runs the black-box suite on it:
 * `npm run e2e:aws -- [test files]`. E2E_ENDPOINT names an emulator that runs already; it is left as it is found, plus stages.
 */
const stages = [
  'e2e-refusals',
  'e2e-safety',
  'e2e-minutes',
  'e2e-files',
  'e2e-anchor',
  'e2e-cascade',
  'e2e-inspected',
  'e2e-update',
];
const firstPort = 8216;
/** Stages deployed side by side: most of a deployment is waiting until CloudFormation is asked again. */
const atOnce = 3;
/** Where nothing can be hurried, a test may wait for minutes; while it waits, all others run, none before it. */
const realTime = ['--reporter=verbose', '--testTimeout=480000', '--hookTimeout=300000', '--maxWorkers=8'];
const files = process.argv.length > 2 ? process.argv.slice(2) : ['test/e2e'];

const root = join(import.meta.dirname, '..');
const say = (line: string) => process.stdout.write(`${line}\n`);
const began = performance.now();
const done = (what: string) =>
  say(`${String(Math.round((performance.now() - began) / 1000)).padStart(4)} s  ${what}`);

async function run(endpoint: string): Promise<number> {
  await bootstrap(endpoint);
  done('bootstrapped with cdk bootstrap');
  const deployments: Deployment[] = [];
  const waiting = stages.map((stage, index) => ({ stage, port: firstPort + index }));
  const [first] = waiting;
  const takeTurns = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      deployments.push(await deploy(endpoint, next.stage, next.port));
      done(`deployed all stacks of ${next.stage} with cdk deploy`);
      if (next !== first) continue;
      await expectNoDifference(endpoint, next.stage, next.port);
      done(`cdk diff after the deployment of ${next.stage} shows no difference`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, takeTurns));

  const fronts = await Promise.all(deployments.map(openFront));
  const file = join(root, '.emu/deployments.json');
  mkdirSync(join(root, '.emu'), { recursive: true });
  writeFileSync(file, JSON.stringify(deployments, undefined, 2));
  const suite = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...realTime, ...files], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, E2E_DEPLOYMENTS: file },
  });
  const [status] = await once(suite, 'exit');
  for (const front of fronts) front.close();
  done('black-box suite over the deployed HTTP endpoints');
  return typeof status === 'number' ? status : 1;
}

try {
  const given = process.env.E2E_ENDPOINT;
  const emulator = given ? { endpoint: given, close: async () => {} } : await startEmulator();
  done(`emulator answers at ${emulator.endpoint}`);
  const stop = () => void emulator.close().then(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    process.exitCode = await run(emulator.endpoint);
  } finally {
    await emulator.close();
    done(given ? 'left the emulator running, with the stages in it' : 'took everything down');
  }
} catch (error) {
  if (!(error instanceof EmulatorFault)) throw error;
  say(error.message);
  process.exitCode = 1;
}
