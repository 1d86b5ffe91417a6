import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { jobView } from '../../functions/api/views/job.ts';
import type { Progress } from '../admin/progress.ts';
import { type Connection, request } from './api.ts';

export type JobAnswer = z.output<typeof jobView>;

export async function askFor(
  connection: Connection,
  path: string,
  body: FormData | string,
): Promise<JobAnswer> {
  const answer = await request(connection, path, { key: randomUUID(), body });
  return z.parse(jobView, await answer.json());
}

/** A job, and after how many seconds it wishes to be read again; none when it is over. */
export async function readJob(connection: Connection, id: string) {
  const answer = await request(connection, `/v1/jobs/${encodeURIComponent(id)}`);
  const wait = answer.headers.get('retry-after');
  return { job: z.parse(jobView, await answer.json()), ...(wait && { seconds: Number(wait) }) };
}

/** Reads a job until it is over, and shows how far it is. */
export async function follow(
  connection: Connection,
  id: string,
  what: string,
  progress: Progress,
): Promise<JobAnswer> {
  progress.begin(what, 100, '%');
  for (let shown = 0; ; ) {
    const { job, seconds } = await readJob(connection, id);
    progress.step(job.percent - shown);
    shown = job.percent;
    if (seconds === undefined) {
      progress.done();
      return job;
    }
    await sleep(seconds * 1000);
  }
}

/** What became of a job, as lines for people; the faults of a file by row and column. */
export function tell({ status, type, dryRun, counts, faults }: JobAnswer): string[] {
  if (status === 'done') {
    if (type === 'export') return [`${counts.read} rows`];
    const [start, verb] = dryRun
      ? ['Checked, nothing was written', 'would be taken']
      : ['Taken in', 'are new'];
    return [`${start}: ${counts.read} rows, of which ${counts.taken} ${verb} and ${counts.kept} were there.`];
  }
  const outcome =
    status === 'failed' ? 'Failed' : type === 'import' ? 'Refused, nothing was taken' : 'Refused';
  const extent = counts.read > 0 ? `: ${counts.refused} of ${counts.read} rows have faults` : '';
  const unlisted = counts.faults - faults.length;
  return [
    `${outcome}${extent}.`,
    ...faults.map(({ row, column, detail }) => {
      const place = [...(row > 0 ? [`row ${row}`] : []), ...(column ? [column] : [])].join(', ');
      return `  ${place && `${place}: `}${detail}`;
    }),
    ...(unlisted > 0 ? [`  and ${unlisted} more`] : []),
  ];
}
