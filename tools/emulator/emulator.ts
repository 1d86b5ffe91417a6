import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '../..');
/** The emulator's Python environment and log. Not under version control. */
const home = join(root, '.emu');
const requirements = join(import.meta.dirname, 'requirements.txt');

export type Emulator = { endpoint: string; close(): Promise<void> };

/** The emulator cannot be had or started. The message says what to do; it needs no stack trace. */
export class EmulatorFault extends Error {
  override name = 'EmulatorFault';
}

/** An emulated AWS on this machine's loopback, empty. Installs it first when that was not done yet. */
export async function startEmulator(port = 4566): Promise<Emulator> {
  const endpoint = `http://127.0.0.1:${port}`;
  if (await answers(endpoint))
    throw new EmulatorFault(
      `Something answers at ${endpoint} already: end it, or use it with E2E_ENDPOINT=${endpoint}.`,
    );
  const python = install();
  // Outside the project: scripts that the emulator writes there are CommonJS, and our package.json would make them modules.
  const scratch = mkdtempSync(join(tmpdir(), 'don-doc-emulator-'));
  const log = openSync(join(home, 'ministack.log'), 'w');
  const child = spawn(python, ['-m', 'ministack'], {
    cwd: scratch,
    stdio: ['ignore', log, log],
    // Its own process group: it starts a Node process per function, and none may outlive it.
    detached: true,
    env: {
      HOME: scratch,
      TMPDIR: scratch,
      // Functions run with this Node, which is the version that the templates name.
      PATH: [join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter),
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      LAMBDA_EXECUTOR: 'local',
      SFTP_ENABLED: '0',
      IOT_MTLS_ENABLED: '0',
    },
  });
  const gone = once(child, 'exit');
  const end = (signal: NodeJS.Signals) => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // The whole group is gone.
    }
  };
  const close = async () => {
    end('SIGTERM');
    await Promise.race([gone, sleep(10_000, undefined, { ref: false })]);
    end('SIGKILL');
    await gone;
    rmSync(scratch, { recursive: true, force: true });
  };
  for (let tries = 0; !(await answers(endpoint)); tries++) {
    if (tries < 120 && child.exitCode === null) await sleep(500);
    else {
      await close();
      throw new EmulatorFault(`The emulator did not start; ${join(home, 'ministack.log')} says why.`);
    }
  }
  return { endpoint, close };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_ministack/health`)).ok;
  } catch {
    return false;
  }
}

/** The Python of an environment that holds exactly what requirements.txt pins. */
function install(): string {
  const python = join(home, 'bin/python');
  const mark = join(home, 'installed.txt');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(mark) && existsSync(python) && readFileSync(mark, 'utf8') === wanted) return python;
  const run = (program: string, ...args: string[]) => {
    const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (error || status !== 0)
      throw new EmulatorFault(
        `'${program} ${args.join(' ')}' failed. The emulator needs Python 3.11 and its packages; ` +
          'if they cannot be had here, start an emulated AWS elsewhere and give its address as E2E_ENDPOINT.',
      );
  };
  run('python3.11', '-m', 'venv', '--clear', home);
  run(python, '-m', 'pip', 'install', '--quiet', '--no-deps', '--requirement', requirements);
  writeFileSync(mark, wanted);
  return python;
}
