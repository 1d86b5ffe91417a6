import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readZip } from '../../../shared/files/unzip.ts';
import { startApi } from './world.ts';

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
/** 09:00 in Hanoi on Monday, three weeks on: the ten days ended on 8 December. */
const later = '2026-12-14T02:00:00.000Z';

let api: Awaited<ReturnType<typeof startApi>>;
type Caller = (method: string, target: string, body?: unknown, call?: object) => ReturnType<typeof api.clerk>;
const formula = '=HYPERLINK("http://example.org";"<&>")';

const get = (as: Caller, query = '', at = later, unitId = api.units.finance) =>
  as('GET', `/v1/dispatches?unitId=${unitId}${query}`, undefined, { at });
const open = (text: string) => {
  const part = readZip(Buffer.from(text, 'base64'), 10_000_000);
  return (name: string) => part(name)?.toString() ?? '';
};
/** What is read, paragraph by paragraph. */
const lines = (xml: string) =>
  [...xml.matchAll(/<w:p>.*?<\/w:p>/g)].map(([paragraph]) =>
    [...paragraph.matchAll(/<w:t [^>]*>([^<]*)/g)].map((match) => match[1]).join(''),
  );
/** The format of the run that says something. */
const formatOf = (xml: string, text: string) =>
  [...xml.matchAll(/<w:r><w:rPr>(.*?)<\/w:rPr><w:t [^>]*>([^<]*)/g)].find((match) => match[2] === text)?.[1];

beforeAll(async () => {
  api = await startApi();
  await api.newTask();
  const long =
    'Chủ trì, phối hợp với Sở Xây dựng rà soát, hoàn thiện hồ sơ các dự án chậm giải ngân, đề xuất giải pháp tháo gỡ, báo cáo Ban Thường vụ Thành ủy xem xét, cho ý kiến.';
  const other = await api.newTask({ content: long, clause: 'mục II.3' });
  await api.newTask({ content: formula, leadUnitIds: [api.units.building], coordinatingUnitIds: [] });
  const done = await api.newTask({ content: 'Đã báo cáo xong.' });
  await api.officer('POST', `/v1/tasks/${done}/acceptance`, {});
  await api.officer('POST', `/v1/tasks/${done}/submission`, { note: 'Xong.' });
  for (const day of ['2026-12-09', '2026-12-11']) {
    const urged = await api.clerk('POST', `/v1/tasks/${other}/urges`, {}, { at: `${day}T02:00:00.000Z` });
    expect(urged.status, urged.text).toBe(200);
  }
  const head = await api.admin('PUT', `/v1/units/${api.units.office}/members/office-head`, {
    name: 'Nguyễn Văn An',
    email: 'a@example.org',
    roles: ['head'],
    locale: 'vi',
  });
  expect(head.status).toBe(201);
});
afterAll(() => api.engine.close());

