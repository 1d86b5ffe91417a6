import { dateOfDay } from '../domain/civil-date.ts';
import { readZip, UnreadableArchive } from './unzip.ts';
import { dayText } from './vietnamese.ts';

/** The cells of a sheet as texts, row by row; `row` is the number that people see beside it. */
export type TableRow = { row: number; cells: string[] };

/** Neither CSV in UTF-8 nor a spreadsheet of today. */
export class UnreadableTable extends Error {
  override readonly name = 'UnreadableTable';
}

/** Unpacked, a sheet of a thousand rows has a tenth of this. */
const mostBytes = 30_000_000;

/**
 * A table from a file as offices have them: XLSX (its first sheet) or CSV in UTF-8 with commas, semicolons or tabs. Days are told as
 * dd/MM/yyyy. Formulas are not reckoned: what the file says they came to is taken.
 * @throws UnreadableTable
 */
export function readTable(bytes: Buffer): TableRow[] {
  if (bytes.subarray(0, 2).toString('latin1') !== 'PK') return readCsv(bytes);
  try {
    return readXlsx(bytes);
  } catch (error) {
    throw error instanceof UnreadableArchive ? new UnreadableTable(error.message) : error;
  }
}

function readCsv(bytes: Buffer): TableRow[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableTable('not UTF-8');
  }
  const head = text.split('\n', 1)[0] ?? '';
  const count = (separator: string) => head.split(separator).length;
  const separator = [',', ';', '\t'].reduce((a, b) => (count(b) > count(a) ? b : a));
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const end = () => {
    // The apostrophe that kept a formula a text.
    rows.at(-1)?.push(/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);
    cell = '';
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === separator) end();
    else if (character === '\n') {
      end();
      rows.push([]);
    } else if (character !== '\r') cell += character;
  }
  end();
  return rows.map((cells, i) => ({ row: i + 1, cells }));
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(xml: string): string {
  return xml
    .replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      if (name) return entities[name] ?? whole;
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    })
    .replaceAll(/_x([0-9A-F]{4})_/g, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16)));
}

/** All the text of a string item, without its phonetic readings. */
function textIn(xml: string): string {
  const bare = xml.replaceAll(/<rPh\b.*?<\/rPh>/gs, '');
  return [...bare.matchAll(/<t(?:\s[^>]*)?>(.*?)<\/t>/gs)].map((match) => plain(match[1] ?? '')).join('');
}

function readXlsx(bytes: Buffer): TableRow[] {
  const part = readZip(bytes, mostBytes);
  const text = (name: string) => part(name)?.toString() ?? '';
  const relations = text('xl/_rels/workbook.xml.rels');
  const first = /<sheet\b[^>]*\br:id="([^"]+)"/.exec(text('xl/workbook.xml'))?.[1];
  const relation = [...relations.matchAll(/<Relationship\b[^>]*>/g)].find(([each]) =>
    each.includes(`Id="${first}"`),
  );
  const target = /Target="\/?(?:xl\/)?([^"]+)"/.exec(relation?.[0] ?? '')?.[1];
  const sheet = target ? text(`xl/${target}`) : '';
  if (!sheet) throw new UnreadableTable('no sheet');
  const shared = [...text('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map((match) =>
    textIn(match[1] ?? ''),
  );
  const isDay = dayStyles(text('xl/styles.xml'));
  return [...sheet.matchAll(/<row\b([^>]*?)(?:\/>|>(.*?)<\/row>)/gs)].map(
    ([, attributes = '', content = ''], i) => {
      const cells: string[] = [];
      for (const [, about = '', inner = ''] of content.matchAll(/<c\b([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
        const column = columnOf(/\br="([A-Z]+)/.exec(about)?.[1]) ?? cells.length;
        // A sheet may name its last possible column; nobody's table reaches it.
        if (column > 200) continue;
        while (cells.length < column) cells.push('');
        cells[column] = cellText(about, inner, shared, isDay);
      }
      return { row: Number(/\br="(\d+)"/.exec(attributes)?.[1] ?? i + 1), cells };
    },
  );
}

function cellText(about: string, inner: string, shared: string[], isDay: (style: number) => boolean): string {
  const type = /\bt="(\w+)"/.exec(about)?.[1];
  if (type === 'inlineStr') return textIn(inner);
  const value = plain(/<v(?:\s[^>]*)?>(.*?)<\/v>/s.exec(inner)?.[1] ?? '');
  if (type === 's') return shared[Number(value)] ?? '';
  if (type === 'str' || type === 'b' || type === 'e' || value === '') return value;
  const style = Number(/\bs="(\d+)"/.exec(about)?.[1] ?? 0);
  const days = Math.floor(Number(value)) - 25_569;
  return isDay(style) && Number.isFinite(days) && Math.abs(days) < 1_000_000
    ? dayText(dateOfDay(days))
    : value;
}

/** Which cell formats tell a number as a day. */
function dayStyles(styles: string): (style: number) => boolean {
  const own = new Map(
    [...styles.matchAll(/<numFmt\b[^>]*numFmtId="(\d+)"[^>]*formatCode="([^"]*)"/g)].map((match) => [
      Number(match[1]),
      match[2] ?? '',
    ]),
  );
  const used = [
    ...(/<cellXfs\b.*?<\/cellXfs>/s.exec(styles)?.[0] ?? '').matchAll(/<xf\b[^>]*numFmtId="(\d+)"/g),
  ];
  const day = used.map(([, id]) => {
    const format = own.get(Number(id));
    if (format !== undefined) return /[dy]/i.test(format.replaceAll(/\[[^\]]*\]|"[^"]*"/g, ''));
    return (Number(id) >= 14 && Number(id) <= 17) || Number(id) === 22;
  });
  return (style) => day[style] ?? false;
}

function columnOf(letters: string | undefined): number | undefined {
  if (!letters) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
