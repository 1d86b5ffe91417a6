import * as z from 'zod/mini';
import { type Acted, type ActOptions, act } from '../../../shared/actions/act.ts';
import { deeds } from '../../../shared/actions/deeds.ts';
import type { ProblemCode } from '../problems.ts';
import { route } from '../route.ts';
import { idOf } from '../schemas/common.ts';
import { requestBodies } from '../schemas/requests.ts';
import { taskView } from '../views/task.ts';
import { byId, saidTask } from './tasks.ts';
import { commandOf } from './units.ts';

const tag = 'Requests';
const always: ProblemCode[] = ['forbidden', 'task_not_found', 'wrong_state', 'collective_task'];
const newDate: ProblemCode[] = ['deadline_unreadable', 'date_required', 'deadline_past'];

export const contributions = [
  route({
    method: 'POST',
    path: '/v1/tasks/{id}/contributions',
    name: 'askContribution',
    tag,
    summary: 'Ask coordinating units to contribute',
    description:
      'The lead unit asks its coordinating units for their part. Each owes it by the date named, or five working days later, and is reminded and urged on its own line. The lead’s own clock runs on; the days that each takes are told beside, in `contributionDays`.',
    params: byId,
    body: requestBodies.contribution,
    example: { text: 'Đề nghị gửi số liệu của ngành.', deadline: { workingDays: 3 } },
    answers: { 201: { description: 'The task with its contributions', schema: taskView } },
    refusals: [...always, 'no_coordinating_units', 'not_coordinating', ...newDate],
    handle: (call) =>
      call.commit(
        (options: ActOptions<Acted>) =>
          act(call.world, call.principal, commandOf(call), call.params.id, deeds.askContribution, options),
        (result) => ({ ...saidTask(call)(result), status: 201 }),
      ),
  }),
  route({
    method: 'POST',
    path: '/v1/tasks/{id}/contributions/{contributionId}/answer',
    name: 'contribute',
    tag,
    summary: 'Contribute',
    description: 'The coordinating unit that was asked sends its part, with what proves it.',
    params: z.extend(byId, { contributionId: idOf('the contribution') }),
    body: requestBodies.contributed,
    example: {
      text: 'Số liệu của ngành như kèm theo.',
      products: [{ number: '45/SXD', date: '2026-12-01' }],
    },
    answers: { 200: { description: 'The task with its contributions', schema: taskView } },
    refusals: [...always, 'contribution_not_found', 'request_closed'],
    handle: (call) => {
      const { id, contributionId } = call.params;
      const command = { ...commandOf(call), input: { ...call.body, contributionId } };
      return call.commit(
        (options) => act(call.world, call.principal, command, id, deeds.contribute, options),
        saidTask(call),
      );
    },
  }),
];
