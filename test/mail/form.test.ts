import { describe, expect, it } from 'vitest';
import { checkHeaders } from '../../shared/mail/headers.ts';
import { type Matter, renderLetter } from '../../shared/mail/letter.ts';
import { exampleLetters, letterWith } from '../support/letters.ts';
import { contrast, runsOf, visibleText } from './reading.ts';

const cases = (['vi', 'en'] as const).flatMap((locale) =>
  [...exampleLetters(locale)].map(([name, letter]) => ({
    name: `${locale} ${name}`,
    letter,
    ...renderLetter(letter),
  })),
);
const header = (mail: { headers: { name: string; value: string }[] }, name: string) =>
  mail.headers.find((each) => each.name === name)?.value;

function matter(more: Partial<Matter> = {}): Matter {
  const [first] = exampleLetters('vi').get('urging-2')?.matters ?? [];
  if (!first) throw new Error('no example');
  return { ...first, ...more };
}
const withTask = (more: Partial<Matter['task']>) => {
  const base = matter();
  return { ...base, task: { ...base.task, ...more } };
};

describe('subject', () => {
  it.each(cases)('$name: fits', ({ subject }) => {
    expect([...subject].length).toBeLessThanOrEqual(70);
  });

  it('fits whatever the codes, and gives up the title before the state', () => {
    const base = matter({ obligationKind: 'accept', alarm: 'rung', urging: 12, workingDaysLeft: -123 });
    const leadUnit = { ...base.task.leadUnit, code: 'VAN-PHONG-UY-BAN' };
    const task = { ...base.task, leadUnit, code: '127-NQ/TINH-UY-2026-00012' };
    for (const locale of ['vi', 'en'] as const) {
      const person = { ...letterWith([base]).person, locale };
      const { subject } = renderLetter(letterWith([{ ...base, task }], { person }));
      expect([...subject].length).toBeLessThanOrEqual(70);
      expect(subject).toMatch(locale === 'vi' ? /QUÁ HẠN 123 .*lần 12\)$/ : /OVERDUE 123 .*urging 12\)$/);
    }
  });

  it('begins with unit and code whatever the mail', () => {
    const subjects = cases.filter(
      ({ letter }) => letter.matters.length === 1 && letter.matters[0]?.task.code === 'NQ57-12',
    );
    const beginnings = new Set(subjects.map(({ subject }) => subject.split(' – ')[0]));
    expect([...beginnings]).toEqual(['[SKHCN] NQ57-12']);
  });

  it('tells how long is left or how late it is', () => {
    const subject = (name: string) => cases.find((each) => each.name === name)?.subject;
    expect(subject('vi reminder-3')).toBe(
      '[SKHCN] NQ57-12 – hạn 30/11 (còn 3 ngày làm việc) – Xây dựng Đề án…',
    );
    expect(subject('vi reminder-0')).toBe(
      '[SKHCN] NQ57-12 – hạn HÔM NAY 30/11 – Xây dựng Đề án đánh giá mức độ…',
    );
    expect(subject('vi urging-2')).toBe(
      '[SKHCN] NQ57-12 – QUÁ HẠN 5 ngày làm việc (lần 2) – Xây dựng Đề án…',
    );
    expect(subject('en reminder-3')).toBe(
      '[SKHCN] NQ57-12 – due 30 Nov (3 working days left) – Xây dựng Đề án…',
    );
    expect(subject('vi digest')).toBe('[Đôn Đốc] 14/12: 5 QUÁ HẠN, 1 thư không đến, 2 chờ ý kiến…');
    const late = matter({ alarm: 'rung', workingDaysLeft: -5 });
    const alone = { ...late, task: { ...late.task, id: 'tsk_b' } };
    expect(renderLetter(letterWith([late, alone])).subject).toBe('[Đôn Đốc] 25/11: 2 việc QUÁ HẠN');
    const fresh = [
      matter({ alarm: 'notice', workingDaysLeft: 2 }),
      matter({ alarm: 'notice', workingDaysLeft: 2 }),
    ];
    expect(renderLetter(letterWith(fresh)).subject).toBe('[Đôn Đốc] 25/11: 2 việc mới');
  });
});

