import { beforeAll, expect, test } from 'vitest';
import { at, type Call, listAt, send, textAt } from './client.ts';
import { hanoi, localDay, toldOf } from './mornings.ts';
import { assignTask, type Office, openOffice } from './office.ts';
import { scenario } from './scenario.ts';
import type { Target } from './target.ts';

/** Monday. The 24th is a day off, so ten working days end on Tuesday 2026-12-08. */
const monday = hanoi('2026-11-23', '08:00');
const away = { on: ['local'], because: 'absences begin and end with a day', at: monday } as const;
const inspected = { on: ['local', 'deployed'], stage: 'e2e-inspected', at: monday } as const;
const linkIn = (text: string) => /http:\/\/\S+\/m\/[\w.-]+/.exec(text)?.[0] ?? 'no link';

scenario('a head is away for two days and has named who stands in', away, (running) => {
  let target: Target;
  let office: Office;
  let taskId: string;
  let substitute: Call;
  const asked = { reason: 'Chờ số liệu các quận', deadline: { date: '2026-12-11' } };
  const ask = async () => substitute('POST', `/tasks/${taskId}/extensions`, asked);

  beforeAll(async () => {
    target = running();
    office = await openOffice(target);
    ({ taskId } = await assignTask(office, { content: 'Báo cáo giải ngân' }));
    const head = await office.person('stc.head');
    await head('POST', `/tasks/${taskId}/acceptance`, {});
    substitute = await office.person('bcs-ubnd.officer');
    const named = await head('PUT', `/units/${office.units.STC}/members/stc.head/substitute`, {
      ...{ userId: 'bcs-ubnd.officer', from: '2026-12-07', to: '2026-12-08' },
    });
    expect(named.status, JSON.stringify(named.body)).toBe(201);
  });

  test('before the first day nothing is different', async () => {
    await target.until(hanoi('2026-12-04', '17:00'));
    const early = await ask();
    expect([early.status, at(early.body, 'code')]).toEqual([403, 'forbidden']);
  });

  test('on the first day the substitute has the head’s mail and rights, and the record names both', async () => {
    await target.until(hanoi('2026-12-07', '10:00'));
    const made = await ask();
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const mine = (await target.mails()).filter((mail) => mail.to.includes('bcs-ubnd.officer@'));
    const reminded = mine.find((mail) => localDay(mail) === '2026-12-07');
    expect(reminded?.text).toContain('Sở Tài chính');
    // The link in that mail acts for the same head.
    const link = linkIn(reminded?.text ?? '');
    const page = await (await fetch(link)).text();
    const form = page.slice(page.indexOf('value="progress"') - 300, page.indexOf('value="progress"') + 300);
    const body = new URLSearchParams({ note: 'Đã tổng hợp xong' });
    for (const [, name = '', value = ''] of form.matchAll(/name="(\w+)" value="([^"]*)"/g))
      body.set(name, value);
    expect((await fetch(link, { method: 'POST', body, redirect: 'manual' })).status).toBe(303);
    const { body: record } = await substitute('GET', `/tasks/${taskId}/events?limit=200`);
    const theirs = listAt(record, 'items').filter((each) => at(each, 'actor.userId') === 'bcs-ubnd.officer');
    expect(theirs).toMatchObject([
      { type: 'extension_requested', actor: { unitId: office.units.STC, onBehalfOf: 'stc.head' } },
      { type: 'progress_reported', actor: { onBehalfOf: 'stc.head', via: 'mail' } },
    ]);
  });

  test('after the last day mail and rights are the head’s again, by themselves', async () => {
    await target.until(hanoi('2026-12-09', '17:00'));
    expect(
      toldOf(await target.mails(), 'Báo cáo giải ngân').filter((line) => !line.includes('stc.officer')),
    ).toEqual([
      ...['2026-12-07 bcs-ubnd.officer', '2026-12-07 vptu.head', '2026-12-07 vptu.officer'],
      ...['2026-12-08 bcs-ubnd.officer', '2026-12-08 vptu.officer', '2026-12-09 stc.head'],
      ...['2026-12-09 vptu.head', '2026-12-09 vptu.officer'],
    ]);
    const late = await substitute('POST', `/tasks/${taskId}/progress`, { note: 'Thêm' });
    expect([late.status, at(late.body, 'code')]).toEqual([403, 'forbidden']);
    const { body } = await substitute('GET', '/me');
    expect(listAt(body, 'memberships')).toHaveLength(1);
  });
});

