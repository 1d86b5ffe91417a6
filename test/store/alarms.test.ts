import { afterAll, beforeAll, expect, it } from 'vitest';
import { alarmsBetween, overdueAlarms, withoutNextAction } from '../../shared/store/alarms.ts';
import { shardOf, shards } from '../../shared/store/keys.ts';
import { commit, loadTask } from '../../shared/store/tasks.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';
import { aChange, anObligation, aTask, command } from './samples.ts';

let engine: TestStore;
const next = (at: string) => ({ at, by: 'remind', alarm: 'reminder', step: 0 }) as const;
const hour = (n: number) => `2026-11-24T${String(n).padStart(2, '0')}:00:00.000Z`;

beforeAll(async () => {
  engine = await openTestStore();
  for (let n = 0; n < 20; n++) {
    const task = aTask(`tsk_${n}`);
    const obligations = [
      anObligation(`obl_${n}`, task.id, { next: next(hour(n)) }),
      anObligation(`obl_closed${n}`, task.id, { next: next(hour(n)), state: 'closed' }),
    ];
    await commit(engine.store, {
      before: null,
      change: aChange(task, { obligations }),
      command: command(`${n}`),
    });
  }
});
afterAll(() => engine?.close());

it('finds open obligations between two moments, soonest first', async () => {
  const found = await alarmsBetween(engine.store, hour(3), hour(9));
  expect(found.map((each) => each.id)).toEqual([3, 4, 5, 6, 7, 8].map((n) => `obl_${n}`));
});

it('finds the longest overdue of a shard, as many as asked for', async () => {
  const ids = (
    await Promise.all(shards.map((shard) => overdueAlarms(engine.store, hour(10), shard, 100)))
  ).flat();
  expect(ids.map((each) => each.id).sort()).toEqual(Array.from({ length: 10 }, (_, n) => `obl_${n}`).sort());
  const shard = shardOf('obl_0');
  const [first, ...others] = await overdueAlarms(engine.store, hour(10), shard, 1);
  expect([first?.id, others]).toEqual(['obl_0', []]);
});

it('finds what is open, due and waits for nothing', async () => {
  const before = await loadTask(engine.store, 'tsk_5');
  if (!before) throw new Error('not there');
  const obligations = before.obligations
    .filter((each) => each.state === 'open')
    .map(({ next: _, ...each }) => each);
  await commit(engine.store, {
    before,
    change: aChange(before.task, { obligations }),
    command: command('lost'),
  });
  const found = await Promise.all(shards.map((shard) => withoutNextAction(engine.store, shard)));
  expect(found.flat().map((each) => each.id)).toEqual(['obl_5']);
  expect(await alarmsBetween(engine.store, hour(5), hour(6))).toEqual([]);
});
