import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectRows } from '../../../functions/jobs/collect.ts';
import type { World } from '../../../shared/actions/world.ts';
import { writeCsv } from '../../../shared/files/csv.ts';
import { readTable } from '../../../shared/files/read-table.ts';
import { readZip } from '../../../shared/files/unzip.ts';
import { openStore } from '../../../shared/store/client.ts';
import { startApi } from './world.ts';

type Api = Awaited<ReturnType<typeof startApi>>;
type Caller = Api['clerk'];

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  await api.engine.close();
  await api.files.close();
});

/** A month and a half after the tasks of these tests were due and urged three times. */
const later = '2027-02-01T02:00:00.000Z';
const unitHead = ['Mã đơn vị', 'Tên đơn vị', 'Loại'];
const unitsCsv = (...codes: string[]) =>
  writeCsv([unitHead, ...codes.map((code) => [code, `Đơn vị ${code}`, 'Đơn vị'])]);

/** As `curl -F` sends it; the boundary is another one every time. */
async function sendForm(as: Caller, fields: Record<string, string | Buffer>, headers = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([new Uint8Array(value)]), 'tệp.csv');
  const encoded = new Response(form);
  const body = Buffer.from(await encoded.arrayBuffer());
  const type = encoded.headers.get('content-type') ?? '';
  return as('POST', '/v1/imports', body, { headers: { 'content-type': type, ...headers } });
}
const post = (as: Caller, body: object) => as('POST', '/v1/imports', body);
async function over(as: Caller, id: string, at?: string) {
  expect(await api.work(id, at ? { at } : {})).toBe(true);
  return (await as('GET', `/v1/jobs/${id}`, undefined, at ? { at } : {})).json;
}

