import { describe, expect, it } from 'vitest';
import { mail } from '../../shared/actions/mail.ts';
import type { Loop, LoopSetting } from '../support/loop.ts';
import { contentsOf } from '../support/outcome.ts';
import { directive, withLoop } from './stories.ts';

const officer = 'officer.stc@example.vn';
const toOfficer = (loop: Loop) => loop.mails.filter(({ to }) => to === officer);
const register = (loop: Loop) =>
  loop.register('usr_VPTU_officer', directive([{ deadline: { workingDays: 8 } }]));

/** Dies once when the mail service has taken the officer's first mail, before its answer is recorded. */
function dyingAfterSending(): LoopSetting {
  let struck = false;
  return {
    strikes: (call) => {
      if (struck || !call.startsWith('mail: SendEmail')) return undefined;
      struck = true;
      return 'after';
    },
  };
}

describe('a crash between the answer of the mail service and its record', () => {
  it('doubles nothing when the receipt comes before the repeat', async () => {
    await withLoop(dyingAfterSending(), async (loop) => {
      await register(loop);
      await loop.advanceTo('2026-11-09', '16:00');
      expect(loop.failures).toHaveLength(1);
      expect(toOfficer(loop)).toHaveLength(1);
      expect(loop.metrics.get('MailsPerhapsDoubled')).toBeUndefined();
      const { messages } = await contentsOf(loop.store);
      expect(messages.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    });
  });

  it('doubles one mail when no receipt comes, and counts it', async () => {
    await withLoop({ ...dyingAfterSending(), loses: () => true }, async (loop) => {
      await register(loop);
      await loop.advanceTo('2026-11-12', '16:00');
      const sent = loop.mails.filter(({ at }) => at < '2026-11-10');
      expect(sent.map(({ to }) => to).sort()).toEqual(['head.stc@example.vn', officer, officer]);
      const [first, second] = sent.filter(({ to }) => to === officer);
      expect(second).toMatchObject({ subject: first?.subject, envelopeId: first?.envelopeId });
      expect(loop.metrics.get('MailsPerhapsDoubled')).toBe(1);
    });
  });

  it('doubles nothing when another receipt than that of the sending comes', async () => {
    await withLoop({ ...dyingAfterSending(), loses: ({ kind }) => kind === 'send' }, async (loop) => {
      await register(loop);
      await loop.advanceTo('2026-11-09', '16:00');
      expect(toOfficer(loop)).toHaveLength(1);
    });
  });
});

describe('a mail job', () => {
  it('delivered three times sends one mail', async () => {
    await withLoop({}, async (loop) => {
      await register(loop);
      for (let i = 0; i < 2; i++)
        await loop.jobs.send({ personId: 'usr_STC_officer', morning: '2026-11-09' }, 300);
      await loop.advanceTo('2026-11-09', '16:00');
      expect(toOfficer(loop)).toHaveLength(1);
      expect(loop.outcomes.map(({ outcome }) => outcome).sort()).toEqual([
        'nothing',
        'nothing',
        'sent',
        'sent',
      ]);
    });
  });

  const job = { personId: 'usr_STC_officer', morning: '2026-11-09' };
  const at = '2026-11-09T02:04:30.000Z';

  it('carried out by four at the same moment sends one mail', async () => {
    await withLoop({}, async (loop) => {
      await register(loop);
      await loop.advanceTo('2026-11-09', '09:04');
      const answers = await Promise.allSettled(
        ['a', 'b', 'c', 'd'].map((owner) => mail(loop.mailWorld, job, at, owner)),
      );
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      await loop.advanceTo('2026-11-09', '16:00');
      expect(toOfficer(loop)).toHaveLength(1);
    });
  });

  it.for([
    ['another message', 'b'],
    ['the same message, which a queue may deliver twice at once', 'a'],
  ] as const)('sends one mail when it begins while the first attempt is sending: %s', async ([, owner]) => {
    await withLoop({}, async (loop) => {
      await register(loop);
      await loop.advanceTo('2026-11-09', '09:04');
      let second: Promise<unknown> | undefined;
      const sending = {
        ...loop.mailWorld,
        post: async (letter: Parameters<typeof loop.mailWorld.post>[0]) => {
          second ??= mail(loop.mailWorld, job, at, owner);
          await Promise.allSettled([second]);
          return loop.mailWorld.post(letter);
        },
      };
      await mail(sending, job, at, 'a');
      await expect(second).rejects.toThrow('another attempt');
      await loop.advanceTo('2026-11-09', '16:00');
      expect(toOfficer(loop)).toHaveLength(1);
    });
  });

  it('is taken over by another message when the one that claimed it never comes back', async () => {
    await withLoop({}, async (loop) => {
      await register(loop);
      await loop.advanceTo('2026-11-09', '09:04');
      const dead = { ...loop.mailWorld, post: () => Promise.reject(new Error('killed')) };
      await expect(mail(dead, job, at, 'never back')).rejects.toThrow('killed');
      // The message of the relay arrives half a minute later, finds the lease held, and comes back after it.
      await loop.advanceTo('2026-11-09', '09:06');
      expect(toOfficer(loop)).toEqual([]);
      expect(loop.failures.join()).toContain('Held');
      await loop.advanceTo('2026-11-09', '09:12');
      expect(toOfficer(loop)).toHaveLength(1);
      expect(loop.jobs.dead).toEqual([]);
    });
  });
});
