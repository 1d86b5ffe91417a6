import { type Job, job } from '../domain/job.ts';
import type { Store } from './client.ts';
import { type IdempotencyRecord, recordItem } from './idempotency.ts';
import { keys } from './keys.ts';
import { getItem } from './reads.ts';
import { epochSeconds } from './schema.ts';
import { transact } from './transact.ts';

const keptSeconds = 30 * 24 * 60 * 60;

/** @throws AlreadyDone when the record's key was used before */
export async function putJob(store: Store, value: Job, record?: IdempotencyRecord): Promise<void> {
  const expiresAt = epochSeconds(value.createdAt) + keptSeconds;
  const put = { job: value, ...keys.job(value.id), type: 'JOB', expiresAt };
  await transact(store, [...(record ? [recordItem(record, value.createdAt)] : []), { put }]);
}

export async function getJob(store: Store, id: string): Promise<Job | undefined> {
  const item = await getItem(store, keys.job(id));
  return item && job.parse(item.job);
}
