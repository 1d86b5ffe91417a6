import { dayNumber } from '../domain/civil-date.ts';
import type { LocalDate } from '../domain/time.ts';
import { xml, xmlHead } from './xml.ts';
import { writeZip } from './zip.ts';

/** SpreadsheetML with what an office hands in, no more: a sheet, A4 landscape, as wide as the page, and one to choose from. */
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

type Style = {
  size?: number;
  bold?: true;
  italic?: true;
  underline?: true;
  boxed?: true;
  shaded?: true;
  align?: 'left' | 'center' | 'right';
  top?: true;
  format?: 'text' | 'count' | 'percent' | 'date';
};

/** How cells can look. Dates and numbers keep their values; how they look follows Vietnamese custom on any machine. */
const styles = {
  plain: { format: 'text' },
  motto: { size: 13, bold: true, align: 'center' },
  mottoLine: { size: 13, bold: true, underline: true, align: 'center' },
  body: { size: 13, align: 'center' },
  bodyBold: { size: 13, bold: true, align: 'center' },
  placeAndDate: { size: 13, italic: true, align: 'center' },
  title: { size: 14, bold: true, align: 'center' },
  subtitle: { size: 13, italic: true, align: 'center' },
  note: { size: 10, italic: true, align: 'left' },
  heading: { size: 10, bold: true, boxed: true, shaded: true, align: 'center' },
  numbering: { size: 9, italic: true, boxed: true, align: 'center' },
  text: { boxed: true, align: 'left', top: true, format: 'text' },
  centred: { boxed: true, align: 'center', top: true, format: 'text' },
  count: { boxed: true, align: 'right', top: true, format: 'count' },
  percent: { boxed: true, align: 'right', top: true, format: 'percent' },
  date: { boxed: true, align: 'center', top: true, format: 'date' },
  totalText: { bold: true, boxed: true, align: 'left', format: 'text' },
  totalCount: { bold: true, boxed: true, align: 'right', format: 'count' },
  totalPercent: { bold: true, boxed: true, align: 'right', format: 'percent' },
} satisfies Record<string, Style>;
export type StyleName = keyof typeof styles;
const names = Object.keys(styles);

/** A cell; `date` is written as a day that can be reckoned with. Spans make it cover the cells to its right and below. */
export type Cell = {
  value?: string | number | undefined;
  date?: LocalDate | undefined;
  style: StyleName;
  across?: number;
  down?: number;
};

/**
 * The height in points at which wrapped texts show whole: programs differ in whether they find it by themselves. An average
 * letter of this face is a little narrower than the digit that widths are told in.
 */
export function heightFor(cells: readonly (Cell | undefined)[], widths: readonly number[]): number {
  const lines = cells.map((cell, i) => {
    const room = Math.max(1, (widths[i] ?? 1) - 1);
    const paragraphs = String(cell?.value ?? '').split('\n');
    return paragraphs.reduce((sum, each) => sum + Math.max(1, Math.ceil(each.length / room)), 0);
  });
  // More than this no program shows.
  return Math.min(400, Math.max(1, ...lines) * 14.5 + 4);
}

/** `undefined` leaves the place to the cell that covers it. */
export type Row = { cells: (Cell | undefined)[]; height?: number };

export type Sheet = {
  name: string;
  title: string;
  /** Column widths in characters. */
  widths: number[];
  rows: Row[];
  /** First and last row, from 1, that are repeated on every printed page. */
  heading: [number, number];
  /** By column: what may be chosen from a list in the rows below the heading; `listed`: the first column of {@link list}. */
  choices?: (readonly string[] | 'listed' | undefined)[];
  /** A second sheet, with what can be chosen. */
  list?: Omit<Sheet, 'choices' | 'list'>;
};

const formats = { text: 49, count: 164, percent: 165, date: 166 };
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';

export function writeXlsx(sheet: Sheet): Buffer {
  const kind = `${xlsxType.replace(/sheet$/, '')}`;
  const relation = (n: number, type: string, target: string) =>
    `<Relationship Id="rId${n}" Type="${type}" Target="${target}"/>`;
  const relations = (...list: string[]) =>
    `${xmlHead}<Relationships xmlns="${packaged}/relationships">${list.join('')}</Relationships>`;
  const override = (path: string, type: string) => `<Override PartName="${path}" ContentType="${type}"/>`;
  const { list } = sheet;
  const sheets = [sheet, ...(list ? [list] : [])];
  const titles = sheets.map(({ name, heading: [first, last] }, i) => {
    const range = xml(`${quoted(name)}!$${first}:$${last}`);
    return `<definedName name="_xlnm.Print_Titles" localSheetId="${i}">${range}</definedName>`;
  });
  return writeZip([
    {
      name: '[Content_Types].xml',
      content: `${xmlHead}<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('/xl/workbook.xml', `${kind}sheet.main+xml`)}${sheets.map((_, i) => override(`/xl/worksheets/sheet${i + 1}.xml`, `${kind}worksheet+xml`)).join('')}${override('/xl/styles.xml', `${kind}styles+xml`)}${override('/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml')}</Types>`,
    },
    {
      name: '_rels/.rels',
      content: relations(
        relation(1, `${office}/officeDocument`, 'xl/workbook.xml'),
        relation(2, `${packaged}/relationships/metadata/core-properties`, 'docProps/core.xml'),
      ),
    },
    {
      name: 'docProps/core.xml',
      content: `${xmlHead}<cp:coreProperties xmlns:cp="${packaged}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${xml(sheet.title)}</dc:title><dc:language>vi-VN</dc:language></cp:coreProperties>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${xmlHead}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets.map(({ name }, i) => `<sheet name="${xml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets><definedNames>${titles.join('')}</definedNames></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: relations(
        ...sheets.map((_, i) => relation(i + 1, `${office}/worksheet`, `worksheets/sheet${i + 1}.xml`)),
        relation(sheets.length + 1, `${office}/styles`, 'styles.xml'),
      ),
    },
    { name: 'xl/styles.xml', content: stylesXml() },
    ...sheets.map((each, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, content: sheetXml(each) })),
  ]);
}

