import { page, safe } from './html.ts';
import type { Mail } from './ses.ts';

const outcomes: Record<Mail['outcome'], string> = {
  delivered: 'đã giao',
  delayed: 'chưa giao được (delayed)',
  rejected: 'bị từ chối gửi (rejected)',
  bounced: 'bị trả lại (bounced)',
  complained: 'bị báo thư rác (complaint)',
};

/** Times as the people of this deployment read them on the wall. */
export type TimeOf = (instant: string) => string;

/** All mail of this run, newest first. */
export function inboxPage(mails: readonly Mail[], timeOf: TimeOf, to: string): string {
  const rows = mails.toReversed().map(
    (mail) => `<li><a href="/inbox/${mail.id}"><span class="who">${safe(mail.to.join(', '))}</span>
<span>${safe(mail.subject)}${mail.outcome === 'delivered' ? '' : ` <b class="bad">${outcomes[mail.outcome]}</b>`}</span>
<span class="soft">${safe(timeOf(mail.at))}</span></a></li>`,
  );
  const list =
    rows.length > 0
      ? `<ul class="mails card">${rows.join('')}</ul>`
      : '<p>Chưa có thư nào. <span class="soft">No mail yet.</span></p>';
  return page(
    'Hộp thư – Đôn Đốc',
    `<p class="soft"><a href="/">Đôn Đốc</a></p><h1>Hộp thư <span class="soft">Inbox · ${rows.length}</span></h1>
<form action="/inbox"><input name="to" type="email" aria-label="Người nhận / recipient" placeholder="Lọc theo người nhận / recipient" size="32" value="${safe(to)}"></form>${list}`,
  );
}

/** One mail: the HTML as the recipient sees it, shut in a frame that can run and load nothing; the text; the headers. */
export function mailPage(mail: Mail, timeOf: TimeOf): string {
  const headers = Object.entries(mail.headers).map(
    ([name, value]) => `<dt>${safe(name)}</dt><dd>${safe(value)}</dd>`,
  );
  const html = `<base target="_blank">${mail.html}`;
  return page(
    mail.subject,
    `<p class="soft"><a href="/inbox">← Hộp thư</a></p><h1>${safe(mail.subject)}</h1>
<p class="soft">${safe(mail.to.join(', '))} · ${safe(timeOf(mail.at))} · ${outcomes[mail.outcome]}</p>
<section class="card"><iframe title="HTML" sandbox="allow-popups allow-popups-to-safe-sandbox" srcdoc="${safe(html)}"></iframe></section>
<section><h2>Bản chữ <span class="soft">Text</span></h2><pre class="card">${safe(mail.text)}</pre></section>
<section><h2>Tiêu đề <span class="soft">Headers</span></h2><dl class="card">${headers.join('')}</dl></section>`,
  );
}

/** The first page that somebody who opens the address sees. */
export function startPage(state: { now: string; mails: number }): string {
  const link = (href: string, vi: string, en: string) =>
    `<li><a href="${href}"><span>${href}</span><span>${vi} <span class="soft">${en}</span></span></a></li>`;
  return page(
    'Đôn Đốc',
    `<h1>Đôn Đốc</h1><p>Bản chạy trên máy này. <span class="soft">The local runtime. ${safe(state.now)}</span></p>
<ul class="mails card">${link('/docs', 'Hướng dẫn API', 'API reference')}${link('/openapi.json', 'Mô tả OpenAPI', 'OpenAPI document')}
${link('/inbox', `Hộp thư (${state.mails})`, 'All mail that was sent')}${link('/local/mail', 'Thư dạng JSON', 'The same as JSON')}
${link('/local/clock', 'Đồng hồ ảo', 'The virtual clock; POST moves it')}</ul>`,
  );
}
