import { afterAll, beforeAll, expect, it } from 'vitest';
import { signLink, signReminderLink } from '../../../shared/links.ts';
import { membershipsOf, remindersOff } from '../../../shared/store/directory.ts';
import { linkKey } from '../../../shared/store/link-key.ts';
import { minutesLater, monday, startPage, textOf } from './world.ts';

let page: Awaited<ReturnType<typeof startPage>>;
let key: string;
beforeAll(async () => {
  page = await startPage();
  key = await linkKey(page.store, 'unused');
});
afterAll(() => page.engine.close());

const address = (userId: string, expires = '2026-12-23T01:00:00.000Z') =>
  `/m/${signReminderLink(key, { userId, expires })}`;
/** Each look is at another minute, so that it is the table that answers. */
let looks = 0;
const off = (userId: string) => remindersOff(page.store, userId, minutesLater(2 * ++looks));

it('is changed by its form, both ways, and not by looking', async () => {
  const path = address('fin-head');
  const first = await page.open(path);
  expect(textOf(first.text)).toContain('đang nhận thư nhắc trước khi việc đến hạn');
  await page.open(path);
  expect(await off('fin-head')).toBe(false);
  const turned = await page.post(path, { reminders: 'off' });
  expect([turned.status, textOf(turned.text)]).toEqual([200, expect.stringContaining('không nhận thư nhắc')]);
  expect(textOf(turned.text)).toContain('luôn được gửi theo quy chế');
  expect(await off('fin-head')).toBe(true);
  expect(await off('fin-officer')).toBe(false);
  await page.post(path, { reminders: 'on' });
  expect(textOf((await page.open(path)).text)).toContain('đang nhận thư nhắc');
});

it('takes the one click of a mail program, as a form of either kind, without a redirect', async () => {
  const path = address('fin-officer');
  const plain = await page.post(path, { 'List-Unsubscribe': 'One-Click' });
  expect([plain.status, plain.headers.location]).toEqual([200, undefined]);
  expect(await off('fin-officer')).toBe(true);
  await page.post(path, { reminders: 'on' });
  const parts =
    '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n';
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  const multipart = await page.http('POST', path, {
    at: monday,
    body: Buffer.from(parts),
    headers,
  });
  expect(multipart.status).toBe(200);
  expect(await off('fin-officer')).toBe(true);
});

it('keeps its hands off other people, other links and other words', async () => {
  expect((await page.post(address('fin-head'), { reminders: 'maybe' })).status).toBe(400);
  expect((await page.open(address('nobody'))).status).toBe(404);
  expect((await page.open(address('fin-head', monday))).status).toBe(410);
  const id = await page.newTask();
  const ofTask = signLink(key, { userId: 'fin-head', taskId: id, expires: '2026-12-23T01:00:00.000Z' });
  expect((await page.post(`/m/${ofTask}`, { reminders: 'off' })).status).toBe(400);
  const [payload = ''] = address('fin-head').slice(3).split('.');
  const forged = `${Buffer.from(JSON.stringify(['fin-officer', '2099-01-01'])).toString('base64url')}.${ofTask.split('.')[1]}`;
  expect((await page.open(`/m/${forged}`)).status).toBe(404);
  expect((await page.open(`/m/${payload}.${ofTask.split('.')[1]}`)).status).toBe(404);
  expect(await membershipsOf(page.store, 'fin-head', '2027-06-01T00:00:00.000Z')).toHaveLength(1);
  expect(await off('fin-head')).toBe(false);
});

it('is known to the forecast', async () => {
  const id = await page.newTask({ deadline: { date: '2026-12-02' } });
  expect((await page.head('POST', `/v1/tasks/${id}/acceptance`, {})).status).toBe(200);
  const foreseen = async () => {
    const { json } = await page.clerk('GET', '/v1/forecast?days=14');
    const mails: { task: { id: string }; personId: string; alarm: string }[] = json.items;
    return mails.filter(({ task }) => task.id === id).map(({ personId, alarm }) => `${personId} ${alarm}`);
  };
  await page.post(address('fin-officer'), { reminders: 'on' });
  expect(await foreseen()).toContain('fin-officer reminder');
  await page.post(address('fin-officer'), { reminders: 'off' });
  const without = await foreseen();
  expect(without).not.toContain('fin-officer reminder');
  expect(without).toEqual(expect.arrayContaining(['fin-head reminder', 'fin-officer rung']));
});
