import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { startLocal } from '../local/runtime.ts';
import { percentile, row, table } from './print.ts';

const known = z.object({ id: z.string() });
const units = 20;
const seeded = 1_000;

/** Latencies of the four commonest requests on the local runtime, data on disk, as one and as four clients see them. */
export async function benchHttp(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'don-doc-bench-'));
  const runtime = await startLocal({ dataDir, frozenAt: '2026-11-23T02:00:00.000Z', quiet: true });
  try {
    const call = async (userId: string, method: string, path: string, body?: unknown, headers = {}) => {
      const response = await fetch(`${runtime.url}/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await token(userId)}`,
          'content-type': 'application/json',
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok)
        throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 300)}`);
      return { body: known.partial().parse(JSON.parse(text)), etag: response.headers.get('etag') ?? '' };
    };
    const tokens = new Map<string, string>();
    const token = async (userId: string) => {
      const ready = tokens.get(userId) ?? (await runtime.token(userId));
      tokens.set(userId, ready);
      return ready;
    };
    const make = async (code: string, kind: string) =>
      (await call('admin', 'POST', '/units', { code, name: `Đơn vị ${code}`, kind, validFrom: '2020-01-01' }))
        .body.id ?? '';
    const issuerId = await make('TT', 'authority');
    const office = await make('VPTU', 'office');
    const seat = { name: 'Chuyên viên', email: 'vptu@example.com', roles: ['officer'], locale: 'vi' };
    await call('admin', 'PUT', `/units/${office}/members/officer`, seat);
    const leads: string[] = [];
    for (let i = 0; i < units; i++) leads.push(await make(`DV${i}`, 'unit'));
    const task = (i: number) => ({
      content: `Nhiệm vụ số ${i}: rà soát, báo cáo kết quả thực hiện`,
      leadUnitIds: [leads[i % units]],
      deadline: { date: '2027-03-31' },
    });
    for (let from = 0; from < seeded; from += 100)
      await call('officer', 'POST', '/directives', {
        ...{
          number: `${from}-CV`,
          issuedOn: '2026-11-20',
          issuerId,
          title: 'Văn bản',
          classification: 'normal',
        },
        tasks: Array.from({ length: 100 }, (_, i) => task(from + i)),
      });
    await runtime.clock.settle();

    const ids: string[] = [];
    let count = 0;
    const create = async () => {
      const { body } = await call('officer', 'POST', '/tasks', { ...task(count++), assignerId: issuerId });
      if (body.id) ids.push(body.id);
    };
    const some = () => ids[count++ % ids.length];
    const operations: Record<string, () => Promise<void>> = {
      create,
      read: async () => {
        await call('officer', 'GET', `/tasks/${some()}`);
      },
      'list of 100': async () => {
        await call('officer', 'GET', `/tasks?limit=100&unitId=${leads[count++ % units]}`);
      },
      update: async () => {
        const path = `/tasks/${some()}`;
        // The version a client has just read; its read is not measured below.
        const { etag } = await call('officer', 'GET', path);
        const began = performance.now();
        await call(
          'officer',
          'PATCH',
          path,
          { priority: count % 2 ? 'high' : 'urgent' },
          { 'if-match': etag },
        );
        samples.push(performance.now() - began);
      },
    };
    let samples: number[] = [];
    const rows: string[][] = [];
    for (const [name, once] of Object.entries(operations)) {
      for (let i = 0; i < 20; i++) await once();
      const figures: string[] = [];
      for (const clients of [1, 4]) {
        samples = [];
        const began = performance.now();
        await Promise.all(
          Array.from({ length: clients }, async () => {
            for (let i = 0; i < 200 / clients; i++) {
              const start = performance.now();
              await once();
              if (name !== 'update') samples.push(performance.now() - start);
            }
          }),
        );
        const perSecond = samples.length / ((performance.now() - began) / 1000);
        figures.push(percentile(samples, 50), percentile(samples, 99), perSecond.toFixed(0));
      }
      rows.push(row(name, ...figures));
    }
    table(
      `HTTP on the local runtime, ${seeded} tasks of ${units} units on disk, 200 requests each (ms)`,
      ['', '1 client p50', 'p99', 'per s', '4 clients p50', 'p99', 'per s'],
      rows,
    );
  } finally {
    await runtime.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