/** `A`, `Z`, `AA`: the letters of a column counted from 0. */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

const quoted = (name: string) => `'${name.replaceAll("'", "''")}'`;

/** Rows that a drop-down list reaches. */
const mostChosen = 2000;

/** Nothing else is forbidden: cells that take several values are typed. */
function listsXml({ choices = [], list, heading: [, last] }: Sheet): string {
  const listed = list && `${quoted(list.name)}!$A$${list.heading[1] + 1}:$A$${list.rows.length}`;
  const lists = choices.flatMap((chosen, i) => {
    const column = columnName(i);
    const from = chosen === 'listed' ? listed : chosen && `"${chosen.join(',')}"`;
    return from
      ? `<dataValidation type="list" allowBlank="1" sqref="${column}${last + 1}:${column}${mostChosen}"><formula1>${xml(from)}</formula1></dataValidation>`
      : [];
  });
  return lists.length > 0
    ? `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>`
    : '';
}

function sheetXml(sheet: Sheet): string {
  const { widths, rows } = sheet;
  const merged: string[] = [];
  const data = rows.map(({ cells, height }, r) => {
    const written = cells.map((cell, c) => {
      if (!cell) return '';
      const { across = 1, down = 1 } = cell;
      const at = `${columnName(c)}${r + 1}`;
      if (across > 1 || down > 1) merged.push(`${at}:${columnName(c + across - 1)}${r + down}`);
      return cellXml(at, cell);
    });
    const tall = height ? ` ht="${height}" customHeight="1"` : '';
    return `<row r="${r + 1}"${tall}>${written.join('')}</row>`;
  });
  const columns = widths.map(
    (width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`,
  );
  return [
    `${xmlHead}<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`,
    '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>',
    `<cols>${columns.join('')}</cols><sheetData>${data.join('')}</sheetData>`,
    merged.length > 0
      ? `<mergeCells count="${merged.length}">${merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`
      : '',
    listsXml(sheet),
    '<printOptions horizontalCentered="1"/>',
    '<pageMargins left="0.6" right="0.6" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>',
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
    '<headerFooter differentFirst="1"><oddHeader>&amp;C&amp;P</oddHeader></headerFooter></worksheet>',
  ].join('');
}

/** What spreadsheets read as a character told by its number is told to be none: `_x0041_` is no A. */
const literal = (text: string) => text.replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');

/** Text is always written as text: what begins with `=` is no formula. */
function cellXml(at: string, { value, date, style }: Cell): string {
  const s = names.indexOf(style);
  if (date) return `<c r="${at}" s="${s}"><v>${dayNumber(date) + 25_569}</v></c>`;
  if (value === undefined || value === '') return `<c r="${at}" s="${s}"/>`;
  if (typeof value === 'number') return `<c r="${at}" s="${s}"><v>${value}</v></c>`;
  return `<c r="${at}" s="${s}" t="inlineStr"><is><t xml:space="preserve">${xml(literal(value))}</t></is></c>`;
}

function stylesXml(): string {
  const all: Style[] = Object.values(styles);
  const font = ({ size = 11, bold, italic, underline }: Style) =>
    `<font>${bold ? '<b/>' : ''}${italic ? '<i/>' : ''}${underline ? '<u/>' : ''}<sz val="${size}"/><name val="Times New Roman"/><family val="1"/></font>`;
  const edge = ['left', 'right', 'top', 'bottom'].map(
    (side) => `<${side} style="thin"><color auto="1"/></${side}>`,
  );
  const format = ({ boxed, shaded, align = 'left', top, format: kind }: Style, i: number) =>
    `<xf numFmtId="${kind ? formats[kind] : 0}" fontId="${i}" fillId="${shaded ? 2 : 0}" borderId="${boxed ? 1 : 0}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="${align}" vertical="${top ? 'top' : 'center'}" wrapText="${boxed ? 1 : 0}"/></xf>`;
  return [
    `${xmlHead}<styleSheet xmlns="${main}"><numFmts count="3">`,
    '<numFmt numFmtId="164" formatCode="[$-42A]#,##0"/><numFmt numFmtId="165" formatCode="[$-42A]0.0"/><numFmt numFmtId="166" formatCode="dd/mm/yyyy"/></numFmts>',
    `<fonts count="${all.length}">${all.map(font).join('')}</fonts>`,
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF2F2F2"/></patternFill></fill></fills>',
    `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${edge.join('')}<diagonal/></border></borders>`,
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${all.length}">${all.map(format).join('')}</cellXfs>`,
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
  ].join('');
}
