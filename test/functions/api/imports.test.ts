import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadSample, sampleBegins } from '../../../examples/load.ts';
import { readTable } from '../../../shared/files/read-table.ts';
import { readZip } from '../../../shared/files/unzip.ts';
import { type Api, type Caller, csv, type Kind, tidy, transfersOf, work, workHead } from './transfers.ts';
import { startApi } from './world.ts';

type Transfers = ReturnType<typeof transfersOf>;

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const soon = '2026-11-23T01:02:00.000Z';
const formula = '=HYPERLINK("http://example.org";"Xem")';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => tidy(api));

const take: Transfers['take'] = (...asked) => transfersOf(api).take(...asked);
const worked: Transfers['worked'] = (...asked) => transfersOf(api).worked(...asked);
const hand: Transfers['hand'] = (...asked) => transfersOf(api).hand(...asked);

const unitHead = ['TT', 'Mã đơn vị', 'Tên đơn vị', 'Loại', 'Mã đơn vị cấp trên', 'Lĩnh vực'];

describe('an import', () => {
  it('takes units with the parents that stand below them, and twice changes nothing', async () => {
    const file = csv(
      unitHead,
      [1, 'PHONG-A', 'Phòng A', 'Đơn vị', 'SO-MOI', 'tài chính; ngân sách'],
      [2, 'SO-MOI', 'Sở Mới', 'Đơn vị', '', ''],
      [3, 'STC', 'Tên khác', 'Đơn vị', '', ''],
    );
    const tried = await take(api.admin, 'units', file, { more: { dryRun: true } });
    expect([tried.status, tried.counts.taken]).toEqual(['done', 2]);
    expect((await api.admin('GET', '/v1/units?code=PHONG-A')).json.items).toEqual([]);
    const job = await take(api.admin, 'units', file);
    expect(job).toMatchObject({
      status: 'done',
      percent: 100,
      counts: { read: 3, taken: 2, kept: 1, refused: 0, faults: 0 },
    });
    // Another container remembers the organisation for up to a minute.
    const [unit] = (await api.admin('GET', '/v1/units?code=PHONG-A', undefined, { at: soon })).json.items;
    expect(unit.fields).toEqual(['tài chính', 'ngân sách']);
    expect(job.results[0]).toEqual({ row: 2, outcome: 'taken', id: unit.id });
    expect((await api.admin('GET', `/v1/units/${unit.parentId}`, undefined, { at: soon })).json.code).toBe(
      'SO-MOI',
    );
    expect((await api.admin('GET', '/v1/units?code=STC')).json.items[0].name).toBe('Sở Tài chính');
    expect((await take(api.admin, 'units', file)).counts).toMatchObject({ taken: 0, kept: 3 });
    expect((await api.admin('GET', `/v1/jobs/${job.id}`)).json).toEqual(job);
  });

  it('gives people their places', async () => {
    const file = csv(
      ['Mã đơn vị', 'Tài khoản', 'Họ và tên', 'Thư điện tử', 'Vai trò'],
      ['Sở Xây dựng', 'sxd.new', 'Lê Thị Bình', 'binh@example.org', 'Cấp phó; Chuyên viên'],
    );
    expect((await take(api.admin, 'members', file)).counts).toMatchObject({ taken: 1 });
    const place = await api.admin('GET', `/v1/units/${api.units.building}/members/sxd.new`);
    expect(place.json).toMatchObject({ name: 'Lê Thị Bình', roles: ['deputy', 'officer'], locale: 'vi' });
    expect((await take(api.admin, 'members', file)).counts).toMatchObject({ taken: 0, kept: 1 });
  });

  it('registers documents with their tasks, collective ones too, and keeps formulas texts', async () => {
    const file = csv(
      workHead,
      work('20-CT/TU', '', formula, 'STC', 'SXD', 'Khẩn', 'trước ngày 25/12/2026'),
      work('20-CT/TU', '', 'Rà soát quy hoạch.', 'Sở Tài chính; SXD', '', '', '31/12/2026'),
    );
    const job = await take(api.clerk, 'directives', file);
    expect(job).toMatchObject({ status: 'done', counts: { taken: 2 } });
    const task = (await api.clerk('GET', `/v1/tasks/${job.results[0].id}`)).json;
    expect(task).toMatchObject({ code: '20-CT/TU/1', content: formula, priority: 'urgent' });
    expect(task.deadline).toMatchObject({ raw: 'trước ngày 25/12/2026', current: '2026-12-24' });
    const collective = (await api.clerk('GET', `/v1/tasks/${job.results[1].id}`)).json;
    expect([collective.collective, collective.rollUp.total]).toEqual([true, 2]);
    expect((await take(api.clerk, 'directives', file)).counts).toMatchObject({ taken: 0, kept: 2 });
    const more = csv(
      ['Số văn bản', 'Mã nhiệm vụ', 'Nội dung nhiệm vụ', 'Đơn vị chủ trì'],
      ['20-CT/TU', '20-CT/TU/3', 'Việc bổ sung.', 'STC'],
    );
    expect((await take(api.clerk, 'tasks', more)).counts).toMatchObject({ taken: 1 });
    expect((await take(api.clerk, 'tasks', more)).counts).toMatchObject({ taken: 0, kept: 1 });
    const directive = (await api.clerk('GET', `/v1/directives/${task.directive.id}`)).json;
    expect(directive.taskCount).toBe(3);
  });

  it('names 20 kinds of faults by row and column, and takes nothing of the file', async () => {
    const good = ['Việc.', 'STC', '', '', ''];
    const file = csv(
      [...workHead, 'Cột lạ', 'Trích yếu', 'Liên kết', 'Mã nhiệm vụ'],
      work('21-CT/TU', 'M1', '', 'STC', '', '', ''),
      work('21-CT/TU', 'M2', 'Việc.', '', '', '', ''),
      work('21-CT/TU', 'M3', 'Việc.', 'KHONGCO', '', '', ''),
      work('21-CT/TU', 'M4', 'Việc.', 'STC', 'KHONGCO', '', ''),
      work('21-CT/TU', 'M5', 'Việc.', 'STC', '', 'Rất cao', ''),
      work('21-CT/TU', 'M6', 'Việc.', 'STC', '', '', 'ngày 31/02/2027'),
      work('21-CT/TU', 'M7', 'Việc.', 'STC', '', '', '01/02/2020'),
      work('21-CT/TU', 'M8', 'x'.repeat(10_001), 'STC', '', '', ''),
      work('21-CT/TU', 'M9', 'Việc.\u0001', 'STC', '', '', ''),
      work('21-CT/TU', 'M10', 'Việc.', 'STC; STC', '', '', ''),
      work('21-CT/TU', 'M11', 'Việc.', 'STC', 'STC', '', ''),
      work('21-CT/TU', 'M12', ...good),
      work('21-CT/TU', 'M12', ...good),
      ['21-CT/TU', '31/02/2026', 'TT', 'Chỉ thị', 'M13', ...good],
      ['21-CT/TU', '20/11/2026', 'XXX', 'Chỉ thị', 'M14', ...good],
      ['21-CT/TU', '20/11/2026', 'TT', '', 'M15', ...good],
      ['', '20/11/2026', 'TT', 'Chỉ thị', 'M16', ...good],
      ['21-CT/TU', '20/11/2026', 'TT', 'Trích yếu khác', 'M17', ...good],
      [...work('21-CT/TU', 'M18', ...good), '', '', 'javascript:alert(1)'],
      ['22-CT/TU', '20/11/2026', 'TT', 'Chỉ thị\nhai dòng', 'M19\nx', ...good],
      ['21-CT/TU', '', 'TT', 'Chỉ thị', 'M20', ...good],
    );
    const job = await take(api.clerk, 'directives', file);
    expect([job.status, job.counts.taken]).toEqual(['refused', 0]);
    const named = job.faults.map(
      ({ row, column, code }: Record<string, string | number>) => `${row} ${column}: ${code}`,
    );
    expect(named).toEqual(
      expect.arrayContaining([
        '1 Cột lạ: column_unknown',
        '1 Trích yếu: column_twice',
        '2 Nội dung nhiệm vụ: required',
        '3 Đơn vị chủ trì: required',
        '4 Đơn vị chủ trì: unit_not_named',
        '5 Đơn vị phối hợp: unit_not_named',
        '6 Mức ưu tiên: not_allowed',
        '7 Thời hạn: deadline_unreadable',
        '8 Thời hạn: deadline_past',
        '9 Nội dung nhiệm vụ: too_long',
        '10 Nội dung nhiệm vụ: control_characters',
        '11 Đơn vị chủ trì: duplicate',
        '12 Đơn vị phối hợp: unit_named_twice',
        '14 Mã nhiệm vụ: code_twice',
        '15 Ngày ban hành: wrong_format',
        '16 Cơ quan ban hành: unit_not_named',
        '17 Trích yếu: required',
        '18 Số văn bản: required',
        '19 Trích yếu: differs_within_file',
        '20 Liên kết: wrong_format',
      ]),
    );
    expect(new Set(named.map((each: string) => each.replace(/^\d+ /, ''))).size).toBeGreaterThanOrEqual(20);
    for (const { detail, code } of job.faults) expect(detail, code).not.toBe(code);
    const all = await api.clerk('GET', '/v1/directives');
    expect(all.json.items.map((each: { number: string }) => each.number)).not.toContain('21-CT/TU');
  });

  it('takes a hundred documents and more in one moment', { timeout: 60_000 }, async () => {
    const numbers = Array.from({ length: 120 }, (_, i) => `${300 + i}-CT/TU`);
    const rows = numbers.map((number) => work(number, '', 'Việc.', 'STC', '', '', ''));
    const job = await take(api.clerk, 'directives', csv(workHead, ...rows));
    expect([job.faults, job.counts.taken]).toEqual([[], 120]);
    const ids = job.results.map(({ id }: { id: string }) => id);
    const last = (await api.clerk('GET', `/v1/tasks/${ids.at(-1)}`)).json;
    expect(last.directive.number).toBe('419-CT/TU');
    expect((await api.clerk('GET', `/v1/directives/${last.directive.id}`)).status).toBe(200);
    expect((await take(api.clerk, 'directives', csv(workHead, ...rows))).counts.taken).toBe(0);
    const more = numbers.map((number) => [number, `${number}/2`, 'Việc thêm.', 'STC']);
    const refused = await take(
      api.clerk,
      'tasks',
      csv(['Số văn bản', 'Mã nhiệm vụ', 'Nội dung nhiệm vụ', 'Đơn vị chủ trì'], ...more),
    );
    expect(refused.faults).toMatchObject([{ row: 101, code: 'too_many_known' }]);
  });

  it('is one job under one key, however often it is sent', async () => {
    const content = csv(workHead, work('23-CT/TU', '', 'Việc.', 'STC', '', '', ''));
    const call = { headers: { 'idempotency-key': 'import-23' } };
    const send = () => api.clerk('POST', '/v1/imports', { kind: 'directives', content }, call);
    const first = await send();
    await worked(api.clerk, first.json.id);
    const again = await send();
    expect([again.text, again.headers['idempotent-replayed']]).toEqual([first.text, 'true']);
  });

  it('refuses what is no table, what is classified, and whoever may not register', async () => {
    const post = (as: Caller, kind: Kind, content: string) => as('POST', '/v1/imports', { kind, content });
    const noise = Buffer.from('PK\u0003\u0004 not an archive').toString('base64');
    expect((await post(api.clerk, 'tasks', noise)).json.code).toBe('file_unreadable');
    expect((await post(api.clerk, 'tasks', csv(['a', 'b'], ['c', 'd']))).json.code).toBe('file_unreadable');
    const secret = csv(
      [...workHead, 'Độ mật'],
      [...work('24-CT/TU', '', 'Việc mật.', 'STC', '', '', ''), 'Mật'],
    );
    const refused = await post(api.clerk, 'directives', secret);
    expect([refused.status, refused.json.code]).toEqual([422, 'classified']);
    expect((await post(api.clerk, 'units', csv(unitHead, [1, 'X', 'X', 'Đơn vị', '', '']))).status).toBe(403);
    expect((await post(api.stranger, 'units', csv(unitHead))).status).toBe(403);
    const job = await take(
      api.head,
      'directives',
      csv(workHead, work('25-CT/TU', '', 'Việc.', 'STC', '', '', '')),
    );
    expect(job.faults).toMatchObject([{ row: 2, column: 'Cơ quan ban hành', code: 'forbidden' }]);
    expect((await api.other('GET', `/v1/jobs/${job.id}`)).json.code).toBe('job_not_found');
  });
});

