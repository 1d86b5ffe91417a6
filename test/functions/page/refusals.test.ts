import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loaded } from '../../../functions/api/entry.ts';
import { mailPage } from '../../../functions/api/routes/mail-page.ts';
import { serve } from '../../../functions/api/serve.ts';
import { signLink } from '../../../shared/links.ts';
import { httpClient } from '../../support/http-event.ts';
import { formOf, hiddenOf, minutesLater, monday, offersOf, startPage, textOf } from './world.ts';

let page: Awaited<ReturnType<typeof startPage>>;
beforeAll(async () => {
  page = await startPage();
});
afterAll(() => page.engine.close());

const act = async (who: 'head' | 'clerk' | 'officer', id: string, noun: string, body: object = {}) => {
  const answer = await page[who]('POST', `/v1/tasks/${id}/${noun}`, body);
  expect(answer.status, answer.text).toBe(200);
};
const underWay = async () => {
  const id = await page.newTask();
  await act('head', id, 'acceptance');
  return id;
};
const awaiting = async () => {
  const id = await underWay();
  await act('head', id, 'submission', { note: 'Xong' });
  return id;
};

describe('a form that is refused says why, changes nothing and keeps what was typed', () => {
  it('somebody else was faster', async () => {
    const id = await page.newTask();
    const path = page.link('fin-head', id);
    const opened = await page.open(path);
    await act('officer', id, 'acceptance');
    const answer = await page.post(path, {
      ...hiddenOf(opened.text, 'accept'),
      note: 'Tôi nhận & làm <ngay>',
    });
    expect(answer.status).toBe(409);
    const text = textOf(answer.text);
    expect(text).toContain('Nhiệm vụ đã chuyển bước Chưa có gì được ghi nhận.');
    expect(text).toContain('Người fin-officer (Sở Tài chính) tiếp nhận nhiệm vụ');
    expect(text).toContain('Nội dung đồng chí đã nhập (chưa được ghi nhận) Ý kiến Tôi nhận & làm <ngay>');
    expect(answer.text).toContain('role="alert"');
    expect(offersOf(answer.text)).toEqual(['submit', 'progress', 'extend', 'propose']);
  });

  it('the task changed since the page was opened: look again, then send again', async () => {
    const id = await underWay();
    const path = page.link('fin-officer', id);
    const opened = await page.open(path);
    await act('clerk', id, 'urges', { note: 'Khẩn' });
    const typed = { note: 'Kết quả rất dài', number: '9/BC', url: 'https://example.org/9' };
    const refused = await page.post(path, { ...hiddenOf(opened.text, 'submit'), ...typed });
    expect(refused.status).toBe(412);
    expect(textOf(refused.text)).toContain('Nhiệm vụ vừa có thay đổi');
    expect(textOf(refused.text)).toContain('đôn đốc lần 1');
    const form = formOf(refused.text, 'submit');
    expect(form).toContain('\nKết quả rất dài</textarea>');
    expect(form).toContain('value="9/BC"');
    expect(offersOf(refused.text)[0]).toBe('submit');
    const again = await page.post(path, { ...hiddenOf(refused.text, 'submit'), ...typed });
    expect(again.status).toBe(303);
  });

  it.each([
    ['ngày mai', 'Không đọc được thời hạn mới', 'type="text"'],
    ['2026-11-02', 'Thời hạn mới đã qua', 'type="date"'],
    ['thường xuyên', 'ngày cụ thể', 'type="text"'],
    ['', 'Cần điền mục này.', 'type="date"'],
  ])('a new deadline of “%s”', async (date, says, type) => {
    const id = await awaiting();
    const { answer } = await page.fill(page.link('clerk', id), 'return', { reason: 'Làm lại phần 2', date });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(423);
    expect(textOf(answer.text)).toContain(says);
    const form = formOf(answer.text, 'return');
    expect(form).toContain('\nLàm lại phần 2</textarea>');
    expect(form).toMatch(new RegExp(`<input ${type}[^>]*id="return-date"[^>]*aria-invalid="true"`));
    if (date) expect(form).toContain(`value="${date}"`);
    expect(answer.text).toContain('<a href="#return-date">');
    // The refused form stands open in front, also where another would come first.
    expect(offersOf(answer.text)[0]).toBe('return');
    expect((await page.task(id)).status).toBe('submitted');
  });

  it('every fault of a form at once, each beside its field', async () => {
    const id = await underWay();
    const { answer } = await page.fill(page.link('fin-head', id), 'submit', {
      number: 'một\ndòng',
      date: '31/02/2026',
      url: 'javascript:alert(1)',
      note: 'x'.repeat(5001),
    });
    expect(answer.status).toBe(400);
    const form = formOf(answer.text, 'submit');
    const faults = [...form.matchAll(/id="submit-(\w+)-fault">([^<]+)/g)].map(([, name, said]) => [
      name,
      said,
    ]);
    expect(Object.fromEntries(faults)).toEqual({
      note: 'Quá dài: nhiều nhất 5000 ký tự.',
      number: 'Nội dung này không hợp lệ.',
      date: 'Cần một ngày, ví dụ 15/12/2026.',
      url: 'Cần một địa chỉ bắt đầu bằng https:// hoặc http://.',
    });
    expect(form).toContain('value="31/02/2026"');
  });

  it('a percentage that is none, a unit that is none', async () => {
    const id = await underWay();
    for (const percent of ['150', 'nửa', '-1', '1.5']) {
      const { answer } = await page.fill(page.link('fin-head', id), 'progress', { note: 'Làm', percent });
      expect(answer.status, percent).toBe(400);
      expect(formOf(answer.text, 'progress')).toContain('Cần một số nguyên từ 0 đến 100.');
    }
    const fresh = await page.newTask();
    const { answer } = await page.fill(page.link('fin-head', fresh), 'dispute', {
      reason: 'x',
      unit: 'Sở Không Có',
    });
    expect(textOf(answer.text)).toContain('Không tìm thấy đơn vị này');
    expect(formOf(answer.text, 'dispute')).toContain('value="Sở Không Có"');
  });

  it('a role that was taken away since the mail', async () => {
    const id = await page.newTask();
    await page.person(page.units.finance, 'leaving', { roles: ['officer'] });
    const path = page.link('leaving', id);
    const opened = await page.open(path);
    await page.person(page.units.finance, 'leaving', { roles: ['viewer'] });
    const answer = await page.post(path, { ...hiddenOf(opened.text, 'accept'), note: 'Nhận' });
    expect(answer.status).toBe(403);
    expect(textOf(answer.text)).toContain('Đồng chí không còn quyền làm việc này');
    expect(textOf(answer.text)).toContain('Nhận');
    expect((await page.task(id)).status).toBe('assigned');
  });

  it('one’s own work, for whoever has come to the lead unit since', async () => {
    const id = await awaiting();
    await page.person(page.units.office, 'mover', { roles: ['officer'] });
    const path = page.link('mover', id);
    const opened = await page.open(path);
    await page.person(page.units.finance, 'mover', { roles: ['viewer'] });
    const answer = await page.post(path, hiddenOf(opened.text, 'confirm'));
    expect(answer.status).toBe(403);
    expect(textOf(answer.text)).toContain('Không tự xác nhận việc của mình');
  });
});

