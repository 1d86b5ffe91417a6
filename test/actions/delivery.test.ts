import { describe, expect, it } from 'vitest';
import { deeds } from '../../shared/actions/deeds.ts';
import { escalate } from '../../shared/actions/escalate.ts';
import { relay } from '../../shared/actions/relay.ts';
import { remind } from '../../shared/actions/remind.ts';
import type { Loop } from '../support/loop.ts';
import { outcomeOf } from '../support/outcome.ts';
import { createStream } from '../support/stream.ts';
import { begun, directive, withLoop } from './stories.ts';

/** The one duty that the task waits for, with its next alarm as a schedule would carry it. */
async function waiting(loop: Loop, taskId: string) {
  const { obligations } = await loop.task(taskId);
  const obligation = obligations.find((each) => each.state === 'open');
  if (!obligation?.next || !obligation.due) throw new Error('nothing to wait for');
  const { id: obligationId, due, attempt } = obligation;
  return {
    alarm: { obligationId, taskId, at: obligation.next.at },
    ladder: { obligationId, taskId, due: due.at, attempt },
  };
}

describe('an alarm', () => {
  it('delivered again and again, by several at once and long after, reminds once', async () => {
    await withLoop({}, async (loop) => {
      const id = await begun(loop);
      const { alarm } = await waiting(loop, id);
      await loop.advanceTo('2026-11-11', '07:59');
      const ring = (at: string) => remind(loop.remindWorld, alarm, at);
      expect(await ring('2026-11-11T00:59:59.000Z')).toBe('stale');
      const answers = await Promise.all(Array.from({ length: 4 }, () => ring(alarm.at)));
      expect(answers.sort()).toEqual(['reminded', 'stale', 'stale', 'stale']);
      expect(await ring('2026-11-12T03:00:00.000Z')).toBe('stale');
      await loop.advanceTo('2026-11-11', '12:00');
      const { task } = await loop.task(id);
      expect(loop.mails.filter(({ at }) => at > '2026-11-11')).toHaveLength(2);
      expect(await ring('2026-11-13T03:00:00.000Z')).toBe('stale');
      expect((await loop.task(id)).task.chain).toEqual(task.chain);
    });
  });

  it('of the past, of the future, of another moment or nobody changes nothing', async () => {
    await withLoop({}, async (loop) => {
      const id = await begun(loop);
      await loop.advanceTo('2026-11-11', '07:00');
      const { alarm } = await waiting(loop, id);
      const before = await outcomeOf(loop);
      const strange = [
        { ...alarm, at: '2026-11-09T02:00:00.000Z' },
        { ...alarm, at: '2026-11-12T17:00:00.000Z' },
        { ...alarm, obligationId: 'obl_unknown' },
        { ...alarm, taskId: 'tsk_unknown' },
      ];
      for (const each of strange)
        expect(await remind(loop.remindWorld, each, '2026-12-01T01:00:00.000Z')).toBe('stale');
      expect(await outcomeOf(loop)).toEqual(before);
    });
  });

  it('after the task is done or called off changes nothing, nor does its ladder', async () => {
    await withLoop({}, async (loop) => {
      const id = await begun(loop);
      await loop.advanceTo('2026-11-13', '12:00');
      const { ladder, alarm } = await waiting(loop, id);
      await loop.act('usr_STC_head', id, deeds.submit, {});
      await loop.act('usr_VPTU_officer', id, deeds.confirm, {});
      await loop.advanceTo('2026-11-14', '12:00');
      const before = await outcomeOf(loop);
      expect(await remind(loop.remindWorld, alarm, '2026-11-19T01:00:00.000Z')).toBe('stale');
      expect(await escalate(loop.functions.escalate.world, ladder, '2026-11-19T01:00:00.000Z')).toEqual({
        status: 'done',
        reason: 'closed',
      });
      expect(await outcomeOf(loop)).toEqual(before);
      const mails = loop.mails.length;
      await loop.advanceTo('2027-03-01');
      expect(loop.mails).toHaveLength(mails);
    });
  });

  it('at the deadline that comes days late starts the ladder, which takes one rung, whoever commits first', async () => {
    await withLoop({ sweepsOn: () => false }, async (loop) => {
      const id = await begun(loop);
      await loop.advanceTo('2026-11-12', '23:00');
      const { alarm, ladder } = await waiting(loop, id);
      const late = '2026-11-19T03:00:00.000Z';
      const overtaken = {
        ...loop.remindWorld,
        startLadder: async () => {
          await escalate(loop.functions.escalate.world, ladder, late);
        },
      };
      expect(await remind(overtaken, alarm, late)).toBe('stale');
      const events = (await outcomeOf(loop)).filter((line) => line.startsWith('event'));
      expect(events.filter((line) => line.includes('deadline_passed'))).toHaveLength(1);
      expect(events.filter((line) => line.includes('"urged"'))).toHaveLength(1);
    });
  });
});

