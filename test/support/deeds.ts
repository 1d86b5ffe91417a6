import type { Aggregate } from '../../shared/domain/change.ts';
import { conclude } from '../../shared/domain/decide/conclude.ts';
import {
  askContribution,
  type ContributionAnswer,
  contribute,
} from '../../shared/domain/decide/contribute.ts';
import {
  decideExtension,
  type ExtensionDecision,
  requestExtension,
} from '../../shared/domain/decide/extend.ts';
import { confirm, returnSubmission } from '../../shared/domain/decide/judge.ts';
import {
  answerProposal,
  appealProposal,
  type ProposalAnswer,
  raiseProposal,
} from '../../shared/domain/decide/propose.ts';
import { answerRectification, demandRectification } from '../../shared/domain/decide/rectify.ts';
import { holderOf } from '../../shared/domain/decide/requests.ts';
import { change, reassign } from '../../shared/domain/decide/revise.ts';
import { cancel, resume, suspend } from '../../shared/domain/decide/stop.ts';
import { urge } from '../../shared/domain/decide/urge.ts';
import { accept, dispute, progress, submit, upholdAssignment } from '../../shared/domain/decide/work.ts';
import type { Deed } from './play.ts';

const deed = <Input>(action: Deed<Input>['action'], decide: Deed<Input>['decide']): Deed<Input> => ({
  action,
  decide,
});

/** Every task action with the permission that it needs. */
export const deeds = {
  accept: deed('accept', accept),
  dispute: deed('dispute', dispute),
  uphold: deed('decideDispute', upholdAssignment),
  progress: deed('progress', progress),
  submit: deed('submit', submit),
  confirm: deed('confirm', confirm),
  sendBack: deed('return', returnSubmission),
  urge: deed('urge', urge),
  suspend: deed('suspend', suspend),
  resume: deed('resume', resume),
  cancel: deed('cancel', cancel),
  reassign: deed('reassign', reassign),
  change: deed('change', change),
  requestExtension: deed('requestExtension', requestExtension),
  decideExtension: {
    ...deed('decideExtension', decideExtension),
    holder: (aggregate: Aggregate, { extensionId }: ExtensionDecision) => holderOf(aggregate, extensionId),
  },
  raiseProposal: deed('raiseProposal', raiseProposal),
  answerProposal: {
    ...deed('answerProposal', answerProposal),
    holder: (aggregate: Aggregate, { proposalId }: ProposalAnswer) => holderOf(aggregate, proposalId),
  },
  demandRectification: deed('demandRectification', demandRectification),
  answerRectification: deed('answerRectification', answerRectification),
  conclude: deed('conclude', conclude),
  askContribution: deed('askContribution', askContribution),
  contribute: {
    ...deed('contribute', contribute),
    holder: (aggregate: Aggregate, { contributionId }: ContributionAnswer) =>
      holderOf(aggregate, contributionId),
  },
  appealProposal: deed('appealProposal', appealProposal),
};
