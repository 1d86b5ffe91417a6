import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { remind } from '../shared/actions/remind.ts';
import { onDemand } from '../shared/clients/on-demand.ts';
import { instant } from '../shared/domain/time.ts';
import { given, readEnv } from '../shared/env.ts';
import { logged } from './logged.ts';
import { openWorld } from './open-world.ts';
import { eachMessage } from './queue-batch.ts';

const env = readEnv({ ESCALATION_ARN: given });
const world = {
  ...openWorld('remind', env),
  startLadder: onDemand(async () => {
    const { openEscalations } = await import('../shared/clients/escalations.ts');
    return openEscalations(env.ESCALATION_ARN);
  }),
};
const { log } = world;
const alarm = z.object({ obligationId: z.string(), taskId: z.string(), at: instant });

/** Alarm queue -> remind. Each message is a pointer that an EventBridge schedule or the relay put there. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(logged(log))
  .handler((event) =>
    eachMessage(event, alarm, log, async ({ body, at }) => {
      const outcome = await remind(world, body, at);
      log.info('alarm', { ...body, outcome });
    }),
  );
