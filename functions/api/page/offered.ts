import { appealProposal } from '../../../shared/domain/decide/propose.ts';
import { holderOf } from '../../../shared/domain/decide/requests.ts';
import { allows, permits } from '../../../shared/domain/permitted.ts';
import type { Request } from '../../../shared/domain/request.ts';
import { forms, type OfferName, offerNames } from './forms.ts';
import type { Visit } from './visit.ts';

/** A form that this person may send now, and the request that it is about. */
export type Offer = { name: OfferName; request?: Request };

/** What the person may do now, most natural first. Of several requests the oldest that they may speak to comes up. */
export function offersTo(visit: Visit): Offer[] {
  return offerNames.flatMap((name): Offer[] => {
    const { about } = forms[name];
    if (about === undefined) return isOffered(visit, name) ? [{ name }] : [];
    const request = visit.aggregate.requests.find(
      (each) => each.kind === about && isOffered(visit, name, each),
    );
    return request ? [{ name, request }] : [];
  });
}

function isOffered(visit: Visit, name: OfferName, request?: Request): boolean {
  const { aggregate, context, principal } = visit;
  const { task, requests } = aggregate;
  const { action, onlyWhen } = forms[name];
  if ((onlyWhen ?? task.status) !== task.status) return false;
  const holder = () => request && holderOf(aggregate, request.id);
  if (!permits(context.directory, principal, action, task, holder)) return false;
  if (name === 'extend')
    return (
      task.deadline.current !== undefined &&
      !requests.some((each) => each.kind === 'extension' && each.state === 'open')
    );
  // Whether one may appeal depends on terms and on who stands above: the rule itself is asked.
  if (name === 'appeal')
    return request !== undefined && allows(() => appealProposal(aggregate, trial(visit, request), context));
  return request === undefined || request.state === 'open';
}

function trial({ at, principal }: Visit, request: Request) {
  const actor = { kind: 'user' as const, userId: principal.userId };
  return { actor, at, id: 'trial', input: { proposalId: request.id, reason: '…' } };
}
