import { writeFileSync } from 'node:fs';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePeriods } from '../../../shared/actions/close-periods.ts';
import { readZip } from '../../../shared/files/unzip.ts';
import { openStore } from '../../../shared/store/client.ts';
import { keys } from '../../../shared/store/keys.ts';
import { startApi } from './world.ts';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const later = '2026-12-14T02:00:00.000Z';
const formula = '=HYPERLINK("http://example.org";"Xem")';

let api: Awaited<ReturnType<typeof startApi>>;
type Caller = (method: string, target: string, body?: unknown, call?: object) => ReturnType<typeof api.clerk>;

async function file(target: string, accept: string, as: Caller = api.clerk, keep = '') {
  const answer = await as('GET', target, undefined, { at: later, headers: { accept } });
  expect(answer.status, answer.text).toBe(200);
  const bytes = Buffer.from(answer.text, 'base64');
  if (process.env.KEEP_FILES && keep) writeFileSync(`${process.env.KEEP_FILES}/${keep}`, bytes);
  return { answer, bytes, text: bytes.toString() };
}

const part = (bytes: Buffer, name: string) => readZip(bytes, 10_000_000)(name)?.toString() ?? '';
/** Cells as `[column letters, type, content]`, row by row. */
const rowsOf = (bytes: Buffer) =>
  [...part(bytes, 'xl/worksheets/sheet1.xml').matchAll(/<row [^>]*>(.*?)<\/row>/g)].map(([, row = '']) =>
    [...row.matchAll(/<c r="([A-Z]+)\d+" s="\d+"(?: t="(\w+)")?(?:\/>|>(.*?)<\/c>)/g)].map(
      ([, column, type, content = '']) => [column, type, content.replaceAll(/<[^>]+>/g, '')],
    ),
  );
const textsOf = (bytes: Buffer) =>
  rowsOf(bytes)
    .flat()
    .flatMap(([, , content]) => content || []);

beforeAll(async () => {
  api = await startApi();
  const { line, units } = api;
  const answer = await api.clerk(
    'POST',
    '/v1/directives',
    api.directive({
      tasks: [
        line({ clause: 'mục I.1' }),
        line({ content: formula, leadUnitIds: [units.building], coordinatingUnitIds: [] }),
        line({ content: '-2+3 là phép tính,\n"trong ngoặc"', deadline: { kind: 'none' } }),
        line({
          content:
            'Chủ trì, phối hợp với các sở, ngành liên quan rà soát, hoàn thiện quy chế phối hợp và trình Ban Thường vụ Thành ủy xem xét trong tháng.',
          deadline: { date: '2026-12-31' },
        }),
      ],
    }),
  );
  expect(answer.status, answer.text).toBe(201);
  const [first] = answer.json.tasks;
  await api.officer('POST', `/v1/tasks/${first.id}/acceptance`, {});
  await api.officer('POST', `/v1/tasks/${first.id}/submission`, { note: 'Xong.' });
  await api.clerk('POST', `/v1/tasks/${first.id}/confirmation`, {}, { at: '2026-11-25T02:00:00.000Z' });
});
afterAll(() => api.engine.close());

