import * as z from 'zod/mini';
import { isOver, type Job, job, type RowResult, rowResult } from '../domain/job.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from './client.ts';
import { CommitConflict } from './errors.ts';
import { epochSeconds } from './expiry.ts';
import { type IdempotencyRecord, recordItem } from './idempotency.ts';
import { first, keys, partitions, prefixes, timeAndId } from './keys.ts';
import { getItem, queryAll, queryPage } from './reads.ts';
import { type Item, type TransactItem, transact } from './transact.ts';

const keptSeconds = 30 * 24 * 60 * 60;
/** Some 30 KB. */
const resultsPerPart = 500;

const part = z.object({ results: z.array(rowResult) });

/** Jobs that are not over stand in an index, where the sweep finds those that nobody works on. */
function jobItem(value: Job): Item {
  const open = !isOver(value);
  return {
    job: value,
    ...keys.job(value.id),
    type: 'JOB',
    expiresAt: epochSeconds(value.createdAt) + keptSeconds,
    ...(open && { gsi2pk: partitions.openJobs(), gsi2sk: timeAndId(value.createdAt, value.id) }),
  };
}

/** @throws AlreadyDone when the record's key was used before */
export async function createJob(store: Store, value: Job, record?: IdempotencyRecord): Promise<void> {
  await transact(store, [
    ...(record ? [recordItem(record, value.createdAt)] : []),
    { put: jobItem(value), condition: 'attribute_not_exists(pk)' },
  ]);
}

/** Undefined also when its time is over, whether or not the table has cleaned up. */
export async function getJob(store: Store, id: string, at: Instant): Promise<Job | undefined> {
  const item = await getItem(store, keys.job(id));
  return item && Number(item.expiresAt) > epochSeconds(at) ? job.parse(item.job) : undefined;
}

/** What became, or is to become, of each row; empty before that is known. */
export async function resultsOf(store: Store, id: string): Promise<RowResult[]> {
  const { pk } = keys.job(id);
  const parts = await queryAll(store, { pk, range: { beginsWith: prefixes.jobResults } });
  return parts.flatMap((each) => part.parse(each).results);
}

/**
 * Writes the next state of a job, and the results of its rows when they are given.
 * @param before as it was read; whoever else has begun or ended meanwhile makes this one stop
 * @throws CommitConflict
 */
export async function putJob(
  store: Store,
  before: Job,
  after: Job,
  results: readonly RowResult[] = [],
): Promise<void> {
  const count = Math.ceil(results.length / resultsPerPart);
  const { expiresAt } = jobItem(after);
  const parts = Array.from({ length: count }, (_, n): TransactItem => {
    const some = results.slice(n * resultsPerPart, (n + 1) * resultsPerPart);
    return { put: { ...keys.jobResults(after.id, n), type: 'JOBRESULTS', results: some, expiresAt } };
  });
  const head: TransactItem = {
    put: jobItem(after),
    condition: '#job.#status = :status AND #job.#attempt = :attempt',
    names: { '#job': 'job', '#status': 'status', '#attempt': 'attempt' },
    values: { ':status': before.status, ':attempt': before.attempt },
    otherwise: () => new CommitConflict(`${before.id} is in other hands`),
  };
  await transact(store, [head, ...parts]);
}

/** Jobs asked for before `before` that are not over, oldest first. */
export async function openJobs(store: Store, before: Instant, limit: number): Promise<Job[]> {
  const range = { from: first, to: before };
  const query = { index: 'gsi2' as const, pk: partitions.openJobs(), range };
  const { items } = await queryPage(store, query, limit);
  return items.map((item) => job.parse(item.job));
}
