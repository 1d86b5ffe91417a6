import type { World } from '../shared/actions/world.ts';
import type { readEnv } from '../shared/env.ts';
import { openLog } from '../shared/log.ts';
import { openStore } from '../shared/store/client.ts';

type Env = ReturnType<typeof readEnv<Record<never, never>>> & { BOOTSTRAP_ADMIN?: string };

/** What every function needs of the outside. `fn` is the name that its log lines bear. */
export function openWorld(fn: string, env: Env): World {
  return {
    store: openStore({ table: env.TABLE_NAME, timeZone: env.TIME_ZONE }),
    settings: {
      timeZone: env.TIME_ZONE,
      calendarMode: env.CALENDAR_MODE,
      bootstrapAdmin: env.BOOTSTRAP_ADMIN,
    },
    log: openLog({ fn, stage: env.STAGE, level: env.LOG_LEVEL }),
  };
}
