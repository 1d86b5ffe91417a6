import type { Block, Composed, Entry, Rich } from './blocks.ts';
import { darkStyles, paint, ruled } from './palette.ts';
import { escapeHtml, line, lines } from './words.ts';

const sans = "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

// Layout tables are marked as such; the one data table is the list of facts.
const layout = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"';

// On a telephone the facts stand under their labels.
const narrow =
  '@media (max-width:480px){.cell{padding-left:20px!important;padding-right:20px!important}' +
  '.pair{display:block!important;width:auto!important;padding-bottom:0!important}' +
  '.value{border-top:0!important;padding-top:0!important;padding-bottom:8px!important}}';

/** The HTML part: one column of at most 600 px, no pictures, every colour given for both schemes. */
export function toHtml({ lang, subject, preheader, sender, date, blocks, footer }: Composed): string {
  return `<!doctype html>
<html lang="${lang}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no">
<title>${safe(subject)}</title>
<style>:root{color-scheme:light dark;supported-color-schemes:light dark}${narrow}${darkStyles()}</style>
</head>
<body ${paint('page', 'margin:0;padding:0')}>
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${safe(preheader)}</div>
<table ${layout} ${paint('page')}><tr><td align="center" style="padding:24px 8px">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0"><tr><td><![endif]-->
<table ${layout.replace('width="100%" ', '')} ${paint('sheet', `width:100%;max-width:600px;border-radius:8px;font-family:${sans};font-size:16px;line-height:1.55`)}>
${letterhead(sender, date)}
<tr><td class="cell" style="padding:4px 32px 28px">
${blocks.map(blockHtml).join('\n')}
</td></tr>
<tr><td class="cell" style="padding:0 32px 28px">
<table ${layout}><tr><td ${ruled('top', 'padding-top:16px')}>
${footer.map(blockHtml).join('\n')}
</td></tr></table>
</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`;
}

function letterhead(sender: string, date: string): string {
  return `<tr><td class="cell" style="padding:28px 32px 8px">
<p ${paint('brand', 'margin:0 0 6px;font-size:15px;line-height:1.4;font-weight:700;letter-spacing:.04em;text-transform:uppercase')}>${safe(sender)}</p>
<table ${layout.replace('100%', '72')}><tr><td ${ruled('top', 'font-size:0;line-height:8px;height:8px', 'accent')}>&nbsp;</td></tr></table>
<p ${paint('quiet', 'margin:0;font-size:14px;font-style:italic')}>${safe(date)}</p>
</td></tr>`;
}

function blockHtml(block: Block): string {
  switch (block.is) {
    case 'badge':
      return `<p style="margin:12px 0 0">${badge(block.tone, block.text)}</p>`;
    case 'title':
      return `<h1 style="margin:10px 0 14px;font-size:22px;line-height:1.3;font-weight:700">${safe(block.text)}</h1>`;
    case 'address':
      return `<p style="margin:0 0 14px;font-weight:700">${safe(block.text)}</p>`;
    case 'paragraph':
      return `<p style="margin:0 0 14px">${rich(block.text)}</p>`;
    case 'callout':
      return `<table ${layout} style="margin:4px 0 20px"><tr><td ${paint(block.tone, 'padding:12px 16px;border-radius:6px')}><strong>${safe(block.label)}.</strong> ${rich(block.text)}</td></tr></table>`;
    case 'facts':
      return factsHtml(block.title, block.rows);
    case 'quote':
      return `<table ${layout} style="margin:4px 0 18px"><tr><td ${ruled('left', 'padding:2px 0 2px 14px')}><p ${paint('quiet', 'margin:0 0 2px;font-size:14px')}>${safe(block.label)}</p><p style="margin:0">${lines(block.text).split('\n').map(safe).join('<br>')}</p></td></tr></table>`;
    case 'button':
      return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 20px"><tr><td align="center" ${paint('button', 'border-radius:6px;mso-padding-alt:13px 26px')}><a href="${safe(block.url)}" ${paint('button', 'display:inline-block;padding:13px 26px;border-radius:6px;font-size:16px;line-height:22px;font-weight:700;text-decoration:none')}>${safe(block.label)}</a></td></tr></table>`;
    case 'links':
      return block.links.length === 0
        ? ''
        : `<p style="margin:0;font-size:14px">${block.links.map(link).join('<br>')}</p>`;
    case 'section':
      return `<h2 ${ruled('bottom', 'margin:26px 0 10px;padding-bottom:6px;font-size:18px;line-height:1.35')}>${safe(block.title)}</h2><p style="margin:0 0 12px">${rich(block.intro)}</p>`;
    case 'subsection':
      return `<h3 style="margin:16px 0 6px;font-size:16px;line-height:1.4">${safe(block.text)}</h3>`;
    case 'entry':
      return entryHtml(block.entry);
    case 'closing':
      return `<p style="margin:22px 0 0">${safe(block.text)}<br><strong>${safe(block.signature)}</strong></p>`;
    case 'small':
      return `<p ${paint('quiet', 'margin:0 0 6px;font-size:14px;line-height:1.5')}>${rich(block.text)}</p>`;
  }
}