describe('headers', () => {
  it('thread every mail about a task under one root, and digests under one root per person', () => {
    const one = renderLetter(letterWith([matter()]));
    expect(header(one, 'References')).toBe(`<task-${matter().task.id}@dondoc.example.vn>`);
    expect(header(one, 'In-Reply-To')).toBe(header(one, 'References'));
    const several = letterWith([matter(), withTask({ id: 'tsk_other' })]);
    const digest = renderLetter(several);
    expect(header(digest, 'References')).toBe('<digest-usr_quan@dondoc.example.vn>');
    const issued = { ...several, person: { ...several.person, id: 'auth0|quan+1@sokhcn.vn' } };
    expect(header(renderLetter(issued), 'References')).toBe(
      '<digest-auth0%7Cquan%2B1%40sokhcn.vn@dondoc.example.vn>',
    );
    const twice = renderLetter(letterWith([matter(), matter({ reason: 'monitor' })]));
    expect(header(twice, 'References')).toBe(header(one, 'References'));
  });

  it.each(cases)('$name: an urging cannot be unsubscribed, courtesy mail can with one click', (mail) => {
    const courtesy = mail.letter.matters.every((each) => each.alarm === 'reminder');
    expect(header(mail, 'List-Unsubscribe')).toBe(
      courtesy ? '<https://dondoc.example.vn/m/nhac>' : undefined,
    );
    expect(header(mail, 'List-Unsubscribe-Post')).toBe(courtesy ? 'List-Unsubscribe=One-Click' : undefined);
    expect(mail.html).toContain('https://dondoc.example.vn/m/nhac');
    expect(header(mail, 'Auto-Submitted')).toBe('auto-generated');
    expect(header(mail, 'X-Auto-Response-Suppress')).toBe('All');
    expect(header(mail, 'List-Id')).toBe('<don-doc.dondoc.example.vn>');
  });

  it('refuses what SES would refuse', () => {
    const ok = { name: 'X-A', value: 'b' };
    expect(checkHeaders([ok])).toEqual([ok]);
    expect(() => checkHeaders([{ name: 'X-A', value: 'b\r\nBcc: c@d' }])).toThrow(RangeError);
    expect(() => checkHeaders([{ name: 'X-A', value: 'Đôn' }])).toThrow(RangeError);
    expect(() => checkHeaders([{ name: 'X A', value: 'b' }])).toThrow(RangeError);
    expect(() => checkHeaders([{ name: 'X-A', value: 'b'.repeat(871) }])).toThrow(RangeError);
    expect(() => checkHeaders([{ name: 'Message-ID', value: '<a@b>' }])).toThrow('sets this header itself');
    expect(() => checkHeaders(Array.from({ length: 16 }, () => ok))).toThrow('15');
  });
});

describe('foreign text', () => {
  const attack = '<script>alert(1)</script></td><img src=x onerror="a()"> & \'';

  it('stays text', () => {
    const { html, text } = renderLetter(
      letterWith(
        [{ ...withTask({ content: attack, assignerName: attack, product: attack }), note: attack }],
        { senderName: attack },
      ),
    );
    expect(html).not.toMatch(/<script|<img/i);
    expect(visibleText(html)).toContain('<script>alert(1)</script>');
    expect(text).toContain('<script>alert(1)</script>');
  });

  it('cannot break a subject, a header or a link', () => {
    const { subject, headers } = renderLetter(
      letterWith([withTask({ code: 'A\r\nBcc: x@y.z', content: 'b\u2028c\u202ed\u0000e' })]),
    );
    expect(subject).toMatch(/^\[SKHCN\] A Bcc: x@y\.z – QUÁ HẠN [^–]* – b c d e$/);
    expect(headers.every(({ value }) => /^[ -~]+$/.test(value))).toBe(true);
    expect(() => renderLetter(letterWith([withTask({ id: 'a>\r\nBcc: x' })]))).toThrow(RangeError);
    expect(() => renderLetter(letterWith([matter({ links: { page: 'javascript:alert(1)' } })]))).toThrow(
      RangeError,
    );
    expect(renderLetter(letterWith([matter({ links: { page: 'https://a.b/"><b>' } })])).html).toContain(
      'href="https://a.b/&quot;&gt;&lt;b&gt;"',
    );
  });

  it('comes out composed (NFC) however it came in', () => {
    const letter = exampleLetters('vi').get('urge-by-hand');
    if (!letter) throw new Error('no example');
    const decomposed = JSON.parse(JSON.stringify(letter).normalize('NFD'));
    expect(renderLetter(decomposed)).toEqual(renderLetter(letter));
  });

  it('may be of any length', () => {
    const long = 'Rất dài '.repeat(20_000);
    const mail = renderLetter(
      letterWith([{ ...withTask({ content: long, code: long, clause: long }), note: long }]),
    );
    expect(Buffer.byteLength(mail.html)).toBeLessThan(100_000);
    expect([...mail.subject].length).toBeLessThanOrEqual(70);
  });

  it('needs at least one matter', () => {
    expect(() => renderLetter(letterWith([]))).toThrow(RangeError);
  });
});

