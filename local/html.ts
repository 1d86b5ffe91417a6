/** Text made safe for HTML, in elements and in quoted attributes. */
export const safe = (text: string) =>
  text.replace(
    /[&<>"']/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign] ?? sign,
  );

const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#5b6570;--line:#d9dee4;--paper:#fff;--ground:#f4f6f8;--accent:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#e7eaee;--soft:#9aa5b1;--line:#333b44;--paper:#1a1f25;--ground:#12161a;--accent:#ff8a80}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 4rem}a{color:inherit}h1{font-size:1.4rem;margin:.2rem 0}
p,dd{margin:.2rem 0}.soft{color:var(--soft);font-size:.9rem}.card{background:var(--paper);border:1px solid var(--line);border-radius:8px}
ul.mails{list-style:none;margin:1rem 0;padding:0}ul.mails li+li{border-top:1px solid var(--line)}
ul.mails a{display:grid;grid-template-columns:13rem 1fr auto;gap:0 1rem;padding:.6rem 1rem;text-decoration:none}
ul.mails a:hover,ul.mails a:focus-visible{background:var(--ground)}ul.mails .who{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
@media(max-width:40rem){ul.mails a{grid-template-columns:1fr}}.bad{color:var(--accent)}
dl{display:grid;grid-template-columns:auto 1fr;gap:.1rem 1rem;margin:0;padding:1rem;font-size:.9rem}dt{color:var(--soft)}dd{overflow-wrap:anywhere}
iframe{display:block;width:100%;height:70vh;border:0;border-radius:8px;background:#fff;resize:vertical}
@media(prefers-color-scheme:dark){iframe{background:#12161a}}
pre{white-space:pre-wrap;overflow-wrap:anywhere;padding:1rem;margin:0;font:14px/1.5 ui-monospace,monospace}
section{margin-top:1.25rem}h2{font-size:1rem;margin:0 0 .4rem}input{font:inherit;padding:.3rem .6rem;max-width:100%}
`;

/** A whole page. Nothing is loaded from anywhere else, and no script runs. */
export const page = (title: string, body: string) => `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>
`;

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};