describe('links that open nothing', () => {
  const gone = async (path: string, status: number, at = monday) => {
    for (const answer of [
      await page.open(path, at),
      await page.post(path, { action: 'accept', key: 'k'.repeat(26), version: '1' }, at),
    ]) {
      expect(answer.status).toBe(status);
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.text).toContain('<h1>');
      expect(answer.text).not.toContain('Báo cáo phương án');
      expect(offersOf(answer.text)).toEqual([]);
    }
    return textOf((await page.open(path, at)).text);
  };

  it('expired: 410, and what to do', async () => {
    const path = page.link('fin-head', await page.newTask(), minutesLater(10));
    expect((await page.open(path, minutesLater(9))).status).toBe(200);
    const said = await gone(path, 410, minutesLater(10));
    expect(said).toContain('Liên kết đã hết hiệu lực');
    expect(said).toContain('thư mới nhất');
  });

  it('altered, foreign, of another person, cut off: 404', async () => {
    const id = await page.newTask();
    const own = page.link('fin-head', id);
    const [payload = '', mac = ''] = own.slice('/m/'.length).split('.');
    const claim = (who: string) =>
      Buffer.from(JSON.stringify([who, id, '2027-01-01T00:00:00.000Z'])).toString('base64url');
    const foreign = signLink('another key', {
      userId: 'fin-head',
      taskId: id,
      expires: '2027-01-01T00:00:00.000Z',
    });
    for (const token of [
      `${claim('clerk')}.${mac}`,
      `${payload}.${mac.slice(0, -2)}AA`,
      payload,
      `${payload}.`,
      `${payload}.${mac}.x`,
      foreign,
      'x',
      '%00',
      '..%2f',
      'a'.repeat(5000),
    ])
      expect(await gone(`/m/${token}`, 404)).toContain('Không mở được liên kết này');
  });

  it('of a task that is not there, or that the person may not see: the same answer', async () => {
    const id = await page.newTask();
    const said = await gone(page.link('fin-head', 'tsk_none'), 404);
    await page.person(page.units.building, 'gone', { roles: ['head'] });
    const path = page.link('gone', id);
    expect((await page.open(path)).status).toBe(200);
    await page.admin('DELETE', `/v1/units/${page.units.building}/members/gone`);
    expect(await gone(path, 404)).toBe(said);
    expect(await gone(page.link('stranger', id), 404)).toBe(said);
  });

  it('speaks the language that the browser asks for when the person is not known', async () => {
    const answer = await page.open('/m/x', monday, { 'accept-language': 'en-GB,vi;q=0.5' });
    expect(answer.text).toContain('<html lang="en"');
    expect(answer.text).toContain('This link cannot be opened');
  });
});

