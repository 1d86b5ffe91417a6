import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../shared/domain/message.ts';
import { claimEnvelope, type Receipt, receipt, recordSent } from '../../shared/store/envelopes.ts';
import { listMessages } from '../../shared/store/history.ts';
import { envelopeId, shardOf } from '../../shared/store/keys.ts';
import { lyingPlanned, markRows, plannedFor, postpone, suppress } from '../../shared/store/ledger.ts';
import { commit } from '../../shared/store/tasks.ts';
import { failAt } from '../support/faults.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';
import { aChange, aMessage, aTask, command } from './samples.ts';

let engine: TestStore;
beforeAll(async () => {
  engine = await openTestStore();
});
afterAll(() => engine?.close());

const morning = '2026-11-23';
const at = '2026-11-23T01:05:00.000Z';
const leaseUntil = '2026-11-23T01:10:00.000Z';
const later = '2026-11-23T01:11:00.000Z';

/** Plans rows for one person, each on a task of its own. */
async function plan(personId: string, rows: Partial<Message>[]): Promise<void> {
  for (const row of rows) {
    const task = aTask(`tsk_${personId}${row.step ?? 0}`);
    const messages = [aMessage({ personId, taskId: task.id, obligationId: `obl_${task.id}`, ...row })];
    await commit(engine.store, {
      before: null,
      change: aChange(task, { messages }),
      command: command(task.id),
    });
  }
}
const planned = (personId: string, when = at, day = morning) => plannedFor(engine.store, personId, day, when);
const claim = async (personId: string, owner: string, when = at, day = morning) =>
  claimEnvelope(engine.store, {
    ...{ personId, morning: day, owner, at: when },
    leaseUntil: new Date(Date.parse(when) + 300_000).toISOString(),
    rows: await planned(personId, when, day),
  });
async function claimed(personId: string, owner = 'q1') {
  const answer = await claim(personId, owner);
  if (answer.outcome !== 'claimed') throw new Error(answer.outcome);
  return answer;
}
async function send(personId: string, owner = 'q1') {
  const { envelope } = await claimed(personId, owner);
  const sent = await recordSent(engine.store, envelope, { sesId: `ses-${personId}`, at });
  await markRows(engine.store, sent);
  return sent;
}
const rowsOf = async (personId: string, step = 0) =>
  (await listMessages(engine.store, `tsk_${personId}${step}`, { limit: 10 })).items;

describe('what a person is to be told', () => {
  it('is what was planned for this morning or before and is ripe', async () => {
    await plan('p1', [
      {},
      { morning: '2026-11-20', step: 1 },
      { morning: '2026-11-24', step: 2 },
      { notBefore: later, step: 3 },
    ]);
    await plan('p2', [{}]);
    expect((await planned('p1')).map((row) => row.step).sort()).toEqual([0, 1]);
    expect((await planned('p1', later)).map((row) => row.step).sort()).toEqual([0, 1, 3]);
  });

  it('shrinks by what is suppressed, with the reason kept, and waits for what is postponed', async () => {
    await plan('p3', [{}, { step: 1 }]);
    const [first, second] = await planned('p3');
    if (!first || !second) throw new Error('not planned');
    await suppress(engine.store, first, 'no_longer_open');
    const tomorrow = '2026-11-24T01:00:00.000Z';
    await postpone(engine.store, [second, first], tomorrow);
    expect(await planned('p3')).toEqual([]);
    expect((await planned('p3', tomorrow, '2026-11-24')).map((row) => row.id)).toEqual([second.id]);
    const stored = (await listMessages(engine.store, first.taskId, { limit: 10 })).items;
    expect(stored).toMatchObject([{ state: 'suppressed', stateReason: 'no_longer_open' }]);
  });

  it('is found by the sweep while it lies, and not afterwards', async () => {
    await plan('p4', [{}]);
    const lying = async (before: string) =>
      (await lyingPlanned(engine.store, before, shardOf('p4'), 1000)).filter((row) => row.personId === 'p4');
    expect(await lying('2026-11-23T00:59:59.999Z')).toEqual([]);
    expect(await lying(later)).toHaveLength(1);
    await send('p4');
    expect(await lying(later)).toEqual([]);
  });
});

