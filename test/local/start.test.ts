import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';

const start = join(import.meta.dirname, '../../local/start.ts');
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'don-doc-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

const failure = z.object({ code: z.number(), stderr: z.string() });
async function refusal(...options: string[]) {
  try {
    await promisify(execFile)(process.execPath, [start, ...options]);
  } catch (error) {
    return failure.parse(error);
  }
  throw new Error('it started');
}

test('what cannot work is refused in one sentence, with exit code 1', async () => {
  const taken = createServer();
  await once(taken.listen(0, 'localhost'), 'listening');
  const port = z.object({ port: z.number() }).parse(taken.address()).port;
  const file = join(dataDir, 'file');
  writeFileSync(file, '');
  const cases: [string[], RegExp][] = [
    [['--prot', '3000'], /^Unknown option '--prot'.*Usage: npm start/],
    [['--port', 'abc'], /^--port must be a number/],
    [['--port', String(port), '--data', join(dataDir, 'a')], /^Port \d+ is taken.*--port\.$/],
    [['--port', '0', '--data', file], /^The data directory .* cannot be used/],
  ];
  for (const [options, sentence] of cases) {
    const { code, stderr } = await refusal(...options);
    expect([code, stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(stderr.trim()).toMatch(sentence);
  }
  taken.close();
});

test('the project’s own application starts, answers the printed curl, and ends at once on SIGTERM', async () => {
  const child = spawn(process.execPath, [start, '--port', '0', '--data', dataDir, '--fresh'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    let said = '';
    for await (const chunk of child.stdout) {
      said += String(chunk);
      if (said.includes('advance')) break;
    }
    const [, token, address] = /authorization: (Bearer \S+)' '(\S+)'/.exec(said) ?? [];
    const answer = await fetch(address ?? '', { headers: { authorization: token ?? '' } });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ items: [], next: null });
    child.kill('SIGTERM');
    const [code] = await exited;
    expect(code).toBe(0);
  } finally {
    child.kill('SIGKILL');
  }
});