describe('an export', () => {
  it('holds what the person may see', async () => {
    const rows = async (as: Caller) =>
      readTable((await hand(as, 'tasks')).bytes)
        .slice(1)
        .map(({ cells }) => cells[2]);
    expect(await rows(api.clerk)).toContain('23-CT/TU/1');
    expect(await rows(api.other)).not.toContain('23-CT/TU/1');
    expect(await rows(api.other)).toContain('20-CT/TU/2');
  });

  it('has a template for every kind, whose example row is not taken in', async () => {
    for (const kind of ['units', 'members', 'directives', 'tasks'] as const) {
      const answer = await api.admin('GET', `/v1/imports/template?kind=${kind}`);
      expect(answer.headers['content-type']).toBe(xlsx);
      // Units are offered as they are, in a sheet that is not taken in.
      const part = readZip(Buffer.from(answer.text, 'base64'), 1_000_000);
      expect(part('xl/worksheets/sheet2.xml')?.toString()).toContain('Sở Tài chính');
      const lists = part('xl/worksheets/sheet1.xml')
        ?.toString()
        .match(/<formula1>.*?<\/formula1>/g);
      expect(lists?.join()).toMatch(/'Danh mục đơn vị'!\$A\$2:\$A\$\d+</);
      if (process.env.KEEP_FILES)
        writeFileSync(`${process.env.KEEP_FILES}/mau-${kind}.xlsx`, Buffer.from(answer.text, 'base64'));
      const job = await take(api.admin, kind, answer.text);
      expect([kind, job.status, job.counts.read]).toEqual([kind, 'done', 0]);
    }
  });
});