describe('what is not a form of ours', () => {
  const send = async (body: string | Buffer, type = 'application/x-www-form-urlencoded') =>
    page.http('POST', page.link('fin-head', await page.newTask()), {
      at: monday,
      body,
      headers: { 'content-type': type },
    });

  it.each([
    ['JSON', '{"action":"accept"}', 'application/json', 415],
    ['an upload', 'x', 'multipart/form-data; boundary=x', 415],
    ['nothing', '', 'application/x-www-form-urlencoded', 400],
    ['no key', 'action=accept&version=1', 'application/x-www-form-urlencoded', 400],
    ['no version', `action=accept&key=${'k'.repeat(26)}`, 'application/x-www-form-urlencoded', 400],
    [
      'an unknown action',
      `action=toString&key=${'k'.repeat(26)}&version=1`,
      'application/x-www-form-urlencoded',
      400,
    ],
    ['one-click unsubscribing', 'List-Unsubscribe=One-Click', 'application/x-www-form-urlencoded', 400],
    ['a huge body', `note=${'x'.repeat(140_000)}`, 'application/x-www-form-urlencoded', 413],
  ])('%s', async (_, body, type, status) => {
    const answer = await send(body, type);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.text).toContain('Không đọc được biểu mẫu');
  });

  it('takes the longest texts that the fields allow', async () => {
    const id = await underWay();
    const { answer } = await page.fill(page.link('fin-head', id), 'submit', {
      note: 'ế'.repeat(5000),
      url: `https://example.org/${'a'.repeat(1900)}`,
    });
    expect(answer.status).toBe(303);
  });
});

it('never writes a token to the log, into a page, or to where others see it', async () => {
  const logged: string[] = [];
  const note = (...entry: unknown[]) => void logged.push(JSON.stringify(entry));
  const settings = { timeZone: 'Asia/Ho_Chi_Minh', calendarMode: 'official' as const };
  const http = httpClient(
    serve(mailPage.map(loaded), {
      world: { store: page.store, settings, log: { info: note, error: note, metric: note } },
      publicUrl: 'https://api.test',
      files: async () => {
        throw new Error('no files are asked for behind a link');
      },
      description: { openApi: async () => ({}), page: async () => ({ html: '', policy: '' }) },
      userClaim: 'sub',
      principal: async () => {
        throw new Error('no principal is asked for behind a link');
      },
      looked: async () => {},
      stored: async () => undefined,
    }),
  );
  const id = await underWay();
  const path = page.link('fin-head', id);
  const token = path.slice('/m/'.length);
  const shown = await http('GET', path, { at: monday });
  const { answer } = await page.fill(path, 'progress', { note: 'x' });
  for (const each of [shown, answer]) {
    expect(JSON.stringify(each.headers)).not.toContain(token);
    expect(each.text).not.toContain(token);
    expect(each.headers['referrer-policy']).toBe('no-referrer');
    expect(each.headers['cache-control']).toBe('no-store');
  }
  await http('POST', path, { at: monday, body: 'x', headers: { 'content-type': 'text/plain' } });
  await http('GET', `${path}/more`, { at: monday });
  await http('PUT', path, { at: monday });
  expect(logged).toHaveLength(4);
  expect(logged.join()).not.toContain(token.slice(0, 20));
  expect(logged.join()).toContain('/m/{token}');
});
