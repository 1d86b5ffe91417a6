import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { runJob } from '../shared/actions/jobs.ts';
import { openObjects } from '../shared/clients/objects.ts';
import { given, readEnv } from '../shared/env.ts';
import { workOn } from './jobs/work-on.ts';
import { logged } from './logged.ts';
import { openWorld } from './open-world.ts';
import { eachMessage } from './queue-batch.ts';

const env = readEnv({
  BOOTSTRAP_ADMIN: given,
  FILES_BUCKET: given,
  JOB_LEASE_SECONDS: z.pipe(z.coerce.number(), z.int().check(z.minimum(1))),
  JOB_REDELIVERY_SECONDS: z.pipe(z.coerce.number(), z.int().check(z.minimum(1))),
});
const world = {
  ...openWorld('work', env),
  files: openObjects(env.FILES_BUCKET),
  leaseSeconds: env.JOB_LEASE_SECONDS,
};
const { log } = world;
const message = z.object({ jobId: z.string() });

const later = (at: string, seconds: number) => new Date(Date.parse(at) + seconds * 1000).toISOString();

/** Job queue -> work. A message only names the job; a repeat goes by its own time, when the lease of a dead attempt is over. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(logged(log))
  .handler((event) =>
    eachMessage(event, message, log, async ({ body: { jobId }, at, receives }) => {
      const now = later(at, (receives - 1) * env.JOB_REDELIVERY_SECONDS);
      const outcome = await runJob(world, jobId, now, workOn(world));
      log.info('job', { jobId, outcome });
    }),
  );