function factsHtml(title: string, rows: { label: string; value: string }[]): string {
  const body = rows
    .map(({ label, value }) => {
      const name = ruled(
        'top',
        'padding:7px 12px 7px 0;text-align:left;vertical-align:top;font-weight:400',
        'rule',
        ' pair',
      );
      const content = ruled('top', 'padding:7px 0;vertical-align:top', 'rule', ' pair value');
      return `<tr><th scope="row" width="148" ${name}><span ${paint('quiet')}>${safe(label)}</span></th><td ${content}>${safe(value)}</td></tr>`;
    })
    .join('\n');
  return `<h2 style="margin:22px 0 6px;font-size:16px;line-height:1.4">${safe(title)}</h2>
<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 14px;font-size:15px;line-height:1.5">
${body}
</table>`;
}

function entryHtml({ tone, code, status, title, details, quote, action }: Entry): string {
  const parts = [
    `<strong>${safe(code)}</strong> &nbsp;${badge(tone, status)}`,
    safe(title),
    ...details.map(
      (detail) => `<span ${paint('quiet', 'font-size:14px;line-height:1.6')}>${safe(detail)}</span>`,
    ),
  ];
  if (quote) parts.push(`<em>${safe(quote.label)}: ${safe(quote.text)}</em>`);
  if (action)
    parts.push(
      `<a href="${safe(action.url)}" ${paint('link', 'display:inline-block;padding:11px 0;font-weight:700')}>${safe(action.label)}</a>`,
    );
  return `<table ${layout}><tr><td ${ruled('bottom', 'padding:10px 0 4px;font-size:15px;line-height:1.5')}>${parts.join('<br>\n')}</td></tr></table>`;
}

function badge(tone: 'late' | 'soon' | 'calm' | 'plain', text: string): string {
  return `<span ${paint(tone, 'display:inline-block;padding:2px 10px;border-radius:4px;font-size:14px;line-height:20px;font-weight:700')}>${safe(text)}</span>`;
}

function link({ label, url }: { label: string; url: string }): string {
  return `<a href="${safe(url)}" ${paint('link', 'display:inline-block;padding:6px 0')}>${safe(label)}</a>`;
}

function rich(text: Rich): string {
  return text.map((part) => (typeof part === 'string' ? inline(part) : bold(part.b))).join('');
}

/** A code such as NQ57-12 is not broken at its hyphen. */
function bold(text: string): string {
  const whole = /^\S{1,24}$/.test(text) ? ' style="white-space:nowrap"' : '';
  return `<strong${whole}>${inline(text)}</strong>`;
}

/** Like `safe`, but a space at either end stays: it separates this run from the next. */
function inline(text: string): string {
  const before = /^\s/.test(text) ? ' ' : '';
  const after = /\S\s$/.test(text) ? ' ' : '';
  return before + safe(text) + after;
}

function safe(text: string): string {
  return escapeHtml(line(text));
}
