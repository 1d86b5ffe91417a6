import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { at, type Call, listAt, textAt } from './client.ts';
import { queuesWithMessages, schedulesOf, statesOfExecutions } from './deployed-parts.ts';
import { assignTask, type Office, openOffice } from './office.ts';
import { liveInMinutes } from './policies.ts';
import { find, kind, scenario } from './scenario.ts';
import type { Target } from './target.ts';

/** Schedules fire within ten seconds of their minute; the rest is for queues, functions and a busy machine. */
const patienceMs = 45_000;

const place = {
  on: ['local', 'deployed'],
  stage: 'e2e-minutes',
  at: '2026-11-23T02:00:00.000Z',
  settings: { DONDOC_CALENDAR_MODE: 'always-open', DONDOC_MAIL_GATHER_SECONDS: '1' },
} as const;

/**
 * The loop of loop.test.ts where no clock can be moved: the deadline is four minutes away, reminders come two and one minutes
 * before it, urgings one, two and three minutes after it, and again every minute if nobody acted.
 */
scenario('a task lives from assignment to silence in minutes', place, (running) => {
  let target: Target;
  let office: Office;
  let lead: Call;
  let officer: Call;
  let taskId: string;
  let start: number;

  beforeAll(async () => {
    target = running();
    await liveInMinutes(target);
    office = await openOffice(target);
    lead = await office.person('stc.officer');
    officer = await office.person('vptu.officer');
    // Scheduler knows whole minutes and is late by up to ten seconds: beginning late in a minute keeps that from adding up.
    const now = (await target.now()).getTime();
    await target.until(new Date(Math.ceil((now + 20_000) / 60_000) * 60_000 - 20_000).toISOString());
    start = (await target.now()).getTime();
    ({ taskId } = await assignTask(office, { deadline: { minutes: 4 } }));
  });

  const after = (minutes: number) => target.until(new Date(start + minutes * 60_000).toISOString());
  const subjectsTo = async (userId: string) =>
    (await target.mails()).filter(({ to }) => to === `${userId}@example.com`).map(({ subject }) => subject);
  const counts = async (...users: string[]) =>
    Promise.all(users.map(async (user) => (await subjectsTo(user)).length));
  /** Waits for mail that may still be on its way, then compares. */
  const received = async (expected: Record<string, number>) => {
    const users = Object.keys(expected);
    const giveUp = Date.now() + (kind === 'deployed' ? patienceMs : 0);
    const missing = async () =>
      (await counts(...users)).some((count, i) => count < (expected[users[i] ?? ''] ?? 0));
    while (Date.now() < giveUp && (await missing())) await sleep(500);
    const found = await counts(...users);
    expect(Object.fromEntries(users.map((user, i) => [user, found[i]]))).toEqual(expected);
  };
  const task = async () => (await officer('GET', `/tasks/${taskId}`)).body;

  test('the assignment is announced to officer and head of the lead unit', async () => {
    await after(0.1);
    await received({ 'stc.officer': 1, 'stc.head': 1, 'sxd.officer': 0 });
    const accepted = await lead('POST', `/tasks/${taskId}/acceptance`, {});
    expect(accepted.status).toBe(200);
    expect(at(accepted.body, 'status')).toBe('accepted');
  });

  test('two reminders come before the deadline', async () => {
    // Scheduler's next whole minute is twenty seconds later.
    await after(2.5);
    await received({ 'stc.officer': 2, 'stc.head': 1 });
    await after(3.5);
    await received({ 'stc.officer': 3, 'stc.head': 2, 'btg.officer': 0, 'vptu.officer': 0 });
    expect(at(await task(), 'timing')).not.toBe('overdue');
  });

  test('three urgings follow after it, each to one rung more, and the matter goes on the agenda', async () => {
    await after(5.1);
    await received({ 'stc.officer': 4, 'stc.head': 3, 'btg.officer': 0 });
    expect(at(await task(), 'timing')).toBe('overdue');
    await after(6.1);
    await received({ 'stc.officer': 5, 'stc.head': 4, 'btg.officer': 1, 'vptu.officer': 0 });
    await after(7.1);
    await received({ 'stc.officer': 6, 'stc.head': 5, 'btg.officer': 2, 'vptu.officer': 1 });
    expect(at(await task(), 'escalation')).toMatchObject({ urgings: 3, rung: 3 });
    expect(at(await task(), 'escalation.agendaAt')).toEqual(expect.any(String));
    const urgings = (await target.mails()).filter(({ to }) => to === 'stc.head@example.com').slice(-3);
    urgings.forEach(({ subject, text }, i) => {
      expect(text).toContain(`ĐÔN ĐỐC LẦN ${i + 1}`);
      expect(subject).toMatch(/QUÁ HẠN/);
    });
  });

  test('a link in the mail opens the page of the task', async () => {
    const [mail] = (await target.mails()).filter(({ to }) => to === 'stc.head@example.com').slice(-1);
    const link = mail?.text.match(/http\S+\/m\/\S+/)?.[0];
    const page = await fetch(link ?? 'no link in the mail');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('giải ngân vốn đầu tư công');
  });

  test('submission turns to the office, confirmation ends the matter', async () => {
    const submitted = await lead('POST', `/tasks/${taskId}/submission`, {
      products: [{ number: '512/BC-STC', date: office.today }],
      lateReason: 'Chờ số liệu của các chủ đầu tư',
    });
    expect(submitted.status).toBe(200);
    expect(at(submitted.body, 'waitingFor.0.kind')).toBe('confirm');
    await after(7.2);
    await received({ 'stc.officer': 6, 'vptu.officer': 2 });
    const confirmed = await officer('POST', `/tasks/${taskId}/confirmation`, { note: 'Đạt yêu cầu' });
    expect(confirmed.status).toBe(200);
    expect(confirmed.body).toMatchObject({ status: 'completed', timing: 'late' });
  });

  test('then there is silence, where the fourth urging would have come', async () => {
    const before = (await target.mails()).length;
    await after(8.6);
    expect((await target.mails()).length).toBe(before);
    const events = await officer('GET', `/tasks/${taskId}/events?limit=200`);
    const types = listAt(events.body, 'items').map((event) => at(event, 'type'));
    expect(types.filter((type) => type === 'urged').length).toBe(3);
    expect(types).toContain('put_on_agenda');
    expect(types.at(-1)).toBe('confirmed');
    const messages = await officer('GET', `/tasks/${taskId}/messages?limit=200`);
    const states = listAt(messages.body, 'items').map((message) => textAt(message, 'state'));
    expect(states.filter((state) => !/^(sent|delivered)$/.test(state))).toEqual([]);
  });

  test.runIf(kind === 'deployed')('the machines behind it have come to rest', async () => {
    const deployment = find(place);
    const obligations = listAt((await officer('GET', `/tasks/${taskId}/obligations`)).body, 'items');
    const perform = obligations.find((each) => at(each, 'kind') === 'perform');
    expect(await statesOfExecutions(deployment, textAt(perform, 'id'))).toEqual(['SUCCEEDED']);
    expect(await schedulesOf(deployment)).toEqual([]);
    expect(await queuesWithMessages(deployment)).toEqual([]);
  });
});
