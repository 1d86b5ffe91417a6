import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edge } from '../../../functions/api/page/style.ts';
import { palette } from '../../../shared/mail/palette.ts';
import { contrast } from '../../mail/reading.ts';
import { hiddenOf, minutesLater, monday, offersOf, startPage, textOf } from './world.ts';

const attack = `<script>alert(1)</script><img src=x onerror="a()">"' & </textarea></style>`;
/** Ten working days after the deadline: urged several times over, had the alarms run. */
const longAfter = '2026-12-22T02:00:00.000Z';

let page: Awaited<ReturnType<typeof startPage>>;
const shown = new Map<string, string>();

/** The pages that people meet, by name, in both languages. */
beforeAll(async () => {
  page = await startPage();
  await page.person(page.units.finance, 'fin-en', {
    roles: ['head'],
    locale: 'en',
    name: 'Finn <b>Ance</b>',
  });
  await page.person(page.units.office, 'office-en', { roles: ['officer'], locale: 'en' });
  const step = async (id: string, noun: string, body: object = {}, as: 'head' | 'clerk' = 'head') => {
    const answer = await page[as]('POST', `/v1/tasks/${id}/${noun}`, body);
    expect([200, 201], answer.text).toContain(answer.status);
  };
  const hostile = { content: attack, product: attack, clause: attack };
  const fresh = await page.newTask(hostile);
  const disputed = await page.newTask(hostile);
  await step(disputed, 'dispute', { reason: attack, suggestedUnitId: page.units.building });
  const submitted = await page.newTask(hostile);
  await step(submitted, 'acceptance', { note: attack });
  await step(submitted, 'progress', { note: attack, percent: 30 });
  await step(submitted, 'urges', { note: attack }, 'clerk');
  const product = { number: attack, url: 'https://example.org/?a=1&b="<x>', note: attack };
  await step(submitted, 'submission', { note: attack, products: [product], lateReason: attack });
  const returned = await page.newTask();
  await step(returned, 'acceptance');
  await step(returned, 'submission');
  await step(returned, 'return', { reason: attack, deadline: { workingDays: 3 } }, 'clerk');
  const suspended = await page.newTask();
  await step(suspended, 'suspension', { reason: attack }, 'clerk');
  const asking = await page.newTask();
  await step(asking, 'acceptance');
  await step(asking, 'proposals', { text: attack, blocking: true });
  const ask = await page.head('POST', `/v1/tasks/${asking}/extensions`, {
    reason: attack,
    deadline: { date: '2026-12-28' },
  });
  expect(ask.status, ask.text).toBe(201);
  const cancelled = await page.newTask({ deadline: undefined });
  await step(cancelled, 'cancellation', { reason: attack }, 'clerk');

  const show = async (name: string, who: string, id: string, at = monday) => {
    const answer = await page.open(page.link(who, id), at);
    expect(answer.status).toBe(200);
    shown.set(name, answer.text);
  };
  for (const [lang, unit, office] of [
    ['vi', 'fin-head', 'clerk'],
    ['en', 'fin-en', 'office-en'],
  ] as const) {
    await show(`${lang} assigned`, unit, fresh);
    await show(`${lang} disputed`, office, disputed);
    await show(`${lang} submitted, to the office`, office, submitted);
    await show(`${lang} submitted, to the unit`, unit, submitted);
    await show(`${lang} returned`, unit, returned);
    await show(`${lang} overdue`, unit, returned, longAfter);
    await show(`${lang} asked, to the office`, office, asking);
    await show(`${lang} asked, to the unit`, unit, asking);
    await show(`${lang} suspended`, office, suspended);
    await show(`${lang} cancelled`, unit, cancelled);
    const path = page.link(unit, returned);
    const typed = { number: attack, url: attack, date: attack, note: attack };
    const refused = await page.post(path, { ...hiddenOf((await page.open(path)).text, 'submit'), ...typed });
    expect(refused.status).toBe(400);
    shown.set(`${lang} refused`, refused.text);
    const stale = await page.post(
      page.link(unit, submitted),
      { action: 'progress', key: lang.repeat(10), version: '1', note: attack },
      minutesLater(5),
    );
    expect(stale.status).toBe(409);
    shown.set(`${lang} too late`, stale.text);
    const { answer } = await page.fill(path, 'progress', { note: attack });
    shown.set(`${lang} done`, (await page.open(`${path}${answer.headers.location}`)).text);
    const nothing = await page.open('/m/x', monday, { 'accept-language': lang });
    shown.set(`${lang} unknown`, nothing.text);
  }
});
afterAll(() => page.engine.close());