describe('an envelope', () => {
  it('is claimed by one attempt, not even by its own repeat, and by others once the lease is over', async () => {
    await plan('e1', [{}]);
    const { envelope, again } = await claimed('e1', 'q1');
    expect(again).toBe(false);
    for (const owner of ['q2', 'q1'])
      expect(await claim('e1', owner)).toEqual({ outcome: 'busy', until: leaseUntil });
    expect(await claim('e1', 'q2', later)).toMatchObject({
      outcome: 'claimed',
      again: true,
      envelope: { id: envelope.id, owner: 'q2' },
    });
    expect(await claim('e1', 'q1', later)).toMatchObject({ outcome: 'busy' });
  });

  it('goes to exactly one of many at the same moment', async () => {
    await plan('e2', [{}]);
    const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => claim('e2', `q${i}`)));
    expect(answers.map((each) => each.outcome).sort()).toEqual([...Array(5).fill('busy'), 'claimed']);
  });

  it('goes to exactly one of many when a lease is over', async () => {
    await plan('e3', [{}]);
    await claimed('e3', 'dead');
    const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => claim('e3', `q${i}`, later)));
    expect(answers.map((each) => each.outcome).sort()).toEqual([...Array(5).fill('busy'), 'claimed']);
  });

  it('keeps its rows when taken over; what came in between goes its own way', async () => {
    await plan('e4', [{}]);
    await claimed('e4', 'dead');
    await plan('e4', [{ step: 1 }]);
    const taken = await claim('e4', 'q2', later);
    expect(taken).toMatchObject({ outcome: 'claimed', rows: [{ step: 0 }] });
  });

  it('is void when its matters were settled before it was sent, and the next takes its place', async () => {
    await plan('e5', [{}]);
    const { rows } = await claimed('e5', 'dead');
    for (const row of rows) await suppress(engine.store, row, 'no_longer_open');
    await plan('e5', [{ step: 1 }]);
    const next = await claim('e5', 'q2', later);
    expect(next).toMatchObject({ outcome: 'claimed', envelope: { n: 1 }, rows: [{ step: 1 }] });
  });

  it('is the only one of the day unless something is urgent', async () => {
    await plan('e6', [{}]);
    await send('e6');
    await plan('e6', [{ step: 1 }]);
    expect(await claim('e6', 'q2')).toMatchObject({ outcome: 'sentToday', rows: [{ step: 1 }] });
    await plan('e6', [{ step: 2, urgent: true }]);
    const urgent = await claim('e6', 'q3');
    expect(urgent).toMatchObject({ outcome: 'claimed', envelope: { n: 1 } });
    expect(await claim('e6', 'q4', '2026-11-24T01:00:00.000Z', '2026-11-24')).toMatchObject({
      outcome: 'claimed',
      envelope: { morning: '2026-11-24', n: 0 },
    });
  });
});

