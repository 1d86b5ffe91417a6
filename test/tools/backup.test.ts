import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { as } from '../e2e/client.ts';
import { type Deployment, openDeployment } from './deployment.ts';
import { storyBegins, threeTasks } from './story.ts';

const folder = mkdtempSync(join(tmpdir(), 'don-doc-export-'));
const file = join(folder, 'all.jsonl');
const exportedAt = '2026-12-01T12:00:00.000Z';
const end = '2026-12-31T12:00:00.000Z';

let original: Deployment;
let restored: Deployment;
let taskIds: string[];

const ledger = z.object({
  items: z.array(
    z.object({
      obligationId: z.string(),
      personId: z.string(),
      alarm: z.string(),
      step: z.number(),
      state: z.string(),
    }),
  ),
  next: z.null(),
});

beforeAll(async () => {
  original = await openDeployment(storyBegins);
  ({ taskIds } = await threeTasks(original));
  await original.target.until(exportedAt);
});
afterAll(async () => {
  await original?.close();
  await restored?.close();
});

/** Who was told what, how it was sent, in the order of persons and matters: the ledgers of all tasks. */
async function told({ target }: Deployment): Promise<string[]> {
  const officer = await as(target, 'vptu.officer');
  const pages = await Promise.all(
    taskIds.map(async (id) => ledger.parse((await officer('GET', `/tasks/${id}/messages?limit=100`)).body)),
  );
  return pages.flatMap(({ items }) => items.map((item) => JSON.stringify(item))).sort();
}

/** To whom, about what and on which day mail went after the first morning, on which a ladder is found dead. */
async function mails({ target }: Deployment): Promise<string[]> {
  const later = (await target.mails()).filter(({ at }) => at > '2026-12-05');
  return later.map(({ to, subject, at }) => `${at.slice(0, 10)} ${to} ${subject}`).sort();
}

/** As after a restore by AWS, which tells nobody what the new table holds. */
async function forgetSchedules({ runtime, group }: Deployment): Promise<number> {
  const client = new SchedulerClient({ endpoint: runtime.endpoint });
  const { Schedules = [] } = await client.send(new ListSchedulesCommand({ GroupName: group }));
  for (const { Name } of Schedules) await client.send(new DeleteScheduleCommand({ Name, GroupName: group }));
  client.destroy();
  return Schedules.length;
}

describe('export', () => {
  it('writes all data into a file that only its owner can read', async () => {
    const { status, text } = await original.admin('export', file);
    expect(status).toBe(0);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(text).toContain(`Exported ${lines.length - 2} items to ${file}.`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const types = lines.slice(1, -1).map((line) => String(JSON.parse(line).type));
    expect(types.filter((type) => type === 'TASK')).toHaveLength(3);
    // Who is waited for comes after everything that is read when their alarm rings.
    expect(types.slice(-3)).toEqual(['OBLIGATION', 'OBLIGATION', 'OBLIGATION']);
  });

  it('does not write over a file', async () => {
    expect(await original.admin('export', file)).toEqual({
      status: 1,
      text: `${file} exists; choose another name.`,
    });
  });
});

describe('import', () => {
  it('refuses a file that was altered, cut off or is another, and a table that is not empty', async () => {
    const whole = readFileSync(file, 'utf8');
    const variants = {
      altered: [whole.replace('Sở Tài chính', 'Sở Tài Chính'), 'was altered since it was exported'],
      short: [whole.slice(0, whole.lastIndexOf('{"items"')), 'was cut off'],
      torn: [whole.slice(0, whole.length / 2), 'was cut off'],
      other: ['{"format":"something"}\n', 'is not an export of Đôn Đốc'],
    } as const;
    for (const [name, [content, reason]] of Object.entries(variants)) {
      const path = join(folder, name);
      writeFileSync(path, content);
      const { status, text } = await original.admin('import', path, '--apply');
      expect([name, status, text]).toEqual([name, 1, expect.stringContaining(reason)]);
    }
    const { status, text } = await original.admin('import', file, '--apply');
    expect(status).toBe(1);
    expect(text).toContain('is not empty');
  });

  it('changes nothing unless told to', async () => {
    restored = await openDeployment(exportedAt);
    const { status, text } = await restored.admin('import', file);
    expect(status).toBe(0);
    expect(text).toMatch(/TASK +3\n/);
    expect((await restored.admin('chains', 'verify')).text).toMatch(/^0 tasks/);
  });
});

describe('an export, imported where nothing was', () => {
  it('holds the same data, and every chain is whole', async () => {
    expect(await restored.admin('import', file, '--apply')).toMatchObject({ status: 0 });
    await restored.runtime.clock.settle();
    const again = join(folder, 'again.jsonl');
    await restored.admin('export', again);
    const items = (path: string) => readFileSync(path, 'utf8').split('\n').slice(1).sort();
    expect(items(again)).toEqual(items(file));
    expect((await restored.admin('chains', 'verify')).text).toMatch(/^3 tasks .* 0 broken\.$/);
    expect((await restored.admin('counts', 'verify')).text).toBe('3 tasks counted, nothing wrong.');
    expect((await restored.admin('schedules', 'reconcile')).text).toMatch(
      / 0 have no schedule, 0 schedules are/,
    );
  });

  it('writes to nobody again of what they were told before', async () => {
    expect((await original.target.mails()).length).toBeGreaterThan(0);
    expect(await restored.target.mails()).toEqual([]);
  });

  it('goes on as if nothing had happened, once the schedules are reconciled', async () => {
    expect(await forgetSchedules(restored)).toBeGreaterThan(0);
    const { status, text } = await restored.admin('schedules', 'reconcile', '--apply');
    expect(status).toBe(0);
    expect(text).toMatch(/Created \d, rang 0 that were overdue, deleted 0\./);
    await original.target.until(end);
    await restored.target.until(end);
    const all = await told(original);
    expect(all.length).toBeGreaterThan(20);
    expect(await told(restored)).toEqual(all);
    const later = await mails(original);
    expect(later.length).toBeGreaterThan(20);
    expect(await mails(restored)).toEqual(later);
  });
});
