import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Letter, renderLetter } from '../../shared/mail/letter.ts';
import { texts } from '../../shared/mail/texts.ts';
import { exampleLetters } from '../support/letters.ts';
import { visibleText } from './reading.ts';

const locales = ['vi', 'en'] as const;
const cases = locales.flatMap((locale) =>
  [...exampleLetters(locale)].map(([name, letter]) => ({
    name: `${locale} ${name}`,
    letter,
    ...renderLetter(letter),
  })),
);

function example(locale: 'vi' | 'en', name: string) {
  const found = cases.find((each) => each.name === `${locale} ${name}`);
  if (!found) throw new Error(`no example ${locale} ${name}`);
  return found;
}

/** The plain part without the breaks that wrapping put in. */
const flat = (text: string) => text.replaceAll(/\s*\n>?\s*/g, ' ');
const words = (text: string) => new Set(text.toLocaleLowerCase('vi').match(/[\p{L}\p{N}]+/gu));

describe('what a mail says', () => {
  it.each(cases)('$name: both parts say the same', ({ text, html }) => {
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, url]) => url).join(' ');
    expect(words(text)).toEqual(words(`${visibleText(html)} ${links}`));
  });

  it.each(cases)('$name: has the facts of every matter', ({ letter, text }) => {
    const t = texts[letter.person.locale];
    const whole = flat(text);
    for (const matter of letter.matters) {
      expect(whole).toContain(matter.task.code);
      expect(whole).toContain(matter.task.assignerName);
      expect(whole).toContain(matter.holder.name);
      if (matter.due) expect(whole).toContain(t.day(matter.due.date));
      expect(whole.toLowerCase()).toContain(t.status(matter).toLowerCase());
      for (const { number, date } of matter.earlierUrgings.slice(-3))
        expect(whole).toContain(t.earlierValue([{ number, date }]));
      if (matter.note) expect(whole).toContain(matter.note.split('\n')[0]);
      if (matter.links.page) expect(text.split('\n').map((line) => line.trim())).toContain(matter.links.page);
      expect(whole).toContain(t.why({ letter, matter }));
    }
  });

  it('begins with what is late, who assigned it and by how much, then what is asked, then what happens next', () => {
    const [, , , , lead, ask, next] = example('vi', 'urging-1').text.split('\n\n').map(flat);
    expect(lead).toMatch(
      /^Nhiệm vụ NQ57-12 “Xây dựng Đề án .*…” do Ban Thường vụ Thành ủy giao, Sở Khoa học và Công nghệ chủ trì, đã quá hạn 1 ngày làm việc \(thời hạn: thứ Hai, ngày 30\/11\/2026\)\.$/,
    );
    expect(ask).toContain('chưa ghi nhận báo cáo hoàn thành');
    expect(next).toContain('Nếu đến thứ Hai, ngày 07/12/2026');
    expect(next).toContain('lần 2 được gửi tới cán bộ phụ trách, người đứng đầu đơn vị và ban theo dõi');
  });

  it('says that a mail is late after an outage', () => {
    expect(flat(example('vi', 'late-notice').text)).toContain('lẽ ra được gửi thứ Sáu, ngày 04/12/2026');
    expect(flat(example('en', 'late-notice').text)).toContain(
      'should have been sent on Friday, 4 December 2026',
    );
  });

  it('does not let an extension hide the original deadline', () => {
    expect(flat(example('vi', 'returned').text)).toContain(
      'Thời hạn ban đầu: thứ Hai, ngày 16/11/2026 (đã gia hạn 1 lần)',
    );
  });

  it('names the hour where a deadline is not the end of a day', () => {
    const { letter } = example('en', 'reminder-0');
    const [matter] = letter.matters;
    if (!matter?.due) throw new Error('the example has a deadline');
    const at = renderLetter({
      ...letter,
      matters: [{ ...matter, due: { ...matter.due, at: '2026-11-30T10:30:00.000Z' } }],
    });
    expect(flat(at.text)).toContain('17:30, Monday, 30 November 2026 (GMT+7)');
  });

  it('offers a calm exit to those who owe, and to nobody else', () => {
    expect(flat(example('vi', 'urging-2').text)).toContain('Việc nhắc, đôn đốc dừng ngay');
    expect(flat(example('vi', 'urging-2-monitor').text)).not.toContain('Việc nhắc, đôn đốc dừng ngay');
  });
});

