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

export const rectifications = [
  route({
    method: 'POST',
    path: '/v1/tasks/{id}/rectifications',
    name: 'demandRectification',
    tag,
    summary: 'Demand a rectification',
    description:
      'The monitor, the office, or another body over the lead unit demands that a shortcoming be corrected by a date (chấn chỉnh). The lead owes an answer beside its work and is reminded and urged on a line of its own; submitting the work does not settle it, its confirmation does.',
    params: byId,
    body: requestBodies.rectification,
    example: { demand: 'Bổ sung phân công người chịu trách nhiệm.', deadline: { workingDays: 5 } },
    answers: { 201: { description: 'The task with its rectifications', schema: taskView } },
    refusals: [...always, 'own_work', ...newDate],
    handle: (call) =>
      call.commit(
        (options: ActOptions<Acted>) =>
          act(
            call.world,
            call.principal,
            commandOf(call),
            call.params.id,
            deeds.demandRectification,
            options,
          ),
        (result) => ({ ...saidTask(call)(result), status: 201 }),
      ),
  }),
  route({
    method: 'POST',
    path: '/v1/tasks/{id}/rectifications/{rectificationId}/answer',
    name: 'answerRectification',
    tag,
    summary: 'Report what was corrected',
    description: 'The lead unit says what it did about the shortcoming.',
    params: z.extend(byId, { rectificationId: idOf('the rectification') }),
    body: requestBodies.rectified,
    example: { text: 'Đã phân công đồng chí Phó Giám đốc phụ trách.' },
    answers: { 200: { description: 'The task with its rectifications', schema: taskView } },
    refusals: [...always, 'rectification_not_found', 'request_closed'],
    handle: (call) => {
      const { id, rectificationId } = call.params;
      const command = { ...commandOf(call), input: { ...call.body, rectificationId } };
      return call.commit(
        (options) => act(call.world, call.principal, command, id, deeds.answerRectification, options),
        saidTask(call),
      );
    },
  }),
];
