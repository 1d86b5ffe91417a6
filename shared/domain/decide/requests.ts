import { addressees, type Staff } from '../addressees.ts';
import { localDateOf } from '../calendar.ts';
import type { Aggregate, Change, Command } from '../change.ts';
import type { Message } from '../message.ts';
import type { Obligation } from '../obligation.ts';
import { Refusal } from '../refusal.ts';
import type { Request } from '../request.ts';
import type { Task } from '../task.ts';
import type { Instant } from '../time.ts';
import { type Context, closeObligation, openObligations } from './context.ts';
import { planMessages } from './plan-messages.ts';

/** @throws Refusal `extension_not_found`, `proposal_not_found`, `contribution_not_found` */
export function requestOf<K extends Request['kind']>(
  aggregate: Aggregate,
  kind: K,
  id: string,
): Extract<Request, { kind: K }> {
  const found = aggregate.requests.find((each) => each.id === id);
  if (isOf(found, kind)) return found;
  throw new Refusal(`${kind}_not_found`, { id });
}

function isOf<K extends Request['kind']>(
  found: Request | undefined,
  kind: K,
): found is Extract<Request, { kind: K }> {
  return found?.kind === kind;
}

/** The body whose answer a request waits for, or waited for last. */
export function holderOf(aggregate: Aggregate, requestId: string): string | undefined {
  return dutiesOf(aggregate, requestId).at(-1)?.holderUnitId;
}

/** The duty to answer a request. @throws Refusal `request_closed` when nobody owes an answer any more */
export function openDutyOf(aggregate: Aggregate, request: Request): Obligation {
  const duty = dutiesOf(aggregate, request.id).find((each) => each.state === 'open');
  if (request.state === 'closed' || !duty)
    throw new Refusal('request_closed', { id: request.id, outcome: request.outcome ?? 'closed' });
  return duty;
}

function dutiesOf(aggregate: Aggregate, requestId: string): Obligation[] {
  return aggregate.obligations
    .filter((each) => each.requestId === requestId)
    .sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
}

/**
 * Tells the lead what became of its request, in a mail about the work that goes on. `perform` is the duty as it stands after the
 * decision; the head of the chain numbers the occasion, so that no two of a morning are taken for one.
 */
export function tellLead(
  context: Context & { staff: Staff },
  command: Command,
  task: Task,
  perform: Obligation,
  requestId: string,
): Message[] {
  const today = localDateOf(context.calendar, command.at);
  const matter = { task, holderUnitId: perform.holderUnitId };
  const to = addressees(context.directory, context.staff, matter, ['officer', 'head'], today);
  return planMessages(context, command, perform, to, {
    alarm: 'notice',
    step: task.chain.seq,
    urgent: false,
    requestId,
  });
}

/**
 * What is still asked about a piece of work ends with it: the open requests, and the duties to answer them. A suspension only
 * pauses proposals, whose duties come back with the others; what was asked about the old dates falls away.
 */
export function supersede(
  aggregate: Aggregate,
  at: Instant,
  which: (request: Request) => boolean = () => true,
): Required<Pick<Change, 'obligations' | 'requests' | 'events'>> {
  const ending = aggregate.requests.filter((each) => each.state === 'open' && which(each));
  const ids = ending.map((each) => each.id);
  return {
    obligations: openObligations(aggregate.obligations)
      .filter((each) => each.requestId !== undefined && ids.includes(each.requestId))
      .map((each) => closeObligation(each, 'superseded', at)),
    requests: ending.map((each) => ({ ...each, state: 'closed', outcome: 'superseded', closedAt: at })),
    events: ids.length > 0 ? [{ type: 'requests_superseded', data: { requestIds: ids } }] : [],
  };
}
