import type { Aggregate, Command } from '../domain/change.ts';
import { conclude } from '../domain/decide/conclude.ts';
import type { Context } from '../domain/decide/context.ts';
import { askContribution, type ContributionAnswer, contribute } from '../domain/decide/contribute.ts';
import { decideExtension, type ExtensionDecision, requestExtension } from '../domain/decide/extend.ts';
import { confirm, returnSubmission } from '../domain/decide/judge.ts';
import {
  answerProposal,
  appealProposal,
  type ProposalAnswer,
  raiseProposal,
} from '../domain/decide/propose.ts';
import { answerRectification, demandRectification } from '../domain/decide/rectify.ts';
import { holderOf, requestOf } from '../domain/decide/requests.ts';
import { change, type Reassignment, reassign } from '../domain/decide/revise.ts';
import { cancel, resume, suspend } from '../domain/decide/stop.ts';
import { urge } from '../domain/decide/urge.ts';
import { accept, dispute, progress, submit, upholdAssignment } from '../domain/decide/work.ts';
import { membersOf } from '../store/directory.ts';
import type { Deed } from './act.ts';
import { headsIn, staffFor } from './context.ts';
import type { World } from './world.ts';

/** Keeps the input type of each deed while its shape is checked. */
const deed = <Input>(each: Deed<Input>): Deed<Input> => each;

/** The members whom a decision about any open duty may write to. */
const openStaff = (world: World, aggregate: Aggregate, { at }: Command, context: Context) =>
  staffFor(world, aggregate, context, at);

/** Every task action of the API: its permission and its pure decision side by side. Run them with `act`. */
export const deeds = {
  accept: deed({ action: 'accept', decide: accept }),
  dispute: deed({ action: 'dispute', decide: dispute }),
  upholdAssignment: deed({ action: 'decideDispute', decide: upholdAssignment }),
  progress: deed({ action: 'progress', decide: progress }),
  submit: deed({ action: 'submit', decide: submit, withChildren: true }),
  confirm: deed({ action: 'confirm', decide: confirm }),
  returnSubmission: deed({ action: 'return', decide: returnSubmission }),
  urge: deed({
    action: 'urge',
    decide: urge,
    staff: openStaff,
  }),
  suspend: deed({ action: 'suspend', decide: suspend }),
  resume: deed({ action: 'resume', decide: resume }),
  cancel: deed({ action: 'cancel', decide: cancel }),
  reassign: deed<Reassignment>({
    action: 'reassign',
    decide: (aggregate, command, context) =>
      reassign(aggregate, command, { ...context, headOf: headsIn(context.staff) }),
    staff: (world, _aggregate, command) => membersOf(world.store, [command.input.leadUnitId], command.at),
  }),
  change: deed({ action: 'change', decide: change }),
  requestExtension: deed({ action: 'requestExtension', decide: requestExtension }),
  decideExtension: deed<ExtensionDecision>({
    action: 'decideExtension',
    decide: decideExtension,
    staff: openStaff,
    holder: (aggregate, { extensionId }) =>
      holderOf(aggregate, requestOf(aggregate, 'extension', extensionId).id),
  }),
  raiseProposal: deed({ action: 'raiseProposal', decide: raiseProposal }),
  answerProposal: deed<ProposalAnswer>({
    action: 'answerProposal',
    decide: answerProposal,
    staff: openStaff,
    holder: (aggregate, { proposalId }) =>
      holderOf(aggregate, requestOf(aggregate, 'proposal', proposalId).id),
  }),
  demandRectification: deed({ action: 'demandRectification', decide: demandRectification }),
  answerRectification: deed({ action: 'answerRectification', decide: answerRectification }),
  conclude: deed({ action: 'conclude', decide: conclude }),
  askContribution: deed({ action: 'askContribution', decide: askContribution }),
  contribute: deed<ContributionAnswer>({
    action: 'contribute',
    decide: contribute,
    holder: (aggregate, { contributionId }) =>
      holderOf(aggregate, requestOf(aggregate, 'contribution', contributionId).id),
  }),
  appealProposal: deed({ action: 'appealProposal', decide: appealProposal }),
};
