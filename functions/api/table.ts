import type { Route } from './route.ts';
import { getAccessLog } from './routes/access-log.ts';
import { description } from './routes/description.ts';
import { getDirective, getDirectives, postDirective } from './routes/directives.ts';
import { getDossier } from './routes/dossier.ts';
import { feeds } from './routes/feeds.ts';
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
  ...description, //      GET    /openapi.json, /docs
  getAccessLog, //        GET    /v1/access-log
  getForecast, //         GET    /v1/forecast
  getCalendar, //         GET    /v1/calendars/{year}
  putCalendar, //         PUT    /v1/calendars/{year}
  getPolicy, //           GET    /v1/policies/{kind}
  putPolicy, //           PUT    /v1/policies/{kind}
];