it('the sample resolution exported to XLSX and imported into an empty system gives the same tasks', {
  timeout: 120_000,
}, async () => {
  const at = sampleBegins;
  vi.stubGlobal(
    'fetch',
    async (
      url: string,
      { method, headers, body }: { method: string; headers: Record<string, string>; body: string },
    ) => {
      const target = url.replace('http://sample', '');
      const json = JSON.parse(body);
      let answer = await api.http(method, target, {
        as: 'admin',
        at,
        headers: { 'idempotency-key': headers['idempotency-key'] ?? 'none' },
        body: json,
      });
      if (answer.json?.code === 'unit_code_taken') {
        const { items } = (await api.admin('GET', `/v1/units?code=${json.code}`)).json;
        answer = { ...answer, status: 200, text: JSON.stringify(items[0]) };
      }
      return new Response(answer.text, { status: answer.status });
    },
  );
  await loadSample('http://sample', 'token');
  vi.unstubAllGlobals();
  const tasksIn = async (system: Api) => {
    const directives = (await system.admin('GET', '/v1/directives?limit=200', undefined, { at })).json.items;
    const { id } = directives.find((each: { number: string }) => each.number === '03/NQ-CP');
    const { items } = (await system.admin('GET', `/v1/tasks?directiveId=${id}&limit=200`, undefined, { at }))
      .json;
    const codes = (units: { code: string }[]) => units.map((unit) => unit.code);
    return items
      .map((task: Record<string, never>) => ({
        ...{
          code: task.code,
          clause: task.clause,
          content: task.content,
          product: task.product,
          field: task.field,
        },
        ...{
          priority: task.priority,
          deadline: task.deadline,
          directive: { ...Object(task.directive), id: '' },
        },
        ...{ leads: codes(task.leads ?? []), coordinating: codes(task.coordinating ?? []) },
      }))
      .sort((a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1));
  };
  const before = await tasksIn(api);
  expect(before).toHaveLength(90);
  const files = new Map<Kind, string>();
  for (const kind of ['units', 'members', 'directives', 'tasks'] as const)
    files.set(kind, (await hand(api.admin, kind, 'xlsx', at)).bytes.toString('base64'));

  vi.resetModules();
  const { startApi: startAnother } = await import('./world.ts');
  const empty = await startAnother();
  try {
    for (const turn of ['taken', 'kept'] as const)
      for (const [kind, content] of files) {
        const job = await transfersOf(empty).take(empty.admin, kind, content, { call: { at } });
        expect([kind, job.faults]).toEqual([kind, []]);
        // The documents have brought their tasks already.
        const outcome = kind === 'tasks' ? 'kept' : turn;
        expect(job.counts[outcome], kind).toBeGreaterThan(40);
        if (outcome === 'kept') expect(job.counts.taken, kind).toBe(0);
      }
    expect(await tasksIn(empty)).toEqual(before);
  } finally {
    await tidy(empty);
  }
});
