import { describe, expect, it } from 'vitest';
import { deeds } from '../../shared/actions/deeds.ts';
import { getMember, putMember, putRemindersOff } from '../../shared/store/members.ts';
import type { Loop } from '../support/loop.ts';
import { contentsOf } from '../support/outcome.ts';
import type { Fate } from '../support/services.ts';
import { receiptOf } from '../support/wiring.ts';
import { begun, directive, withLoop } from './stories.ts';

const officer = 'officer.stc@example.vn';
const head = 'head.stc@example.vn';
/** `2026-11-25 08:05 officer.stc` in Hanoi's time. */
const told = (loop: Loop, to?: string) =>
  loop.mails
    .filter((mail) => !to || mail.to === to)
    .map(({ at, to: address }) => {
      const local = new Date(Date.parse(at) + 7 * 3_600_000).toISOString();
      return `${local.slice(0, 10)} ${local.slice(11, 16)} ${address.split('@')[0]}`;
    });
const rowsOf = async (loop: Loop) =>
  (await contentsOf(loop.store)).messages.map(({ personId, alarm, state, stateReason }) =>
    [personId.replace('usr_', ''), alarm, state, stateReason].filter(Boolean).join(' '),
  );
const bouncing =
  (...addresses: string[]): Fate =>
  ({ to }) =>
    addresses.includes(to) ? { kind: 'bounced', after: 5 } : { kind: 'delivered', after: 5 };

describe('the send gate', () => {
  it('holds what is urged at night until the morning, and on a Saturday until Monday', async () => {
    await withLoop({}, async (loop) => {
      const id = await begun(loop, { deadline: { workingDays: 20 } });
      await loop.advanceTo('2026-11-11', '22:00');
      await loop.act('usr_VPTU_officer', id, deeds.urge, {});
      await loop.advanceTo('2026-11-14', '10:00');
      await loop.act('usr_VPTU_officer', id, deeds.urge, {});
      await loop.advanceTo('2026-11-17', '07:00');
      expect(told(loop, officer).slice(1)).toEqual([
        '2026-11-12 08:30 officer.stc',
        '2026-11-16 08:30 officer.stc',
      ]);
    });
  });

  it('is closed for what failed before closing time and is tried again after it', async () => {
    let failing = true;
    const strikes = (call: string) => (failing && call.startsWith('mail: SendEmail') ? 'before' : undefined);
    await withLoop({ strikes }, async (loop) => {
      const id = await begun(loop, { deadline: { workingDays: 20 } });
      await loop.advanceTo('2026-11-11', '16:53');
      const before = loop.mails.length;
      await loop.act('usr_VPTU_officer', id, deeds.urge, {});
      await loop.advanceTo('2026-11-11', '16:59');
      failing = false;
      await loop.advanceTo('2026-11-12', '12:00');
      expect(told(loop).slice(before)).toEqual(['2026-11-12 08:30 officer.stc', '2026-11-12 08:30 head.stc']);
    });
  });

  it('lets one mail a day through; a further matter waits for the next morning unless it is urgent', async () => {
    await withLoop({}, async (loop) => {
      await begun(loop, { deadline: { workingDays: 20 } });
      const lines = [{ deadline: { workingDays: 9 } }];
      await loop.register('usr_VPTU_officer', { ...directive(lines), number: '16' });
      await loop.advanceTo('2026-11-10', '11:00');
      await loop.register('usr_VPTU_officer', { ...directive(lines), number: '17' });
      await loop.advanceTo('2026-11-10', '12:00');
      expect(told(loop, officer).slice(1)).toEqual(['2026-11-10 10:05 officer.stc']);
      await loop.register('usr_VPTU_officer', {
        ...directive([{ ...lines[0], priority: 'urgent' }]),
        number: '18',
      });
      await loop.advanceTo('2026-11-11', '12:00');
      expect(told(loop, officer).slice(1)).toEqual([
        '2026-11-10 10:05 officer.stc',
        '2026-11-10 12:05 officer.stc',
        '2026-11-11 08:30 officer.stc',
      ]);
    });
  });

  it('sends the postponed matter the next morning when nothing else comes', async () => {
    await withLoop({}, async (loop) => {
      await loop.register('usr_VPTU_officer', directive([{ deadline: { workingDays: 9 } }]));
      await loop.advanceTo('2026-11-09', '11:00');
      await loop.register('usr_VPTU_officer', {
        ...directive([{ deadline: { workingDays: 9 } }]),
        number: '17',
      });
      await loop.advanceTo('2026-11-10', '12:00');
      expect(told(loop, officer)).toEqual(['2026-11-09 09:05 officer.stc', '2026-11-10 08:30 officer.stc']);
    });
  });

  it('spares whom asks for it the reminders, and nothing else', async () => {
    await withLoop({}, async (loop) => {
      await begun(loop, { deadline: { workingDays: 9 } });
      await putRemindersOff(loop.store, 'usr_STC_officer', true, '2026-11-10T03:00:00.000Z');
      await loop.advanceTo('2026-11-24', '12:00');
      expect(told(loop, officer)).toEqual(['2026-11-09 09:05 officer.stc', '2026-11-23 08:05 officer.stc']);
      expect(loop.mails.filter(({ to }) => to === head).length).toBeGreaterThan(1);
      expect(await rowsOf(loop)).toContain('STC_officer reminder suppressed reminders_off');
      expect(await rowsOf(loop)).toContain('STC_officer rung delivered');
    });
  });

  it('suppresses what a moved date has made untrue, and what is done or called off', async () => {
    await withLoop({}, async (loop) => {
      const moved = await begun(loop, { deadline: { kind: 'date', date: '2026-11-13' } });
      await loop.advanceTo('2026-11-12', '08:02');
      const deadline = { kind: 'date' as const, date: '2026-12-18' };
      await loop.act('usr_VPTU_officer', moved, deeds.change, { reason: 'Theo đề nghị', deadline });
      await loop.advanceTo('2026-11-12', '12:00');
      expect(told(loop).filter((line) => line > '2026-11-10')).toEqual([]);
      expect(await rowsOf(loop)).toContain('STC_officer reminder suppressed date_moved');
      await loop.advanceTo('2026-12-17', '08:02');
      await loop.act('usr_STC_head', moved, deeds.submit, {});
      await loop.advanceTo('2026-12-17', '08:20');
      expect(await rowsOf(loop)).toContain('STC_officer reminder suppressed submitted');
      expect(told(loop, officer).filter((line) => line > '2026-12-17')).toEqual([]);
    });
  });

  it('sends a row that lay for longer than anybody looks back', async () => {
    await withLoop({ sweepsOn: (date) => date > '2026-12-20' }, async (loop) => {
      const id = await begun(loop, { deadline: { kind: 'none' } });
      await loop.advanceTo('2026-11-11', '22:00');
      const before = told(loop, head).length;
      await loop.act('usr_VPTU_officer', id, deeds.urge, {});
      await loop.advanceTo('2026-12-21', '12:00');
      // Updates of long work are asked of the officer alone.
      expect(told(loop, head).slice(before)).toEqual(['2026-12-21 08:30 head.stc']);
    });
  });
});