scenario('an inspector reads, changes nothing, and leaves a record of it', inspected, (running) => {
  let target: Target;
  let office: Office;
  let taskId: string;
  let inspector: Call;
  /** Reads of one moment have no order: where the clock stands still, each is made a minute after the one before. */
  const aMinuteLater = async () => {
    const now = (await target.now()).getTime();
    if (target.kind === 'local') await target.until(new Date(now + 60_000).toISOString());
  };
  /** Oldest first. */
  const log = async () =>
    listAt((await office.admin('GET', '/access-log?limit=200')).body, 'items').reverse();

  beforeAll(async () => {
    target = running();
    office = await openOffice(target);
    // Seconded to the finance department, so that mail is written to them.
    const seat = {
      name: 'Kiểm tra viên',
      email: 'ubkt.officer@example.com',
      roles: ['officer'],
      locale: 'vi',
    };
    await office.admin('PUT', `/units/${office.units.STC}/members/ubkt.officer`, seat);
    ({ taskId } = await assignTask(office));
    inspector = await office.person('ubkt.head');
  });

  test('through the API', async () => {
    expect((await inspector('GET', `/tasks/${taskId}`)).status).toBe(200);
    await aMinuteLater();
    expect((await inspector('GET', '/reports/summary?groupBy=unit')).status).toBe(200);
    for (const [part, body] of [
      ['acceptance', {}],
      ['cancellation', { reason: 'r' }],
      ['urges', {}],
    ] as const) {
      const refused = await inspector('POST', `/tasks/${taskId}/${part}`, body);
      expect([refused.status, at(refused.body, 'code')]).toEqual([403, 'forbidden']);
    }
    expect(await log()).toMatchObject([
      { userId: 'ubkt.head', unit: { code: 'UBKT' }, method: 'GET', route: '/v1/tasks/{id}', ids: [taskId] },
      { userId: 'ubkt.head', route: '/v1/reports/summary' },
    ]);
  });

  test('through a calendar feed, and through the link in a mail', async () => {
    await aMinuteLater();
    const opened = await inspector('POST', '/me/feeds', { unitId: office.units.STC });
    await aMinuteLater();
    const feed = await fetch(textAt(opened.body, 'url'));
    expect([feed.status, await feed.text()]).toEqual([
      200,
      expect.stringContaining('Tiếp nhận 127-CV/VPTU/1'),
    ]);
    await target.settled();
    const mail = (await target.mails()).find(({ to }) => to.includes('ubkt.officer@'));
    expect((await fetch(linkIn(mail?.text ?? ''))).status).toBe(200);
    expect((await log()).slice(2)).toMatchObject([
      { userId: 'ubkt.head', route: '/v1/me/feeds', method: 'POST' },
      { userId: 'ubkt.head', route: '/feeds/{file}', ids: [at(opened.body, 'id'), taskId] },
      { userId: 'ubkt.officer', unit: { code: 'UBKT' }, route: '/m/{token}', ids: [taskId] },
    ]);
  });

  test('the record is for administrators to read, and for nobody to delete', async () => {
    for (const who of ['ubkt.head', 'vptu.officer', 'tt.head'])
      expect((await (await office.person(who))('GET', '/access-log')).status).toBe(403);
    const before = await log();
    for (const path of ['/access-log', `/access-log/${textAt(before[0], 'id')}`])
      for (const method of ['DELETE', 'PUT', 'PATCH', 'POST'])
        expect([403, 404, 405], `${method} ${path}`).toContain((await office.admin(method, path)).status);
    expect((await send(target, undefined, 'GET', '/access-log')).status).toBe(401);
    // What others are refused is no read of the inspector's.
    expect((await log()).length).toBe(before.length);
  });
});