describe('a draft urging dispatch', () => {
  it('lists the overdue tasks with days late and earlier urgings, and nothing that was handed in', async () => {
    const answer = await get(api.clerk);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers['content-type']).toBe(docx);
    expect(answer.headers['content-disposition']).toContain('cong-van-don-doc-STC-2026-12-14.docx');
    const said = lines(open(answer.text)('word/document.xml'));
    expect(said).toEqual(expect.arrayContaining(['Lần 1: 09/12/2026', 'Lần 2: 11/12/2026', 'Chưa đôn đốc']));
    expect(said.filter((line) => line === '08/12/2026')).toHaveLength(2);
    expect(said.filter((line) => line === '4')).toHaveLength(2);
    expect(said.join('\n')).toContain(
      'Sở Tài chính còn 02 nhiệm vụ quá hạn chưa hoàn thành, trong đó 01 nhiệm vụ đã được đôn đốc',
    );
    expect(said).toContain('Văn bản số 15-CT/TU ngày 20/11/2026, mục II.3');
    expect(said.join('\n')).not.toContain('Đã báo cáo xong');
    if (process.env.KEEP_FILES)
      writeFileSync(`${process.env.KEEP_FILES}/party.docx`, Buffer.from(answer.text, 'base64'));
  });

  it('has the party form: faces, sizes, capitals and rule of appendix 3', async () => {
    const xml = open((await get(api.clerk)).text)('word/document.xml');
    expect(formatOf(xml, 'ĐẢNG CỘNG SẢN VIỆT NAM')).toBe('<w:b/><w:sz w:val="30"/><w:szCs w:val="30"/>');
    expect(formatOf(xml, 'VĂN PHÒNG THÀNH ỦY')).toBe('<w:b/><w:sz w:val="28"/><w:szCs w:val="28"/>');
    expect(formatOf(xml, 'Hà Nội, ngày 14 tháng 12 năm 2026')).toContain('<w:i/><w:sz w:val="28"/>');
    expect(formatOf(xml, 'V/v đôn đốc thực hiện các nhiệm\u00a0vụ\u00a0quá\u00a0hạn')).toContain(
      '<w:i/><w:sz w:val="24"/>',
    );
    expect(lines(xml)).toEqual(
      expect.arrayContaining(['*', 'CHÁNH VĂN PHÒNG', 'Nguyễn Văn An', 'Nơi nhận:']),
    );
    expect(lines(xml).find((line) => line.startsWith('Số'))).toMatch(/^Số\s+-CV\/VPTU$/);
    expect(xml).toContain('<w:pgSz w:w="11906" w:h="16838"/>');
    expect(xml).toContain('<w:pBdr><w:top ');
    expect(open((await get(api.clerk)).text)('word/styles.xml')).toContain('w:ascii="Times New Roman"');
  });

  it('has the state form when asked, with what the caller fills in', async () => {
    const answer = await get(
      api.clerk,
      `&form=state&replyBy=2026-12-21&signerTitle=${encodeURIComponent('Phó Chánh Văn phòng')}&place=${encodeURIComponent('Huế')}`,
    );
    const xml = open(answer.text)('word/document.xml');
    const text = lines(xml).join('\n');
    expect(formatOf(xml, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')).toContain('<w:b/><w:sz w:val="24"/>');
    expect(formatOf(xml, 'Độc lập - Tự do - Hạnh phúc')).toContain('<w:b/><w:sz w:val="26"/>');
    expect(text).toContain('Huế, ngày 14 tháng 12 năm 2026');
    expect(text).toContain('trước ngày 21/12/2026');
    expect(text).toContain('\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\n');
    // The head's name does not stand under a deputy's title.
    expect(text).not.toContain('Nguyễn Văn An');
    const named = await get(api.clerk, `&signerTitle=Ph%C3%B3%20Ch%C3%A1nh&signerName=B%C3%ACnh`);
    expect(lines(open(named.text)('word/document.xml'))).toEqual(
      expect.arrayContaining(['K/T CHÁNH VĂN PHÒNG', 'PHÓ CHÁNH', 'Bình']),
    );
    expect(text).not.toContain('ĐẢNG CỘNG SẢN');
    if (process.env.KEEP_FILES)
      writeFileSync(`${process.env.KEEP_FILES}/state.docx`, Buffer.from(answer.text, 'base64'));
  });

  it('keeps the text of a task text, whatever it holds', async () => {
    const answer = await get(api.clerk, '', later, api.units.building);
    const xml = open(answer.text)('word/document.xml');
    expect(xml).toContain('=HYPERLINK(&quot;http://example.org&quot;;&quot;&lt;&amp;&gt;&quot;)');
  });

  it('is for whoever may urge; others learn nothing', async () => {
    const own = await get(api.head);
    expect([own.status, own.json.code]).toEqual([403, 'forbidden']);
    const stranger = await get(api.stranger);
    expect([stranger.status, stranger.json.code]).toEqual([404, 'nothing_overdue']);
    const early = await get(api.clerk, '', '2026-11-24T02:00:00.000Z');
    expect([early.status, early.json.code]).toEqual([404, 'nothing_overdue']);
    expect((await get(api.clerk, '', later, 'unt_none')).json.code).toBe('unit_unknown');
    const asText = await api.clerk('GET', `/v1/dispatches?unitId=${api.units.finance}`, undefined, {
      headers: { accept: 'text/plain' },
    });
    expect(asText.status).toBe(406);
  });
});