describe('a form', () => {
  it('brings a file as curl sends it, and is one job under one key', async () => {
    const fields = { kind: 'units', dryRun: 'true', file: unitsCsv('FORM-A', 'FORM-B') };
    const key = { 'idempotency-key': 'form-1' };
    const asked = await sendForm(api.admin, fields, key);
    expect([asked.status, asked.json?.status], asked.text).toEqual([202, 'queued']);
    const again = await sendForm(api.admin, fields, key);
    expect([again.text, again.headers['idempotent-replayed']]).toEqual([asked.text, 'true']);
    const other = await sendForm(api.admin, { ...fields, file: unitsCsv('FORM-C') }, key);
    expect(other.json.code).toBe('idempotency_key_reused');
    expect(await over(api.admin, asked.json.id)).toMatchObject({ dryRun: true, counts: { taken: 2 } });
  });

  it('is refused with its faults', async () => {
    const file = unitsCsv('FORM-D');
    const faulty = await sendForm(api.admin, { kind: 'people', dryRun: 'maybe', colour: 'red', file });
    expect(faulty.status).toBe(400);
    const pointers = faulty.json.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers.toSorted()).toEqual(['/colour', '/dryRun', '/kind']);
    expect((await sendForm(api.admin, { kind: 'units' })).json.errors).toMatchObject([{ pointer: '/file' }]);
    const broken = await api.admin('POST', '/v1/imports', Buffer.from('--x\r\nnot a form'), {
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect([broken.status, broken.json.code]).toEqual([400, 'malformed_form']);
    const elsewhere = await api.admin('POST', '/v1/units', Buffer.from('--x--'), {
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect(elsewhere.json.code).toBe('unsupported_media_type');
  });
});

describe('a file', () => {
  it('that was tried is taken by naming its job, by whoever it belongs to', async () => {
    const content = unitsCsv('TRIED').toString('base64');
    const tried = await post(api.admin, { kind: 'units', content, dryRun: true });
    await over(api.admin, tried.json.id);
    const taken = await post(api.admin, { kind: 'units', jobId: tried.json.id });
    expect(await over(api.admin, taken.json.id)).toMatchObject({ dryRun: false, counts: { taken: 1 } });
    const foreign = await post(api.clerk, { kind: 'directives', jobId: tried.json.id });
    expect(foreign.json.code).toBe('job_not_found');
    for (const body of [{ kind: 'units' }, { kind: 'units', content, jobId: tried.json.id }])
      expect((await post(api.admin, body)).json.errors).toMatchObject([{ code: 'one_file' }]);
  });

  it('of an export is taken by naming its job, and changes nothing', async () => {
    const asked = await api.admin('POST', '/v1/exports', { kind: 'units' });
    const early = await api.admin('GET', `/v1/jobs/${asked.json.id}/file`);
    expect([early.status, early.json.code]).toEqual([409, 'file_not_ready']);
    const job = await over(api.admin, asked.json.id);
    expect((await api.clerk('GET', `/v1/jobs/${job.id}/file`)).json.code).toBe('job_not_found');
    const again = await post(api.admin, { kind: 'units', jobId: job.id });
    const { counts } = await over(api.admin, again.json.id);
    expect(counts).toEqual({ read: job.counts.read, taken: 0, kept: job.counts.read, refused: 0, faults: 0 });
  });

  it('that is too large is refused at once, with the limit', async () => {
    const many = unitsCsv(...Array.from({ length: 5001 }, (_, i) => `U${i}`));
    const refused = await post(api.admin, { kind: 'units', content: many.toString('base64') });
    expect([refused.status, refused.json.code]).toEqual([422, 'too_many_rows']);
    expect(refused.json.detail).toContain('5001');
    expect(refused.json.detail).toMatch(/5000/);
    const heavy = await sendForm(api.admin, { kind: 'units', file: Buffer.alloc(4_194_304, 'x') });
    expect([heavy.status, heavy.json.code]).toEqual([413, 'body_too_large']);
  });

  it('that is classified is not even kept', async () => {
    const head = ['Số văn bản', 'Ngày ban hành', 'Cơ quan ban hành', 'Trích yếu', 'Độ mật'];
    const file = writeCsv([head, ['1-CT/TU', '20/11/2026', 'TT', 'Chỉ thị', 'Tối mật']]);
    const refused = await sendForm(api.clerk, { kind: 'directives', file });
    expect([refused.status, refused.json.code]).toEqual([422, 'classified']);
  });
});

describe('a report', () => {
  async function exported(wanted: object, at = later) {
    const asked = await api.clerk('POST', '/v1/exports', wanted, { at });
    expect(asked.status, asked.text).toBe(202);
    const job = await over(api.clerk, asked.json.id, at);
    if (job.status !== 'done') return { job, bytes: Buffer.alloc(0), headers: new Headers() };
    const { headers } = await api.clerk('GET', job.file, undefined, { at });
    const there = await fetch(headers.location ?? '');
    return { job, bytes: Buffer.from(await there.arrayBuffer()), headers: there.headers };
  }

  it('is made by a job as it is made at once', async () => {
    await api.newTask({ deadline: { date: '2026-12-31' } });
    const asked = { kind: 'summary', format: 'csv', groupBy: 'unit', from: '2026-11-01', to: '2026-12-31' };
    const { bytes, headers } = await exported(asked);
    expect(headers.get('content-disposition')).toContain('bao-cao-tong-hop-2027-02-01.csv');
    const now = await api.clerk('GET', '/v1/reports/summary?from=2026-11-01&to=2026-12-31', undefined, {
      at: later,
      headers: { accept: 'text/csv' },
    });
    expect(bytes.equals(Buffer.from(now.text, 'base64'))).toBe(true);
    expect(readTable(bytes).length).toBeGreaterThan(2);
  });

  it('can be the agenda or letters, in the form that is asked for', async () => {
    const agenda = await exported({ kind: 'agenda', form: 'state', place: 'Huế' });
    const sheet = readZip(agenda.bytes, 10_000_000)('xl/worksheets/sheet1.xml')?.toString() ?? '';
    expect(sheet).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    expect(sheet).toContain('Huế, ngày 01 tháng 02 năm 2027');
    const letters = await exported({ kind: 'dispatches', unitId: api.units.finance });
    expect(letters.job).toMatchObject({ status: 'done', counts: { read: 1 } });
    expect(readZip(letters.bytes, 10_000_000)('word/document.xml')?.toString()).toContain('Sở Tài chính');
  });

  it('that cannot be made says why', async () => {
    const { job } = await exported({ kind: 'report', reportId: 'rpt_2020-01-month' });
    expect(job).toMatchObject({
      status: 'refused',
      file: null,
      faults: [{ row: 0, code: 'report_not_found' }],
    });
    const none = await exported({ kind: 'dispatches', unitId: api.units.building });
    expect(none.job).toMatchObject({ status: 'refused', faults: [{ code: 'nothing_overdue' }] });
    const wrong = await api.clerk('POST', '/v1/exports', { kind: 'dispatches' });
    expect(wrong.json.errors).toMatchObject([{ pointer: '/unitId', code: 'required' }]);
    expect((await api.stranger('POST', '/v1/exports', { kind: 'units' })).status).toBe(403);
  });
});

describe('a table with more rows than a file may hold', () => {
  it('is refused with the limit, whatever its rows are', async () => {
    await api.newTask({});
    const { tableName: table } = api.engine;
    const timeZone = 'Asia/Ho_Chi_Minh';
    const world: World = {
      store: openStore({ table, timeZone, client: api.engine.direct() }),
      settings: { timeZone, calendarMode: 'official' },
      log: { info: () => {}, error: () => {}, metric: () => {} },
    };
    const principal = { userId: 'admin', administrator: true, memberships: [] };
    const reader = { world, principal, at: later, progress: async () => {} };
    for (const kind of ['units', 'members', 'tasks'] as const) {
      const rows = await collectRows(reader, kind);
      await expect(collectRows(reader, kind, rows.length)).resolves.toEqual(rows);
      await expect(collectRows(reader, kind, rows.length - 1), kind).rejects.toMatchObject({
        code: 'too_much_for_one_file',
        params: { limit: rows.length - 1 },
      });
    }
  });
});
