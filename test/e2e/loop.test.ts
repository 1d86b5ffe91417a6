import { beforeAll, expect, test } from 'vitest';
import { at, type Call, listAt, textAt } from './client.ts';
import { assignTask, type Office, openOffice } from './office.ts';
import { scenario } from './scenario.ts';
import type { ReceivedMail, Target } from './target.ts';

/** 08:00 in Hanoi, the hour of mails. */
const morning = (date: string) => `${date}T01:00:00.000Z`;
/** Local day and hour of a mail. */
const localDay = (mail: ReceivedMail) =>
  new Date(Date.parse(mail.at) + 7 * 3_600_000).toISOString().slice(0, 10);
const localHour = (mail: ReceivedMail) => new Date(Date.parse(mail.at) + 7 * 3_600_000).getUTCHours();

/**
 * A task of ten working days, given on Monday 2026-11-23 and never done in time. 24 November is a day off since 2026, so
 * the ten days end on Tuesday 8 December; reminders on 26/11 (-7 falls on Fri 27), 3, 7 and 8 December. A month of mornings needs the
 * virtual clock; loop-in-minutes.test.ts tells the same story in real time.
 */
scenario(
  'a task is followed from assignment to silence',
  { on: ['local'], because: 'a month of mornings', at: morning('2026-11-23') },
  (running) => {
    let target: Target;
    let office: Office;
    let taskId: string;
    let lead: Call;

    beforeAll(async () => {
      target = running();
      office = await openOffice(target);
      ({ taskId } = await assignTask(office));
      lead = await office.person('stc.officer');
      const accepted = await lead('POST', `/tasks/${taskId}/acceptance`, {});
      expect(accepted.status).toBe(200);
    });

    const task = async () => (await (await office.person('vptu.officer'))('GET', `/tasks/${taskId}`)).body;
    /** Mails about the task; the periodic reports, which count it, come besides. */
    const followUps = async () =>
      (await target.mails()).filter((mail) => mail.subject.includes('127-CV/VPTU/1'));
    const mailsTo = async (userId: string) =>
      (await followUps()).filter((mail) => mail.to.includes(`${userId}@example.com`));

    test('the deadline is the tenth working day, and can be explained', async () => {
      expect(at(await task(), 'deadline.current')).toBe('2026-12-08');
      const trace = await lead('GET', `/tasks/${taskId}/deadline`);
      expect(JSON.stringify(trace.body)).toContain('2026-11-24');
    });

    test('reminders come on the mornings of -7, -3, -1 and the due date, to the lead unit only', async () => {
      await target.until('2026-12-08T10:00:00.000Z');
      const mails = await followUps();
      expect((await mailsTo('stc.officer')).map(localDay)).toEqual([
        '2026-11-27',
        '2026-12-03',
        '2026-12-07',
        '2026-12-08',
      ]);
      expect((await mailsTo('stc.head')).map(localDay)).toEqual(['2026-12-07', '2026-12-08']);
      expect(mails.filter((mail) => !mail.to.includes('stc.'))).toEqual([]);
    });

    test('after the deadline three urgings follow, each to one rung more, numbered', async () => {
      await target.until('2026-12-22T10:00:00.000Z');
      const urgings = (await followUps()).filter((mail) => localDay(mail) > '2026-12-08');
      const byDay = Map.groupBy(urgings, localDay);
      const to = (day: string) => (byDay.get(day) ?? []).map((mail) => mail.to.split('@')[0]).sort();
      expect([...byDay.keys()]).toEqual(['2026-12-09', '2026-12-15', '2026-12-22']);
      expect(to('2026-12-09')).toEqual(['stc.head', 'stc.officer']);
      expect(to('2026-12-15')).toEqual(['btg.officer', 'stc.head', 'stc.officer']);
      expect(to('2026-12-22')).toEqual(['btg.officer', 'stc.head', 'stc.officer', 'vptu.officer']);
      expect(at(await task(), 'escalation')).toMatchObject({ urgings: 3, rung: 3 });
      expect(at(await task(), 'escalation.agendaAt')).toMatch(/^2026-12-22T08:00/);
      expect(at(await task(), 'timing')).toBe('overdue');
    });

    test('urgings are threaded under one root, firmer each time, and say their number', async () => {
      const mails = (await mailsTo('stc.head')).filter((mail) => localDay(mail) > '2026-12-08');
      const references = new Set(mails.map((mail) => mail.headers.References));
      expect(references.size).toBe(1);
      expect(new Set(mails.map((mail) => mail.text)).size).toBe(3);
      mails.forEach((mail, i) => {
        expect(mail.text).toContain(`ĐÔN ĐỐC LẦN ${i + 1}`);
        expect(mail.subject).toMatch(/QUÁ HẠN/);
      });
    });

    test('submission stops the clock of the unit and starts that of the office', async () => {
      const submitted = await lead('POST', `/tasks/${taskId}/submission`, {
        products: [{ number: '512/BC-STC', date: '2026-12-23' }],
        lateReason: 'Chờ số liệu của các chủ đầu tư',
      });
      expect(submitted.status).toBe(200);
      expect(at(submitted.body, 'status')).toBe('submitted');
      expect(at(submitted.body, 'waitingFor.0.kind')).toBe('confirm');
      expect(at(submitted.body, 'waitingFor.0.unit.id')).toBe(office.units.VPTU);
      const held = at(submitted.body, `heldDays.${office.units.STC}`);
      await target.until('2026-12-24T10:00:00.000Z');
      expect(at(await task(), `heldDays.${office.units.STC}`)).toBe(held);
      expect(at(await task(), `heldDays.${office.units.VPTU}`)).toBe(2);
      expect((await mailsTo('stc.head')).map(localDay).filter((day) => day > '2026-12-22')).toEqual([]);
    });

    test('the unit cannot confirm its own work; the office can, and the verdict is late on the day of submission', async () => {
      expect((await lead('POST', `/tasks/${taskId}/confirmation`, {})).status).toBe(403);
      const officer = await office.person('vptu.officer');
      const confirmed = await officer('POST', `/tasks/${taskId}/confirmation`, { note: 'Đạt yêu cầu' });
      expect(confirmed.status).toBe(200);
      expect(at(confirmed.body, 'status')).toBe('completed');
      expect(at(confirmed.body, 'timing')).toBe('late');
      expect(at(confirmed.body, 'verdict')).toMatchObject({
        againstOriginal: 'late',
        againstCurrent: 'late',
        daysLateOriginal: 10,
      });
      expect(textAt(confirmed.body, 'verdict.submittedAt')).toMatch(/^2026-12-22T17:00/);
    });

    test('confirmation ends everything: no further mail in a year, and none was sent at night or on a day off', async () => {
      const before = (await followUps()).length;
      await target.until('2027-12-24T10:00:00.000Z');
      expect((await followUps()).length).toBe(before);
      const mails = await target.mails();
      // The close of December tells of the task once more; from January on there is nothing to tell.
      expect(mails.filter((mail) => localDay(mail) > '2026-12-31')).toEqual([]);
      for (const mail of mails) {
        expect(localHour(mail)).toBeGreaterThanOrEqual(8);
        expect(localHour(mail)).toBeLessThan(17);
        expect([0, 6]).not.toContain(new Date(localDay(mail)).getUTCDay());
      }
    });

    test('the record tells the whole story, and the ledger every mail', async () => {
      const officer = await office.person('vptu.officer');
      const events = await officer('GET', `/tasks/${taskId}/events?limit=200`);
      const types = listAt(events.body, 'items').map((event) => at(event, 'type'));
      expect(types.filter((type) => type === 'urged').length).toBe(3);
      expect(types).toContain('put_on_agenda');
      expect(types.at(0)).toBe('registered');
      expect(types.at(-1)).toBe('confirmed');
      const messages = await officer('GET', `/tasks/${taskId}/messages?limit=200`);
      const states = listAt(messages.body, 'items').map((message) => at(message, 'state'));
      expect(states.every((state) => state === 'delivered' || state === 'suppressed')).toBe(true);
    });
  },
);
