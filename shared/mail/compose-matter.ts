import type { Block, Composed, Fact } from './blocks.ts';
import { isOwn, toneOf } from './facts.ts';
import { footerOf } from './footer.ts';
import type { Letter, Matter } from './letter.ts';
import { subjectAbout } from './subject.ts';
import { type Texts, texts } from './texts.ts';
import { shorten, shortenLines } from './words.ts';

// Enough for any real task; what is longer can be read in full on its page.
const limits = { content: 1200, field: 400, quote: 1500 };

/** A mail about one matter: what, by when, what is asked and what happens next, then the facts and the words of others. */
export function composeMatter(letter: Letter, matter: Matter): Composed {
  const t = texts[letter.person.locale];
  const c = { letter, matter };
  const next = matter.next && t.next(matter.next, c);
  const blocks: Block[] = [
    { is: 'badge', tone: toneOf(matter), text: t.status(matter) },
    { is: 'title', text: t.title(matter) },
    { is: 'address', text: t.address(letter) },
  ];
  if (matter.lateSince) blocks.push({ is: 'paragraph', text: [{ b: t.lateNotice(matter.lateSince) }] });
  blocks.push({ is: 'paragraph', text: t.lead(c) });
  const urgedBy = t.urgedBy(matter);
  blocks.push({ is: 'paragraph', text: urgedBy ? [`${urgedBy} `, ...t.ask(c)] : t.ask(c) });
  if (matter.note) blocks.push(quote({ label: t.quotes.note(matter), text: matter.note }));
  blocks.push(...quotesOf(matter, t));
  if (next) blocks.push({ is: 'callout', tone: toneOf(matter), label: t.nextLabel, text: [next] });
  if (matter.links.page) blocks.push({ is: 'button', label: t.button(matter), url: matter.links.page });
  if (isOwn(matter) && matter.alarm !== 'undelivered') {
    const other = t.otherWays(matter);
    if (other) blocks.push({ is: 'paragraph', text: [other] });
    if (matter.alarm !== 'notice') blocks.push({ is: 'paragraph', text: [t.calmExit(matter)] });
  }
  blocks.push({ is: 'facts', title: t.facts.title, rows: factsOf(letter, matter, t) });
  if (matter.links.explain)
    blocks.push({ is: 'links', links: [{ label: t.explain, url: matter.links.explain }] });
  blocks.push({ is: 'closing', text: t.closing, signature: letter.senderName });
  return {
    lang: letter.person.locale,
    subject: subjectAbout(matter, t.subjectOf(matter)),
    preheader: next ?? t.because([t.why(c)]),
    sender: letter.senderName,
    date: t.longDay(letter.morning),
    blocks,
    footer: footerOf(letter),
  };
}

function quote({ label, text }: { label: string; text: string }): Block {
  return { is: 'quote', label, text: shortenLines(text, limits.quote) };
}

function quotesOf(matter: Matter, t: Texts): Block[] {
  const { submission, returned, dispute, extension, proposal, contribution, rectification, outcome } = matter;
  const blocks: Block[] = [];
  if (submission) blocks.push(quote(t.quotes.submission(submission)));
  if (returned) blocks.push(quote(t.quotes.returned(returned)));
  if (dispute) blocks.push(quote(t.quotes.dispute(dispute)));
  if (outcome) blocks.push(quote(t.quotes.outcome(outcome)));
  if (extension) blocks.push(quote(t.quotes.extension(extension)));
  if (proposal) blocks.push(quote(t.quotes.proposal(proposal)));
  if (contribution) blocks.push(quote(t.quotes.contribution(contribution)));
  if (rectification) blocks.push(quote(t.quotes.rectification(rectification)));
  return blocks;
}

function factsOf(letter: Letter, matter: Matter, t: Texts): Fact[] {
  const { task, due, obligationKind: kind } = matter;
  const rows: Fact[] = [];
  const row = (label: string, value: string | undefined, limit = limits.field) => {
    if (value) rows.push({ label, value: shorten(value, limit) });
  };
  row(t.facts.content, task.content, limits.content);
  row(t.facts.directive, task.directive && t.directive(task.directive));
  row(t.facts.clause, task.clause, limits.content);
  row(t.facts.assigner, task.assignerName);
  row(t.facts.lead, task.leadUnit.name);
  row(t.facts.head, task.headName ?? t.vacant);
  row(t.facts.coordinating, t.list(task.coordinatingNames));
  row(t.facts.product, task.product);
  if (matter.holder.code !== task.leadUnit.code) row(t.facts.holder[kind], matter.holder.name);
  row(t.facts.period, matter.period);
  if (due) {
    row(t.facts.due[kind], t.dueValue(due, letter.timeZone));
    if (due.originalDate || due.extensions) row(t.facts.original, t.originalValue(due));
    row(t.facts.asWritten, due.raw);
  }
  row(t.facts.progress, matter.lastProgress ? t.progressValue(matter.lastProgress) : progressGap(matter, t));
  row(t.facts.earlier, t.earlierValue(matter.earlierUrgings));
  row(t.facts.agenda, matter.agendaOn && t.agendaValue(matter.agendaOn, letter.agendaBodyName));
  row(t.facts.dispatch, matter.draftDispatch ? t.dispatchValue : undefined);
  return rows;
}

/** That no progress was ever reported is a fact worth telling while work is under way. */
function progressGap(matter: Matter, t: Texts): string | undefined {
  const underWay = matter.obligationKind === 'perform' || matter.obligationKind === 'report';
  return underWay && matter.alarm !== 'notice' ? t.noProgress : undefined;
}
