import * as z from 'zod/mini';
import { act } from '../../../shared/actions/act.ts';
import { deeds } from '../../../shared/actions/deeds.ts';
import { type Registered, registerTask } from '../../../shared/actions/register.ts';
import { listEvents, listMessages } from '../../../shared/store/history.ts';
import { type Answer, type Call, route } from '../route.ts';
import { idOf, pageOf, paging } from '../schemas/common.ts';
import { newTask, taskPatch } from '../schemas/tasks.ts';
import { deadlineTrace } from '../views/deadline-trace.ts';
import {
  eventView,
  messageView,
  obligationView,
  viewEvent,
  viewMessage,
  viewObligation,
} from '../views/record.ts';
import { taskView, viewTask } from '../views/task.ts';
import { childrenOf, positionOf, positionText, readTask, viewpointOf } from './reading.ts';
import { commandOf } from './units.ts';

export const tag = 'Tasks';
export const byId = z.strictObject({ id: idOf('the task') });

/** The answer to a change of one task. The view depends on the day, so its validator carries a digest. */
export const saidTask =
  (call: Pick<Call, 'at'>) =>
  ({ aggregate, context }: Awaited<ReturnType<typeof act>>): Answer => ({
    status: 200,
    body: viewTask(aggregate, viewpointOf(call, context)),
    version: aggregate.task.version,
    varies: true,
  });

export const postTask = route({
  method: 'POST',
  path: '/v1/tasks',
  name: 'registerTask',
  tag,
  summary: 'Register a task',
  description:
    'One task: of a registered directive, by itself, or under a parent. Several lead units make a collective task with one child per unit; the answer is then the collective task. With `parentId`, the staff of the parent’s lead unit cascade it to units below their own, each of which gets a task directly under the parent (the answer is the first of them) with the parent’s deadline unless another is named; or the assigner’s side adds leads to a collective task, which opens it again if it was complete.',
  body: newTask,
  example: {
    directiveId: 'dir_…',
    clause: 'II.3',
    content: 'Hoàn thiện quy chế phối hợp giữa các cơ quan.',
    product: 'Quy chế',
    leadUnitIds: ['unt_…'],
    priority: 'high',
    deadline: { workingDays: 10 },
  },
  answers: { 201: { description: 'The task', schema: taskView } },
  refusals: [
    'forbidden',
    'task_not_found',
    'directive_not_found',
    'wrong_state',
    'assigner_required',
    'unit_unknown',
    'unit_not_valid',
    'task_refused',
  ],
  handle: (call) =>
    call.commit(
      (options) => registerTask(call.world, call.principal, commandOf(call), options),
      ({ tasks: [first, ...children], context }: Registered) => {
        if (!first) throw new Error('registered without a task');
        return {
          status: 201,
          body: viewTask(
            first,
            viewpointOf(call, context),
            first.task.collective ? children.map((each) => each.task) : undefined,
          ),
          version: first.task.version,
          varies: true,
          headers: { location: `/v1/tasks/${first.task.id}` },
        };
      },
    ),
});

export const getTask = route({
  method: 'GET',
  path: '/v1/tasks/{id}',
  name: 'getTask',
  tag,
  summary: 'Read a task',
  description:
    'Everything about one task as it stands now: deadline, parties, whose clock is running, days held, verdict.',
  params: byId,
  answers: { 200: { description: 'The task', schema: taskView } },
  refusals: ['task_not_found'],
  handle: async (call) => {
    const { aggregate, view } = await readTask(call, call.params.id);
    const { task } = aggregate;
    const children = task.collective || task.children ? await childrenOf(call, task.id) : undefined;
    return {
      status: 200,
      body: viewTask(aggregate, view, children),
      version: aggregate.task.version,
      varies: true,
    };
  },
});

