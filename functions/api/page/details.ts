import { localDateOf } from '../../../shared/domain/calendar.ts';
import { explainTrace } from '../../../shared/domain/deadline-explain.ts';
import { counts } from '../../../shared/domain/decide/plan-messages.ts';
import { explainHeld } from '../../../shared/domain/held-explain.ts';
import { heldDays, heldSpans } from '../../../shared/domain/timing.ts';
import { lines } from '../../../shared/mail/words.ts';
import { type Html, html } from '../html.ts';
import { dutyOf, type View } from './view.ts';

/** What the mails link to: how the date came about, one sentence per step. */
export function deadlineSection({ t, lang, aggregate, zone }: View): Html {
  const { raw, current, original, extensions, trace } = aggregate.task.deadline;
  const stands = (due: typeof current) => due && t.endOf({ date: due.date, at: due.dueAt }, zone);
  const extended = extensions > 0 ? ` (${t.deadline.extended(extensions)})` : '';
  const rows: [string, string | undefined][] = [
    [t.deadline.asWritten, raw && `“${raw}”`],
    [t.deadline.current, `${stands(current) ?? t.noDeadline}${extended}`],
    [t.deadline.original, original?.date !== current?.date ? stands(original) : undefined],
  ];
  return html`<section id="deadline" aria-labelledby="deadline-title"><h2 id="deadline-title">${t.deadline.title}</h2>
<dl>${rows.flatMap(([label, value]) => (value ? [html`<div><dt>${label}</dt><dd>${value}</dd></div>`] : []))}</dl>
<h3>${t.deadline.how}</h3>
<ol>${explainTrace(trace, lang).map((sentence) => html`<li>${sentence}</li>`)}</ol>
<p class="quiet">${t.deadline.rules}</p></section>`;
}

/** How many days each unit has held the task: the superior's slowness shows in the same way as the unit's. */
export function heldSection({ t, lang, aggregate, context, at, waiting, named }: View): Html {
  const held = Object.entries(heldDays(context.calendar, aggregate.obligations, at));
  if (held.length === 0) return html``;
  const spans = heldSpans(context.calendar, aggregate.obligations, at).filter(({ days }) => days > 0);
  const now = (unitId: string) => waiting.some((each) => each.holderUnitId === unitId);
  return html`<section aria-labelledby="held"><h2 id="held">${t.held.title}</h2>
<table><thead><tr><th scope="col">${t.held.unit}</th><th scope="col" class="number">${t.held.days}</th></tr></thead>
<tbody>${held.map(
    ([unitId, days]) =>
      html`<tr><th scope="row">${named.unitName(unitId)}${now(unitId) ? html` <span class="badge plain">${t.held.now}</span>` : ''}</th><td class="number">${days}</td></tr>`,
  )}</tbody></table>
${spans.length > 1 ? html`<ul class="quiet">${spans.map((span) => html`<li>${explainHeld(context.calendar, span, named.unitName(span.unitId), lang)}</li>`)}</ul>` : ''}
<p class="quiet">${t.held.explained}</p></section>`;
}

export function urgingSection({ t, aggregate, context, named }: View): Html {
  const urgings = aggregate.obligations
    .flatMap((duty) => duty.urgings.map((each) => ({ ...each, duty })))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  const entry = (each: (typeof urgings)[number]) => {
    const day = t.date(localDateOf(context.calendar, each.at));
    const by = each.byUserId && named.personName(each.byUserId);
    const said = t.urgings.entry(
      each.number,
      day,
      by,
      named.unitName(each.duty.holderUnitId),
      t.duty[dutyOf(each.duty)],
    );
    const to = counts(each) ? t.urgings.to(t.list(each.recipients.map(named.personName))) : t.urgings.lost;
    return html`<li>${said} <span class="quiet">${to}</span></li>`;
  };
  return html`<section aria-labelledby="urgings"><h2 id="urgings">${t.urgings.title}</h2>
${urgings.length > 0 ? html`<ul>${urgings.map(entry)}</ul>` : html`<p>${t.urgings.none}</p>`}</section>`;
}

/** The record, newest first. */
export function historySection({ t, history, earlier, zone }: View): Html {
  return html`<section aria-labelledby="history"><h2 id="history">${t.history.title}</h2>
<ol class="history" reversed>${history.map(
    ({ event, who, what, words }) =>
      html`<li><p><time datetime="${event.at}" class="quiet">${t.moment(event.at, zone)}</time><br><strong>${who}</strong> ${what}${
        event.actor.via === 'mail' ? html` <span class="quiet">(${t.history.fromMail})</span>` : ''
      }.</p>${words.map((each) => html`<p class="words said">${lines(each)}</p>`)}</li>`,
  )}</ol>
${earlier ? html`<p class="quiet">${t.history.earlier}</p>` : ''}</section>`;
}
