import { authorityOf, type Staff } from '../addressees.ts';
import { localDateOf } from '../calendar.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import { ancestorsOf, existsOn, nearestOfKind, unitOf } from '../directory.ts';
import { idFrom } from '../ids.ts';
import type { Obligation } from '../obligation.ts';
import { type Party, partiesOf } from '../permissions.ts';
import { Refusal } from '../refusal.ts';
import type { Proposal } from '../request.ts';
import type { Task } from '../task.ts';
import type { Instant } from '../time.ts';
import {
  assignerSideOf,
  type Context,
  changed,
  closeObligation,
  noMessages,
  openObligation,
} from './context.ts';
import { openDutyOf, requestOf, tellLead } from './requests.ts';
import { theOpen } from './work.ts';

/** Those who stand above the lead in the matter of a task, and see it. */
const superiors: readonly Party[] = ['superior', 'assigner', 'monitor', 'office', 'authority'];

/** @throws Refusal `unit_unknown`, `unit_not_valid`, `not_a_superior` */
function superiorNamed(context: Context, task: Task, unitId: string, at: Instant): string {
  const unit = unitOf(context.directory, unitId);
  const date = localDateOf(context.calendar, at);
  const params = { unitId, code: unit.code };
  if (!existsOn(unit, date)) throw new Refusal('unit_not_valid', { ...params, date });
  const parties = partiesOf(context.directory, { unitId, roles: [] }, task);
  if (parties.includes('lead') || !parties.some((party) => superiors.includes(party)))
    throw new Refusal('not_a_superior', params, [
      { pointer: '/addressedToUnitId', code: 'not_a_superior', params },
    ]);
  return unitId;
}

function openAnswer(
  context: Context,
  command: Command,
  task: Task,
  proposal: Pick<Proposal, 'id' | 'blocking' | 'addressedToUnitId'>,
): Obligation {
  const { addressedToUnitId, id, blocking } = proposal;
  const request = { id, blocking };
  return openObligation(
    context,
    command,
    task,
    'answer',
    addressedToUnitId,
    task.leadUnitId,
    undefined,
    request,
  );
}

export type NewProposal = {
  text: string;
  addressedToUnitId?: string | undefined;
  blocking?: boolean | undefined;
};

/**
 * The lead asks a superior body, the Office unless named. While a blocking one waits, the days are charged to the addressee;
 * the deadline stands all the same, and moves only by an extension.
 * @throws Refusal `unit_unknown`, `unit_not_valid`, `not_a_superior`
 */
export function raiseProposal(aggregate: Aggregate, command: Command<NewProposal>, context: Context): Change {
  const { text, addressedToUnitId: named, blocking = false } = command.input;
  const { task: before } = aggregate;
  const date = localDateOf(context.calendar, command.at);
  const office = () => nearestOfKind(context.directory, before.leadUnitId, 'office', date)?.id;
  const addressedToUnitId = named
    ? superiorNamed(context, before, named, command.at)
    : (office() ?? assignerSideOf(context, before, command.at));
  const task = changed(before, command.at, {});
  const byUserId = command.actor.userId ?? '';
  const proposal: Proposal = {
    kind: 'proposal',
    id: idFrom('prp', command.at, `${byUserId}/${command.id}/${task.id}`),
    taskId: task.id,
    at: command.at,
    byUserId,
    byUnitId: task.leadUnitId,
    state: 'open',
    ...{ text, addressedToUnitId, blocking },
    interim: [],
  };
  return noMessages({
    task,
    obligations: [openAnswer(context, command, task, proposal)],
    requests: [proposal],
    events: [
      {
        type: 'proposal_raised',
        data: { proposalId: proposal.id, text, addressedToUnitId, blocking },
      },
    ],
  });
}

export type ProposalAnswer = { proposalId: string; text: string; interim?: boolean | undefined };

/**
 * What the addressee says. An interim answer is put on record and changes nothing else; the final one closes.
 * @throws Refusal `proposal_not_found`, `request_closed`
 */
