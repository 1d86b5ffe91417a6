/** What a mail program would show of an HTML part: each run of text with its colours in one scheme. */
export type Run = { text: string; color: string; background: string; fontSize: number; hidden: boolean };

const empty = new Set(['meta', 'br', 'img', 'hr', 'input']);

export function runsOf(html: string, scheme: 'light' | 'dark'): Run[] {
  const dark = darkRules(html);
  const body = html.slice(html.indexOf('<body'), html.indexOf('</body>')).replaceAll(/<!--[\s\S]*?-->/g, '');
  const stack: Omit<Run, 'text'>[] = [
    { color: '#000000', background: '#ffffff', fontSize: 16, hidden: false },
  ];
  const runs: Run[] = [];
  for (const [, close, name = '', attributes = '', text] of body.matchAll(
    /<(\/?)([a-z0-9]+)([^>]*)>|([^<]+)/g,
  )) {
    const around = stack.at(-1);
    if (!around) throw new Error('unbalanced HTML');
    if (text !== undefined) {
      if (text.trim()) runs.push({ ...around, text: decode(text) });
    } else if (close) {
      stack.pop();
    } else if (!empty.has(name)) {
      const style = /style="([^"]*)"/.exec(attributes)?.[1] ?? '';
      const classes = /class="([^"]*)"/.exec(attributes)?.[1]?.split(' ') ?? [];
      const rules = scheme === 'dark' ? classes.map((each) => dark.get(each) ?? '') : [];
      // Later wins: a class of the dark scheme is !important.
      const all = [style, ...rules].join(';');
      stack.push({
        color: last(all, /(?:^|;)color:(#[0-9a-f]{6})/g) ?? around.color,
        background: last(all, /background-color:(#[0-9a-f]{6})/g) ?? around.background,
        fontSize: Number(last(all, /font-size:(\d+)px/g) ?? around.fontSize),
        hidden: around.hidden || all.includes('display:none'),
      });
    }
  }
  return runs;
}

/** The visible text of the HTML part. */
export function visibleText(html: string): string {
  return runsOf(html, 'light')
    .filter((run) => !run.hidden)
    .map((run) => run.text)
    .join(' ');
}

/** Ratio of WCAG 2: 1 for no contrast, 21 for black on white. */
export function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function darkRules(html: string): Map<string, string> {
  const css = /prefers-color-scheme:dark\)\{((?:[^{}]*\{[^{}]*\})*)\}/.exec(html)?.[1] ?? '';
  return new Map([...css.matchAll(/\.([a-z]+)\{([^}]*)\}/g)].map(([, name = '', body = '']) => [name, body]));
}

function last(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.[1];
}

function decode(text: string): string {
  return text
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
