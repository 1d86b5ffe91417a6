import type * as z from 'zod/mini';
import { act, type Deed } from '../../../shared/actions/act.ts';
import { deeds } from '../../../shared/actions/deeds.ts';
import type { ProblemCode } from '../problems.ts';
import { type Route, route } from '../route.ts';
import { actionBodies } from '../schemas/tasks.ts';
import { taskView } from '../views/task.ts';
import { byId, saidTask } from './tasks.ts';
import { commandOf } from './units.ts';

type Action<B extends z.core.$ZodType> = {
  noun: string;
  name: string;
  summary: string;
  description: string;
  body: B;
  deed: Deed<z.output<B>>;
  example: z.input<B>;
  refusals?: ProblemCode[];
};

/** `POST /v1/tasks/{id}/{noun}`: every action on a task is one deed, and all are answered with the task as it then stands. */
function action<B extends z.core.$ZodType>({ noun, deed, refusals = [], ...said }: Action<B>): Route {
  return route({
    ...said,
    method: 'POST',
    path: `/v1/tasks/{id}/${noun}`,
    tag: 'Task actions',
    params: byId,
    answers: { 200: { description: 'The task as it now stands', schema: taskView } },
    refusals: ['forbidden', 'task_not_found', 'wrong_state', 'collective_task', ...refusals],
    handle: (call) =>
      call.commit(
        (options) => act(call.world, call.principal, commandOf(call), call.params.id, deed, options),
        saidTask(call),
      ),
  });
}

const newDate: ProblemCode[] = ['deadline_unreadable', 'date_required', 'deadline_past'];

export const taskActions: Route[] = [
  action({
    noun: 'acceptance',
    name: 'acceptTask',
    summary: 'Accept',
    description:
      'The lead unit takes the task on; its duty to perform begins. Silence past the term counts as acceptance.',
    body: actionBodies.acceptance,
    deed: deeds.accept,
    example: { note: 'Đã phân công phòng chuyên môn.' },
  }),
  action({
    noun: 'dispute',
    name: 'disputeTask',
    summary: 'Dispute',
    description:
      'The lead unit’s head says that the task is not its own. The assigner’s side must decide: uphold or reassign.',
    body: actionBodies.dispute,
    deed: deeds.dispute,
    example: { reason: 'Thuộc chức năng của Sở Xây dựng.', suggestedUnitId: 'unt_…' },
  }),
  action({
    noun: 'upholding',
    name: 'upholdAssignment',
    summary: 'Uphold a disputed assignment',
    description:
      'The assigner’s side decides that the lead unit stays. To give the task to another unit, reassign it.',
    body: actionBodies.upholding,
    deed: deeds.upholdAssignment,
    example: { reason: 'Đúng chức năng theo quyết định phân công.' },
    refusals: ['own_work'],
  }),
  action({
    noun: 'progress',
    name: 'reportProgress',
    summary: 'Report progress',
    description: 'A dated report of the lead unit on a task under way.',
    body: actionBodies.progress,
    deed: deeds.progress,
    example: { note: 'Đã lấy ý kiến các đơn vị.', percent: 60 },
  }),
  action({
    noun: 'submission',
    name: 'submitTask',
    summary: 'Submit as done',
    description:
      'The lead unit reports the task done, with what proves it. Its clock stops, and that of whoever must confirm begins. Lateness is judged at this moment. What was cascaded must be completed or cancelled first (policy `closesWithChildren`).',
    body: actionBodies.submission,
    deed: deeds.submit,
    example: { products: [{ number: '127-KH/TU', date: '2026-12-01', url: 'https://example.org/127' }] },
    refusals: ['children_open'],
  }),
  action({
    noun: 'confirmation',
    name: 'confirmTask',
    summary: 'Confirm',
    description:
      'The assigner’s side accepts the submission: the task is complete and its verdict frozen. Its quality may be rated, with the reasons.',
    body: actionBodies.confirmation,
    deed: deeds.confirm,
    example: { quality: 'good', reasons: 'Đầy đủ, đúng yêu cầu, trước hạn.' },
    refusals: ['own_work', 'reason_required'],
  }),
  action({
    noun: 'conclusions',
    name: 'concludeInspection',
    summary: 'Record the conclusion of an inspection',
    description:
      'On a task that was not finished or not done as it should be: nature, degree, cause and responsibility. Entered by the authority or the office, since the inspector only reads; never by a member of the lead unit. Also after the task is closed.',
    body: actionBodies.conclusions,
    deed: deeds.conclude,
    example: {
      nature: 'Chậm thực hiện nhiệm vụ được giao',
      degree: 'minor',
      cause: 'Chủ quan: thiếu kiểm tra, đôn đốc trong đơn vị',
      responsibility: 'Người đứng đầu đơn vị chủ trì',
    },
    refusals: ['own_work', 'nothing_to_conclude'],
  }),
  action({
    noun: 'return',
    name: 'returnTask',
    summary: 'Return',
    description: 'The assigner’s side sends the submission back, with a reason and a new date.',
    body: actionBodies.return,
    deed: deeds.returnSubmission,
    example: { reason: 'Thiếu phụ lục kinh phí.', deadline: { workingDays: 3 } },
    refusals: ['own_work', ...newDate],
  }),
  action({
    noun: 'urges',
    name: 'urgeTask',
    summary: 'Urge by hand',
    description:
      'A numbered đôn đốc to the officer and head of whoever must act, counted with the automatic ones.',
    body: actionBodies.urges,
    deed: deeds.urge,
    example: { note: 'Đề nghị báo cáo trước cuộc họp sáng mai.' },
    refusals: ['nothing_to_urge', 'nobody_to_urge'],
  }),
  action({
    noun: 'suspension',
    name: 'suspendTask',
    summary: 'Suspend',
    description:
      'Stops every clock: nobody is reminded, urged or charged with days until the task is resumed.',
    body: actionBodies.suspension,
    deed: deeds.suspend,
    example: { reason: 'Chờ Luật sửa đổi có hiệu lực.' },
    refusals: ['own_work'],
  }),
  action({
    noun: 'resumption',
    name: 'resumeTask',
    summary: 'Resume',
    description: 'Starts the clocks where they stopped, unless a new deadline is named.',
    body: actionBodies.resumption,
    deed: deeds.resume,
    example: { reason: 'Luật đã có hiệu lực.' },
    refusals: ['own_work', ...newDate],
  }),
  action({
    noun: 'cancellation',
    name: 'cancelTask',
    summary: 'Cancel',
    description: 'Calls the task off, with the open tasks under it. It stays on record.',
    body: actionBodies.cancellation,
    deed: deeds.cancel,
    example: { reason: 'Nội dung đã đưa vào nhiệm vụ khác.' },
    refusals: ['own_work'],
  }),
  action({
    noun: 'reassignment',
    name: 'reassignTask',
    summary: 'Reassign',
    description:
      'Gives the task to another lead unit, which must accept it anew; earlier leads stay on record. What the former lead had cascaded is called off, a moment later.',
    body: actionBodies.reassignment,
    deed: deeds.reassign,
    example: { leadUnitId: 'unt_…', reason: 'Đúng chức năng.' },
    refusals: ['own_work', 'unit_unknown', 'unit_not_valid', 'same_lead', ...newDate],
  }),
];
