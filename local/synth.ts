import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { StartFault } from './state.ts';

const inputs = ['infra', 'functions', 'shared', 'cdk.json', 'package-lock.json'];
const kept = 3;

/**
 * The directory of the synthesised application for the sources as they are now, made if there is none yet. It is named by the hash of
 * all that goes into it, so it never goes stale, and a runtime that is running keeps what it started with.
 * It is not `cdk.out`: that may hold another stage on its way to AWS.
 * @throws StartFault when the synthesis fails, with CDK's own words
 */
export async function synthesise(root: string): Promise<string> {
  const home = join(root, '.local', 'assembly');
  const directory = join(home, hashOf(root));
  if (existsSync(join(directory, 'manifest.json'))) return directory;
  mkdirSync(home, { recursive: true });
  const draft = `${directory}.${process.pid}`;
  await run(root, draft);
  try {
    renameSync(draft, directory);
  } catch (error) {
    // Another run of the same sources was faster.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(join(directory, 'manifest.json'))) throw error;
  }
  forgetOld(home);
  return directory;
}

const settings = () =>
  Object.entries(process.env).filter(([key]) => key.startsWith('DONDOC_') && key !== 'DONDOC_STAGE');

function hashOf(root: string): string {
  const hash = createHash('sha256');
  const add = (path: string) => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name));
    } else hash.update(`\0${relative(root, path)}\0`).update(readFileSync(path));
  };
  for (const input of inputs) if (existsSync(join(root, input))) add(join(root, input));
  hash.update(JSON.stringify(settings().sort())).update(process.versions.node);
  return hash.digest('hex').slice(0, 16);
}

function run(root: string, outdir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['infra/app.ts'], {
      cwd: root,
      env: { ...process.env, DONDOC_STAGE: 'local', CDK_OUTDIR: outdir },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let words = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        words += String(chunk);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve();
      rmSync(outdir, { recursive: true, force: true });
      reject(new StartFault(`The application could not be synthesised:\n${words.trim()}`));
    });
  });
}

function forgetOld(home: string): void {
  const byAge = readdirSync(home)
    .filter((name) => /^[0-9a-f]{16}$/.test(name))
    .map((name) => ({ path: join(home, name), at: statSync(join(home, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { path } of byAge.slice(kept)) rmSync(path, { recursive: true, force: true });
}