const each = (check: (html: string, name: string) => void) => () => {
  expect(shown.size).toBe(28);
  for (const [name, html] of shown) check(html, name);
};
const ids = (html: string) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);

describe('the pages as documents', () => {
  it(
    'are in the language of the person',
    each((html, name) => {
      expect(html, name).toMatch(
        new RegExp(`^<!doctype html>\\n<html lang="${name.slice(0, 2)}" dir="ltr">`),
      );
    }),
  );

  it(
    'have one title, one main heading, and no level left out',
    each((html, name) => {
      expect(html.match(/<title>[^<]+<\/title>/g), name).toHaveLength(1);
      const levels = [...html.matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level));
      expect(
        levels.filter((level) => level === 1),
        name,
      ).toHaveLength(1);
      // A banner comes before the main heading, so that it is read first.
      const after = levels.slice(levels.indexOf(1));
      for (const [i, level] of after.entries())
        expect(level, `${name}: ${after}`).toBeLessThanOrEqual((after[i - 1] ?? 1) + 1);
    }),
  );

  it(
    'close what they open',
    each((html, name) => {
      const open: string[] = [];
      const empty = new Set(['meta', 'input', 'br', 'option']);
      for (const [, end, tag = ''] of html
        .replace(/<!doctype html>/, '')
        .matchAll(/<(\/?)([a-z0-9]+)\b[^>]*>/g)) {
        if (empty.has(tag)) continue;
        if (end) expect(open.pop(), name).toBe(tag);
        else open.push(tag);
      }
      expect(open, name).toEqual([]);
    }),
  );

  it(
    'name each thing once, and refer only to what is there',
    each((html, name) => {
      const known = ids(html);
      expect(new Set(known).size, name).toBe(known.length);
      const references = [
        ...[...html.matchAll(/ (?:for|aria-labelledby|list)="([^"]+)"/g)].map(([, id]) => id ?? ''),
        ...[...html.matchAll(/ aria-describedby="([^"]+)"/g)].flatMap(([, many = '']) => many.split(' ')),
        ...[...html.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id ?? ''),
      ];
      expect(
        references.filter((id) => !known.includes(id)),
        name,
      ).toEqual([]);
    }),
  );

  it(
    'give every field a label of its own, and every form its hidden fields and one button',
    each((html, name) => {
      const fields = [...html.matchAll(/<(?:input|textarea)\b([^>]*)>/g)].map(([, inside = '']) => inside);
      for (const inside of fields.filter((field) => !field.includes('type="hidden"'))) {
        const id = / id="([^"]+)"/.exec(inside)?.[1];
        expect(html, name).toContain(`<label for="${id}">`);
      }
      const forms = html
        .split('<form')
        .slice(1)
        .map((form) => form.slice(0, form.indexOf('</form>')));
      for (const form of forms) {
        expect(form, name).toMatch(/^ method="post" accept-charset="utf-8">/);
        expect(form.match(/<button type="submit"/g), name).toHaveLength(1);
        for (const hidden of ['action', 'key', 'version'])
          expect(form, name).toMatch(new RegExp(`type="hidden" name="${hidden}" value="[\\w-]+"`));
      }
    }),
  );

  it(
    'put one action first and fold the others',
    each((html, name) => {
      const offers = offersOf(html);
      expect((html.match(/<details>/g) ?? []).length, name).toBe(Math.max(0, offers.length - 1));
    }),
  );

  it(
    'load and run nothing',
    each((html, name) => {
      expect(html.match(/<(script|img|link|iframe|object|embed|svg|base)\b/gi), name).toBeNull();
      expect(html, name).not.toMatch(/\son\w+="|\sstyle="|@import|url\(/);
      const outside = [...html.matchAll(/<a href="([^#"][^"]*)"([^>]*)>/g)];
      for (const [, href = '', rest] of outside) {
        expect(href, name).toMatch(/^https:\/\/example\.org\//);
        expect(rest, name).toContain('rel="noreferrer noopener nofollow"');
      }
    }),
  );

  it(
    'show foreign text as text',
    each((html, name) => {
      expect(html, name).not.toContain('<script');
      expect(html, name).not.toContain('onerror="a()"');
      expect(html, name).not.toContain('<b>Ance');
      expect(html.match(/<\/style>/g), name).toHaveLength(1);
      if (/assigned|asked|disputed|submitted|too late|done/.test(name))
        expect(textOf(html), name).toContain('<script>alert(1)</script>');
    }),
  );

  it(
    'stay small',
    each((html, name) => {
      expect(Buffer.byteLength(html), name).toBeLessThan(60_000);
    }),
  );
});

