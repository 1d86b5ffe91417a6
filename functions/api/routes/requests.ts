import * as z from 'zod/mini';
import { type Acted, act, type Deed } from '../../../shared/actions/act.ts';
import { deeds } from '../../../shared/actions/deeds.ts';
import { requestOf } from '../../../shared/domain/decide/requests.ts';
import type { Extension, Proposal, Request } from '../../../shared/domain/request.ts';
import type { ProblemCode } from '../problems.ts';
import { type Answer, type Call, type Route, route } from '../route.ts';
import { idOf } from '../schemas/common.ts';
import { requestBodies } from '../schemas/requests.ts';
import { extensionView, proposalView, viewExtension, viewProposal } from '../views/requests.ts';
import { taskSummary, type Viewpoint, viewTaskSummary } from '../views/task.ts';
import { viewpointOf } from './reading.ts';
import { byId } from './tasks.ts';
import { commandOf } from './units.ts';

const tag = 'Requests';
const withTask = { task: taskSummary.with(z.describe('As it now stands.')) };
const extensionAnswer = z
  .extend(extensionView, withTask)
  .register(z.globalRegistry, { id: 'ExtensionAnswer' });
const proposalAnswer = z.extend(proposalView, withTask).register(z.globalRegistry, { id: 'ProposalAnswer' });
const oneExtension = z.extend(byId, { extensionId: idOf('the extension') });
const oneProposal = z.extend(byId, { proposalId: idOf('the proposal') });

type View<K extends Request> = (each: K, view: Viewpoint) => object;
const seen: { extension: View<Extension>; proposal: View<Proposal> } = {
  extension: viewExtension,
  proposal: viewProposal,
};

/** The answer to a request and to what is said of it: the request, with the task. Its validator is the task's. */
function said<K extends Request['kind']>(
  call: Pick<Call, 'at'>,
  kind: K,
  id: string | undefined,
  status: number,
) {
  return ({ aggregate, context }: Acted): Answer => {
    const view = viewpointOf(call, context);
    const found = id ?? aggregate.requests.filter((each) => each.kind === kind).at(-1)?.id ?? '';
    const body =
      kind === 'extension'
        ? seen.extension(requestOf(aggregate, 'extension', found), view)
        : seen.proposal(requestOf(aggregate, 'proposal', found), view);
    return {
      status,
      body: { ...body, task: viewTaskSummary(aggregate.task, view) },
      version: aggregate.task.version,
      varies: true,
    };
  };
}

const run =
  <Input>(call: Call<{ id: string }>, deed: Deed<Input>, input: Input) =>
  (options: Parameters<typeof act>[5]) =>
    act(call.world, call.principal, { ...commandOf(call), input }, call.params.id, deed, options);

const always: ProblemCode[] = ['forbidden', 'task_not_found', 'wrong_state', 'collective_task'];
const newDate: ProblemCode[] = ['deadline_unreadable', 'date_required', 'deadline_past', 'not_later'];

export const requests: Route[] = [
  route({
    method: 'POST',
    path: '/v1/tasks/{id}/extensions',
    name: 'requestExtension',
    tag,
    summary: 'Request an extension',
    description:
      'The lead unit’s head asks for a later date, one request at a time. The clock keeps running. Asked later than the policy wants (three working days before the deadline) it is marked late. The Office, or the body that cascaded the task, decides; once two have been granted, the authority.',
    params: byId,
    body: requestBodies.extension,
    example: { reason: 'Chờ số liệu quyết toán của các quận.', deadline: { date: '2027-01-15' } },
    answers: { 201: { description: 'The request', schema: extensionAnswer } },
    refusals: [...always, 'extension_pending', 'no_deadline', ...newDate],
    handle: (call) =>
      call.commit(run(call, deeds.requestExtension, call.body), said(call, 'extension', undefined, 201)),
  }),
  route({
    method: 'POST',
    path: '/v1/tasks/{id}/extensions/{extensionId}/decision',
    name: 'decideExtension',
    tag,
    summary: 'Decide an extension',
    description:
      'By the body that owes the decision, or the authority; never by a member of the lead unit. Approval moves the current deadline, to the date asked for unless another is named, and re-plans its reminders at once; the original deadline stays on record. A refusal needs a reason.',
    params: oneExtension,
    body: requestBodies.decision,
    example: { approved: true, deadline: { date: '2027-01-08' }, reason: 'Đồng ý đến ngày 08/01.' },
    answers: { 200: { description: 'The request, decided', schema: extensionAnswer } },
    refusals: [
      ...always,
      ...(['own_work', 'extension_not_found', 'request_closed', 'reason_required'] as const),
      'date_with_refusal',
      ...newDate,
    ],
    handle: (call) => {
      const { extensionId } = call.params;
      return call.commit(
        run(call, deeds.decideExtension, { ...call.body, extensionId }),
        said(call, 'extension', extensionId, 200),
      );
    },
  }),
  route({
    method: 'POST',
    path: '/v1/tasks/{id}/proposals',
    name: 'raiseProposal',
    tag,
    summary: 'Raise a proposal',
    description:
      'A question or an issue of the lead unit that a superior body must answer: the Office unless named. While a blocking one waits, the days are charged to the addressee; the deadline itself moves only by an extension. Open proposals are on the work list `GET /v1/obligations?kind=answer`.',
    params: byId,
    body: requestBodies.proposal,
    example: { text: 'Xin ý kiến về nguồn kinh phí thực hiện.', blocking: true },
    answers: { 201: { description: 'The proposal', schema: proposalAnswer } },
    refusals: [...always, 'unit_unknown', 'unit_not_valid', 'not_a_superior'],
    handle: (call) =>
      call.commit(run(call, deeds.raiseProposal, call.body), said(call, 'proposal', undefined, 201)),
  }),
  route({
    method: 'POST',
    path: '/v1/tasks/{id}/proposals/{proposalId}/answer',
    name: 'answerProposal',
    tag,
    summary: 'Answer a proposal',
    description:
      'By the addressee, or the authority; never by a member of the lead unit. An interim answer is put on record and changes nothing else; the final one closes the proposal.',
    params: oneProposal,
    body: requestBodies.answer,
    example: { text: 'Đang xin ý kiến Thường trực, trả lời trước ngày 05/12.', interim: true },
    answers: { 200: { description: 'The proposal', schema: proposalAnswer } },
    refusals: [...always, 'own_work', 'proposal_not_found', 'request_closed'],
    handle: (call) => {
      const { proposalId } = call.params;
      return call.commit(
        run(call, deeds.answerProposal, { ...call.body, proposalId }),
        said(call, 'proposal', proposalId, 200),
      );
    },
  }),
  route({
    method: 'POST',
    path: '/v1/tasks/{id}/proposals/{proposalId}/appeal',
    name: 'appealProposal',
    tag,
    summary: 'Appeal',
    description:
      'The lead unit’s head turns, once, to the next superior of the addressee: against an answer, or when it is overdue. That body then owes an answer.',
    params: oneProposal,
    body: requestBodies.appeal,
    example: { reason: 'Trả lời chưa giải quyết được vướng mắc về thẩm quyền.' },
    answers: { 200: { description: 'The proposal', schema: proposalAnswer } },
    refusals: [
      ...always,
      ...(['proposal_not_found', 'request_closed', 'already_appealed'] as const),
      ...(['appeal_too_early', 'no_superior'] as const),
    ],
    handle: (call) => {
      const { proposalId } = call.params;
      return call.commit(
        run(call, deeds.appealProposal, { ...call.body, proposalId }),
        said(call, 'proposal', proposalId, 200),
      );
    },
  }),
];
