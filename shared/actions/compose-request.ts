import { type Calendar, localDateOf } from '../domain/calendar.ts';
import type { Context } from '../domain/decide/context.ts';
import type { Extension, Proposal, Request } from '../domain/request.ts';
import type { Matter, RequestOutcome } from '../mail/letter.ts';
import type { Gathered } from './compose.ts';

type Said = Pick<Matter, 'extension' | 'proposal' | 'contribution' | 'rectification' | 'outcome'>;

/**
 * What a mail tells of requests: to whoever must answer, what is asked; to the lead, what became of what it asked, or else what
 * it still waits for.
 */
export function requestsIn(context: Context, { row, aggregate, obligation }: Gathered): Said {
  const { requests } = aggregate;
  const find = (id: string | undefined) => requests.find((each) => each.id === id);
  const about = find(row.requestId);
  const outcome = about && outcomeOf(context, about);
  if (outcome) return { outcome };
  const asked = find(obligation.requestId);
  if (asked) return askedOf(context, asked);
  if (obligation.kind !== 'perform') return {};
  const waiting = requests.filter((each) => each.state === 'open').map((each) => askedOf(context, each));
  const { extension, proposal }: Said = Object.assign({}, ...waiting);
  return { ...(extension && { extension: { ...extension, pending: true } }), ...(proposal && { proposal }) };
}

function askedOf({ calendar, directory }: Context, request: Request): Said {
  const name = (unitId: string) => directory.units.get(unitId)?.name ?? unitId;
  const date = localDateOf(calendar, request.at);
  if (request.kind === 'extension') {
    const { reason, requested, number, late } = request;
    return {
      extension: { date, reason, requestedDate: requested.date, count: number, ...(late && { late }) },
    };
  }
  if (request.kind === 'contribution')
    return { contribution: { date, text: request.text, byUnitName: name(request.byUnitId) } };
  if (request.kind === 'rectification')
    return { rectification: { date, text: request.demand, byUnitName: name(request.byUnitId) } };
  const { text, blocking, appeal } = request;
  const interim = request.interim.at(-1);
  return {
    proposal: {
      ...{ date, text, blocking },
      byUnitName: name(request.byUnitId),
      ...(interim && { interim: { date: localDateOf(calendar, interim.at), text: interim.text } }),
      ...(appeal && { appeal: { reason: appeal.reason, fromName: name(appeal.fromUnitId) } }),
    },
  };
}

/** What was said last in answer to a request. */
function outcomeOf({ calendar, directory }: Context, request: Request): RequestOutcome | undefined {
  const name = (unitId: string) => directory.units.get(unitId)?.name ?? unitId;
  if (request.kind === 'extension') return decided(calendar, name, request);
  return request.kind === 'proposal' ? answered(calendar, name, request) : undefined;
}

type Name = (unitId: string) => string;

function decided(calendar: Calendar, name: Name, { decision }: Extension): RequestOutcome | undefined {
  if (!decision) return undefined;
  const { at, byUnitId, date, reason } = decision;
  return {
    of: 'extension',
    date: localDateOf(calendar, at),
    byName: byUnitId ? name(byUnitId) : '',
    ...(date && { newDate: date }),
    ...(reason && { reason }),
  };
}

function answered(calendar: Calendar, name: Name, proposal: Proposal): RequestOutcome | undefined {
  const said = proposal.answer ?? proposal.interim.at(-1);
  if (!said) return undefined;
  return {
    of: 'proposal',
    date: localDateOf(calendar, said.at),
    byName: name(proposal.addressedToUnitId),
    text: said.text,
    ...(!proposal.answer && { interim: true }),
  };
}