export const patchTask = route({
  method: 'PATCH',
  path: '/v1/tasks/{id}',
  name: 'changeTask',
  tag,
  summary: 'Correct a task',
  description:
    'Corrects what was registered; fields left out stay as they are. A new deadline needs a reason and a day to come; the original deadline stays on record and the verdict against it, too. Open tasks under it that work to its date move with it, a moment later; those with dates of their own stay. For the assigner’s side.',
  params: byId,
  body: taskPatch,
  example: {
    priority: 'urgent',
    deadline: { date: '2026-12-31' },
    reason: 'Thống nhất tại cuộc họp giao ban.',
  },
  answers: { 200: { description: 'The task', schema: taskView } },
  refusals: [
    'forbidden',
    'own_work',
    'task_not_found',
    'wrong_state',
    'reason_required',
    'unit_unknown',
    'unit_not_valid',
    'deadline_unreadable',
    'date_required',
    'deadline_past',
  ],
  handle: (call) =>
    call.commit(
      (options) => act(call.world, call.principal, commandOf(call), call.params.id, deeds.change, options),
      saidTask(call),
    ),
});

export const getTaskObligations = route({
  method: 'GET',
  path: '/v1/tasks/{id}/obligations',
  name: 'listTaskObligations',
  tag,
  summary: 'Who owes what on a task',
  description:
    'All obligations of the task, open and closed, oldest first. Not paged: `next` is always null.',
  params: byId,
  answers: { 200: { description: 'Obligations', schema: pageOf(obligationView) } },
  refusals: ['task_not_found'],
  handle: async (call) => {
    const { aggregate, view } = await readTask(call, call.params.id);
    const oldestFirst = [...aggregate.obligations].sort((a, b) => (a.since + a.id < b.since + b.id ? -1 : 1));
    return call.page(
      oldestFirst.map((each) => viewObligation(each, view)),
      undefined,
    );
  },
});

export const getTaskEvents = route({
  method: 'GET',
  path: '/v1/tasks/{id}/events',
  name: 'listTaskEvents',
  tag,
  summary: 'The record of a task',
  description:
    'What happened, in order: append-only and chained by hashes, so that an exported history can be verified. Always current.',
  params: byId,
  query: z.strictObject({ ...paging }),
  answers: { 200: { description: 'Events', schema: pageOf(eventView) } },
  refusals: ['task_not_found'],
  handle: async (call) => {
    const { view } = await readTask(call, call.params.id);
    const after = call.position === undefined ? undefined : Number(call.position);
    const found = await listEvents(call.world.store, call.params.id, { limit: call.query.limit, after });
    return call.page(
      found.items.map((event) => viewEvent(event, view)),
      found.next === undefined ? undefined : String(found.next),
    );
  },
});

export const getTaskMessages = route({
  method: 'GET',
  path: '/v1/tasks/{id}/messages',
  name: 'listTaskMessages',
  tag,
  summary: 'The mail ledger of a task',
  description:
    'Every matter that was or will be mailed about the task: to whom, why, when, and what became of it.',
  params: byId,
  query: z.strictObject({ ...paging }),
  answers: { 200: { description: 'Messages', schema: pageOf(messageView) } },
  refusals: ['task_not_found'],
  handle: async (call) => {
    const { view } = await readTask(call, call.params.id);
    const found = await listMessages(call.world.store, call.params.id, {
      limit: call.query.limit,
      position: positionOf(call.position),
    });
    return call.page(
      found.items.map((message) => viewMessage(message, view)),
      positionText(found.next),
    );
  },
});

export const getTaskDeadline = route({
  method: 'GET',
  path: '/v1/tasks/{id}/deadline',
  name: 'explainDeadline',
  tag,
  summary: 'Explain a deadline',
  description:
    'How the date came about: as written, rule by rule, with the days that were skipped and the calendar that was used; and whose days passed until now.',
  params: byId,
  answers: { 200: { description: 'The trace', schema: deadlineTrace } },
  refusals: ['task_not_found'],
  handle: async (call) => {
    const { aggregate, view } = await readTask(call, call.params.id);
    // Sentences in two languages that only this operation needs.
    const { viewDeadline } = await import('../views/deadline.ts');
    return {
      status: 200,
      body: viewDeadline(aggregate, view),
      version: aggregate.task.version,
      varies: true,
    };
  },
});
