import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyChain } from '../../shared/domain/event-chain.ts';
import { AlreadyDone, CommitConflict } from '../../shared/store/errors.ts';
import { listEvents, listMessages } from '../../shared/store/history.ts';
import { findRecord } from '../../shared/store/idempotency.ts';
import { partitions } from '../../shared/store/keys.ts';
import { plannedFor, suppress } from '../../shared/store/ledger.ts';
import { listObligations, listTasks } from '../../shared/store/lists.ts';
import { queryAll } from '../../shared/store/reads.ts';
import { commit, loadTask } from '../../shared/store/tasks.ts';
import { callsOf, failAt } from '../support/faults.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';
import { aChange, aMessage, anObligation, aTask, at, command, due } from './samples.ts';

let engine: TestStore;
beforeAll(async () => {
  engine = await openTestStore();
});
afterAll(() => engine?.close());

const loaded = async (id: string) => {
  const aggregate = await loadTask(engine.store, id);
  if (!aggregate) throw new Error(`${id} is not there`);
  return aggregate;
};

const created = (id: string) =>
  commit(engine.store, { before: null, change: aChange(aTask(id)), command: command(`create-${id}`) });

/** A change that says something happened and touches nothing else. */
const noted = (task: Awaited<ReturnType<typeof loaded>>['task'], type = 'task.noted') => ({
  task: { ...task, version: task.version + 1 },
  obligations: [],
  events: [{ type, data: {} }],
  messages: [],
});

describe('a commit', () => {
  it('stores what loading gives back, and answers with the same', async () => {
    const after = await created('tsk_a1');
    expect(await loaded('tsk_a1')).toEqual(after);
    expect(after.task.chain.seq).toBe(1);
    expect(after.obligations).toHaveLength(1);
  });

  it('is refused for a task that exists', async () => {
    await created('tsk_a2');
    await expect(created('tsk_a2')).rejects.toThrow(CommitConflict);
  });

  it('is refused when somebody else committed first, and changes nothing then', async () => {
    await created('tsk_a3');
    const before = await loaded('tsk_a3');
    await commit(engine.store, { before, change: noted(before.task), command: command('first') });
    const now = await loaded('tsk_a3');
    const late = { before, change: { ...noted(before.task), messages: [] }, command: command('second') };
    await expect(commit(engine.store, late)).rejects.toThrow(CommitConflict);
    expect(await loaded('tsk_a3')).toEqual(now);
  });

  it('lets exactly one of many at the same moment through', async () => {
    await created('tsk_a4');
    const before = await loaded('tsk_a4');
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) =>
        commit(engine.another().store, { before, change: noted(before.task), command: command(`c${i}`) }),
      ),
    );
    expect(all.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    const reasons = all.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    for (const reason of reasons) expect(reason).toBeInstanceOf(CommitConflict);
    expect((await loaded('tsk_a4')).task.chain.seq).toBe(2);
  });

  it('needs an event, or the next commit could not notice it', async () => {
    const { task } = await created('tsk_a5');
    const before = await loaded('tsk_a5');
    const change = { ...noted(task), events: [] };
    await expect(commit(engine.store, { before, change, command: command('x') })).rejects.toThrow(TypeError);
  });

  it('costs two calls with its load', async () => {
    await created('tsk_a6');
    const { store, client } = engine.another();
    const calls = callsOf(client);
    const before = await loadTask(store, 'tsk_a6');
    if (!before) throw new Error('not there');
    await commit(store, { before, change: noted(before.task), command: command('x') });
    expect(calls).toEqual(['Query', 'TransactWriteItems']);
  });
});

describe('an idempotency key', () => {
  const key = { userId: 'usr_1', route: 'POST /v1/tasks', key: 'k1' };
  const record = {
    ...key,
    fingerprint: 'f',
    status: 201,
    body: '{"id":"tsk_i1"}',
    headers: { etag: '"v1"' },
  };

  it('lets a command in once and keeps its answer a day, judged by the command clock', async () => {
    const create = (id: string, when = at) =>
      commit(engine.store, {
        before: null,
        change: aChange(aTask(id)),
        command: command('k1', when),
        idempotency: record,
      });
    expect(await findRecord(engine.store, key, at)).toBeUndefined();
    await create('tsk_i1');
    await expect(create('tsk_i2')).rejects.toThrow(AlreadyDone);
    // Also when the very same items exist, which would be a conflict otherwise.
    await expect(create('tsk_i1')).rejects.toThrow(AlreadyDone);
    expect(await loadTask(engine.store, 'tsk_i2')).toBeUndefined();
    const { fingerprint, status, body, headers } = record;
    expect(await findRecord(engine.store, key, at)).toEqual({ fingerprint, status, body, headers });

    const nextDay = '2026-11-24T02:00:00.000Z';
    expect(await findRecord(engine.store, key, nextDay)).toBeUndefined();
    await create('tsk_i2', nextDay);
    expect(await loadTask(engine.store, 'tsk_i2')).toBeDefined();
  });

  it('belongs to a user and a route', async () => {
    expect(await findRecord(engine.store, { ...key, userId: 'usr_2' }, at)).toBeUndefined();
    expect(await findRecord(engine.store, { ...key, route: 'POST /v1/units' }, at)).toBeUndefined();
  });

  it('tells a repeated command that it was done when the answer got lost', async () => {
    const { store, client } = engine.another();
    const faults = failAt(client, 1, 'after');
    const what = {
      before: null,
      change: aChange(aTask('tsk_i3')),
      command: command('k3'),
      idempotency: { ...record, key: 'k3' },
    };
    await expect(commit(store, what)).rejects.toThrow('after write 1');
    faults.heal();
    await expect(commit(store, what)).rejects.toThrow(AlreadyDone);
  });
});