describe('a crash of the sender', () => {
  it('after the sending was recorded: the rows are marked later, and nothing is sent again', async () => {
    await plan('c1', [{}, { step: 1 }]);
    const { envelope } = await claimed('c1');
    await recordSent(engine.store, envelope, { sesId: 'ses-c1', at });
    expect(await planned('c1')).toHaveLength(2);
    expect(await claim('c1', 'q1')).toEqual({ outcome: 'nothing' });
    expect(await planned('c1')).toEqual([]);
    expect(await rowsOf('c1')).toMatchObject([{ state: 'sent', sesId: 'ses-c1', envelopeId: envelope.id }]);
  });

  it('noticed only the next morning: the same', async () => {
    await plan('c2', [{}]);
    const { envelope } = await claimed('c2');
    await recordSent(engine.store, envelope, { sesId: 'ses-c2', at });
    expect(await claim('c2', 'q9', '2026-11-24T01:00:00.000Z', '2026-11-24')).toEqual({ outcome: 'nothing' });
  });

  it('before it was recorded: the receipt repairs it, and nothing is sent again', async () => {
    await plan('c3', [{}]);
    const { envelope } = await claimed('c3');
    await receipt(engine.store, envelope.id, { kind: 'send', at, sesId: 'ses-c3' });
    expect(await planned('c3')).toEqual([]);
    expect(await claim('c3', 'q2', later)).toEqual({ outcome: 'nothing' });
    expect(await rowsOf('c3')).toMatchObject([{ state: 'sent', sesId: 'ses-c3' }]);
  });

  it('at any write between claim and mark ends, after redelivery, with every row marked once', async () => {
    for (const n of [1, 2, 3, 4]) {
      for (const moment of ['before', 'after'] as const) {
        const person = `f${n}${moment}`;
        await plan(person, [{}, { step: 1 }]);
        const deliver = async ({ store }: Pick<TestStore, 'store'>, when: string) => {
          const rows = await plannedFor(store, person, morning, when);
          const answer = await claimEnvelope(store, {
            personId: person,
            morning,
            owner: 'q1',
            at: when,
            leaseUntil: when === at ? leaseUntil : '2026-11-23T01:16:00.000Z',
            rows,
          });
          if (answer.outcome !== 'claimed') return;
          await markRows(store, await recordSent(store, answer.envelope, { sesId: `ses-${n}`, at }));
        };
        const dying = engine.another();
        failAt(dying.client, n, moment);
        await expect(deliver(dying, at)).rejects.toThrow('write');
        await deliver(engine, later);
        expect(await planned(person), person).toEqual([]);
        const rows = [...(await rowsOf(person)), ...(await rowsOf(person, 1))];
        expect(
          rows.map((row) => row.state),
          person,
        ).toEqual(['sent', 'sent']);
      }
    }
  });
});

describe('receipts', () => {
  const kinds: Receipt['kind'][] = ['send', 'delayed', 'delivered', 'rejected', 'bounced', 'complained'];
  const orders = kinds.flatMap((a) => kinds.filter((b) => b !== a).map((b) => [a, b] as const));

  it('end in the same state in whatever order and however often they come', async () => {
    for (const [i, [a, b]] of orders.entries()) {
      await plan(`r${i}`, [{}]);
      const { id } = await send(`r${i}`);
      for (const kind of [a, b, a, b]) await receipt(engine.store, id, { kind, at, diagnosis: `as ${kind}` });
      const worst = kinds[Math.max(kinds.indexOf(a), kinds.indexOf(b))];
      const [row] = await rowsOf(`r${i}`);
      // A delay is told by its reason only.
      const state = worst === 'delayed' ? 'sent' : worst;
      expect(row, `${a} ${b}`).toMatchObject({ state, stateReason: `as ${worst}` });
    }
  });

  it('of a delay give its reason, until what became of the mail is known', async () => {
    await plan('late', [{}]);
    const { id } = await send('late');
    await receipt(engine.store, id, { kind: 'delayed', at, diagnosis: 'delayed: MailboxFull' });
    expect(await rowsOf('late')).toMatchObject([{ state: 'sent', stateReason: 'delayed: MailboxFull' }]);
    await receipt(engine.store, id, { kind: 'delivered', at });
    const [row] = await rowsOf('late');
    expect(row?.state).toBe('delivered');
    expect(row).not.toHaveProperty('stateReason');
  });

  it('tell which matters the mail carried, each time', async () => {
    await plan('s1', [{}, { step: 1 }]);
    const { envelope, rows } = await claimed('s1');
    const [first] = rows;
    if (!first) throw new Error('nothing claimed');
    await suppress(engine.store, first, 'no_longer_open');
    await markRows(engine.store, await recordSent(engine.store, envelope, { sesId: 'ses-s1', at }));
    for (let i = 0; i < 2; i++) {
      const carried = await receipt(engine.store, envelope.id, { kind: 'bounced', at, diagnosis: '550' });
      expect(carried).toMatchObject([{ state: 'bounced', stateReason: '550', id: rows[1]?.id }]);
    }
  });

  it('of mails that are not ours are nobody’s', async () => {
    const what: Receipt = { kind: 'bounced', at };
    expect(await receipt(engine.store, 'nonsense', what)).toEqual([]);
    expect(await receipt(engine.store, envelopeId('nobody', morning, 0), what)).toEqual([]);
  });
});
