import { accent, palette, rule } from '../../../shared/mail/palette.ts';

/** The edge of what can be typed into: at least 3:1 against the sheet. */
export const edge = { light: '#6b7480', dark: '#8d96a0' };

const schemes = ['light', 'dark'] as const;

/** The colours of our mails as custom properties, `--late` and `--late-bg` for text and ground of each role. */
function colours(scheme: (typeof schemes)[number]): string {
  const roles = Object.entries(palette).flatMap(([role, paint]) => {
    const { color, background }: { color?: string; background?: string } = paint[scheme];
    return [color && `--${role}:${color}`, background && `--${role}-bg:${background}`].filter(Boolean);
  });
  return [...roles, `--rule:${rule[scheme]}`, `--accent:${accent[scheme]}`, `--edge:${edge[scheme]}`].join(
    ';',
  );
}

/** The page's only style sheet. Narrow screens first; on wide ones the actions stand beside the facts. */
export const style = `:root{color-scheme:light dark;${colours('light')}}
@media(prefers-color-scheme:dark){:root{${colours('dark')}}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page-bg);color:var(--page);font:16px/1.55 -apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
.sheet{min-height:100vh;max-width:72rem;margin:0 auto;background:var(--sheet-bg);color:var(--sheet)}
header,main,footer{padding:0 1.125rem}
header{padding-top:1.25rem}
.sender{margin:0;color:var(--brand);font-size:.9375rem;font-weight:700;letter-spacing:.04em;text-transform:uppercase}
.sender::after{content:"";display:block;width:4.5rem;margin-top:.5rem;border-top:2px solid var(--accent)}
h1{margin:.5rem 0;font-size:1.375rem;line-height:1.3}
h2{margin:0 0 .5rem;font-size:1.125rem;line-height:1.35}
h3{margin:1rem 0 .375rem;font-size:1rem;line-height:1.4}
p{margin:.375rem 0}
a{color:var(--link)}
.words{white-space:pre-line}
.content{font-size:1.0625rem}
.quiet{color:var(--quiet);font-weight:400}
.skip{position:absolute;left:-99rem;padding:.75rem 1rem;background:var(--button-bg);color:var(--button)}
.skip:focus{left:0;top:0;z-index:1}
.badges{margin:1rem 0 0}
.badge{display:inline-block;padding:.125rem .625rem;border-radius:4px;font-size:.875rem;line-height:1.4;font-weight:700}
.late{background:var(--late-bg);color:var(--late)}
.soon{background:var(--soon-bg);color:var(--soon)}
.calm{background:var(--calm-bg);color:var(--calm)}
.plain{background:var(--plain-bg);color:var(--plain)}
.callout,.banner{margin:.75rem 0;padding:.75rem 1rem;border-radius:6px}
.banner{margin-top:1rem;border-left:4px solid}
.banner h2,.banner h3{font-size:1rem;margin:0 0 .25rem}
.banner a,.banner dt{color:inherit}
.banner ul{margin:.375rem 0;padding-left:1.25rem}
blockquote{margin:.875rem 0;padding:.125rem 0 .125rem .875rem;border-left:3px solid var(--rule)}
blockquote p{margin:.125rem 0}
section{margin-top:1.75rem}
dl{margin:.5rem 0}
dl>div{padding:.5rem 0;border-top:1px solid var(--rule)}
dt{color:var(--quiet);font-size:.9375rem}
dd{margin:0}
.act{padding:1.125rem;border:1px solid var(--rule);border-top:3px solid var(--button-bg);border-radius:8px}
.act h2,.act h2+p{margin:0}
.primary h3{margin-top:.875rem}
.primary+h3{margin:1.5rem 0 .25rem}
details{border-top:1px solid var(--rule)}
summary{padding:.625rem 0;min-height:2.75rem;font-weight:700;color:var(--link);cursor:pointer}
details form{padding-bottom:1rem}
.field{margin:.875rem 0}
label{display:block;font-weight:700}
.hint{margin:0;font-size:.9375rem}
.fault{margin:.125rem 0;padding:.125rem .5rem;border-radius:4px;background:var(--late-bg);color:var(--late);font-weight:700}
input,textarea{display:block;width:100%;min-height:2.75rem;margin-top:.25rem;padding:.5rem .625rem;border:1px solid var(--edge);border-radius:6px;background:var(--sheet-bg);color:var(--sheet);font:inherit}
.short{max-width:12rem}
.check{display:flex;gap:.625rem;align-items:flex-start;padding:.375rem 0}
.check input{flex:none;width:1.5rem;min-height:1.5rem;height:1.5rem;margin:0}
.check label{font-weight:400}
[aria-invalid]{border:2px solid var(--late)}
textarea{resize:vertical}
button{width:100%;min-height:2.75rem;margin-top:.5rem;padding:.625rem 1.25rem;border:1px solid var(--button-bg);border-radius:6px;background:var(--button-bg);color:var(--button);font:inherit;font-weight:700;cursor:pointer}
button.second{background:var(--sheet-bg);color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
table{width:100%;border-collapse:collapse}
th,td{padding:.5rem .5rem .5rem 0;border-top:1px solid var(--rule);text-align:left;font-weight:400;vertical-align:baseline}
thead th{border-top:0;color:var(--quiet);font-size:.9375rem}
.number{text-align:right;white-space:nowrap;padding-right:0;font-variant-numeric:tabular-nums}
ol,ul{margin:.375rem 0;padding-left:1.5rem}
li{margin:.25rem 0}
.history{list-style:none;padding:0}
.history>li{margin:0;padding:.5rem 0;border-top:1px solid var(--rule)}
.history p{margin:0}
.said{padding-left:.875rem;border-left:3px solid var(--rule);margin-top:.25rem!important}
time{font-size:.9375rem}
.message{max-width:38rem;padding:1rem 0}
footer{margin-top:2rem;padding-top:1rem;padding-bottom:1.5rem;color:var(--quiet);font-size:.875rem}
footer p{max-width:46rem}
@media(min-width:60rem){
.sheet{min-height:0;margin:1.5rem auto;border-radius:8px}
header,main,footer{padding-left:2.5rem;padding-right:2.5rem}
header{padding-top:2rem}
.columns{display:grid;grid-template-columns:minmax(0,1fr) 23rem;grid-template-rows:auto 1fr;column-gap:2.5rem}
.head{grid-column:1}
.details{grid-column:1;grid-row:2}
.act{grid-column:2;grid-row:1/span 2;align-self:start;margin-top:1rem}
dl>div{display:grid;grid-template-columns:10.5rem 1fr;gap:1rem}
}
@media print{.act,.skip{display:none}body{background:none}}
`;