describe('the event chain', () => {
  it('is numbered without gaps over commits, survives storage, and shows what was changed', async () => {
    await created('tsk_e1');
    for (let i = 0; i < 3; i++) {
      const before = await loaded('tsk_e1');
      const events = [
        {
          type: 'task.progressed',
          data: { note: 'Đã xong 50 %', nested: { b: [1, 0.1, null], a: undefined } },
        },
        { type: 'task.noted', data: { i } },
      ];
      await commit(engine.store, {
        before,
        change: { ...noted(before.task), events },
        command: command(`e${i}`),
      });
    }
    const { items } = await listEvents(engine.store, 'tsk_e1', { limit: 100 });
    const { chain } = (await loaded('tsk_e1')).task;
    expect(items.map((each) => each.seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(verifyChain(items, chain)).toEqual({ ok: true, head: chain });

    const altered = items.map((each) => (each.seq === 4 ? { ...each, data: { note: 'khác' } } : each));
    expect(verifyChain(altered, chain)).toMatchObject({ ok: false, seq: 4, reason: 'altered' });
    const cut = items.filter((each) => each.seq !== 3);
    expect(verifyChain(cut, chain)).toMatchObject({ ok: false, seq: 3, reason: 'missing' });
    expect(verifyChain(items.slice(0, 5), chain)).toMatchObject({ ok: false, seq: 6, reason: 'truncated' });
  });

  it('is listed in pages', async () => {
    const first = await listEvents(engine.store, 'tsk_e1', { limit: 5 });
    expect(first.next).toBe(5);
    const second = await listEvents(engine.store, 'tsk_e1', { limit: 5, after: first.next });
    expect(second.items.map((each) => each.seq)).toEqual([6, 7]);
    expect(second.next).toBeUndefined();
  });
});

describe('lists follow a commit', () => {
  const everything = { limit: 100 };
  const idsOf = async (role: 'lead' | 'coordinating' | 'monitor', unitId: string, status?: 'completed') => {
    const scope = { of: 'units', unitIds: [unitId], roles: [role] } as const;
    const page = await listTasks(engine.store, scope, { statuses: status && [status] }, everything);
    return page.items.map((each) => each.id);
  };
  const openIds = async (unitId: string) =>
    (await listObligations(engine.store, [unitId], {}, everything)).items.map((each) => each.id);

  it('when units, deadline and state change', async () => {
    const task = aTask('tsk_l1', {
      leadUnitId: 'unt_l',
      coordinatingUnitIds: ['unt_c1', 'unt_c2'],
      monitorUnitId: 'unt_m',
    });
    await commit(engine.store, { before: null, change: aChange(task), command: command('l1') });
    expect(await idsOf('lead', 'unt_l')).toEqual(['tsk_l1']);
    expect(await idsOf('coordinating', 'unt_c1')).toEqual(['tsk_l1']);
    expect(await idsOf('monitor', 'unt_m')).toEqual(['tsk_l1']);
    expect(await openIds('unt_l')).toEqual(['obl_l1']);

    const before = await loaded('tsk_l1');
    const moved = { ...before.task, leadUnitId: 'unt_l2', coordinatingUnitIds: ['unt_c2', 'unt_c3'] };
    await commit(engine.store, { before, change: { ...noted(moved) }, command: command('l2') });
    expect(await idsOf('lead', 'unt_l')).toEqual([]);
    expect(await idsOf('lead', 'unt_l2')).toEqual(['tsk_l1']);
    expect(await idsOf('coordinating', 'unt_c1')).toEqual([]);
    expect(await idsOf('coordinating', 'unt_c3')).toEqual(['tsk_l1']);
    const left = { index: 'gsi1', pk: partitions.participant('coordinating', 'unt_c1', true) } as const;
    expect(await queryAll(engine.store, left)).toEqual([]);

    const again = await loaded('tsk_l1');
    const done = {
      ...noted({ ...again.task, status: 'completed' as const, closedAt: at }),
      obligations: again.obligations.map((each) => ({ ...each, state: 'closed' as const, closedAt: at })),
    };
    await commit(engine.store, { before: again, change: done, command: command('l3') });
    expect(await idsOf('coordinating', 'unt_c2', 'completed')).toEqual(['tsk_l1']);
    expect(await idsOf('monitor', 'unt_m', 'completed')).toEqual(['tsk_l1']);
    expect(await openIds('unt_l')).toEqual([]);
    expect((await loaded('tsk_l1')).obligations).toHaveLength(1);
  });
});

describe('a ledger row that exists already', () => {
  const plan = async (id: string, morning = '2026-11-23') => {
    const before = await loaded(id);
    const messages = [
      aMessage({ taskId: id, obligationId: id.replace('tsk', 'obl'), morning, personId: id }),
    ];
    return commit(engine.store, {
      before,
      change: { ...noted(before.task), messages },
      command: command(`plan-${before.task.chain.seq}`),
    });
  };
  const states = async (id: string) =>
    (await listMessages(engine.store, id, { limit: 10 })).items.map((each) => each.state);

  it('stands while it is planned, and does not stop the commit', async () => {
    await created('tsk_r1');
    await plan('tsk_r1');
    expect((await plan('tsk_r1')).task.chain.seq).toBe(3);
    expect(await states('tsk_r1')).toEqual(['planned']);
  });

  it('is planned again when it had been suppressed', async () => {
    await created('tsk_r2');
    await plan('tsk_r2');
    const [row] = await plannedFor(engine.store, 'tsk_r2', '2026-11-23', due);
    if (!row) throw new Error('nothing planned');
    expect(await suppress(engine.store, row, 'task_suspended')).toBe(true);
    expect(await suppress(engine.store, row, 'task_suspended')).toBe(false);
    expect(await plannedFor(engine.store, 'tsk_r2', '2026-11-23', due)).toEqual([]);
    await plan('tsk_r2');
    expect(await states('tsk_r2')).toEqual(['planned']);
  });

  it('says Conflict, not success, when the task has moved too', async () => {
    await created('tsk_r3');
    const before = await loaded('tsk_r3');
    await plan('tsk_r3');
    const messages = [aMessage({ taskId: 'tsk_r3', obligationId: 'obl_r3', personId: 'tsk_r3' })];
    const late = { before, change: { ...noted(before.task), messages }, command: command('late') };
    await expect(commit(engine.store, late)).rejects.toThrow(CommitConflict);
  });

  it('is one row when a commit plans it twice', async () => {
    await created('tsk_r4');
    const before = await loaded('tsk_r4');
    const message = aMessage({ taskId: 'tsk_r4', obligationId: 'obl_r4', personId: 'tsk_r4' });
    await commit(engine.store, {
      before,
      change: { ...noted(before.task), messages: [message, { ...message, reason: 'head' }] },
      command: command('twice'),
    });
    expect(await states('tsk_r4')).toEqual(['planned']);
  });
});

it('an obligation without a next action has no alarm, and one without a due date comes last', async () => {
  const task = aTask('tsk_o1', { leadUnitId: 'unt_o' }, null);
  const { due: _, next: __, ...bare } = anObligation('obl_o1', task.id, { holderUnitId: 'unt_o' });
  const obligations = [bare, anObligation('obl_o2', task.id, { holderUnitId: 'unt_o' })];
  await commit(engine.store, { before: null, change: aChange(task, { obligations }), command: command('o') });
  const { items } = await listObligations(engine.store, ['unt_o'], {}, { limit: 10 });
  expect(items.map((each) => each.id)).toEqual(['obl_o2', 'obl_o1']);
});

describe('requests on a task', () => {
  it('are loaded with it and written with it, and stay when nothing is said of them', async () => {
    const before = await created('tsk_req');
    const request = {
      kind: 'proposal' as const,
      ...{ id: 'prp_1', taskId: 'tsk_req', at, byUserId: 'usr_lead', byUnitId: 'unt_lead' },
      ...{ text: 'Xin ý kiến', addressedToUnitId: 'unt_office', blocking: true, interim: [] },
      state: 'open' as const,
    };
    await commit(engine.store, {
      before,
      change: { ...noted(before.task), requests: [request] },
      command: command('ask'),
    });
    const asked = await loaded('tsk_req');
    expect(asked.requests).toEqual([request]);
    const after = await commit(engine.store, {
      before: asked,
      change: noted(asked.task),
      command: command('note'),
    });
    expect(after).toEqual(await loaded('tsk_req'));
    expect(after.requests).toEqual([request]);
  });
});
