import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import * as z from 'zod';
import { readApplication } from '../local/assembly.ts';
import { synthesise } from '../local/synth.ts';
import { row, table } from './print.ts';

const root = join(import.meta.dirname, '..');
const rounds = 15;
const cost = z.object({ wall: z.number(), cpu: z.number() });

/** What every function pays at least: a DynamoDB document client and nothing else, bundled in the same way. */
function bareClient(directory: string): string {
  const outfile = join(directory, 'bare.mjs');
  buildSync({
    stdin: {
      contents: `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
export const handler = (kind) => client.send(new (kind === 'get' ? GetCommand : kind === 'query' ? QueryCommand : TransactWriteCommand)({}));`,
      resolveDir: root,
    },
    outfile,
    ...{ bundle: true, minify: true, platform: 'node', target: 'node24', format: 'esm' },
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': join(root, 'shared/clients/lambda-credentials.ts') },
  });
  return outfile;
}

/** What it costs a fresh process to import a module: the least of several, since noise only adds. */
function importTime(file: string, environment: Record<string, string>): { wall: number; cpu: number } {
  const script = `const began = performance.now(), used = process.cpuUsage();
await import(${JSON.stringify(file)});
const { user, system } = process.cpuUsage(used);
console.log(JSON.stringify({ wall: performance.now() - began, cpu: (user + system) / 1000 }));`;
  const runs = Array.from({ length: rounds }, () =>
    cost.parse(
      JSON.parse(
        execFileSync(process.execPath, ['--input-type=module', '-e', script], {
          encoding: 'utf8',
          env: {
            ...environment,
            AWS_REGION: 'ap-southeast-1',
            AWS_ACCESS_KEY_ID: 'x',
            AWS_SECRET_ACCESS_KEY: 'x',
          },
        }),
      ),
    ),
  );
  return { wall: Math.min(...runs.map((run) => run.wall)), cpu: Math.min(...runs.map((run) => run.cpu)) };
}

/** The module and what it imports at once, without what it only imports on demand. */
function loaded(file: string, seen: string[] = []): string[] {
  const text = readFileSync(file, 'utf8');
  const imports = [...text.matchAll(/(?:^|[;}\n])(?:import|export)[^"'();]*["'](\.\/[^"']+)["']/g)];
  return imports
    .map(([, target = '']) => join(dirname(file), target))
    .reduce((all, target) => (all.includes(target) ? all : loaded(target, all)), [...seen, file]);
}

/** Size and import time of each function's bundle, beside a bare document client's in the same run. */
export async function benchBundles(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'don-doc-bare-'));
  const application = readApplication(await synthesise(root), {
    queueEndpoint: 'http://127.0.0.1:1',
    publicUrl: 'http://127.0.0.1:1',
  });
  const kilobytes = (files: string[]) =>
    (files.reduce((sum, file) => sum + statSync(file).size, 0) / 1024).toFixed(0);
  const bare = bareClient(directory);
  const base = importTime(bare, {});
  const rows = [
    row(
      'bare document client',
      kilobytes([bare]),
      kilobytes([bare]),
      base.wall.toFixed(0),
      '1.00',
      base.cpu.toFixed(0),
      '1.00',
    ),
  ];
  for (const each of application.functions) {
    const file = join(each.directory, 'index.mjs');
    const all = readdirSync(each.directory).filter((name) => name.endsWith('.mjs'));
    const time = importTime(file, each.environment);
    rows.push(
      row(
        each.name.replace(/^.*local-(.*)Function.*$/, '$1').toLowerCase(),
        kilobytes(loaded(file)),
        kilobytes(all.map((name) => join(each.directory, name))),
        time.wall.toFixed(0),
        (time.wall / base.wall).toFixed(2),
        time.cpu.toFixed(0),
        (time.cpu / base.cpu).toFixed(2),
      ),
    );
  }
  table(
    `Bundles: loaded at start and in all (KB), import time and processor time (ms, least of ${rounds})`,
    ['', 'at start', 'in all', 'import', 'x bare', 'cpu', 'x bare'],
    rows,
  );
  rmSync(directory, { recursive: true, force: true });
}