describe('HTML form', () => {
  it.each(cases)(
    '$name: readable in both schemes, no pictures, nothing fetched',
    ({ html, subject, letter }) => {
      for (const scheme of ['light', 'dark'] as const) {
        for (const run of runsOf(html, scheme).filter((each) => !each.hidden && each.text.trim())) {
          expect(contrast(run.color, run.background), `${scheme}: ${run.text}`).toBeGreaterThanOrEqual(4.5);
          expect(run.fontSize, run.text).toBeGreaterThanOrEqual(14);
        }
      }
      expect(html).toContain(`<html lang="${letter.person.locale}" dir="ltr">`);
      expect(html).toContain(`<title>${subject.replaceAll('&', '&amp;')}</title>`);
      expect(html).not.toMatch(/<img|src=|url\(|@import/);
      expect(html).toContain('max-width:600px');
      for (const [table] of html.matchAll(/<table[^>]*>/g))
        expect(table.includes('role="presentation"') || html.includes(`${table}\n<tr><th scope="row"`)).toBe(
          true,
        );
    },
  );

  it('differs between the schemes', () => {
    const [{ html } = { html: '' }] = cases;
    const backgrounds = (scheme: 'light' | 'dark') =>
      new Set(runsOf(html, scheme).map((run) => run.background));
    expect([...backgrounds('dark')].filter((each) => backgrounds('light').has(each))).toEqual([]);
  });

  it('has a button that a thumb can hit', () => {
    const [, padding, line] =
      /<a [^>]*padding:(\d+)px 26px[^>]*line-height:(\d+)px/.exec(cases[0]?.html ?? '') ?? [];
    expect(2 * Number(padding) + Number(line)).toBeGreaterThanOrEqual(44);
  });
});

describe('digest', () => {
  const many = Array.from({ length: 500 }, (_, n): Matter => {
    const base = withTask({ id: `tsk_${n}`, code: `NV-${n}` });
    const holder = { name: `Đơn vị ${n % 40}`, code: `DV${n % 40}` };
    const upcoming = n % 3 === 0;
    return {
      ...base,
      holder,
      alarm: upcoming ? 'reminder' : 'rung',
      workingDaysLeft: upcoming ? n % 9 : -1 - (n % 60),
    };
  });

  it.each(['vi', 'en'] as const)(
    '%s: stays below the size at which mail programs clip, and names all of 500 matters',
    (locale) => {
      const person = { id: 'usr_a', name: 'A', locale, unitName: 'B' };
      const { html, text, subject } = renderLetter(letterWith(many, { person }));
      expect(Buffer.byteLength(html)).toBeLessThan(100_000);
      expect(Buffer.byteLength(text)).toBeLessThan(100_000);
      expect(subject).toMatch(locale === 'vi' ? /333 QUÁ HẠN, 167 sắp đến hạn/ : /333 OVERDUE, 167 due soon/);
      const named = new Set(text.match(/NV-\d+/g));
      expect(named.size).toBe(500);
    },
  );

  it('never mixes upcoming and overdue, and puts the worst unit first', () => {
    const { text } = renderLetter(letterWith(many.slice(0, 30)));
    const [overdue = '', due = ''] = text.split('SẮP ĐẾN HẠN (10)');
    expect(overdue).toContain('QUÁ HẠN (20)');
    expect(overdue).not.toMatch(/: CÒN \d/);
    expect(due).not.toMatch(/: QUÁ HẠN/);
    const lateness = [...overdue.matchAll(/^\* NV-\d+: QUÁ HẠN (\d+)/gm)].map(([, days]) => Number(days));
    expect(lateness).toEqual(lateness.toSorted((a, b) => b - a));
    expect(lateness).toHaveLength(20);
  });
});