it('allow by policy exactly the style that they carry, and forms to themselves', async () => {
  const { headers, text } = await page.open(page.link('fin-head', await page.newTask()));
  const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(headers['content-security-policy']).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  );
  expect(headers).toMatchObject({
    'content-language': 'vi',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex, nofollow, noarchive',
  });
});

describe('what the page tells', () => {
  const textFor = (name: string) => textOf(shown.get(name) ?? '');

  it('a unit to which a task is assigned', () => {
    const text = textFor('vi assigned');
    for (const said of [
      'Đã giao, chờ tiếp nhận',
      'Thường trực Thành ủy giao Sở Tài chính chủ trì, theo 15-CT/TU ngày 20/11/2026.',
      'Đang chờ Sở Tài chính tiếp nhận nhiệm vụ, hạn hết thứ Năm, ngày 26/11/2026 (theo mức mặc định hệ thống). Còn 2 ngày làm việc.',
      'Người đứng đầu chịu trách nhiệm Finn <b>Ance</b>',
      'Đơn vị phối hợp Sở Xây dựng',
      'hết thứ Ba, ngày 08/12/2026 (trong hạn)',
      'Ngày làm việc thứ 10 là Thứ Ba 08/12/2026; ngày nghỉ không tính: 24/11/2026',
      'Chưa đôn đốc lần nào.',
      'Người clerk (Văn phòng Thành ủy) đăng ký và giao nhiệm vụ',
      'Trang riêng của đồng chí Người fin-head, Sở Tài chính.',
      'Liên kết có hiệu lực đến 08:00 ngày 23/12/2026.',
    ])
      expect(text).toContain(said);
  });

  it('an office that is to confirm, with what it is to judge', () => {
    const text = textFor('en submitted, to the office');
    for (const said of [
      'Reported done, awaiting confirmation',
      'Waiting for Văn phòng Thành ủy to confirm the result, due by the end of Friday, 27 November 2026',
      'Completion report of 23 November 2026, Người fin-head',
      'Reason for the delay:',
      'Last progress 23 November 2026, 30%:',
      'No. 1, 23 November 2026: Người clerk urged Sở Tài chính to carry out the task.',
      'Sở Tài chính 0',
      'Văn phòng Thành ủy holds it now 0',
    ])
      expect(text).toContain(said);
  });

  it('lateness in words, and asks for its reason only then', () => {
    expect(textFor('vi overdue')).toMatch(/Quá hạn 1[0-9] ngày làm việc/);
    expect(shown.get('vi overdue')).toContain('id="submit-lateReason"');
    expect(shown.get('vi returned')).not.toContain('id="submit-lateReason"');
    expect(textFor('vi returned')).toContain('Yêu cầu thực hiện lại ngày 23/11/2026');
  });

  it('that a task stands still, or is no more', () => {
    expect(textFor('vi suspended')).toContain('Nhiệm vụ tạm dừng từ ngày 23/11/2026');
    expect(textFor('en cancelled')).toContain('Cancelled on 23 November 2026. Nothing is left to do.');
    expect(textFor('en cancelled')).toContain('no fixed date');
  });

  it('which entries of the record were made from a mail', () => {
    expect(textFor('vi done')).toContain('cập nhật tiến độ (từ liên kết trong thư)');
  });
});

describe.each(['light', 'dark'] as const)('contrast, %s', (scheme) => {
  const sheet: string = palette.sheet[scheme].background;
  const grounds = [sheet, palette.page[scheme].background];
  const roles = Object.entries(palette).map(([role, paint]) => {
    const { color, background }: { color?: string; background?: string } = paint[scheme];
    return { role, color: color ?? '', own: background };
  });

  it.each(roles)('$role can be read', ({ color, own }) => {
    for (const ground of own ? [own] : grounds) expect(contrast(color, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it('fields and buttons stand out', () => {
    expect(contrast(edge[scheme], sheet)).toBeGreaterThanOrEqual(3);
    expect(contrast(palette.button[scheme].background, sheet)).toBeGreaterThanOrEqual(3);
    expect(contrast(palette.link[scheme].color, sheet)).toBeGreaterThanOrEqual(3);
  });
});
