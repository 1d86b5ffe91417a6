import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { type Fixture, startFixture } from './harness.ts';

let dataDir: string;
const children: ChildProcess[] = [];
const running: Fixture[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'don-doc-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const fixture of running.splice(0)) await fixture.runtime.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const start = async (options: Parameters<typeof startFixture>[0] = {}) => {
  const fixture = await startFixture({ dataDir, ...options });
  running.push(fixture);
  return fixture;
};
const stop = async () => running.pop()?.runtime.close();

const hello = z.object({ url: z.string(), token: z.string() });

/** The fixture in another process: how to order something there, and how to kill it. */
async function startChild() {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'run-fixture.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url, token } = hello.parse(JSON.parse(String(line)));
  return {
    post: async (path: string, body: unknown) => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      return answer;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

const matters = {
  alarm: { id: 'alarm', alarmAt: '2026-11-24T02:00:00Z' },
  ladder: { id: 'ladder', ladder: ['2026-11-24T03:00:00.000Z', '2026-11-26T03:00:00.000Z'] },
  letter: { id: 'letter', letter: { to: 'an@example.com', subject: 'Nhắc việc' } },
};

test.each([0, 5, 15, 40])(
  'SIGKILL %i ms after the last acknowledged write loses nothing that waits',
  async (ms) => {
    const child = await startChild();
    for (const matter of Object.values(matters)) await child.post('/v1/items', matter);
    await new Promise((resolve) => setTimeout(resolve, ms));
    await child.kill();

    const { runtime, saidBy } = await start();
    await runtime.clock.advanceTo('2026-11-27T00:00:00Z');
    expect(saidBy('remind')).toMatchObject([{ id: 'alarm', at: '2026-11-24T02:00:00.000Z' }]);
    const steps = saidBy('step').map(({ at }) => at);
    // The first step may have been done before the kill.
    expect(steps.slice(-2)).toEqual(matters.ladder.ladder);
    expect(new Set(runtime.mails().map(({ subject }) => subject))).toEqual(new Set(['Nhắc việc']));
    expect(runtime.queueCounts()['Service-Dead']).toBe(0);
  },
);

test('SIGKILL in the middle of an advance: what happened stays, the rest still happens, and time has not gone back', async () => {
  const child = await startChild();
  for (const matter of Object.values(matters)) await child.post('/v1/items', matter);
  await child.post('/local/clock', { now: '2026-11-24T02:30:00Z' });
  const underWay = child.post('/local/clock', { now: '2028-11-24T00:00:00Z' }).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 150));
  await child.kill();
  await underWay;

  const { runtime, saidBy } = await start();
  expect(runtime.clock.now().getTime()).toBeGreaterThanOrEqual(Date.parse('2026-11-24T02:30:00Z'));
  await runtime.clock.advanceTo('2028-11-24T00:00:00Z');
  expect(saidBy('remind')).toEqual([]);
  expect(runtime.mails()).toHaveLength(1);
});

test('a clean restart keeps clock, mail, signing key, schedules and executions', async () => {
  const before = await start();
  for (const matter of Object.values(matters)) await before.order(matter);
  await before.runtime.clock.advanceTo('2026-11-24T03:30:00Z');
  const mails = before.runtime.mails();
  const publicKeys = async (url: string) => (await fetch(`${url}/.well-known/jwks.json`)).text();
  const keys = await publicKeys(before.runtime.url);
  await stop();

  const { runtime, saidBy } = await start();
  expect(runtime.clock.now().toISOString()).toBe('2026-11-24T03:30:00.000Z');
  expect(runtime.mails()).toEqual(mails);
  expect(await publicKeys(runtime.url)).toBe(keys);
  await runtime.clock.advanceTo('2026-11-27T00:00:00Z');
  expect(saidBy('remind')).toEqual([]);
  expect(saidBy('step').map(({ at }) => at)).toEqual(['2026-11-26T03:00:00.000Z']);
});

test('what fell due while nothing ran is done once at the start, a daily run only for its last time', async () => {
  const before = await start();
  await before.order(matters.alarm);
  await stop();

  const { runtime, saidBy } = await start({ frozenAt: '2026-12-01T00:00:00Z' });
  await runtime.clock.settle();
  expect(saidBy('remind')).toMatchObject([{ id: 'alarm', at: '2026-12-01T00:00:00.000Z' }]);
  expect(saidBy('daily').map(({ at }) => at)).toEqual(['2026-11-30T01:30:00Z']);
});

test('a data directory in use, damaged or not a directory is refused in one sentence', async () => {
  await start();
  await expect(startFixture({ dataDir })).rejects.toThrow(/in use by another run/);
  await expect(startFixture({ dataDir, fresh: true })).rejects.toThrow(/in use by another run/);
  await stop();
  writeFileSync(
    join(dataDir, 'state.sqlite'),
    'not a database, and long enough to be looked at. '.repeat(200),
  );
  await expect(startFixture({ dataDir })).rejects.toThrow(/is damaged.*--fresh/);
  const file = join(dataDir, 'file');
  writeFileSync(file, '');
  await expect(startFixture({ dataDir: file })).rejects.toThrow(/cannot be used/);
});

test('fresh empties the directory and touches nothing else in it', async () => {
  const before = await start();
  await before.order(matters.letter);
  await before.runtime.clock.advanceTo('2026-11-24T00:00:00Z');
  await stop();
  writeFileSync(join(dataDir, 'mine.txt'), 'x');
  const { runtime } = await start({ fresh: true });
  expect(runtime.isNew).toBe(true);
  expect(runtime.mails()).toEqual([]);
  expect(runtime.clock.now().toISOString()).toBe('2026-11-23T01:00:00.000Z');
  rmSync(join(dataDir, 'mine.txt'));
});
