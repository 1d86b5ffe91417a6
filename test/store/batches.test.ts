import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyChain } from '../../shared/domain/event-chain.ts';
import { overdueAlarms } from '../../shared/store/alarms.ts';
import { finishBatch, unfinishedBatches } from '../../shared/store/batches.ts';
import type { Store } from '../../shared/store/client.ts';
import { type Creation, create } from '../../shared/store/create.ts';
import { getDirective, listDirectives } from '../../shared/store/directives.ts';
import { AlreadyDone } from '../../shared/store/errors.ts';
import { listEvents, listMessages } from '../../shared/store/history.ts';
import { findRecord } from '../../shared/store/idempotency.ts';
import { shards } from '../../shared/store/keys.ts';
import { lyingPlanned, plannedFor } from '../../shared/store/ledger.ts';
import { listObligations, listTasks } from '../../shared/store/lists.ts';
import { queryAll } from '../../shared/store/reads.ts';
import { commit, loadTask } from '../../shared/store/tasks.ts';
import { callsOf, failAt } from '../support/faults.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';
import { aChange, aDirective, aMessage, aTask, at, command, due } from './samples.ts';

let engine: TestStore;
beforeAll(async () => {
  engine = await openTestStore();
});
afterAll(() => engine?.close());

const size = 30;
const key = (name: string) => ({ userId: 'usr_office', route: 'POST /v1/directives', key: name });

/** A directive with so many tasks that their items (task, obligation, event, row: 4 each) need two transactions. */
function creation(name: string, count = size, when = at): Creation {
  const directive = aDirective(`dir_${name}`, { taskCount: count });
  const { id, number, issuedOn, title } = directive;
  const changes = Array.from({ length: count }, (_, i) => {
    const task = aTask(`tsk_${name}${String(i).padStart(4, '0')}`, {
      leadUnitId: `unt_${name}`,
      monitorUnitId: i % 10 === 0 ? `unt_m${name}` : undefined,
      directive: { id, number, issuedOn, title },
    });
    const message = aMessage({ personId: `usr_${name}`, taskId: task.id, obligationId: `obl_${name}${i}` });
    return aChange(task, { messages: [message] });
  });
  return {
    directive,
    changes,
    command: command(name, when),
    idempotency: { ...key(name), fingerprint: 'f', status: 201, body: '{}', headers: {} },
  };
}

/** How many tasks each way of reading shows. */
async function seen(store: Store, name: string, count = size): Promise<Record<string, number>> {
  const all = { limit: 1000 };
  const unitIds = [`unt_${name}`];
  const lead = await listTasks(store, { of: 'units', unitIds, roles: ['lead'] }, {}, all);
  const everything = await listTasks(
    store,
    { of: 'everything' },
    { where: (task) => task.leadUnitId === unitIds[0] },
    all,
  );
  const monitored = await listTasks(
    store,
    { of: 'units', unitIds: [`unt_m${name}`], roles: ['monitor'] },
    {},
    all,
  );
  const ofDirective = await listTasks(store, { of: 'directive', directiveId: `dir_${name}` }, {}, all);
  const work = await listObligations(store, unitIds, {}, all);
  const alarms = (await Promise.all(shards.map((shard) => overdueAlarms(store, due, shard, 10_000)))).flat();
  const lying = (await Promise.all(shards.map((shard) => lyingPlanned(store, due, shard, 10_000)))).flat();
  const loaded = await Promise.all(
    Array.from({ length: count }, (_, i) => loadTask(store, `tsk_${name}${String(i).padStart(4, '0')}`)),
  );
  return {
    directive: (await getDirective(store, `dir_${name}`)) ? count : 0,
    answer: (await findRecord(store, key(name), at)) ? count : 0,
    lead: lead.items.length,
    everything: everything.items.length,
    monitored: monitored.items.length * 10,
    ofDirective: ofDirective.items.length,
    work: work.items.length,
    alarms: alarms.filter((each) => each.holderUnitId === unitIds[0]).length,
    lying: lying.filter((each) => each.personId === `usr_${name}`).length,
    planned: (await plannedFor(store, `usr_${name}`, '2026-11-23', due)).length,
    loaded: loaded.filter((each) => each !== undefined).length,
  };
}

const nothing = expect.toSatisfy((figures: Record<string, number>) =>
  Object.values(figures).every((n) => n === 0),
);
const everything = expect.toSatisfy((figures: Record<string, number>) =>
  Object.values(figures).every((n) => n === size),
);

/** Marks that are left on a directive's items. */
async function marks(store: Store, name: string, count = size): Promise<number> {
  const partitions = Array.from({ length: count }, (_, i) => `TASK#tsk_${name}${String(i).padStart(4, '0')}`);
  const items = await Promise.all(
    [...partitions, `MAILBOX#usr_${name}`].map((pk) => queryAll(store, { pk })),
  );
  return items.flat().filter((item) => 'batch' in item || 'expiresAt' in item).length;
}

