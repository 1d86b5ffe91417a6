import { describe, expect, it } from 'vitest';
import { deeds } from '../../shared/actions/deeds.ts';
import type { Loop } from '../support/loop.ts';
import { contentsOf, outcomeOf } from '../support/outcome.ts';
import { begun, directive, forgetNext, openOne, play, type Story, withLoop } from './stories.ts';

const nothing = { rung: 0, restarted: 0, restored: 0, mails: 0, batches: 0, jobs: 0, mended: 0 };
const when = (loop: Loop) =>
  loop.swept.filter(({ swept }) => JSON.stringify(swept) !== JSON.stringify(nothing));
/** Two months in which everything happens by itself. */
const quiet: Story = async (loop) => {
  await begun(loop);
  await loop.advanceTo('2027-01-08');
};

describe('the sweep', () => {
  it('does nothing where all is well', async () => {
    const swept = await withLoop({}, async (loop) => {
      await quiet(loop);
      expect(when(loop)).toEqual([]);
      expect(loop.swept).toHaveLength(61);
      return outcomeOf(loop);
    });
    const { outcome: unswept } = await play(quiet, { sweepsOn: () => false });
    expect(swept).toEqual(unswept);
  });

  it('rings an alarm whose schedule was lost', async () => {
    await withLoop({}, async (loop) => {
      await begun(loop);
      loop.scheduler.waiting.clear();
      await loop.advanceTo('2026-11-12', '12:00');
      expect(when(loop)).toMatchObject([{ at: '2026-11-11T01:30:00.000Z', swept: { rung: 1 } }]);
      expect(loop.mails.filter(({ at }) => at > '2026-11-11').map(({ at }) => at.slice(0, 16))).toEqual([
        '2026-11-11T01:35',
        '2026-11-11T01:35',
        '2026-11-12T01:05',
        '2026-11-12T01:05',
      ]);
    });
  });

  it('arranges what a lost stream record should have', async () => {
    await withLoop({}, async (loop) => {
      const [id = ''] = await loop.register(
        'usr_VPTU_officer',
        directive([{ deadline: { workingDays: 9 } }]),
      );
      await loop.advanceTo('2026-11-10', '10:00');
      // The relay's record of the acceptance is given up: neither schedule nor anything else follows.
      let refused = 0;
      const { schedules } = loop.relayWorld;
      const { set } = schedules;
      schedules.set = async () => {
        refused += 1;
        throw new Error('ServiceQuotaExceededException');
      };
      await loop.act('usr_STC_officer', id, deeds.accept, {});
      await loop.advanceTo('2026-11-10', '11:00');
      schedules.set = set;
      expect(refused).toBe(11);
      expect(loop.stream.lost).toHaveLength(1);
      await loop.advanceTo('2026-11-13', '12:00');
      expect(when(loop)).toMatchObject([{ swept: { rung: 1 } }]);
      expect((await openOne(loop, id)).next?.alarm).toBe('reminder');
    });
  });

  it('starts a dead ladder under the next number, and it goes on where the other stopped', async () => {
    await withLoop({}, async (loop) => {
      const id = await begun(loop);
      await loop.advanceTo('2026-11-13', '12:00');
      for (const name of loop.machine.executions.keys()) loop.machine.kill(name);
      await loop.advanceTo('2026-11-27', '12:00');
      expect(when(loop)).toMatchObject([{ at: '2026-11-19T01:30:00.000Z', swept: { restarted: 1 } }]);
      expect([...loop.machine.executions.keys()].map((name) => name.slice(-2))).toEqual(['-1', '-2']);
      const { urgings, attempt } = await openOne(loop, id);
      expect(attempt).toBe(2);
      expect(urgings.map(({ number, rung, at }) => [number, rung, at.slice(0, 16)])).toEqual([
        [1, 1, '2026-11-13T01:00'],
        [2, 2, '2026-11-19T01:30'],
        [3, 3, '2026-11-27T01:00'],
      ]);
    });
  });

  it('gives an obligation that waits for nothing its next action back', async () => {
    await withLoop({}, async (loop) => {
      const id = await begun(loop);
      const { next } = await openOne(loop, id);
      await forgetNext(loop, id);
      await loop.advanceTo('2026-11-11', '07:00');
      await loop.sweepNow();
      expect((await openOne(loop, id)).next).toEqual(next);
      await loop.advanceTo('2026-11-11', '12:00');
      expect((await openOne(loop, id)).next?.alarm).toBe('reminder');
    });
  });

  it('queues mail that lies, and finishes a batch that nobody has', async () => {
    const strikes = (call: string) =>
      call.startsWith('api: ') && call.includes(' DIR#') ? ('after' as const) : undefined;
    await withLoop({ strikes }, async (loop) => {
      const lines = Array.from({ length: 34 }, () => ({ deadline: { workingDays: 8 } }));
      await expect(loop.register('usr_VPTU_officer', directive(lines))).rejects.toThrow('DIR#');
      expect((await contentsOf(loop.store)).marked).toBeGreaterThan(100);
      // The relay is down as well, long enough for its records to be given up.
      loop.setDown(true);
      await loop.advanceTo('2026-11-10', '08:00');
      loop.setDown(false);
      expect(loop.stream.lost.length).toBeGreaterThan(0);
      await loop.advanceTo('2026-11-10', '12:00');
      expect(when(loop)[0]).toMatchObject({ swept: { batches: 1 } });
      const { marked, messages, tasks } = await contentsOf(loop.store);
      expect(marked).toBe(0);
      expect(tasks).toHaveLength(34);
      expect(messages.filter(({ alarm }) => alarm === 'notice')).toHaveLength(68);
      expect(loop.mails.map(({ to }) => to).sort()).toEqual([
        'head.stc@example.vn',
        'officer.stc@example.vn',
      ]);
    });
  });
});

