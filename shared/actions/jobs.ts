import type { Objects } from '../clients/objects.ts';
import {
  isOver,
  type Job,
  type JobEnd,
  mostAttempts,
  nothingCounted,
  type RowResult,
  refusedFor,
  withEarlier,
} from '../domain/job.ts';
import type { Principal } from '../domain/permissions.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Instant } from '../domain/time.ts';
import { CommitConflict, Held } from '../store/errors.ts';
import { getJob, putJob, resultsOf } from '../store/jobs.ts';
import { principalOf } from './principal.ts';
import type { World } from './world.ts';

export type JobWorld = World & {
  files: Objects;
  /** Longer than a worker can live: when it is over, whoever began is dead. */
  leaseSeconds: number;
};

/** Told how much of how much is done; a job's percentage is made of it. */
export type Progress = (done: number, of: number) => Promise<void>;

/** A share of a whole that is told by itself: from and to which part of it. */
export const shareOf =
  (progress: Progress, from: number, to: number): Progress =>
  (done, of) =>
    progress(from * of + (to - from) * done, of);

/** What a file comes to, and how that is written. A repeat after a crash finds what is there by its own names and writes the rest. */
export type Prepared = { results: RowResult[]; write: (progress: Progress) => Promise<void> };

/** What the work on a job is given beside it. */
export type Hands = {
  principal: Principal;
  at: Instant;
  progress: Progress;
  /** Keeps how many rows there are, as soon as that is known: readers see it while the rest goes on. */
  counted: (read: number) => Promise<void>;
  /**
   * Keeps what the rows are to come to before the first of them is written, so that an attempt after a crash tells the same. The
   * answer counts as taken what an earlier attempt took.
   */
  plan: (results: RowResult[]) => Promise<RowResult[]>;
};
export type JobWork = (job: Job, hands: Hands) => Promise<JobEnd & { results?: RowResult[] }>;

/** Points between two notes of progress: a job is written a dozen times at most, whatever its size. */
const step = 10;

/**
 * One attempt at a job that was asked for. A message may come twice, late, or again after a crash: what is over is left alone,
 * and of two at a time one goes on. The rights are those that the person has now.
 * @throws Held while another attempt is at it, which may die, and whatever stopped the work: it is to be tried again
 */
export async function runJob(
  world: JobWorld,
  jobId: string,
  at: Instant,
  work: JobWork,
): Promise<Job['status'] | 'gone' | 'repeated'> {
  const found = await getJob(world.store, jobId, at);
  if (!found) return 'gone';
  if (isOver(found)) return 'repeated';
  let job = await begin(world, found, at);
  if (isOver(job)) return job.status;
  const write = async (change: Partial<Job>, results?: readonly RowResult[]) => {
    const next = stateOf(job, change);
    await putJob(world.store, job, next, results);
    job = next;
  };
  let noting = false;
  const progress: Progress = async (done, of) => {
    const percent = Math.min(99, Math.floor((99 * done) / Math.max(1, of)));
    if (noting || percent < job.percent + step) return;
    // Work goes on in several lanes, of which only one may write.
    noting = true;
    await write({ percent }).finally(() => {
      noting = false;
    });
  };
  const counted = (read: number) => write({ counts: { ...nothingCounted, read } });
  const plan = async (results: RowResult[]) => {
    const whole = withEarlier(results, await resultsOf(world.store, job.id));
    await write({}, whole);
    return whole;
  };
  try {
    const principal = await principalOf(world, job.userId, at);
    const { results, ...end } = await work(job, { principal, at, progress, counted, plan });
    await write({ ...end, percent: 100 }, results);
    return job.status;
  } catch (error) {
    if (error instanceof Refusal) {
      const fault = { row: 0, column: '', code: error.code, params: error.params };
      await write({ ...refusedFor([fault]), percent: 100 });
      return job.status;
    }
    if (job.attempt >= mostAttempts && !(error instanceof CommitConflict)) await write(givenUp);
    throw error;
  }
}

const givenUp = {
  status: 'failed' as const,
  percent: 100,
  counts: nothingCounted,
  faults: [{ row: 0, column: '', code: 'job_given_up' }],
  faultCount: 1,
};

/** Claims the job for this attempt. One whose worker died too often is given up: it would only kill the next one. */
async function begin(world: JobWorld, job: Job, at: Instant): Promise<Job> {
  if (job.leaseUntil && job.leaseUntil > at)
    throw new Held(`another attempt holds ${job.id} until ${job.leaseUntil}`);
  const leaseUntil = new Date(Date.parse(at) + world.leaseSeconds * 1000).toISOString();
  const begun = { status: 'running' as const, attempt: job.attempt + 1, leaseUntil, percent: 0 };
  const next = stateOf(job, job.attempt >= mostAttempts ? givenUp : begun);
  await putJob(world.store, job, next);
  return next;
}

/** Only the fields that every job has change; which kind it is never does. */
function stateOf(job: Job, change: Partial<Job>): Job {
  return Object.assign({}, job, change);
}
