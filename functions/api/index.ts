import * as z from 'zod';
import { principalOf } from '../../shared/actions/context.ts';
import { readEnv } from '../../shared/env.ts';
import { openLog } from '../../shared/log.ts';
import { openStore } from '../../shared/store/client.ts';
import { findRecord } from '../../shared/store/idempotency.ts';
import type { Route } from './route.ts';
import { describe } from './routes/description.ts';
import { getDirective, getDirectives, postDirective } from './routes/directives.ts';
import { getObligations, getTaskList } from './routes/lists.ts';
import { deleteMember, getMember, getMembers, putMember } from './routes/members.ts';
import { taskActions } from './routes/task-actions.ts';
import {
  getTask,
  getTaskDeadline,
  getTaskEvents,
  getTaskMessages,
  getTaskObligations,
  patchTask,
  postTask,
} from './routes/tasks.ts';
import { getUnit, getUnits, me, patchUnit, postUnit } from './routes/units.ts';
import { serve } from './serve.ts';

/** Every operation of the API. Each names its own method and path; see the file it comes from. */
const routes: Route[] = [
  me, //                  GET    /v1/me
  postUnit, //            POST   /v1/units
  getUnits, //            GET    /v1/units
  getUnit, //             GET    /v1/units/{id}
  patchUnit, //           PATCH  /v1/units/{id}
  getMembers, //          GET    /v1/units/{id}/members
  putMember, //           PUT    /v1/units/{id}/members/{userId}
  getMember, //           GET    /v1/units/{id}/members/{userId}
  deleteMember, //        DELETE /v1/units/{id}/members/{userId}
  postDirective, //       POST   /v1/directives
  getDirectives, //       GET    /v1/directives
  getDirective, //        GET    /v1/directives/{id}
  postTask, //            POST   /v1/tasks
  getTaskList, //         GET    /v1/tasks
  getTask, //             GET    /v1/tasks/{id}
  patchTask, //           PATCH  /v1/tasks/{id}
  getTaskEvents, //       GET    /v1/tasks/{id}/events
  getTaskObligations, //  GET    /v1/tasks/{id}/obligations
  getTaskMessages, //     GET    /v1/tasks/{id}/messages
  getTaskDeadline, //     GET    /v1/tasks/{id}/deadline
  ...taskActions, //      POST   /v1/tasks/{id}/{acceptance | dispute | progress | submission | …}
  getObligations, //      GET    /v1/obligations
];

const env = readEnv({
  BOOTSTRAP_ADMIN: z.string().min(1),
  USER_CLAIM: z.string().min(1),
  PUBLIC_URL: z.string(),
});
const publicUrl = env.PUBLIC_URL.replace(/\/+$/, '');
const world = {
  store: openStore({ table: env.TABLE_NAME }),
  settings: {
    timeZone: env.TIME_ZONE,
    calendarMode: env.CALENDAR_MODE,
    bootstrapAdmin: env.BOOTSTRAP_ADMIN,
  },
  log: openLog({ fn: 'api', stage: env.STAGE, level: env.LOG_LEVEL }),
};

/** HTTP API (payload 2.0) -> problem documents, parsing, idempotency and versions in serve -> one route -> one action. */
export const handler = serve(describe(routes, publicUrl), {
  world,
  publicUrl,
  userClaim: env.USER_CLAIM,
  principal: (userId, at) => principalOf(world, userId, at),
  stored: (key, at) => findRecord(world.store, key, at),
});
