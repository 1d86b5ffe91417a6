/** The page's only style sheet. Colours are chosen for a contrast of at least 4.5:1 in both schemes. */
export const style = `
:root{color-scheme:light dark;--bg:#fdfcfa;--raised:#fff;--ink:#1f2328;--soft:#57606a;--line:#e2ddd3;--accent:#9b1c1c;--code:#f4f1ea;
--get:#0b5cad;--post:#1a7f37;--put:#8a5a00;--patch:#6f42c1;--delete:#b42318}
@media(prefers-color-scheme:dark){:root{--bg:#14161a;--raised:#1b1e24;--ink:#e6e3dc;--soft:#a3a9b3;--line:#31353d;--accent:#ff9b8f;--code:#22262d;
--get:#79b8ff;--post:#7ee2a0;--put:#f0c674;--patch:#c9a6ff;--delete:#ff9b8f}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1.5rem}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.page{display:grid;grid-template-columns:18rem minmax(0,1fr);max-width:86rem;margin:0 auto}
nav{position:sticky;top:0;align-self:start;height:100vh;overflow-y:auto;padding:1.75rem 1rem 3rem 1.5rem;border-right:1px solid var(--line);font-size:.875rem;line-height:1.4}
nav .name{font-size:1.25rem;font-weight:700;letter-spacing:-.01em;color:var(--ink);text-decoration:none}
nav input{width:100%;margin:1rem 0 .5rem;padding:.5rem .65rem;font:inherit;color:inherit;background:var(--raised);border:1px solid var(--line);border-radius:.4rem}
nav h2{margin:1.25rem 0 .3rem;font-size:.75rem;text-transform:uppercase;letter-spacing:.06em;color:var(--soft)}
nav ul{list-style:none;margin:0;padding:0}
nav li a{display:flex;gap:.5rem;padding:.22rem .35rem;border-radius:.3rem;color:var(--ink);text-decoration:none}
nav li a:hover{background:var(--code)}
nav li a .verb{flex:0 0 3.1rem;font-size:.68rem;line-height:1.22rem}
main{padding:2.25rem clamp(1.25rem,4vw,3.5rem) 6rem;min-width:0}
h1{font-size:2rem;line-height:1.2;letter-spacing:-.02em;margin:0 0 .4rem}
h2.group{font-size:1.4rem;letter-spacing:-.01em;margin:3.5rem 0 .2rem;padding-top:1.25rem;border-top:2px solid var(--accent)}
h3{font-size:1.1rem;margin:0 0 .35rem}
h4{font-size:.8rem;text-transform:uppercase;letter-spacing:.05em;color:var(--soft);margin:1.4rem 0 .4rem}
p{margin:.4rem 0;max-width:46rem}
a{color:var(--accent)}
a:focus-visible,input:focus-visible,button:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.lead{color:var(--soft);font-size:1.1rem}
.facts{columns:2 20rem;column-gap:1rem;margin:1.75rem 0 0}
.facts section{break-inside:avoid;margin:0 0 1rem;background:var(--raised);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.15rem;font-size:.92rem}
.facts h3{font-size:.98rem}
article{background:var(--raised);border:1px solid var(--line);border-radius:.6rem;padding:1.2rem 1.4rem 1.35rem;margin:1.25rem 0}
.route{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem .7rem;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.93rem;margin:0 0 .5rem;overflow-wrap:anywhere}
.verb{font:700 .75rem/1.2 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.03em}
.GET{color:var(--get)}.POST{color:var(--post)}.PUT{color:var(--put)}.PATCH{color:var(--patch)}.DELETE{color:var(--delete)}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.86em}
code{background:var(--code);padding:.1em .3em;border-radius:.25rem;overflow-wrap:anywhere}
pre{background:var(--code);padding:.85rem 1rem;border-radius:.45rem;overflow-x:auto;line-height:1.5;margin:0}
pre code{background:none;padding:0;font-size:1em;overflow-wrap:normal}
.sample{position:relative}
.sample button{position:absolute;top:.45rem;right:.45rem;font:inherit;font-size:.75rem;padding:.25rem .6rem;color:var(--soft);background:var(--raised);border:1px solid var(--line);border-radius:.35rem;cursor:pointer}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.88rem}
th{text-align:left;font-weight:600;color:var(--soft);font-size:.78rem}
th,td{padding:.38rem .9rem .38rem 0;vertical-align:top;border-bottom:1px solid var(--line)}
tr:last-child td{border-bottom:0}
td:first-child{white-space:nowrap}
.type a{text-decoration:none}
p.type{margin:.25rem 0;max-width:none;overflow-wrap:anywhere}
td .must{color:var(--accent);font-size:.75rem;margin-left:.35rem}
.type{color:var(--soft);font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.82rem}
summary{cursor:pointer;color:var(--accent);font-size:.9rem}
details>*+*{margin-top:.6rem}
.codes{display:flex;flex-wrap:wrap;gap:.35rem .5rem;font-size:.85rem}
.codes a{text-decoration:none}
tr:target td{background:var(--code)}
[hidden]{display:none!important}
@media(max-width:56rem){.page{display:block}nav{position:static;height:auto;border-right:0;border-bottom:1px solid var(--line);padding:1.25rem}nav .groups{max-height:14rem;overflow-y:auto}main{padding-top:1.5rem}article{padding:1rem}.sample button{min-width:2.75rem;min-height:2.75rem}}
@media print{nav,.sample button{display:none}.page{display:block}article{break-inside:avoid}}
`;

/** Search by typing, and copying of samples. Without it the page is complete, only less quick. */
export const script = `
const words=document.getElementById('find');
words.addEventListener('input',()=>{
  const wanted=words.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for(const item of document.querySelectorAll('[data-words]'))item.hidden=!wanted.every((word)=>item.dataset.words.includes(word));
  for(const group of document.querySelectorAll('[data-group]'))group.hidden=![...group.querySelectorAll('[data-words]')].some((item)=>!item.hidden);
});
document.addEventListener('keydown',(event)=>{
  if(event.key==='/'&&document.activeElement!==words){event.preventDefault();words.focus();}
});
for(const button of document.querySelectorAll('.sample button')){
  button.hidden=!navigator.clipboard;
  button.addEventListener('click',async()=>{
    await navigator.clipboard.writeText(button.parentElement.querySelector('code').textContent);
    button.textContent='Copied';
    setTimeout(()=>{button.textContent='Copy';},1500);
  });
}
`;