describe('a ladder', () => {
  it('asked the same step by several takes each rung once', async () => {
    await withLoop({ sweepsOn: () => false }, async (loop) => {
      const id = await begun(loop);
      await loop.advanceTo('2026-11-13', '07:59');
      const { ladder } = await waiting(loop, id);
      const ask = () => escalate(loop.functions.escalate.world, ladder, '2026-11-13T01:00:00.000Z');
      const answers = await Promise.all([ask(), ask(), ask()]);
      const wakeAt = '2026-11-19T01:00:00.000Z';
      expect(answers).toEqual(Array(3).fill({ status: 'wait', wakeAt }));
      await loop.advanceTo('2026-11-19', '12:00');
      const [urgings] = (await loop.task(id)).obligations
        .filter(({ kind }) => kind === 'perform')
        .map((each) => each.urgings);
      expect(urgings?.map(({ number, rung }) => [number, rung])).toEqual([
        [1, 1],
        [2, 2],
      ]);
    });
  });

  it('ends by itself when the date moves, and a new one climbs from the bottom', async () => {
    await withLoop({}, async (loop) => {
      const id = await begun(loop);
      await loop.advanceTo('2026-11-13', '12:00');
      const deadline = { kind: 'date' as const, date: '2026-11-20' };
      await loop.act('usr_VPTU_officer', id, deeds.change, { reason: 'Gia hạn', deadline });
      await loop.advanceTo('2026-11-23', '12:00');
      expect([...loop.machine.executions.values()].map(({ status }) => status)).toEqual([
        'succeeded',
        'running',
      ]);
      const [urgings] = (await loop.task(id)).obligations
        .filter(({ kind }) => kind === 'perform')
        .map((each) => each.urgings);
      expect(urgings?.map(({ number, rung }) => [number, rung])).toEqual([
        [1, 1],
        [2, 1],
      ]);
    });
  });
});

describe('the stream', () => {
  it('read by two at once, or again from the middle, ends with the same schedules and mails', async () => {
    const story = async (loop: Loop, disturb: () => Promise<void>) => {
      const id = await begun(loop);
      await disturb();
      await loop.advanceTo('2026-11-11', '10:00');
      const deadline = { kind: 'date' as const, date: '2026-11-20' };
      await loop.act('usr_VPTU_officer', id, deeds.change, { reason: 'Gia hạn', deadline });
      await disturb();
      const back = { kind: 'date' as const, date: '2026-11-12' };
      await loop.act('usr_VPTU_officer', id, deeds.change, { reason: 'Nhầm', deadline: back });
      await disturb();
      await loop.register('usr_VPTU_officer', {
        ...directive([{ deadline: { workingDays: 9 } }]),
        number: '16',
      });
      await disturb();
      await loop.advanceTo('2026-11-16', '18:00');
      await disturb();
      return outcomeOf(loop);
    };
    const undisturbed = await withLoop({}, (loop) => story(loop, async () => {}));
    expect(undisturbed.filter((line) => line.startsWith('schedule'))).toHaveLength(1);
    for (const records of [1, 2, 3, 5, 8, 1000]) {
      const rewound = await withLoop({}, (loop) =>
        story(loop, async () => {
          loop.stream.rewind(records);
          await loop.stream.drain();
        }),
      );
      expect(rewound, `${records} records again`).toEqual(undisturbed);
    }
    const twice = await withLoop({}, async (loop) => {
      const second = createStream(loop.agenda, loop.engine.feed, (change, at) =>
        relay(loop.relayWorld, change, at),
      );
      return story(loop, async () => {
        await Promise.all([loop.stream.drain(), second.drain()]);
      });
    });
    expect(twice).toEqual(undisturbed);
  });
});