describe('a task and those under it', () => {
  let deaf = false;
  const strikes = (call: string) => (deaf && call.startsWith('relay: ') ? ('before' as const) : undefined);
  const setting = { strikes, sweepsOn: (date: string) => date > '2026-11-09' };
  /** The relay fails for so long that the records of what is done are given up. */
  const unheard = async (loop: Loop, act: () => Promise<unknown>) => {
    deaf = true;
    await act();
    await loop.advance(new Date(Date.parse(loop.now()) + 90 * 60_000).toISOString());
    deaf = false;
    expect(loop.stream.lost.length).toBeGreaterThan(0);
  };
  const both = { leadUnitIds: ['unt_STC', 'unt_SXD'], deadline: { workingDays: 9 } };
  const mended = (loop: Loop) => loop.swept.flatMap(({ swept }) => swept.mended || []);

  it('are brought together: a collective of which all is closed, and one that was called off', async () => {
    await withLoop(setting, async (loop) => {
      const [whole = '', first = '', second = '', off = '', ...others] = await loop.register(
        'usr_VPTU_officer',
        directive([both, both]),
      );
      await loop.act('usr_VPTU_officer', first, deeds.cancel, { reason: 'Trùng' });
      await unheard(loop, async () => {
        await loop.act('usr_VPTU_officer', second, deeds.cancel, { reason: 'Trùng' });
        await loop.act('usr_VPTU_officer', off, deeds.cancel, { reason: 'Thôi' });
      });
      expect((await loop.task(whole)).task.status).toBe('in_progress');
      await loop.advanceTo('2026-11-10', '12:00');
      for (const id of [whole, ...others]) expect((await loop.task(id)).task.status).toBe('cancelled');
      const { mails } = loop;
      const heard = mails.length;
      await loop.advanceTo('2026-12-15', '12:00');
      expect(mails.slice(heard)).toEqual([]);
      expect(mended(loop)).toEqual([3]);
    });
  });

  it('have one date: a child that did not hear of the new one is reminded of it', async () => {
    await withLoop(setting, async (loop) => {
      const [id = '', child = ''] = await loop.register('usr_VPTU_officer', directive([both]));
      await loop.act('usr_STC_officer', child, deeds.accept, {});
      const deadline = { date: '2026-12-11' };
      await unheard(loop, () => loop.act('usr_VPTU_officer', id, deeds.change, { deadline, reason: 'r' }));
      expect((await loop.task(child)).task.deadline.current?.date).toBe('2026-11-20');
      await loop.advanceTo('2026-11-10', '12:00');
      const { task, obligations } = await loop.task(child);
      expect(task.deadline.current?.date).toBe('2026-12-11');
      expect(obligations.find(({ state, kind }) => state === 'open' && kind === 'perform')).toMatchObject({
        due: { date: '2026-12-11' },
        next: { alarm: 'reminder', at: '2026-12-02T01:00:00.000Z' },
      });
      await loop.advanceTo('2026-11-12', '12:00');
      expect(mended(loop)).toEqual([2]);
    });
  });
});

describe('an outage of three weeks', () => {
  /** Five tasks in different states when everything stops. */
  const prepared: Story = async (loop) => {
    const dues = ['2026-11-12', '2026-11-17', '2026-11-26', '2026-12-14', '2026-12-31'];
    const deadlines = dues.map((date) => ({ deadline: { kind: 'date' as const, date } }));
    const ids = await loop.register('usr_VPTU_officer', directive(deadlines));
    for (const id of ids) await loop.act('usr_STC_officer', id, deeds.accept, {});
    await loop.advanceTo('2026-11-16', '12:00');
  };
  const during: Record<string, (loop: Loop) => Promise<void>> = {
    'in which every function fails': async (loop) => {
      loop.setDown(true);
      await loop.advanceTo('2026-12-07', '06:00');
      loop.setDown(false);
    },
    'after which everything is late at once': async (loop) => {
      loop.agenda.skip(Date.parse('2026-12-06T23:00:00.000Z'));
    },
  };

  it.for(Object.entries(during))(
    '%s: each matter is mailed once, in one mail per person and day',
    async ([, outage]) => {
      await withLoop({}, async (loop) => {
        await prepared(loop);
        const before = loop.mails.length;
        await outage(loop);
        // Whoever had another mail this morning hears of the rest the next morning.
        await loop.advanceTo('2026-12-08', '18:00');
        const { messages, obligations } = await contentsOf(loop.store);
        const days = loop.mails.slice(before).map(({ to, at }) => `${to} ${at.slice(0, 10)}`);
        expect(new Set(days).size).toBe(days.length);
        const performs = new Set(obligations.filter(({ kind }) => kind === 'perform').map(({ id }) => id));
        const sent = messages.filter(
          ({ obligationId, sentAt }) => performs.has(obligationId) && sentAt && sentAt > '2026-12-06',
        );
        const matters = sent.map(({ personId, obligationId }) => `${personId} ${obligationId}`);
        expect(new Set(matters).size).toBe(matters.length);
        // Three are overdue and have one urging for it; one comes due on Monday; one is not yet near.
        const held = (person: string) => sent.filter(({ personId }) => personId === person).length;
        expect([held('usr_STC_officer'), held('usr_STC_head')]).toEqual([4, 3]);
        const open = obligations.filter(({ id, state }) => state === 'open' && performs.has(id));
        expect(open.map(({ urgings }) => urgings.length).sort()).toEqual([0, 0, 1, 1, 2]);
        expect(open.every(({ next }) => next && next.at > loop.now())).toBe(true);
        expect(messages.filter(({ state }) => state === 'planned')).toEqual([]);
      });
    },
  );
});
