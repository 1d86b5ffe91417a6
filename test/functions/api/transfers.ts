import { expect } from 'vitest';
import { writeCsv } from '../../../shared/files/csv.ts';
import type { startApi } from './world.ts';

/** Files taken in and handed out over the API, each job worked on at once. */

export type Api = Awaited<ReturnType<typeof startApi>>;
export type Caller = (
  method: string,
  target: string,
  body?: unknown,
  call?: object,
) => ReturnType<Api['clerk']>;
export type Kind = 'units' | 'members' | 'directives' | 'tasks';

export const csv = (...rows: (string | number)[][]) => writeCsv(rows).toString('base64');

export const tidy = async (whole: Api) => {
  await whole.engine.close();
  await whole.files.close();
};

type Told = { more?: object; call?: object };

export function transfersOf(api: Api) {
  /** Asks for it, lets it be worked on, and reads it again. */
  async function take(as: Caller, kind: Kind, content: string, { more = {}, call = {} }: Told = {}) {
    const asked = await as('POST', '/v1/imports', { kind, content, ...more }, call);
    expect(asked.status, asked.text).toBe(202);
    expect(asked.json).toMatchObject({ status: 'queued', percent: 0, results: [] });
    expect(asked.headers.location).toBe(`/v1/jobs/${asked.json.id}`);
    return worked(as, asked.json.id, call);
  }
  async function worked(as: Caller, id: string, call: { at?: string } = {}) {
    expect(await api.work(id, call)).toBe(true);
    return (await as('GET', `/v1/jobs/${id}`, undefined, call)).json;
  }
  async function fetched(as: Caller, file: string, at?: string) {
    const answer = await as('GET', file, undefined, at ? { at } : {});
    expect(answer.status, answer.text).toBe(303);
    const there = await fetch(answer.headers.location ?? '');
    expect(there.status).toBe(200);
    return { there, bytes: Buffer.from(await there.arrayBuffer()) };
  }
  async function hand(as: Caller, kind: Kind, format = 'xlsx', at?: string) {
    const call = at ? { at } : {};
    const asked = await as('POST', '/v1/exports', { kind, format }, call);
    expect([asked.status, asked.json?.status], asked.text).toEqual([202, 'queued']);
    const job = await worked(as, asked.json.id, call);
    expect(job, JSON.stringify(job.faults)).toMatchObject({ status: 'done', percent: 100 });
    return { job, ...(await fetched(as, job.file, at)) };
  }
  return { take, worked, fetched, hand };
}

export const workHead = [
  ...['Số văn bản', 'Ngày ban hành', 'Cơ quan ban hành', 'Trích yếu', 'Mã nhiệm vụ', 'Nội dung nhiệm vụ'],
  ...['Đơn vị chủ trì', 'Đơn vị phối hợp', 'Mức ưu tiên', 'Thời hạn'],
];
export const work = (number: string, ...rest: string[]) => [number, '20/11/2026', 'TT', 'Chỉ thị', ...rest];