describe('a creation', () => {
  it('that fits is one transaction', async () => {
    const { store, client } = engine.another();
    const calls = callsOf(client);
    await create(store, creation('small', 18));
    expect(calls).toEqual(['TransactWriteItems']);
    expect(await seen(store, 'small', 18)).toMatchObject({
      directive: 18,
      lead: 18,
      loaded: 18,
      planned: 18,
    });
  });

  it('that does not fit is visible as a whole, without marks, with valid chains', async () => {
    await create(engine.store, creation('big'));
    const { store } = engine.another();
    expect(await seen(store, 'big')).toEqual(everything);
    expect(await marks(store, 'big')).toBe(0);
    expect(await unfinishedBatches(store, due)).toEqual([]);
    const { items } = await listEvents(store, 'tsk_big0007', { limit: 10 });
    expect(verifyChain(items, (await loadTask(store, 'tsk_big0007'))?.task.chain)).toMatchObject({
      ok: true,
    });
    expect((await listMessages(store, 'tsk_big0007', { limit: 10 })).items).toHaveLength(1);
    await expect(create(store, creation('big'))).rejects.toThrow(AlreadyDone);
  });

  it('is complete for readers before its marks are taken off, and its tasks can be worked on', async () => {
    await create(engine.store, creation('raw'), { finish: false });
    const { store } = engine.another();
    expect(await seen(store, 'raw')).toEqual(everything);
    const [id, ...others] = await unfinishedBatches(store, due);
    expect(others).toEqual([]);
    if (!id) throw new Error('no batch to finish');

    const twin = creation('raw');
    const other = twin.changes.map((each) => ({ ...each, task: { ...each.task, content: 'Bản sao' } }));
    await expect(create(store, { ...twin, changes: other })).rejects.toThrow(AlreadyDone);
    expect((await loadTask(store, 'tsk_raw0002'))?.task.content).not.toBe('Bản sao');

    const before = await loadTask(store, 'tsk_raw0001');
    if (!before) throw new Error('not there');
    expect(before.task.batch).toBeUndefined();
    const change = aChange({ ...before.task, content: 'Nội dung mới' }, { obligations: [], messages: [] });
    await commit(store, { before, change, command: command('edit') });

    await Promise.all([finishBatch(store, id), finishBatch(engine.another().store, id)]);
    expect(await marks(store, 'raw')).toBe(0);
    expect(await unfinishedBatches(store, due)).toEqual([]);
    expect((await loadTask(store, 'tsk_raw0001'))?.task).toMatchObject({ content: 'Nội dung mới' });
    await finishBatch(store, id);
    await finishBatch(store, 'bat_unknown');
  });
});

describe('a crash of the process at any write of a large creation', () => {
  /** Writes of an undisturbed creation: chunks, the commit point, and one per marked item. */
  async function writesOf(): Promise<{ untilPublished: number; all: number }> {
    const { store, client } = engine.another();
    const faults = failAt(client, Number.POSITIVE_INFINITY, 'before');
    await create(store, creation('count'), { finish: false });
    const untilPublished = faults.writes;
    const [id] = await unfinishedBatches(store, due);
    await finishBatch(store, id ?? '');
    return { untilPublished, all: faults.writes };
  }

  it('shows nothing or everything, and the retry completes it', { timeout: 600_000 }, async () => {
    const { untilPublished, all } = await writesOf();
    expect(untilPublished).toBe(3);
    expect(all).toBeGreaterThan(4 * size);
    // Every write until the commit point; of the many alike that take off marks, a few.
    const points = [...Array(untilPublished + 2).keys()].map((i) => i + 1).concat(Math.floor(all / 2), all);
    for (const n of points) {
      for (const when of ['before', 'after'] as const) {
        const name = `c${n}${when}`;
        const { store, client } = engine.another();
        failAt(client, n, when);
        await expect(create(store, creation(name))).rejects.toThrow('write');

        const published = n > untilPublished || (n === untilPublished && when === 'after');
        const reader = engine.another().store;
        expect(await seen(reader, name), name).toEqual(published ? everything : nothing);

        const retry = create(reader, creation(name));
        await (published ? expect(retry).rejects.toThrow(AlreadyDone) : retry);
        for (const id of await unfinishedBatches(reader, due)) await finishBatch(reader, id);
        expect(await seen(reader, name), name).toEqual(everything);
        expect(await marks(reader, name), name).toBe(0);
        expect(await unfinishedBatches(reader, due)).toEqual([]);
      }
    }
  });

  it('leaves nothing in the way of a retry at another time, which draws other ids', async () => {
    const { store, client } = engine.another();
    failAt(client, 2, 'after');
    await expect(create(store, creation('late'))).rejects.toThrow('write');
    const reader = engine.another().store;
    const again = creation('late2', size, '2026-11-23T01:00:05.000Z');
    await create(reader, { ...again, command: command('late', '2026-11-23T01:00:05.000Z') });
    expect(await seen(reader, 'late2')).toEqual(everything);
    expect(await seen(reader, 'late')).toEqual(nothing);
  });
});

it('lists directives newest first in pages', async () => {
  for (const [i, issuedOn] of ['2025-01-09', '2025-03-01', '2025-03-01', '2024-12-31'].entries())
    await create(engine.store, {
      directive: aDirective(`dir_list${i}`, { issuedOn }),
      changes: [],
      command: command('l'),
    });
  const ids: string[] = [];
  let position: Awaited<ReturnType<typeof listDirectives>>['next'];
  do {
    const page = await listDirectives(engine.store, { limit: 3, position });
    expect(page.items.length).toBeLessThanOrEqual(3);
    ids.push(...page.items.map((each) => each.id));
    position = page.next;
  } while (position);
  expect(new Set(ids).size).toBe(ids.length);
  const mine = ids.filter((id) => id.startsWith('dir_list'));
  expect(mine).toEqual(['dir_list2', 'dir_list1', 'dir_list0', 'dir_list3']);
});