export function answerProposal(
  aggregate: Aggregate,
  command: Command<ProposalAnswer>,
  context: Context & { staff: Staff },
): Change {
  const { proposalId, text, interim = false } = command.input;
  const proposal = requestOf(aggregate, 'proposal', proposalId);
  const duty = openDutyOf(aggregate, proposal);
  const said = { at: command.at, byUserId: command.actor.userId ?? '', text };
  const task = changed(aggregate.task, command.at, {});
  const messages = tellLead(context, command, task, theOpen(aggregate, 'perform'), proposalId);
  if (interim) {
    return {
      task,
      obligations: [],
      requests: [{ ...proposal, interim: [...proposal.interim, said] }],
      events: [{ type: 'proposal_answered_for_now', data: { proposalId, text } }],
      messages,
    };
  }
  return {
    task,
    obligations: [closeObligation(duty, 'answered', command.at)],
    requests: [{ ...proposal, state: 'closed', outcome: 'answered', closedAt: command.at, answer: said }],
    events: [{ type: 'proposal_answered', data: { proposalId, text } }],
    messages,
  };
}

/**
 * One appeal: against an answer, or when it is overdue. The next superior of the addressee owes an answer from now on.
 * @throws Refusal `proposal_not_found`, `request_closed`, `already_appealed`, `appeal_too_early`, `no_superior`
 */
export function appealProposal(
  aggregate: Aggregate,
  command: Command<{ proposalId: string; reason: string }>,
  context: Context,
): Change {
  const { proposalId, reason } = command.input;
  const proposal = requestOf(aggregate, 'proposal', proposalId);
  if (proposal.appeal) throw new Refusal('already_appealed', { id: proposalId });
  const { answer, outcome: _, closedAt: _at, ...rest } = proposal;
  const unanswered = answer ? undefined : openDutyOf(aggregate, proposal);
  if (unanswered?.due && unanswered.due.at > command.at)
    throw new Refusal('appeal_too_early', { date: unanswered.due.date });
  const fromUnitId = proposal.addressedToUnitId;
  const above = superiorOf(context, aggregate.task, fromUnitId, command.at);
  if (!above) throw new Refusal('no_superior', { unitId: fromUnitId });
  const task = changed(aggregate.task, command.at, {});
  const appealed: Proposal = {
    ...rest,
    state: 'open',
    addressedToUnitId: above,
    appeal: {
      at: command.at,
      byUserId: command.actor.userId ?? '',
      ...{ reason, fromUnitId },
      ...(answer && { against: answer }),
    },
  };
  return noMessages({
    task,
    obligations: [
      ...(unanswered ? [closeObligation(unanswered, 'superseded', command.at)] : []),
      openAnswer(context, command, task, appealed),
    ],
    requests: [appealed],
    events: [{ type: 'proposal_appealed', data: { proposalId, reason, from: fromUnitId, to: above } }],
  });
}

/**
 * The body to which one appeals from another: from a unit the leading body that stands beside the nearest unit above, or that
 * unit itself; from an office or monitor the authority of the task; from a leading body the one of the next branch above, since
 * nothing says which of those side by side ranks higher.
 */
function superiorOf(context: Context, task: Task, unitId: string, at: Instant): string | undefined {
  const { directory } = context;
  const date = localDateOf(context.calendar, at);
  const unit = unitOf(directory, unitId);
  if (unit.kind === 'unit') {
    const [above] = ancestorsOf(directory, unitId).filter((each) => existsOn(each, date));
    if (above) {
      const leading = nearestOfKind(directory, unitId, 'authority', date);
      return leading?.parentId === above.id ? leading.id : above.id;
    }
  }
  if (unit.kind !== 'authority') return authorityOf(directory, task, task.leadUnitId, date);
  return unit.parentId && nearestOfKind(directory, unit.parentId, 'authority', date)?.id;
}
