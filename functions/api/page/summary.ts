import { localDateOf } from '../../../shared/domain/calendar.ts';
import type { Obligation } from '../../../shared/domain/obligation.ts';
import { timingOf, workingDaysLeft } from '../../../shared/domain/timing.ts';
import { lines } from '../../../shared/mail/words.ts';
import { type Html, html } from '../html.ts';
import { quote } from './quote.ts';
import { openRequests } from './requests.ts';
import { dutyOf, isOver, toneOf, type View } from './view.ts';

/** What it is, whose clock runs, and the words that whoever must act has to know. */
export function summary(view: View): Html {
  const { t, aggregate, named } = view;
  const { task } = aggregate;
  const leads = (task.leadUnitIds ?? [task.leadUnitId]).map(named.unitName);
  const document = task.directive && t.directive(task.directive.number, t.date(task.directive.issuedOn));
  const [first] = view.waiting;
  const badge = first && leftOf(view, first);
  return html`<p class="badges"><span class="badge plain">${t.status[task.status]}</span> ${
    badge ? html`<span class="badge ${toneOf(first, view)}">${badge}</span>` : ''
  }</p>
<h1>${t.task(task.code)}</h1>
<p class="quiet">${t.source(named.unitName(task.assignerUnitId), t.list(leads), document)}</p>
<p class="content words">${lines(task.content)}</p>
${standing(view)}
${quotes(view)}${openRequests(view)}`;
}

const leftOf = ({ t, context, at }: View, duty: Obligation) =>
  duty.due && t.left(workingDaysLeft(context.calendar, duty.due, at), isOver(duty, at));

/** Who holds it now, in a sentence for each open duty; or how it ended. */
function standing(view: View): Html[] {
  const { t, aggregate, waiting, context } = view;
  const { task } = aggregate;
  const day = (instant: string) => t.date(localDateOf(context.calendar, instant));
  const callout = (text: string, tone: string) => html`<p class="callout ${tone}">${text}</p>`;
  if (task.status === 'completed' && task.closedAt) {
    const { verdict } = task;
    const said = verdict ? [t.verdict(verdict.againstCurrent, verdict.daysLateCurrent)] : [];
    if (verdict && verdict.againstOriginal !== verdict.againstCurrent)
      said.push(t.againstOriginal(t.verdict(verdict.againstOriginal, verdict.daysLateOriginal)));
    return [callout(t.closed.completed(day(task.closedAt), said.join('; ')), 'plain')];
  }
  if (task.status === 'cancelled' && task.closedAt)
    return [callout(t.closed.cancelled(day(task.closedAt)), 'plain')];
  if (task.suspendedAt) return [callout(t.suspended(day(task.suspendedAt)), 'plain')];
  return waiting.map((each) => callout(dutySentence(view, each), toneOf(each, view)));
}

function dutySentence(view: View, duty: Obligation): string {
  const { t, zone, named } = view;
  const { due, policy, kind } = duty;
  const own = kind !== 'perform' && policy.version.startsWith('default') ? ` (${t.defaultTerm})` : '';
  const term = due ? [t.by(t.endOf(due, zone)) + own] : [];
  const said = [t.waiting(named.unitName(duty.holderUnitId), dutyOf(duty)), ...term].join(', ');
  const left = leftOf(view, duty);
  return left ? `${said}. ${left}.` : `${said}.`;
}

/** The report to be judged, the objection to be decided, or why it came back. */
function quotes({ t, aggregate, context, named }: View): Html[] {
  const { task } = aggregate;
  const day = (instant: string) => t.date(localDateOf(context.calendar, instant));
  const { submission, dispute, returned } = task;
  const shown: Html[] = [];
  if (dispute && task.status === 'disputed') {
    const instead = dispute.suggestedUnitId
      ? [t.quotes.suggests(named.unitName(dispute.suggestedUnitId))]
      : [];
    const label = t.quotes.dispute(day(dispute.at), named.personName(dispute.byUserId));
    shown.push(quote(label, [lines(dispute.reason), ...instead]));
  }
  if (returned && ['returned', 'accepted', 'in_progress'].includes(task.status)) {
    const label = t.quotes.returned(day(returned.at), named.personName(returned.byUserId));
    shown.push(quote(label, [lines(returned.reason), t.quotes.newDate(t.day(returned.date))]));
  }
  if (submission && ['submitted', 'completed'].includes(task.status)) {
    const products = submission.products.map(({ number, date, url, note }) => {
      const said = [number, date && t.date(date), note].filter(Boolean).join(', ');
      return html`${t.quotes.products}: ${said}${said && url ? ', ' : ''}${url ? outside(url, url) : ''}`;
    });
    const words = [
      ...(submission.note ? [lines(submission.note)] : []),
      ...products,
      ...(submission.lateReason ? [`${t.quotes.lateReason}: ${lines(submission.lateReason)}`] : []),
    ];
    const label = t.quotes.submission(day(submission.at), named.personName(submission.byUserId));
    shown.push(quote(label, words.length > 0 ? words : [t.quotes.none]));
  }
  return shown;
}

/** An address that somebody entered: only http(s) becomes a link, and the page's own address is not told to it. */
function outside(url: string, label: string): Html {
  return /^https?:\/\//i.test(url)
    ? html`<a href="${url}" rel="noreferrer noopener nofollow">${label}</a>`
    : html`${label}`;
}

/** The facts about the task, as in our mails. */
export function factList(view: View): Html {
  const { t, aggregate, context, at, zone, named } = view;
  const { task } = aggregate;
  const { current } = task.deadline;
  const timing = t.timing[timingOf(context.calendar, task, at)];
  const day = (instant: string) => t.date(localDateOf(context.calendar, instant));
  const { directive, progress } = task;
  const leads = (task.leadUnitIds ?? [task.leadUnitId]).map(named.unitName);
  const rows: [string, string | Html | undefined][] = [
    [
      t.facts.directive,
      directive && `${t.directive(directive.number, t.date(directive.issuedOn))}: ${directive.title}`,
    ],
    [t.facts.clause, task.clause],
    [t.facts.assigner, named.unitName(task.assignerUnitId)],
    [t.facts.lead, t.list(leads)],
    [t.facts.head, task.headId ? named.personName(task.headId) : t.vacant],
    [t.facts.coordinating, t.list(task.coordinatingUnitIds.map(named.unitName))],
    [t.facts.monitor, task.monitorUnitId && named.unitName(task.monitorUnitId)],
    [t.facts.product, task.product],
    [
      t.facts.deadline,
      html`${current ? `${t.endOf({ date: current.date, at: current.dueAt }, zone)} (${timing})` : t.noDeadline}. <a href="#deadline">${t.deadline.title}</a>`,
    ],
    [
      t.facts.progress,
      progress
        ? [day(progress.at), progress.percent === undefined ? '' : t.percent(progress.percent)]
            .filter(Boolean)
            .join(', ')
            .concat(`: ${lines(progress.note)}`)
        : t.noProgress,
    ],
    [t.facts.agenda, task.agendaAt && t.onAgenda(day(task.agendaAt))],
  ];
  return html`<section aria-labelledby="facts"><h2 id="facts">${t.facts.title}</h2>
<dl>${rows.flatMap(([label, value]) =>
    value ? [html`<div><dt>${label}</dt><dd class="words">${value}</dd></div>`] : [],
  )}</dl></section>`;
}