describe('mail that does not arrive', () => {
  it('closes the address, does not count as an urging, and goes to the next post, once', async () => {
    await withLoop({ fate: bouncing(officer, head) }, async (loop) => {
      const units = loop.functions.api.world.store;
      const id = await begun(loop, { deadline: { kind: 'date', date: '2026-12-31' } });
      // The notice has found both addresses dead; an administrator corrects them, wrongly.
      for (const post of ['officer', 'head']) {
        const member = await getMember(units, 'unt_STC', `usr_STC_${post}`);
        expect(member?.unreachable).toBe('bounced');
        if (!member) return;
        const { unreachable: _, ...open } = member;
        await putMember(units, member, { ...open, version: open.version + 1 });
      }
      await loop.advanceTo('2026-11-11', '10:00');
      const before = loop.mails.length;
      await loop.act('usr_VPTU_officer', id, deeds.urge, {});
      await loop.advanceTo('2026-11-11', '16:00');
      expect(told(loop).slice(before)).toEqual([
        '2026-11-11 10:05 officer.stc',
        '2026-11-11 10:05 head.stc',
        '2026-11-11 10:10 head.bcs-ubnd',
      ]);
      const { task, obligations } = await loop.task(id);
      const urgings = obligations.flatMap((each) => each.urgings);
      expect(urgings).toMatchObject([{ number: 1, bounced: ['usr_STC_officer', 'usr_STC_head'] }]);
      expect(urgings[0]?.recipients).toContain('usr_BCS-UBND_head');
      expect(task.urgings).toBe(1);

      // The same bounces reported once more.
      const events = task.chain.seq;
      for (const mail of loop.mails.slice(before, before + 2))
        await loop.receive(receiptOf({ kind: 'bounced', mail, at: '2026-11-11T03:05:05.000Z' }));
      await loop.advanceTo('2026-11-12', '12:00');
      expect((await loop.task(id)).task.chain.seq).toBe(events);
      expect(loop.mails).toHaveLength(before + 3);
    });
  });

  it('because SES would not send it after all, goes to the next post and leaves the address open', async () => {
    const fate: Fate = ({ to, subject }) => ({
      kind: to === officer && subject.includes('còn') ? 'rejected' : 'delivered',
      after: 5,
    });
    await withLoop({ fate }, async (loop) => {
      await begun(loop, { deadline: { workingDays: 5 } });
      await loop.advanceTo('2026-11-12', '12:00');
      expect(await rowsOf(loop)).toContain('STC_officer reminder rejected refused: Bad content');
      const [notice] = loop.mails.filter(({ subject }) => subject.includes('KHÔNG ĐẾN'));
      expect(notice?.to).toBe(head);
      const { store } = loop.functions.api.world;
      expect((await getMember(store, 'unt_STC', 'usr_STC_officer'))?.unreachable).toBeUndefined();
    });
  });

  it('does not go round in a circle when SES sends nothing after all', async () => {
    await withLoop({ fate: () => ({ kind: 'rejected', after: 5 }) }, async (loop) => {
      await begun(loop, { deadline: { workingDays: 5 } });
      await loop.advanceTo('2026-11-12', '12:00');
      expect(new Set(told(loop)).size).toBe(loop.mails.length);
      const passed = loop.mails.filter(({ subject }) => subject.includes('KHÔNG ĐẾN'));
      expect(passed.length).toBeGreaterThan(0);
      const people = new Set(passed.map(({ to, at }) => `${to} ${at.slice(0, 10)}`));
      expect(people.size).toBe(passed.length);
    });
  });

  it('takes back an urging that reached nobody at all', async () => {
    const everybody: Fate = () => ({ kind: 'bounced', after: 5 });
    let begins = '9';
    await withLoop(
      { fate: (mail) => (mail.at > begins ? everybody(mail) : { kind: 'delivered', after: 5 }) },
      async (loop) => {
        const id = await begun(loop, { deadline: { kind: 'none' } });
        await loop.advanceTo('2026-11-11', '10:00');
        begins = loop.now();
        await loop.act('usr_VPTU_officer', id, deeds.urge, {});
        expect((await loop.task(id)).task.urgings).toBe(1);
        await loop.advanceTo('2026-11-13', '16:00');
        const { task, obligations } = await loop.task(id);
        const [urging] = obligations.flatMap((each) => each.urgings);
        expect(urging?.recipients.every((person) => urging.bounced.includes(person))).toBe(true);
        expect(task.urgings).toBe(0);
        expect(new Set(told(loop)).size).toBe(loop.mails.length);
      },
    );
  });

  it('stops writing to whoever complained, and passes the matter on', async () => {
    const fate: Fate = ({ to }) => ({ kind: to === officer ? 'complained' : 'delivered', after: 60 });
    await withLoop({ fate }, async (loop) => {
      const id = await begun(loop, { deadline: { workingDays: 5 } });
      await loop.advanceTo('2026-11-30', '12:00');
      expect(told(loop, officer)).toHaveLength(1);
      const [notice] = loop.mails.filter(({ subject }) => subject.includes('KHÔNG ĐẾN'));
      expect(notice).toMatchObject({ to: head, subject: expect.stringContaining('– thư KHÔNG ĐẾN') });
      expect(notice?.text.replace(/\s+/g, ' ')).toContain('gửi STC officer (Sở Tài chính) ngày 09/11/2026');
      expect(await rowsOf(loop)).toContain('STC_officer notice complained');
      expect((await loop.task(id)).obligations.at(-1)?.urgings.map((each) => each.recipients)).toEqual([
        ['usr_STC_head'],
        ['usr_STC_head', 'usr_BNC_officer'],
      ]);
    });
  });

  it('passes on what was planned for an address that died before the morning', async () => {
    await withLoop({ fate: bouncing(head) }, async (loop) => {
      const id = await begun(loop, { deadline: { kind: 'date', date: '2026-12-31' } });
      const member = await getMember(loop.store, 'unt_STC', 'usr_STC_officer');
      if (!member) throw new Error('no officer');
      await loop.advanceTo('2026-11-11', '22:00');
      const before = loop.mails.length;
      await loop.act('usr_VPTU_officer', id, deeds.urge, {});
      await putMember(loop.store, member, { ...member, unreachable: 'bounced', version: member.version + 1 });
      await loop.advanceTo('2026-11-12', '12:00');
      expect(await rowsOf(loop)).toContain('STC_officer urge suppressed unreachable');
      expect(told(loop).slice(before)).toEqual(['2026-11-12 08:30 head.bcs-ubnd']);
      const [urging] = (await loop.task(id)).obligations.flatMap((each) => each.urgings);
      expect(urging).toMatchObject({
        recipients: ['usr_STC_officer', 'usr_BCS-UBND_head'],
        bounced: ['usr_STC_officer'],
      });
    });
  });
});
