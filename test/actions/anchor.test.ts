import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ObjectStore, startObjectStore } from '../../local/s3.ts';
import { anchorDays } from '../../shared/actions/anchor.ts';
import { openObjects } from '../../shared/clients/objects.ts';
import { type Anchor, anchor, brokenAnchors } from '../../shared/domain/anchor.ts';
import { publishBatch, writeBatch } from '../../shared/store/batches.ts';
import { commit, itemsOfChange, loadTask } from '../../shared/store/tasks.ts';
import { aChange, aTask, command } from '../store/samples.ts';
import { callsOf } from '../support/faults.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';

let engine: TestStore;
let objects: ObjectStore;
let directory: string;
const silent = { info: () => {}, error: () => {}, metric: () => {} };
/** In the zone of the tests, seven hours ahead of UTC. */
const at = (day: string, time = '10:00') => new Date(`${day}T${time}:00.000+07:00`).toISOString();

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'don-doc-anchor-'));
  engine = await openTestStore();
  const secretKey = process.env.AWS_SECRET_ACCESS_KEY ?? '';
  objects = await startObjectStore([{ name: 'Records', locked: true }], {
    ...{ directory, secretKey, now: Date.now },
  });
});
afterEach(async () => {
  await objects.close();
  await engine.close();
  rmSync(directory, { recursive: true });
});

const records = () => openObjects('Records', objects.endpoint);
const run = (day: string) =>
  anchorDays(
    {
      store: engine.store,
      settings: { timeZone: engine.store.timeZone, calendarMode: 'official' },
      log: silent,
      records: records(),
    },
    at(day, '09:00'),
  );
const bytesOf = async (day: string) => String(await records().get(`anchors/${day}.json`));
const anchors = async (): Promise<Anchor[]> => {
  const bytes = await Promise.all((await records().list('anchors/')).map((key) => records().get(key)));
  return bytes.map((each) => anchor.parse(JSON.parse(String(each))));
};
const leavesOf = async (day: string) =>
  anchor.parse(JSON.parse(await bytesOf(day))).leaves.map(({ taskId, seq }) => `${taskId} ${seq}`);

async function register(id: string, when: string): Promise<void> {
  await commit(engine.store, { before: null, change: aChange(aTask(id)), command: command(id, when) });
}

/** Adds `count` events in one commit. */
async function act(id: string, when: string, count = 1): Promise<void> {
  const before = await loadTask(engine.store, id);
  if (!before) throw new Error(`no ${id}`);
  const events = Array.from({ length: count }, () => ({ type: 'noted', data: {} }));
  const change = { task: before.task, obligations: [], messages: [], events };
  await commit(engine.store, { before, change, command: command(`${id} ${when}`, when) });
}

describe('the daily anchor', () => {
  it('holds the head of every chain that grew, and nothing of the day that is not over', async () => {
    await register('tsk_a', at('2026-11-23', '00:00'));
    await act('tsk_a', at('2026-11-23', '23:59'), 3);
    await register('tsk_b', at('2026-11-23'));
    await act('tsk_b', at('2026-11-24', '00:00'));
    expect(await run('2026-11-24')).toEqual(['2026-11-23']);
    expect(await leavesOf('2026-11-23')).toEqual(['tsk_a 4', 'tsk_b 1']);
    expect(await run('2026-11-25')).toEqual(['2026-11-24']);
    expect(await leavesOf('2026-11-24')).toEqual(['tsk_b 2']);
    const task = (await loadTask(engine.store, 'tsk_b'))?.task;
    expect((await anchors()).at(-1)?.leaves).toEqual([{ taskId: 'tsk_b', ...task?.chain }]);
  });

  it('is written once: a run that comes again, later or beside another changes nothing', async () => {
    await register('tsk_a', at('2026-11-23'));
    await run('2026-11-24');
    const bytes = await bytesOf('2026-11-23');
    await act('tsk_a', at('2026-11-23', '23:00'));
    expect(await run('2026-11-24')).toEqual([]);
    expect(await bytesOf('2026-11-23')).toBe(bytes);
    const together = await Promise.all([run('2026-11-26'), run('2026-11-26'), run('2026-11-26')]);
    expect(together.flat().sort()).toEqual(['2026-11-24', '2026-11-25']);
    expect(brokenAnchors(await anchors())).toEqual([]);
  });

  it('is written for every day that was missed, each following from the one before', async () => {
    await register('tsk_a', at('2026-11-02'));
    await run('2026-11-03');
    await act('tsk_a', at('2026-11-05'));
    await act('tsk_a', at('2026-11-29'));
    await act('tsk_a', at('2026-12-03'));
    const written = await run('2026-12-04');
    expect(written).toHaveLength(31);
    expect(brokenAnchors(await anchors())).toEqual([]);
    expect((await anchors()).flatMap(({ day, leaves }) => leaves.map(({ seq }) => `${day} ${seq}`))).toEqual([
      '2026-11-02 1',
      '2026-11-05 2',
      '2026-11-29 3',
      '2026-12-03 4',
    ]);
  });

  it('takes up what was committed late, under the time of its first try', async () => {
    await register('tsk_a', at('2026-11-23'));
    await run('2026-11-24');
    await act('tsk_a', at('2026-11-23', '12:00'));
    await run('2026-11-25');
    expect(await leavesOf('2026-11-24')).toEqual(['tsk_a 2']);
    for (let day = 26; day <= 30; day++) await run(`2026-11-${day}`);
    await act('tsk_a', at('2026-11-23', '13:00'));
    await run('2026-12-01');
    expect(await leavesOf('2026-11-30')).toEqual(['tsk_a 3']);
    expect(await leavesOf('2026-11-29')).toEqual([]);
  });

  it('knows nothing of a batch before it is published', async () => {
    const { items } = itemsOfChange(
      engine.store,
      null,
      aChange(aTask('tsk_a')),
      command('x', at('2026-11-23')),
    );
    const puts = items.flatMap((item) => ('put' in item ? [{ put: item.put }] : []));
    const { parts } = await writeBatch(engine.store, 'bat_1', at('2026-11-23'), puts);
    await run('2026-11-24');
    expect(await leavesOf('2026-11-23')).toEqual([]);
    await publishBatch(engine.store, { id: 'bat_1', at: at('2026-11-23'), parts }, []);
    await run('2026-11-25');
    expect(await leavesOf('2026-11-24')).toEqual(['tsk_a 1']);
  });

  it('costs no more calls when more lies still', async () => {
    await register('tsk_a', at('2026-10-01'));
    await run('2026-11-24');
    const calls = callsOf(engine.client);
    await run('2026-11-25');
    const few = calls.length;
    expect(few).toBe(8);
    for (let i = 0; i < 40; i++) await register(`tsk_old${i}`, at('2026-09-01'));
    const before = calls.length;
    await run('2026-11-26');
    expect(calls.length - before).toBe(few);
  });
});
