import { createHash } from 'node:crypto';
import { shorten } from '../../../shared/mail/words.ts';
import { type Html, html } from '../html.ts';
import { deadlineSection, heldSection, historySection, urgingSection } from './details.ts';
import { forms } from './forms.ts';
import { offerSection } from './offers.ts';
import { requestSection } from './requests.ts';
import { style } from './style.ts';
import { factList, summary } from './summary.ts';
import type { PageTexts } from './texts.ts';
import type { View } from './view.ts';

/**
 * Nothing is loaded and nothing runs; the forms go to this very address. The address lets its bearer act, so it is told to
 * nobody and kept nowhere.
 */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'cross-origin-opener-policy': 'same-origin',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
};

export function taskPage(view: View): string {
  const { t, aggregate, place, claim, named, done, refused } = view;
  const { task } = aggregate;
  const state = done ? `${t.done} – ` : refused ? `${refused.title} – ` : '';
  const person = place && t.footer.person(place.name, named.unitName(place.unitId));
  const until = t.moment(claim.expires, view.zone);
  const body = html`<div class="columns"><div class="head">${banner(view)}${summary(view)}</div>
${offerSection(view)}
<div class="details">${factList(view)}${requestSection(view)}${deadlineSection(view)}${heldSection(view)}${urgingSection(view)}${historySection(view)}</div></div>`;
  return page({
    lang: view.lang,
    title: `${state}${t.task(task.code)}: ${shorten(task.content, 60)}`,
    sender: view.sender,
    skip: html`<a class="skip" href="#act">${t.actions.title}</a>`,
    body,
    footer: [person, t.footer.personal(until), t.footer.automatic(view.sender)].filter(
      (each) => each !== undefined,
    ),
  });
}

/** A page without a task: calm, and with what to do. */
export function messagePage(
  lang: 'vi' | 'en',
  { title, text }: PageTexts['messages'][keyof PageTexts['messages']],
  small: string[] = [],
): string {
  const body = html`<div class="message"><h1>${title}</h1>${text.map((each) => html`<p>${each}</p>`)}</div>`;
  return page({ lang, title, sender: 'Đôn Đốc', skip: html``, body, footer: small });
}

function banner({ t, done, refused, offers, zone }: View): Html {
  if (done) {
    const said = t.recorded(t.moment(done.event.at, zone), done.what);
    return html`<div class="banner calm" role="status"><p><strong>${t.done}.</strong> ${said}</p></div>`;
  }
  if (!refused) return html``;
  const { title, detail, faults, offer, values } = refused;
  const texts = t.forms[offer];
  const label = (field: string) => texts.fields[field]?.label ?? field;
  const listed = faults.map(
    ({ field, text }) => html`<li><a href="#${offer}-${field}">${label(field)}</a>: ${text}</li>`,
  );
  // A form that is no longer there cannot keep what was typed: it is handed back to be copied.
  const gone = !offers.some(({ name }) => name === offer);
  const kept = forms[offer].fields.flatMap(({ name }) => {
    const typed = values[name];
    return typed ? [html`<div><dt>${label(name)}</dt><dd class="words">${typed}</dd></div>`] : [];
  });
  return html`<div class="banner late" role="alert"><h2>${title}</h2><p>${t.nothingRecorded} ${detail.join(' ')}</p>
${listed.length > 0 ? html`<ul>${listed}</ul>` : ''}${
  gone && kept.length > 0 ? html`<h3>${t.typed}</h3><dl>${kept}</dl>` : ''
}</div>`;
}

type Shell = {
  lang: string;
  title: string;
  sender: string;
  skip: Html;
  body: Html;
  footer: string[];
};

export function page({ lang, title, sender, skip, body, footer }: Shell): string {
  return html`<!doctype html>
<html lang="${lang}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body>
${skip}
<div class="sheet">
<header><p class="sender">${sender}</p></header>
<main>${body}</main>
<footer>${footer.map((each) => html`<p>${each}</p>`)}</footer>
</div>
</body>
</html>
`.html;
}
