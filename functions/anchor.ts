import middy from '@middy/core';
import * as z from 'zod/mini';
import { anchorDays } from '../shared/actions/anchor.ts';
import { openObjects } from '../shared/clients/objects.ts';
import { type LocalDate, moment } from '../shared/domain/time.ts';
import { given, readEnv } from '../shared/env.ts';
import { openLog } from '../shared/log.ts';
import { openStore } from '../shared/store/client.ts';
import { logged } from './logged.ts';

const env = readEnv({ RECORDS_BUCKET: given });
const log = openLog({ fn: 'anchor', stage: env.STAGE, level: env.LOG_LEVEL });
const world = {
  store: openStore({ table: env.TABLE_NAME, timeZone: env.TIME_ZONE }),
  settings: { timeZone: env.TIME_ZONE, calendarMode: env.CALENDAR_MODE },
  log,
  records: openObjects(env.RECORDS_BUCKET),
};
const tick = z.object({ at: moment });

/** Daily schedule -> anchor: one digest over all chains that grew, where nobody can change it. May be repeated. */
export const handler = middy<unknown, { written: LocalDate[] }>()
  .use(logged(log))
  .handler(async (event) => {
    const { at } = tick.parse(event);
    const written = await anchorDays(world, at);
    log.info('anchored', { at, written });
    return { written };
  });
