import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import * as z from 'zod';
import { bundling } from '../infra/constructs/bundle.ts';
import { readApplication } from '../local/assembly.ts';
import { synthesise } from '../local/synth.ts';
import { row, table } from './print.ts';

const root = join(import.meta.dirname, '..');
const rounds = 15;
const cost = z.object({ wall: z.number(), cpu: z.number() });

/** What every function pays at least: a DynamoDB document client and nothing else, bundled as they are. */
function bareClient(directory: string): string {
  const contents = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
export const handler = (kind) => client.send(new (kind === 'get' ? GetCommand : kind === 'query' ? QueryCommand : TransactWriteCommand)({}));`;
  buildSync({
    ...bundling,
    stdin: { contents, resolveDir: root, sourcefile: 'index.ts' },
    entryNames: 'index',
    outdir: directory,
  });
  return directory;
}

type Bundle = { name: string; directory: string; environment: Record<string, string> };

/** What it costs a fresh process to import a bundle, once. */
function importOnce({ directory, environment }: Bundle): z.infer<typeof cost> {
  const script = `const began = performance.now(), used = process.cpuUsage();
await import(${JSON.stringify(entryOf(directory))});
const { user, system } = process.cpuUsage(used);
console.log(JSON.stringify({ wall: performance.now() - began, cpu: (user + system) / 1000 }));`;
  const aws = { AWS_REGION: 'ap-southeast-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' };
  const env = { ...environment, ...aws };
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env,
  });
  return cost.parse(JSON.parse(printed));
}

/** The least of several, since noise only adds; in turns, so that it adds to all alike. */
function importTimes(bundles: Bundle[]): z.infer<typeof cost>[] {
  const runs = Array.from({ length: rounds }, () => bundles.map(importOnce));
  const least = (part: 'wall' | 'cpu', n: number) =>
    Math.min(...runs.map((run) => run[n]?.[part] ?? Infinity));
  return bundles.map((_, n) => ({ wall: least('wall', n), cpu: least('cpu', n) }));
}

/** The module and what it imports at once, without what it only imports on demand. */
function loaded(file: string, seen: string[] = []): string[] {
  const text = readFileSync(file, 'utf8');
  const imports = [...text.matchAll(/(?:^|[;}\n])(?:import|export)[^"'();]*["'](\.\/[^"']+)["']/g)];
  return imports
    .map(([, target = '']) => join(dirname(file), target))
    .reduce((all, target) => (all.includes(target) ? all : loaded(target, all)), [...seen, file]);
}

const entryOf = (directory: string) => join(directory, 'index.mjs');

/** Size and import time of each function's bundle, beside a bare document client's in the same run. */
export async function benchBundles(): Promise<void> {
  const bare = bareClient(mkdtempSync(join(tmpdir(), 'don-doc-bare-')));
  const application = readApplication(await synthesise(root), {
    queueEndpoint: 'http://127.0.0.1:1',
    publicUrl: 'http://127.0.0.1:1',
  });
  const bundles: Bundle[] = [
    { name: 'bare document client', directory: bare, environment: {} },
    ...application.functions.map(({ name, directory, environment }) => ({
      name: name.replace(/^.*local-(.*)Function.*$/, '$1').toLowerCase(),
      directory,
      environment,
    })),
  ];
  const kilobytes = (files: string[]) =>
    (files.reduce((sum, file) => sum + statSync(file).size, 0) / 1024).toFixed(0);
  const times = importTimes(bundles);
  const [base] = times;
  const rows = bundles.map(({ name, directory }, n) => {
    const all = readdirSync(directory).filter((file) => file.endsWith('.mjs'));
    const { wall = 0, cpu = 0 } = times[n] ?? {};
    return row(
      name,
      kilobytes(loaded(entryOf(directory))),
      kilobytes(all.map((file) => join(directory, file))),
      wall.toFixed(0),
      (wall / (base?.wall ?? 1)).toFixed(2),
      cpu.toFixed(0),
      (cpu / (base?.cpu ?? 1)).toFixed(2),
    );
  });
  table(
    `Bundles: loaded at start and in all (KB), import time and processor time (ms, least of ${rounds})`,
    ['', 'at start', 'in all', 'import', 'x bare', 'cpu', 'x bare'],
    rows,
  );
  rmSync(bare, { recursive: true, force: true });
}
