import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '../../shared/store/client.ts';
import { exportTable } from '../../tools/admin/export.ts';
import { sentenceOf } from '../../tools/admin/fault.ts';
import { showProgress } from '../../tools/admin/progress.ts';
import { admin } from '../../tools/admin.ts';
import { startEngine } from '../support/engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'don-doc-faults-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...line: string[]) {
  const said: string[] = [];
  const say = (words: string) => void said.push(words);
  const status = await admin(line, { say, complain: say, now: new Date('2026-11-30T01:00:00Z') });
  return { status, first: said.join('\n').split('\n')[0] };
}

describe('a command line that makes no sense', () => {
  it.each([
    [['frobnicate'], "There is no command 'frobnicate'."],
    [['counts'], "There is no command 'counts'."],
    [['counts', 'verify', 'tsk_1'], "counts verify takes no further 'tsk_1'."],
    [['chains', 'verify', '--sample', '0'], '--sample takes a whole number, not 0.'],
    [
      ['counts', 'verify', '--now', 'soon'],
      "--now takes an instant such as 2026-11-23T01:00:00Z, not 'soon'.",
    ],
  ])('%j is answered by what is wrong, and by how it is used', async (line, first) => {
    expect(await run(...line)).toEqual({ status: 2, first });
  });

  it.each([
    [['counts', 'verify'], 'Which deployment? Give --stack NAME (such as don-doc-dev), or --table.'],
    [['export', '--table', 'x'], 'export which file? npm run admin -- export FILE'],
    [
      ['counts', 'verify', '--table', 'x', '--time-zone', 'Mars/Base'],
      '--time-zone Mars/Base: this is no time zone such as Asia/Ho_Chi_Minh.',
    ],
    [
      ['counts', 'rebuild', '--table', 'x', '--calendar-mode', 'odd'],
      '--calendar-mode odd: this is neither official nor always-open.',
    ],
    [['import', folder, '--table', 'x'], expect.stringMatching(/^This is a folder: name a file\. /)],
    [
      ['import', join(folder, 'none'), '--table', 'x'],
      expect.stringMatching(/^There is no such file or folder\. /),
    ],
  ])('%j is answered by a sentence', async (line, first) => {
    expect(await run(...line)).toEqual({ status: 1, first });
  });
});

describe('what does not answer', () => {
  it('is told from what is not there', async () => {
    const port = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
      });
    });
    const client = new DynamoDBClient({ endpoint: `http://127.0.0.1:${port}`, maxAttempts: 1 });
    const error: unknown = await client.send(new ListTablesCommand({})).catch((reason: unknown) => reason);
    expect(sentenceOf(error)).toMatch(/^Nobody answers there: check AWS_ENDPOINT_URL/);
  });

  it('leaves no half of an export behind', async () => {
    const engine = await startEngine();
    const store = openStore({ table: 'nowhere', timeZone: 'Asia/Ho_Chi_Minh', client: engine.client });
    const file = join(folder, 'all.jsonl');
    const options = { at: '2026-11-30T01:00:00.000Z', about: 0, progress: showProgress(process.stderr) };
    const error: unknown = await exportTable(store, file, options).catch((reason: unknown) => reason);
    expect(sentenceOf(error)).toMatch(/^It is not there: check its name and AWS_REGION\./);
    expect(existsSync(file)).toBe(false);
    await engine.close();
  });

  it('is not taken for a fault of ours, nor the other way round', () => {
    expect(sentenceOf(new TypeError('x is not a function'))).toBeUndefined();
  });
});
