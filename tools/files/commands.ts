import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { OperatorFault } from '../admin/fault.ts';
import type { Progress } from '../admin/progress.ts';
import { type Connection, request } from './api.ts';
import { askFor, follow, type JobAnswer, readJob, tell } from './job.ts';

/** What a command is given: where to ask, where a file goes, whom to tell. */
export type Desk = {
  connection: Connection;
  out: string | undefined;
  say: (line: string) => void;
  complain: (line: string) => void;
  progress: Progress;
};
type Taking = { kind: string; dryRun: boolean; backfill: boolean };

/** Each command returns its exit status. */
export async function importFile(desk: Desk, path: string, how: Taking): Promise<number> {
  const form = new FormData();
  for (const [field, value] of Object.entries(how)) form.set(field, String(value));
  form.set('file', new Blob([await readFile(path)]), basename(path));
  return untilOver(desk, await askFor(desk.connection, '/v1/imports', form));
}

export async function exportFile(desk: Desk, wanted: Record<string, string>): Promise<number> {
  return untilOver(desk, await askFor(desk.connection, '/v1/exports', JSON.stringify(wanted)));
}

export async function followJob(desk: Desk, id: string): Promise<number> {
  const { job } = await readJob(desk.connection, id);
  return untilOver(desk, job);
}

export async function fetchTemplate(desk: Desk, kind: string): Promise<number> {
  await save(desk, `/v1/imports/template?kind=${encodeURIComponent(kind)}`);
  return 0;
}

async function untilOver(desk: Desk, asked: JobAnswer): Promise<number> {
  const { connection, progress, say, complain } = desk;
  // Whoever breaks off here can follow it again.
  complain(asked.id);
  const doing = asked.type === 'export' ? 'making' : asked.dryRun ? 'checking' : 'taking in';
  const job = await follow(connection, asked.id, `${doing} ${asked.kind}`, progress);
  const done = job.status === 'done';
  for (const line of tell(job)) (done ? say : complain)(line);
  if (job.file) await save(desk, job.file);
  return done ? 0 : 1;
}

/** Fetches a file and keeps it under the name that was asked for, else under its own. */
async function save({ connection, out, say }: Desk, path: string): Promise<void> {
  const answer = await request(connection, path);
  const own = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  const name = out ?? basename(decodeURIComponent(own ?? path));
  const bytes = Buffer.from(await answer.arrayBuffer());
  await writeFile(name, bytes, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    throw new OperatorFault(`${name} exists; choose another name with --out.`);
  });
  say(`${name}: ${bytes.length.toLocaleString('en')} bytes`);
}
