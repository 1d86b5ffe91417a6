import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from './world.ts';

const verifier = join(import.meta.dirname, '../../../tools/verify-dossier.mjs');
const directory = mkdtempSync(join(tmpdir(), 'don-doc-dossier-'));

/** What the command-line tool says of a text, as an auditor would run it. */
function verify(text: string, tool = verifier): { status: number | null; said: string } {
  const file = join(directory, 'dossier.json');
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync(process.execPath, [tool, file], { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe('a dossier', () => {
  let api: Awaited<ReturnType<typeof startApi>>;
  let text: string;
  let events: { type: string }[];

  beforeAll(async () => {
    api = await startApi();
    const id = await api.newTask();
    await api.officer('POST', `/v1/tasks/${id}/acceptance`, {});
    await api.officer('POST', `/v1/tasks/${id}/progress`, { note: 'Đã có dự thảo lần 1' });
    await api.officer('POST', `/v1/tasks/${id}/submission`, { note: 'Báo cáo số 512' });
    const answer = await api.clerk('GET', `/v1/tasks/${id}/dossier`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''ho-so-/);
    ({ text } = answer);
    ({ events } = JSON.parse(text));
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true });
    await api.engine.close();
  });

  type Content = {
    events: unknown[];
    task: Record<string, unknown>;
    manifest: Record<string, unknown>;
    messages?: unknown;
    notes?: unknown;
  };
  const altered = (change: (dossier: Content) => void) => {
    const copy = JSON.parse(text);
    change(copy);
    return verify(JSON.stringify(copy));
  };

  it('holds the whole record and is found whole', () => {
    expect(events.map(({ type }) => type)).toEqual([
      'registered',
      'accepted',
      'progress_reported',
      'submitted',
    ]);
    expect(verify(text)).toMatchObject({ status: 0, said: expect.stringContaining('4 events, whole') });
  });

  it('is not for those who may not see the task', async () => {
    const id = JSON.parse(text).task.id;
    expect((await api.stranger('GET', `/v1/tasks/${id}/dossier`)).status).toBe(404);
  });

  it('gives away one changed byte in an event', () => {
    const place = text.lastIndexOf('dự thảo lần 1') + 'dự thảo lần '.length;
    expect(verify(`${text.slice(0, place)}2${text.slice(place + 1)}`)).toMatchObject({
      status: 1,
      said: expect.stringContaining('Event 3 (progress_reported): altered.'),
    });
  });

  it('gives away any one changed byte, wherever it stands', async () => {
    const { faultsOf }: { faultsOf: (dossier: unknown) => string[] } = await import(verifier);
    const unnoticed: string[] = [];
    const bytes = Buffer.from(text);
    // Not each of them, which takes most of a minute: one in seven meets every field and every name.
    for (let place = 0; place < bytes.length; place += 7) {
      const changed = Buffer.from(bytes);
      changed[place] = (bytes[place] ?? 0) ^ 1;
      const dossier = parsed(changed.toString());
      const readable = dossier?.format === 'don-doc/dossier/1' && dossier.events && dossier.manifest?.parts;
      if (readable && faultsOf(dossier).length === 0)
        unnoticed.push(changed.toString('utf8', place - 20, place + 1));
    }
    expect(unnoticed).toEqual([]);
  }, 60_000);

  it('gives away a missing event, also the last one', () => {
    expect(altered(({ events: list }) => list.splice(1, 1)).said).toContain('stands where event 2 belongs');
    expect(altered(({ events: list }) => list.pop()).said).toContain('ends with event 3');
  });

  it('gives away two swapped events', () => {
    const swapped = altered(({ events: list }) => list.splice(1, 2, list[2], list[1]));
    expect(swapped).toMatchObject({
      status: 1,
      said: expect.stringContaining('stands where event 2 belongs'),
    });
  });

  it('gives away a change of the task itself', () => {
    expect(altered(({ task }) => Object.assign(task, { status: 'completed' })).said).toContain(
      'task: altered',
    );
  });

  it('gives away what was taken out of the file, and what was put into it', () => {
    expect(altered((dossier) => delete dossier.messages)).toMatchObject({
      status: 1,
      said: 'messages: missing.\n',
    });
    expect(altered((dossier) => Object.assign(dossier, { notes: 'đã xong' })).said).toBe(
      'notes: not of the dossier as it was exported.\n',
    );
    expect(altered(({ manifest }) => delete manifest.chain)).toMatchObject({
      status: 1,
      said: expect.stringContaining('The manifest was altered.'),
    });
    // A parser keeps the last of two; whoever reads the file sees the first as well.
    expect(verify(text.replace('"status":', '"status":"completed","status":'))).toEqual({
      status: 1,
      said: 'Fields that stand in it twice: 1.\n',
    });
    expect(verify(JSON.stringify(JSON.parse(text), null, 2)).status).toBe(0);
  });

  it('is verified by whatever name the tool is called, as npx does through a link', () => {
    const link = join(directory, 'don-doc-verify');
    symlinkSync(verifier, link);
    expect(verify(text, link).said).toContain('4 events, whole');
    expect(verify(text.replace('lần 1', 'lần 2'), link).status).toBe(1);
  });

  it('says what is no dossier', () => {
    expect(verify('{"format":"other"}')).toMatchObject({
      status: 2,
      said: expect.stringContaining('not a dossier'),
    });
    expect(verify('not json').status).toBe(2);
  });
});
