import middy from '@middy/core';
import * as z from 'zod/mini';
import { escalate, type Step } from '../shared/actions/escalate.ts';
import { instant, moment } from '../shared/domain/time.ts';
import { readEnv } from '../shared/env.ts';
import { openLog } from '../shared/log.ts';
import { openStore } from '../shared/store/client.ts';
import { logged } from './logged.ts';

const env = readEnv({});
const log = openLog({ fn: 'escalate', stage: env.STAGE, level: env.LOG_LEVEL });
const world = {
  store: openStore({ table: env.TABLE_NAME, timeZone: env.TIME_ZONE }),
  settings: { timeZone: env.TIME_ZONE, calendarMode: env.CALENDAR_MODE },
  log,
};
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
