import { beforeAll, expect, test } from 'vitest';
import { readTable } from '../../shared/files/read-table.ts';
import { at, type Call, listAt, textAt } from './client.ts';
import { type Office, openOffice } from './office.ts';
import { scenario } from './scenario.ts';
import type { Target } from './target.ts';

let office: Office;
let target: Target;

const head = 'Số văn bản,Ngày ban hành,Cơ quan ban hành,Trích yếu,Nội dung nhiệm vụ,Đơn vị chủ trì,Thời hạn';
const formula = '=HYPERLINK(""http://example.org"")';
const rows = (number: string, count: number) =>
  Array.from(
    { length: count },
    (_, i) => `${number},20/11/2026,TT,Chỉ thị,"${i === 0 ? formula : `Việc ${i}`}",STC; SXD,31/12/2099`,
  );

/** As `curl -F kind=directives -F file=@FILE` does, with what else is given. */
async function upload(userId: string, file: string, fields: Record<string, string> = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ kind: 'directives', ...fields })) form.append(name, value);
  form.append('file', new Blob([file], { type: 'text/csv' }), 'nhiệm vụ.csv');
  const headers = { authorization: `Bearer ${await target.token(userId)}` };
  const response = await fetch(`${target.url}/v1/imports`, { method: 'POST', headers, body: form });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

/** Waits until the job is over, reading it as a client does. */
async function over(call: Call, id: string): Promise<unknown> {
  for (let tries = 0; tries < 100; tries++) {
    const { body } = await call('GET', `/jobs/${id}`);
    if (!['queued', 'running'].includes(textAt(body, 'status'))) return body;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${id} is not over`);
}

const place = { on: ['local', 'deployed'], stage: 'e2e-files', at: '2026-11-23T02:00:00.000Z' } as const;

scenario('files are taken in and handed out by jobs', place, (running) => {
  beforeAll(async () => {
    target = running();
    office = await openOffice(target);
  });

  test('a form with a file becomes tasks, and the file again changes nothing', async () => {
    const officer = await office.person('vptu.officer');
    const file = [head, ...rows('40-CT/TU', 40)].join('\r\n');
    const asked = await upload('vptu.officer', file);
    expect([asked.status, at(asked.body, 'status'), at(asked.body, 'percent')]).toEqual([202, 'queued', 0]);
    const job = await over(officer, textAt(asked.body, 'id'));
    expect(job).toMatchObject({ status: 'done', percent: 100, counts: { read: 40, taken: 40, kept: 0 } });
    const first = await officer('GET', `/tasks/${textAt(job, 'results.0.id')}`);
    expect(first.body).toMatchObject({ content: '=HYPERLINK("http://example.org")', collective: true });
    const again = await upload('vptu.officer', file);
    expect(await over(officer, textAt(again.body, 'id'))).toMatchObject({ counts: { taken: 0, kept: 40 } });
  });

  test('a file with faults is refused by row and column, and nothing of it is there', async () => {
    const officer = await office.person('vptu.officer');
    const wrong = '41-CT/TU,31/02/2026,XX,,Việc,STC,31/12/2099';
    const asked = await upload('vptu.officer', [head, ...rows('41-CT/TU', 1), wrong].join('\r\n'));
    const job = await over(officer, textAt(asked.body, 'id'));
    expect(job).toMatchObject({ status: 'refused', counts: { read: 2, taken: 0, refused: 1 } });
    expect(listAt(job, 'faults')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ row: 3, column: 'Ngày ban hành', code: 'wrong_format' }),
        expect.objectContaining({ row: 3, column: 'Cơ quan ban hành', code: 'unit_not_named' }),
      ]),
    );
    const { body } = await officer('GET', '/directives');
    expect(JSON.stringify(body)).not.toContain('41-CT/TU');
  });

  test('an export is fetched by following a redirect, by whoever asked for it', async () => {
    const officer = await office.person('vptu.officer');
    const asked = await officer('POST', '/exports', { kind: 'directives', format: 'xlsx' });
    const job = await over(officer, textAt(asked.body, 'id'));
    const token = await target.token('vptu.officer');
    // Fetch leaves the token out where it is sent to another host, and the link would not stand it.
    const file = await fetch(`${target.url}${textAt(job, 'file')}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(file.status).toBe(200);
    expect(file.headers.get('content-disposition')).toContain('directives-');
    const table = readTable(Buffer.from(await file.arrayBuffer()));
    // Headings, and forty collective tasks with a part for each of two leads.
    expect(table).toHaveLength(1 + 40 * 3);
    expect(table.flatMap(({ cells }) => cells)).toContain('=HYPERLINK("http://example.org")');
    const other = await office.person('stc.head');
    expect((await other('GET', `/jobs/${textAt(job, 'id')}/file`)).status).toBe(404);
  });

  test('more than a request can carry is refused by somebody who says so', async () => {
    const asked = await upload('vptu.officer', 'x'.repeat(4_300_000));
    expect([asked.status, at(asked.body, 'code')]).toEqual([413, 'body_too_large']);
  });
});
