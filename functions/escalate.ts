import middy from '@middy/core';
import * as z from 'zod/mini';
import { escalate, type Step } from '../shared/actions/escalate.ts';
import { instant, moment } from '../shared/domain/time.ts';
import { readEnv } from '../shared/env.ts';
import { logged } from './logged.ts';
import { openWorld } from './open-world.ts';

const env = readEnv({});
const world = openWorld('escalate', env);
const { log } = world;
const step = z.object({
  taskId: z.string(),
  obligationId: z.string(),
  due: instant,
  attempt: z.int(),
  /** When the state machine entered this state. */
  at: moment,
});

/** State machine -> escalate: one step of one ladder; the answer says when to ask again. */
export const handler = middy<unknown, Step>()
  .use(logged(log))
  .handler(async (event) => {
    const { at, ...ladder } = step.parse(event);
    const answer = await escalate(world, ladder, at);
    log.info('step', { ...ladder, ...answer });
    return answer;
  });