describe('firmness', () => {
  const names = ['urging-1', 'urging-2', 'urging-3', 'urging-4', 'urging-5', 'urging-6'];

  it.each(locales)('%s: no two urgings read alike, even with numbers and dates covered', (locale) => {
    const asks = names.map((name) => {
      const { letter } = example(locale, name);
      const [matter] = letter.matters;
      if (!matter) throw new Error('empty example');
      const ask = texts[locale]
        .ask({ letter, matter })
        .map((part) => (typeof part === 'string' ? part : part.b));
      return ask.join('').replaceAll(/\(.*?\)|\d+/g, '#');
    });
    expect(new Set(asks).size).toBe(names.length);
  });

  it('asks at first, then asks the head, then requires an explanation and names the agenda', () => {
    const [one = '', two = '', three = ''] = names.map((name) => flat(example('vi', name).text));
    expect(one).not.toMatch(/yêu cầu người đứng đầu|giải trình bằng văn bản|danh mục trình/);
    expect(two).toContain('người đứng đầu Sở Khoa học và Công nghệ trực tiếp chỉ đạo');
    expect(two).not.toContain('danh mục trình');
    expect(three).toContain('yêu cầu người đứng đầu');
    expect(three).toContain('giải trình bằng văn bản');
    expect(three).toContain('danh mục trình Thường trực Thành ủy xem xét tại phiên họp gần nhất');
  });

  it('stays respectful towards the side that confirms and decides, and says whose days are counted', () => {
    const text = flat(example('vi', 'confirm-late').text);
    expect(text).toContain('Kính đề nghị Văn phòng Thành ủy');
    expect(text).toContain(
      'Thời gian chờ được tính cho Văn phòng Thành ủy, không tính cho Sở Khoa học và Công nghệ',
    );
  });

  it.each(locales)('%s: reminders differ as the date comes closer', (locale) => {
    const asks = ['reminder-7', 'reminder-3', 'reminder-1', 'reminder-0'].map(
      (name) => example(locale, name).text.split('\n\n')[5],
    );
    expect(new Set(asks).size).toBe(4);
  });
});

describe('languages', () => {
  it('have the same sentences', () => {
    const shape = (value: unknown): unknown =>
      value !== null && typeof value === 'object'
        ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shape(each)]))
        : typeof value;
    expect(shape(texts.en)).toEqual(shape(texts.vi));
  });

  it.each([...exampleLetters('en')])('English %s carries no Vietnamese of ours', (_name, letter) => {
    const { subject, text } = renderLetter(withoutDiacritics(letter));
    expect(`${subject}\n${text}`.match(/[\u00c0-\u024f\u1e00-\u1eff]+/g)).toBeNull();
  });

  it('counts in the singular', () => {
    expect(flat(example('en', 'reminder-1').text)).toContain('(1 working day left)');
    expect(example('en', 'urging-1').subject).toContain('OVERDUE 1 working day (urging 1)');
  });
});

describe('golden letters', () => {
  const names = [
    'vi notice',
    'vi reminder-3',
    'vi urging-1',
    'vi urging-3',
    'vi confirm',
    'vi digest',
    'en urging-2-monitor',
    'en digest',
  ];
  // After an intended change of wording: UPDATE_GOLDEN=1 npx vitest run test/mail, and read the difference.
  it.each(names)('%s', (name) => {
    const [locale, rest = ''] = name.split(' ');
    const { subject, text } = example(locale === 'en' ? 'en' : 'vi', rest);
    const file = new URL(`golden/${name.replace(' ', '-')}.txt`, import.meta.url);
    const mail = `Subject: ${subject}\n\n${text}`;
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, mail);
    expect(mail).toBe(readFileSync(file, 'utf8'));
  });
});

/** The same letter with names and texts in plain ASCII, so that whatever is Vietnamese in its mail is ours. */
function withoutDiacritics(letter: Letter): Letter {
  const plain = (value: string) =>
    value.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
  return JSON.parse(plain(JSON.stringify(letter)));
}