describe('a list of tasks', () => {
  it('as a spreadsheet has the title block, the heading, every task, totals and lines to sign', async () => {
    const { answer, bytes } = await file('/v1/tasks?limit=1', xlsx, api.clerk, 'tasks.xlsx');
    expect(answer.headers['content-type']).toBe(xlsx);
    expect(answer.headers['content-disposition']).toContain('danh-muc-nhiem-vu-2026-12-14.xlsx');
    const texts = textsOf(bytes);
    expect(texts).toEqual(
      expect.arrayContaining([
        ...['ĐẢNG CỘNG SẢN VIỆT NAM', 'VĂN PHÒNG THÀNH ỦY', 'Hà Nội, ngày 14 tháng 12 năm 2026'],
        ...['DANH MỤC NHIỆM VỤ', 'Tính đến ngày 14/12/2026', 'Đơn vị chủ trì', 'Sở Xây dựng', 'Hoàn thành'],
        'Tổng số: 4 nhiệm vụ, trong đó 1 nhiệm vụ đang quá hạn',
        ...['NGƯỜI LẬP BIỂU', 'THỦ TRƯỞNG CƠ QUAN'],
      ]),
    );
    // 8 December 2026 as a day that can be reckoned with.
    expect(rowsOf(bytes).flat()).toContainEqual(['H', undefined, '46364']);
  });

  it('is ready to print: A4 landscape, as wide as the page, headings on every page, Vietnamese formats', async () => {
    const { bytes } = await file('/v1/tasks', xlsx);
    const sheet = part(bytes, 'xl/worksheets/sheet1.xml');
    expect(sheet).toContain('paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"');
    expect(part(bytes, 'xl/workbook.xml')).toMatch(/Print_Titles" localSheetId="0">'Nhiệm vụ'!\$\d+:\$\d+</);
    const styles = part(bytes, 'xl/styles.xml');
    for (const format of ['dd/mm/yyyy', '[$-42A]#,##0', '[$-42A]0.0']) expect(styles).toContain(format);
    expect(styles.match(/<xf numFmtId/g)?.length).toBeGreaterThan(15);
  });

  it('keeps a formula in a text a text, in both', async () => {
    const { bytes } = await file('/v1/tasks', xlsx);
    const cell = rowsOf(bytes)
      .flat()
      .find(([, , content]) => content?.includes('HYPERLINK'));
    expect(cell?.[1]).toBe('inlineStr');
    expect(part(bytes, 'xl/worksheets/sheet1.xml')).not.toContain('<f>');
    const { text } = await file('/v1/tasks', 'text/csv');
    expect(text).toContain(`"'${formula.replaceAll('"', '""')}"`);
    expect(text).toContain(`"'-2+3 là phép tính,\n""trong ngoặc"""`);
    for (const start of text
      .split('\r\n')
      .slice(1)
      .flatMap((row) => row.split(',')))
      expect(start).not.toMatch(/^"?[=+@-]/);
  });

  it('as CSV begins with the mark that tells spreadsheets its letters, and has days as people write them', async () => {
    const { answer, bytes, text } = await file('/v1/tasks', 'text/csv');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(text.split('\r\n')[0]).toContain('Mã nhiệm vụ,Nội dung nhiệm vụ,Sản phẩm,Văn bản giao');
    expect(text).toContain('15-CT/TU/1,Báo cáo phương án giải ngân vốn đầu tư công.');
    expect(text).toContain('08/12/2026');
  });

  it('holds what the reader may see, and what was chosen', async () => {
    const own = await file('/v1/tasks', 'text/csv', api.other);
    expect(own.text).toContain('HYPERLINK');
    const none = await file('/v1/tasks', 'text/csv', api.stranger);
    expect(none.text.trim().split('\r\n')).toHaveLength(1);
    const overdue = await file('/v1/tasks?timing=overdue', 'text/csv');
    expect(overdue.text.trim().split('\r\n')).toHaveLength(2);
  });

  it('is JSON for whoever does not prefer a table', async () => {
    for (const accept of ['*/*', 'application/json, text/csv', 'text/csv;q=0.5, application/json']) {
      const answer = await api.clerk('GET', '/v1/tasks', undefined, { headers: { accept } });
      expect(answer.headers['content-type'], accept).toBe('application/json');
    }
  });
});

describe('the summary report', () => {
  it('as a spreadsheet shows the figures of the report, with period, formulas and totals', async () => {
    const { bytes } = await file(
      '/v1/reports/summary?form=state&from=2026-11-01',
      xlsx,
      api.clerk,
      'summary.xlsx',
    );
    const texts = textsOf(bytes);
    expect(texts).toEqual(
      expect.arrayContaining([
        'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
        'BÁO CÁO TỔNG HỢP TÌNH HÌNH THỰC HIỆN NHIỆM VỤ',
        'Kỳ báo cáo: từ ngày 01/11/2026 đến ngày 14/12/2026',
        'Sở Tài chính',
        'Tổng cộng',
      ]),
    );
    const { json } = await api.clerk('GET', '/v1/reports/summary?from=2026-11-01', undefined, { at: later });
    const total = rowsOf(bytes).find((row) => row[1]?.[2] === 'Tổng cộng') ?? [];
    const value = (column: string) => Number(total.find(([letters]) => letters === column)?.[2]);
    expect(value('G')).toBe(json.total.figures.total.count);
    expect(value('H')).toBe(json.total.figures.doneOnTime.count);
    expect(value('L')).toBe(json.total.figures.openOverdue.count);
    expect(value('P')).toBe(json.total.percentages.doneOfDue.value);
    expect(json.total.figures.total.count).toBe(4);
  });

  it('as CSV has one line per row and the total last', async () => {
    const { text } = await file('/v1/reports/summary', 'text/csv');
    const lines = text.trim().split('\r\n');
    expect(lines[0]).toContain('Đơn vị,Kỳ trước chuyển sang,Giao trong kỳ');
    expect(lines.at(-1)).toMatch(/^Tổng cộng,0,4,0,0,4,1,0,0,1,1,1,/);
  });

  it('is refused in the same words to whoever may not have it', async () => {
    const answer = await api.clerk('GET', '/v1/reports/summary?unitId=unt_none', undefined, {
      headers: { accept: xlsx },
    });
    expect(answer.json.code).toBe('unit_unknown');
  });
});

describe('what is handed in from frozen reports and for the meeting', () => {
  let urged: string;
  beforeAll(async () => {
    const { engine } = api;
    const timeZone = 'Asia/Ho_Chi_Minh';
    const store = openStore({ table: engine.tableName, timeZone, client: engine.direct() });
    const log = { info: () => {}, error: () => {}, metric: () => {} };
    const world = { store, settings: { timeZone, calendarMode: 'official' as const }, log };
    await closePeriods(world, '2026-11-25T01:30:00.000Z');
    // The Department of Construction has left its task unaccepted for three weeks: it goes on the agenda.
    const list = await api.clerk('GET', `/v1/obligations?unitId=${api.units.building}`);
    const [duty] = list.json.items;
    urged = duty.task.code;
    await store.doc.send(
      new UpdateCommand({
        TableName: store.table,
        Key: keys.obligation(duty.task.id, duty.id),
        UpdateExpression: 'SET agendaAt = :at, urgings = :urgings',
        ExpressionAttributeValues: {
          ':at': '2026-12-10T01:00:00.000Z',
          ':urgings': ['2026-11-27', '2026-12-02', '2026-12-09'].map((day, i) => ({
            ...{ number: i + 1, by: 'system', at: `${day}T01:00:00.000Z`, rung: i + 1 },
            ...{ recipients: ['build-head'], bounced: i === 0 ? ['build-head'] : [] },
          })),
        },
      }),
    );
  });

  it('the report of a month is laid out like the summary, with its number and the day of its closing', async () => {
    const target = '/v1/reports/rpt_2026-11-month';
    const { answer, bytes } = await file(`${target}?form=state&place=Huế`, xlsx, api.clerk, 'report.xlsx');
    expect(answer.headers['content-disposition']).toContain('bao-cao-month-2026-11-2026-12-14.xlsx');
    expect(textsOf(bytes)).toEqual(
      expect.arrayContaining([
        ...['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Huế, ngày 14 tháng 12 năm 2026'],
        'BÁO CÁO THÁNG 11/2026 VỀ TÌNH HÌNH THỰC HIỆN NHIỆM VỤ',
        'Kỳ báo cáo: từ ngày 26/10/2026 đến ngày 24/11/2026',
        'Báo cáo số 15/2026, chốt số liệu ngày 25/11/2026',
        ...['Sở Tài chính', 'Sở Xây dựng', 'Tổng cộng', 'NGƯỜI LẬP BIỂU', 'THỦ TRƯỞNG CƠ QUAN'],
      ]),
    );
    expect(part(bytes, 'xl/worksheets/sheet1.xml')).toContain('orientation="landscape"');
    const frozen = (await api.clerk('GET', target, undefined, { at: later })).json;
    const { text } = await file(target, 'text/csv');
    const cells = text.trim().split('\r\n').at(-1)?.split(',') ?? [];
    expect(cells[0]).toBe('Tổng cộng');
    expect(Number(cells[5])).toBe(frozen.total.figures.total.count);
    // Another department sees its own rows only, here as on the page.
    const own = await file(target, 'text/csv', api.other);
    expect(own.text).not.toContain('Sở Tài chính');
  });

  it('the agenda names who owes what, how late, and how often urgings reached them', async () => {
    const { bytes } = await file('/v1/reports/agenda', xlsx, api.clerk, 'agenda.xlsx');
    const [row] = rowsOf(bytes).filter((cells) => cells.some(([, , content]) => content === urged));
    const said = row?.map(([, , content]) => content) ?? [];
    const { items } = (await api.clerk('GET', '/v1/reports/agenda', undefined, { at: later })).json;
    expect(items).toHaveLength(1);
    expect(said).toEqual(
      expect.arrayContaining(['1', urged, 'Sở Xây dựng', 'Tiếp nhận', String(items[0].workingDaysLate)]),
    );
    expect(said.at(-1)).toBe('10/12/2026');
    expect(said.at(-2)).toBe('2');
    expect(textsOf(bytes)).toEqual(
      expect.arrayContaining(['Tổng số: 1 việc', 'Tính đến ngày 14/12/2026', 'NGƯỜI LẬP BIỂU']),
    );
    // What it says in a text stays a text.
    expect(row?.find(([, , content]) => content?.includes('HYPERLINK'))?.[1]).toBe('inlineStr');
    const { text } = await file('/v1/reports/agenda', 'text/csv');
    expect(text).toContain(urged);
    expect(
      (await file('/v1/reports/agenda', 'text/csv', api.stranger)).text.trim().split('\r\n'),
    ).toHaveLength(1);
  });
});
