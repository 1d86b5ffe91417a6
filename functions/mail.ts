import { randomBytes } from 'node:crypto';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { mail } from '../shared/actions/mail.ts';
import { onDemand } from '../shared/clients/on-demand.ts';
import { localDate } from '../shared/domain/time.ts';
import { given, readEnv, seconds } from '../shared/env.ts';
import { logged } from './logged.ts';
import { openWorld } from './open-world.ts';
import { eachMessage } from './queue-batch.ts';

const env = readEnv({
  MAIL_FROM: given,
  MAIL_CONFIGURATION_SET: given,
  MAIL_ALLOW_LIST: z.string(),
  MAIL_REDELIVERY_SECONDS: seconds,
  PUBLIC_URL: z.url(),
});
const world = {
  ...openWorld('mail', env),
  post: onDemand(async () => {
    const { openPost } = await import('../shared/clients/post.ts');
    return openPost({ from: env.MAIL_FROM, configurationSet: env.MAIL_CONFIGURATION_SET });
  }),
  from: env.MAIL_FROM,
  publicUrl: env.PUBLIC_URL.replace(/\/$/, ''),
  allowList: env.MAIL_ALLOW_LIST.split(',')
    .map((each) => each.trim())
    .filter(Boolean),
  newSecret: () => randomBytes(32).toString('base64url'),
};
const { log } = world;
const job = z.object({ personId: z.string(), morning: localDate });

const later = (at: string, seconds: number) => new Date(Date.parse(at) + seconds * 1000).toISOString();

/**
 * Mail queue -> mail. A message says only for whom there is something; what it is stands in the ledger. Unlike an
 * alarm, a repeat goes by its own time: the send gate may have closed meanwhile, and the lease of the attempt before it
 * is over.
 */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(logged(log))
  .handler((event) =>
    eachMessage(event, job, log, async ({ body, at, receives, messageId }) => {
      const now = later(at, (receives - 1) * env.MAIL_REDELIVERY_SECONDS);
      const outcome = await mail(world, body, now, messageId);
      log.info('mail', { ...body, outcome });
    }),
  );
