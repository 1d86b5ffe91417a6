import { localDateOf } from '../../../shared/domain/calendar.ts';
import type { Extension, Proposal, Request } from '../../../shared/domain/request.ts';
import { lines } from '../../../shared/mail/words.ts';
import { type Html, html } from '../html.ts';
import { quote } from './quote.ts';
import type { View } from './view.ts';

/** What waits for an answer: shown above, since somebody has to read it to act. */
export function openRequests(view: View): Html[] {
  return view.aggregate.requests.filter((each) => each.state === 'open').map((each) => told(view, each));
}

/** What was asked before, and what was said to it; contributions and rectifications are told by the record alone. */
export function requestSection(view: View): Html {
  const closed = view.aggregate.requests.filter(
    (each) => each.state === 'closed' && (each.kind === 'extension' || each.kind === 'proposal'),
  );
  if (closed.length === 0) return html``;
  return html`<section aria-labelledby="requests"><h2 id="requests">${view.t.requests.title}</h2>
${closed.map((each) => told(view, each))}</section>`;
}

function told(view: View, request: Request): Html {
  const { t, context, named } = view;
  const on = t.date(localDateOf(context.calendar, request.at));
  const from = named.unitName(request.byUnitId);
  switch (request.kind) {
    case 'extension':
      return extension(view, request);
    case 'proposal':
      return proposal(view, request);
    case 'contribution':
      return quote(t.requests.contribution(on, from, named.unitName(request.unitId)), [lines(request.text)]);
    case 'rectification':
      return quote(t.requests.rectification(on, from, t.day(request.due.date)), [lines(request.demand)]);
  }
}

function extension({ t, context, named }: View, each: Extension): Html {
  const day = (instant: string) => t.date(localDateOf(context.calendar, instant));
  const { decision, outcome } = each;
  const end =
    decision && outcome !== 'superseded'
      ? [
          t.requests.decided(
            day(decision.at),
            named.personName(decision.byUserId),
            outcome === 'approved' ? decision.date && t.day(decision.date) : undefined,
          ),
          ...(decision.reason ? [lines(decision.reason)] : []),
        ]
      : each.state === 'closed'
        ? [t.requests.superseded]
        : [];
  return quote(t.requests.extension(each.number, day(each.at), named.unitName(each.byUnitId), each.late), [
    lines(each.reason),
    t.requests.requested(t.day(each.requested.date), t.date(each.from.date)),
    ...end,
  ]);
}

function proposal({ t, context, named }: View, each: Proposal): Html {
  const day = (instant: string) => t.date(localDateOf(context.calendar, instant));
  const said = (answer: { at: string; byUserId: string; text: string }, interim: boolean) =>
    `${t.requests.answered(day(answer.at), named.personName(answer.byUserId), interim)} ${lines(answer.text)}`;
  const { appeal, answer } = each;
  const to = named.unitName(each.addressedToUnitId);
  return quote(t.requests.proposal(day(each.at), named.unitName(each.byUnitId), to, each.blocking), [
    lines(each.text),
    ...each.interim.map((one) => said(one, true)),
    ...(appeal?.against ? [said(appeal.against, false)] : []),
    ...(appeal
      ? [`${t.requests.appealed(day(appeal.at), named.unitName(appeal.fromUnitId))} ${lines(appeal.reason)}`]
      : []),
    ...(answer ? [said(answer, false)] : []),
    ...(each.outcome === 'superseded' ? [t.requests.superseded] : []),
  ]);
}
