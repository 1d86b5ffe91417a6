import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { row, table } from './print.ts';

const root = join(import.meta.dirname, '..');

async function measured(args: string[], dataDir: string) {
  const began = performance.now();
  const child = spawn('npm', ['start', '--silent', '--', '--port', '0', '--data', dataDir, ...args], {
    ...{ cwd: root, stdio: ['ignore', 'pipe', 'inherit'], detached: true },
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text) => String(text).includes('/inbox') && resolve());
    child.on('exit', (code) => reject(new Error(`npm start ended with ${code}`)));
  });
  const seconds = (performance.now() - began) / 1000;
  await sleep(5_000);
  const group = execFileSync('ps', ['-eo', 'pgid,rss,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.trim().startsWith(`${child.pid} `) && line.includes('local/start.ts'));
  const megabytes = Math.max(...group.map((line) => Number(line.trim().split(/\s+/)[1]) / 1024));
  child.removeAllListeners('exit');
  if (child.pid) process.kill(-child.pid, 'SIGINT');
  await new Promise((resolve) => child.once('exit', resolve));
  return { seconds, megabytes };
}

/** How long `npm start` takes, and what it keeps in memory when nobody asks anything of it. */
export async function benchStart(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'don-doc-memory-'));
  const rows: string[][] = [];
  for (const [name, args] of [
    ['first start, empty', ['--fresh']],
    ['restart', []],
  ] as const) {
    const { seconds, megabytes } = await measured([...args], dataDir);
    rows.push(row(name, seconds.toFixed(1), megabytes.toFixed(0)));
  }
  rmSync(dataDir, { recursive: true, force: true });
  table('npm start: seconds until it answers, resident megabytes when idle', ['', 's', 'MB'], rows);
}
