/** Foreground and background of one role, each role readable (contrast 4.5 or more) in both schemes. */
type Paint = { light: Colours; dark: Colours };
type Colours = { color?: string; background?: string };

/** The colours of our mails, and of the page that they lead to. */
export const palette = {
  page: {
    light: { color: '#1f2328', background: '#eef0f2' },
    dark: { color: '#e6e6e3', background: '#121417' },
  },
  sheet: {
    light: { color: '#1f2328', background: '#ffffff' },
    dark: { color: '#e6e6e3', background: '#1c1f23' },
  },
  quiet: { light: { color: '#56606b' }, dark: { color: '#adb5bd' } },
  brand: { light: { color: '#8c1515' }, dark: { color: '#f2a7a0' } },
  link: { light: { color: '#1b4f91' }, dark: { color: '#9cc5ff' } },
  button: {
    light: { color: '#ffffff', background: '#1b4f91' },
    dark: { color: '#0d1b2e', background: '#9cc5ff' },
  },
  late: {
    light: { color: '#8c1515', background: '#fdeceb' },
    dark: { color: '#ffb9b3', background: '#451b1b' },
  },
  soon: {
    light: { color: '#6f4300', background: '#fff3d6' },
    dark: { color: '#ffd890', background: '#3f300c' },
  },
  calm: {
    light: { color: '#1b4f91', background: '#e9f1fb' },
    dark: { color: '#b4d3ff', background: '#1a2d49' },
  },
  plain: {
    light: { color: '#3a424b', background: '#eef0f2' },
    dark: { color: '#d5d9dd', background: '#2b3036' },
  },
} as const satisfies Record<string, Paint>;

export type Role = keyof typeof palette;
/** How pressing a matter is, always told in words too. */
export type Tone = 'late' | 'soon' | 'calm' | 'plain';

/** A hairline between parts, and the line under the letterhead. */
export const rule = { light: '#d3d8de', dark: '#3a4047' };
export const accent = { light: '#8c1515', dark: '#d9776f' };

function declare(colours: Colours, suffix = ''): string {
  const parts: string[] = [];
  if (colours.color) parts.push(`color:${colours.color}${suffix}`);
  if (colours.background) parts.push(`background-color:${colours.background}${suffix}`);
  return parts.join(';');
}

/** Attributes for an element of that role: explicit light colours inline, a class for the dark ones. */
export function paint(role: Role, style = ''): string {
  return `class="${role}" style="${declare(palette[role].light)}${style ? `;${style}` : ''}"`;
}

/** The same for a line on one side: a hairline between parts, or in the accent colour under the letterhead. */
export function ruled(
  side: 'top' | 'bottom' | 'left',
  style = '',
  name: 'rule' | 'accent' = 'rule',
  also = '',
): string {
  const width = side === 'left' ? 3 : name === 'accent' ? 2 : 1;
  const colour = { rule, accent }[name].light;
  return `class="${name}${also}" style="border-${side}:${width}px solid ${colour}${style ? `;${style}` : ''}"`;
}

/** Dark scheme for clients that follow the reader's setting, and for Outlook on the web, which rewrites colours itself. */
export function darkStyles(): string {
  const rules = [
    ...Object.entries(palette).map(([role, paint]) => [`.${role}`, declare(paint.dark, '!important')]),
    ['.rule', `border-color:${rule.dark}!important`],
    ['.accent', `border-color:${accent.dark}!important`],
  ];
  const media = rules.map(([selector, body]) => `${selector}{${body}}`).join('');
  const outlook = rules.map(([selector, body]) => `[data-ogsc] ${selector}{${body}}`).join('');
  return `@media (prefers-color-scheme:dark){${media}}${outlook}`;
}
