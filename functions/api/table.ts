import { type Entry, from } from './entry.ts';

/** Every operation of the API, by the file that declares it. A file is loaded when one of its operations is first asked for. */
export const table: readonly Entry[] = [
  ...from(
    () => import('./routes/units.ts'),
    'GET /v1/me',
    'POST /v1/units',
    'GET /v1/units',
    'GET /v1/units/{id}',
    'PATCH /v1/units/{id}',
  ),
  ...from(
    () => import('./routes/members.ts'),
    'GET /v1/units/{id}/members',
    'PUT /v1/units/{id}/members/{userId}',
    'GET /v1/units/{id}/members/{userId}',
    'DELETE /v1/units/{id}/members/{userId}',
  ),
  ...from(
    () => import('./routes/substitutes.ts'),
    'PUT /v1/units/{id}/members/{userId}/substitute',
    'GET /v1/units/{id}/members/{userId}/substitute',
    'DELETE /v1/units/{id}/members/{userId}/substitute',
  ),
  ...from(
    () => import('./routes/directives.ts'),
    'POST /v1/directives',
    'GET /v1/directives',
    'GET /v1/directives/{id}',
  ),
  ...from(
    () => import('./routes/tasks.ts'),
    'POST /v1/tasks',
    'GET /v1/tasks/{id}',
    'PATCH /v1/tasks/{id}',
    'GET /v1/tasks/{id}/events',
    'GET /v1/tasks/{id}/obligations',
    'GET /v1/tasks/{id}/messages',
    'GET /v1/tasks/{id}/deadline',
  ),
  ...from(
    () => import('./routes/task-actions.ts'),
    'POST /v1/tasks/{id}/acceptance',
    'POST /v1/tasks/{id}/dispute',
    'POST /v1/tasks/{id}/upholding',
    'POST /v1/tasks/{id}/progress',
    'POST /v1/tasks/{id}/submission',
    'POST /v1/tasks/{id}/confirmation',
    'POST /v1/tasks/{id}/return',
    'POST /v1/tasks/{id}/urges',
    'POST /v1/tasks/{id}/suspension',
    'POST /v1/tasks/{id}/resumption',
    'POST /v1/tasks/{id}/cancellation',
    'POST /v1/tasks/{id}/reassignment',
  ),
  ...from(
    () => import('./routes/requests.ts'),
    'POST /v1/tasks/{id}/extensions',
    'POST /v1/tasks/{id}/extensions/{extensionId}/decision',
    'POST /v1/tasks/{id}/proposals',
    'POST /v1/tasks/{id}/proposals/{proposalId}/answer',
    'POST /v1/tasks/{id}/proposals/{proposalId}/appeal',
  ),
  ...from(() => import('./routes/lists.ts'), 'GET /v1/tasks', 'GET /v1/obligations'),
  ...from(() => import('./routes/dossier.ts'), 'GET /v1/tasks/{id}/dossier'),
  ...from(
    () => import('./routes/reports.ts'),
    'GET /v1/reports/summary',
    'GET /v1/reports/entries',
    'GET /v1/reports/agenda',
    'GET /v1/reports',
    'GET /v1/reports/{id}',
  ),
  ...from(
    () => import('./routes/settings.ts'),
    'GET /v1/calendars/{year}',
    'PUT /v1/calendars/{year}',
    'GET /v1/policies/{kind}',
    'PUT /v1/policies/{kind}',
    'GET /v1/forecast',
  ),
  ...from(() => import('./routes/access-log.ts'), 'GET /v1/access-log'),
  ...from(
    () => import('./routes/feeds.ts'),
    'POST /v1/me/feeds',
    'GET /v1/me/feeds',
    'DELETE /v1/me/feeds/{id}',
    'GET /feeds/{file}',
  ),
  ...from(() => import('./routes/description.ts'), 'GET /openapi.json', 'GET /docs'),
import type { Route } from './route.ts';
import { getAccessLog } from './routes/access-log.ts';
import { description } from './routes/description.ts';
import { getDirective, getDirectives, postDirective } from './routes/directives.ts';
import { getDossier } from './routes/dossier.ts';
import { feeds } from './routes/feeds.ts';
import { getDispatches } from './routes/files.ts';
import { getObligations, getTaskList } from './routes/lists.ts';
import { deleteMember, getMember, getMembers, putMember } from './routes/members.ts';
import { getAgenda, getPeriodicReport, getReportEntries, getReports, getSummary } from './routes/reports.ts';
import { requests } from './routes/requests.ts';
import { getCalendar, getForecast, getPolicy, putCalendar, putPolicy } from './routes/settings.ts';
import { deleteSubstitute, getSubstitute, putSubstitute } from './routes/substitutes.ts';
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

/** Every operation of the API. Each names its own method and path; see the file it comes from. */
export const routes: readonly Route[] = [
  me, //                  GET    /v1/me
  postUnit, //            POST   /v1/units
  getUnits, //            GET    /v1/units
  getUnit, //             GET    /v1/units/{id}
  patchUnit, //           PATCH  /v1/units/{id}
  getMembers, //          GET    /v1/units/{id}/members
  putMember, //           PUT    /v1/units/{id}/members/{userId}
  getMember, //           GET    /v1/units/{id}/members/{userId}
  deleteMember, //        DELETE /v1/units/{id}/members/{userId}
  putSubstitute, //       PUT    /v1/units/{id}/members/{userId}/substitute
  getSubstitute, //       GET    /v1/units/{id}/members/{userId}/substitute
  deleteSubstitute, //    DELETE /v1/units/{id}/members/{userId}/substitute
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
  getDossier, //          GET    /v1/tasks/{id}/dossier
  ...taskActions, //      POST   /v1/tasks/{id}/{acceptance | dispute | progress | submission | …}
  ...requests, //         POST   /v1/tasks/{id}/{extensions | proposals}, and the answers to them
  getObligations, //      GET    /v1/obligations
  ...feeds, //            POST, GET /v1/me/feeds; DELETE /v1/me/feeds/{id}; GET /feeds/{file}
  getSummary, //          GET    /v1/reports/summary
  getReportEntries, //    GET    /v1/reports/entries
  getAgenda, //           GET    /v1/reports/agenda
  getReports, //          GET    /v1/reports
  getPeriodicReport, //   GET    /v1/reports/{id}
  getDispatches, //       GET    /v1/dispatches
  ...description, //      GET    /openapi.json, /docs
  getAccessLog, //        GET    /v1/access-log
  getForecast, //         GET    /v1/forecast
  getCalendar, //         GET    /v1/calendars/{year}
  putCalendar, //         PUT    /v1/calendars/{year}
  getPolicy, //           GET    /v1/policies/{kind}
  putPolicy, //           PUT    /v1/policies/{kind}
];

/** The page that mails link to: for people, and no part of the described API. */
export const pages: readonly Entry[] = from(
  () => import('./routes/mail-page.ts'),
  'GET /m/{token}',
  'POST /m/{token}',
);
