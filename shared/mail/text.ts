import type { Block, Composed, Entry, Rich } from './blocks.ts';
import { line, lines } from './words.ts';

const width = 76;

/** The plain part: shaped by hand for reading in a fixed or proportional face; addresses stand alone, never broken. */
export function toText({ sender, date, blocks, footer }: Composed): string {
  const head = `${line(sender).toLocaleUpperCase('vi')}\n${line(date)}`;
  const body = blocks.map(blockText).filter(Boolean).join('\n\n');
  const foot = footer.map(blockText).filter(Boolean).join('\n');
  return `${head}\n\n${body}\n\n-- \n${foot}\n`;
}

function blockText(block: Block): string {
  switch (block.is) {
    case 'badge':
      return `[ ${line(block.text).toLocaleUpperCase('vi')} ]`;
    case 'title':
      return underline(line(block.text).toLocaleUpperCase('vi'), '=');
    case 'address':
    case 'paragraph':
    case 'small':
      return wrap(plain(block.text));
    case 'callout':
      return `${line(block.label)}:\n${wrap(plain(block.text), '  ')}`;
    case 'facts':
      return [
        underline(line(block.title), '-'),
        ...block.rows.map(({ label, value }) => hang(`${line(label)}: `, value)),
      ].join('\n');
    case 'quote':
      return `${wrap(`${block.label}:`)}\n${lines(block.text)
        .split('\n')
        .map((text) => wrap(text, '> '))
        .join('\n')}`;
    case 'button':
      return `${line(block.label)}:\n${block.url}`;
    case 'links':
      return block.links.map(({ label, url }) => `${line(label)}:\n${url}`).join('\n');
    case 'section':
      return `${underline(line(block.title).toLocaleUpperCase('vi'), '-')}\n${wrap(plain(block.intro))}`;
    case 'subsection':
      return line(block.text);
    case 'entry':
      return entryText(block.entry);
    case 'closing':
      return `${line(block.text)}\n${line(block.signature).toLocaleUpperCase('vi')}`;
  }
}

function entryText({ code, status, title, details, quote, action }: Entry): string {
  const rows = [
    `* ${line(code)}: ${line(status).toLocaleUpperCase('vi')}`,
    wrap(title, '  '),
    ...details.map((detail) => wrap(detail, '  ')),
  ];
  if (quote) rows.push(`  ${line(quote.label)}:`, wrap(quote.text, '  > '));
  if (action) rows.push(`  ${line(action.label)}:`, `  ${action.url}`);
  return rows.join('\n');
}

function plain(text: string | Rich): string {
  return typeof text === 'string'
    ? text
    : text.map((part) => (typeof part === 'string' ? part : part.b)).join('');
}

function underline(text: string, mark: string): string {
  return `${text}\n${mark.repeat(Math.min(width, [...text].length))}`;
}

function hang(label: string, value: string): string {
  return wrap(label + line(value), '', '  ');
}

/** Lines of at most 76 characters, each after `indent`; those after the first after `rest`. */
function wrap(text: string, indent = '', rest = indent): string {
  const rows: string[] = [];
  let row = indent;
  for (const word of line(text).split(' ')) {
    const start = rows.length === 0 ? indent : rest;
    if (row.length > start.length && row.length + 1 + word.length > width) {
      rows.push(row);
      row = rest + word;
    } else {
      row += (row.length > start.length ? ' ' : '') + word;
    }
  }
  return [...rows, row].join('\n');
}
