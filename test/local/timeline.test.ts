import { afterEach, expect, test } from 'vitest';
import { type Fixture, startFixture } from './harness.ts';

let fixture: Fixture | undefined;
const start = async (...options: Parameters<typeof startFixture>) => {
  fixture = await startFixture(...options);
  return fixture;
};
afterEach(async () => {
  await fixture?.runtime.close();
  fixture = undefined;
});

test('alarms, delayed messages, ladders and daily runs happen in order of time while the clock is advanced', async () => {
  const { runtime, order, journal } = await start();
  await order({ id: 'late', alarmAt: '2026-11-25T02:00:00Z' });
  await order({ id: 'early', alarmAt: '2026-11-24T02:00:00Z' });
  await order({ id: 'climb', ladder: ['2026-11-24T03:00:00.000Z', '2026-11-25T01:45:00.000Z'] });
  await order({ id: 'letter', letter: { to: 'an@example.com', subject: 'Nhắc việc' } });
  journal.length = 0;
  await runtime.clock.advanceTo('2026-11-25T12:00:00Z');
  expect(journal.map(({ what, id, at }) => [what, id, at])).toEqual([
    ['mail', undefined, undefined],
    ['feedback', undefined, undefined],
    ['daily', undefined, '2026-11-23T01:30:00Z'],
    ['daily', undefined, '2026-11-24T01:30:00Z'],
    ['remind', 'early', '2026-11-24T02:00:00.000Z'],
    ['step', 'climb', '2026-11-24T03:00:00.000Z'],
    ['daily', undefined, '2026-11-25T01:30:00Z'],
    ['step', 'climb', '2026-11-25T01:45:00.000Z'],
    ['remind', 'late', '2026-11-25T02:00:00.000Z'],
  ]);
  expect(runtime.clock.now().toISOString()).toBe('2026-11-25T12:00:00.000Z');
});

test('a mail is sent at the moment its delay ends, not at the end of the advance', async () => {
  const { runtime, order } = await start();
  await order({ id: 'letter', letter: { to: 'an@example.com', subject: 'Nhắc việc' } });
  expect(runtime.mails()).toEqual([]);
  await runtime.clock.advanceTo('2026-11-30T00:00:00Z');
  expect(runtime.mails().map(({ at }) => at)).toEqual(['2026-11-23T01:03:00.000Z']);
});

test('the clock refuses to go back and stays where it is', async () => {
  const { runtime, call } = await start();
  const answer = await call('/local/clock', { method: 'POST', body: '{"now":"2026-11-22T00:00:00Z"}' });
  expect(answer.status).toBe(409);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({ code: 'clock_backwards' });
  expect(runtime.clock.now().toISOString()).toBe('2026-11-23T01:00:00.000Z');
});

test('the clock is advanced over HTTP by days, hours, minutes and working days', async () => {
  const { call } = await start();
  const advance = async (span: unknown) => {
    const answer = await call('/local/clock', { method: 'POST', body: JSON.stringify({ advance: span }) });
    return answer.status === 200 ? ((await answer.json()) as { now: string }).now : answer.status;
  };
  expect(await advance({ minutes: 30 })).toBe('2026-11-23T01:30:00.000Z');
  expect(await advance({ hours: 1, minutes: 30 })).toBe('2026-11-23T03:00:00.000Z');
  // 24 November is a day off from 2026 on.
  expect(await advance({ workingDays: 1 })).toBe('2026-11-25T03:00:00.000Z');
  expect(await advance({ days: 365 })).toBe('2027-11-25T03:00:00.000Z');
  for (const wrong of [{}, { days: -1 }, { weeks: 1 }, { workingDays: 1.5 }, null]) {
    expect(await advance(wrong)).toBe(400);
  }
});

test('unfrozen, the clock runs by itself and fires what falls due', async () => {
  const { runtime, order, saidBy } = await start();
  await order({ id: 'soon', alarmAt: '2026-11-23T01:00:02Z' });
  await runtime.clock.advanceTo('2026-11-23T01:00:01.900Z');
  expect(saidBy('remind')).toEqual([]);
  await runtime.clock.freeze(false);
  await expect.poll(() => saidBy('remind').length, { timeout: 5000 }).toBe(1);
  expect(runtime.clock.now().getTime()).toBeGreaterThan(Date.parse('2026-11-23T01:00:02Z'));
});

test('a year with hundreds of waiting matters passes, and each is attended to once', async () => {
  const { runtime, order, saidBy } = await start();
  for (let n = 0; n < 300; n += 1) {
    const day = new Date(Date.UTC(2026, 10, 24 + n, 2)).toISOString();
    await order({ id: `t${n}`, alarmAt: day });
  }
  await runtime.clock.advanceTo('2027-11-24T00:00:00Z');
  const reminded = saidBy('remind').map(({ id }) => id);
  expect(reminded.length).toBe(300);
  expect(new Set(reminded).size).toBe(300);
  expect(saidBy('daily').length).toBe(365 + 1);
});
