import { xml, xmlHead } from './xml.ts';
import { writeZip } from './zip.ts';

/** WordprocessingML with what an official letter needs, no more. Lengths are in twips (1/20 pt), font sizes in points. */
export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export const mm = (length: number): number => Math.round((length * 1440) / 25.4);

export type Style = { size?: number; bold?: boolean; italic?: boolean; underline?: boolean };

export function run(text: string, { size = 14, bold, italic, underline }: Style = {}): string {
  const format = [
    ...(bold ? ['<w:b/>'] : []),
    ...(italic ? ['<w:i/>'] : []),
    `<w:sz w:val="${size * 2}"/><w:szCs w:val="${size * 2}"/>`,
    ...(underline ? ['<w:u w:val="single"/>'] : []),
  ];
  return `<w:r><w:rPr>${format.join('')}</w:rPr><w:t xml:space="preserve">${xml(text)}</w:t></w:r>`;
}

export type Layout = {
  align?: 'left' | 'center' | 'right' | 'both';
  before?: number;
  after?: number;
  /** Line pitch as a multiple of a single line. */
  line?: number;
  first?: number;
  keepNext?: boolean;
};

export function paragraph(runs: string | readonly string[], layout: Layout = {}): string {
  const { align = 'left', before = 0, after = 0, line = 1, first = 0, keepNext } = layout;
  return [
    '<w:p><w:pPr>',
    ...(keepNext ? ['<w:keepNext/>'] : []),
    `<w:spacing w:before="${before * 20}" w:after="${after * 20}" w:line="${Math.round(line * 240)}" w:lineRule="auto"/>`,
    ...(first ? [`<w:ind w:firstLine="${first}"/>`] : []),
    `<w:jc w:val="${align}"/></w:pPr>`,
    ...[runs].flat(),
    '</w:p>',
  ].join('');
}

/** A horizontal rule of a length, in the middle of a column: a border keeps its place in every word processor, unlike a drawn line. */
export function rule(length: number, column: number): string {
  const side = Math.max(0, Math.round((column - length) / 2));
  return [
    '<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>',
    '<w:spacing w:before="20" w:after="0" w:line="100" w:lineRule="exact"/>',
    `<w:ind w:left="${side}" w:right="${side}"/></w:pPr></w:p>`,
  ].join('');
}

/** Rows of cells, each cell its paragraphs. `header`: the first row is repeated on every page. */
export function table(
  widths: readonly number[],
  rows: readonly (readonly string[])[],
  { borders, header, keep }: { borders: boolean; header?: boolean; keep?: boolean },
): string {
  const line = borders ? 'w:val="single" w:sz="4" w:space="0" w:color="000000"' : 'w:val="nil"';
  const sides = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'];
  const margin = borders ? 85 : 0;
  const row = (cells: readonly string[], index: number) =>
    [
      '<w:tr><w:trPr><w:cantSplit/>',
      header && index === 0 ? '<w:tblHeader/>' : '',
      '</w:trPr>',
      ...cells.map(
        (cell, column) =>
          `<w:tc><w:tcPr><w:tcW w:w="${widths[column]}" w:type="dxa"/>${
            header && index === 0 ? '<w:vAlign w:val="center"/>' : ''
          }</w:tcPr>${keep ? cell.replaceAll('<w:pPr>', '<w:pPr><w:keepNext/>') : cell}</w:tc>`,
      ),
      '</w:tr>',
    ].join('');
  return [
    `<w:tbl><w:tblPr><w:tblW w:w="${widths.reduce((a, b) => a + b, 0)}" w:type="dxa"/>`,
    // Lines stand where the text does, not outside of it.
    `<w:tblInd w:w="${margin}" w:type="dxa"/>`,
    `<w:tblBorders>${sides.map((side) => `<w:${side} ${line}/>`).join('')}</w:tblBorders>`,
    '<w:tblLayout w:type="fixed"/>',
    `<w:tblCellMar><w:left w:w="${margin}" w:type="dxa"/><w:right w:w="${margin}" w:type="dxa"/></w:tblCellMar></w:tblPr>`,
    `<w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>`,
    ...rows.map(row),
    '</w:tbl>',
  ].join('');
}

export type Margins = { top: number; bottom: number; left: number; right: number };

const names = {
  w: 'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
  r: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  packageRels: 'http://schemas.openxmlformats.org/package/2006/relationships',
  types: 'http://schemas.openxmlformats.org/package/2006/content-types',
};
const mainType = docxType.replace(/document$/, '');

/** An A4 document of several letters, each on pages of its own that are numbered from its second one on, at the top. */
export function writeDocx(letters: readonly string[], margins: Margins, title: string): Buffer {
  const section = [
    '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:type w:val="nextPage"/>',
    '<w:pgSz w:w="11906" w:h="16838"/>',
    `<w:pgMar w:top="${margins.top}" w:right="${margins.right}" w:bottom="${margins.bottom}" w:left="${margins.left}" w:header="567" w:footer="567" w:gutter="0"/>`,
    '<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>',
  ].join('');
  const tiny = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>';
  const body = letters
    .map((letter, i) =>
      i < letters.length - 1
        ? `${letter}<w:p><w:pPr>${tiny}${section}</w:pPr></w:p>`
        : `${letter}<w:p><w:pPr>${tiny}</w:pPr></w:p>${section}`,
    )
    .join('');
  const font = 'Times New Roman';
  const fonts = `<w:rFonts w:ascii="${font}" w:hAnsi="${font}" w:cs="${font}" w:eastAsia="${font}"/>`;
  const number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>';
  const part = (name: string, root: string, content: string) => ({
    name: `word/${name}.xml`,
    content: `${xmlHead}<w:${root} xmlns:w="${names.w}" xmlns:r="${names.r}">${content}</w:${root}>`,
  });
  const relations = (target: string, list: [type: string, target: string][]) => ({
    name: target,
    content: `${xmlHead}<Relationships xmlns="${names.packageRels}">${list
      .map(([type, to], i) => `<Relationship Id="rId${i + 1}" Type="${type}" Target="${to}"/>`)
      .join('')}</Relationships>`,
  });
  const override = (path: string, type: string) => `<Override PartName="${path}" ContentType="${type}"/>`;
  return writeZip([
    {
      name: '[Content_Types].xml',
      content: `${xmlHead}<Types xmlns="${names.types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('/word/document.xml', `${mainType}document.main+xml`)}${override('/word/styles.xml', `${mainType}styles+xml`)}${override('/word/header1.xml', `${mainType}header+xml`)}${override('/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml')}</Types>`,
    },
    relations('_rels/.rels', [
      [`${names.r}/officeDocument`, 'word/document.xml'],
      [`${names.packageRels}/metadata/core-properties`, 'docProps/core.xml'],
    ]),
    relations('word/_rels/document.xml.rels', [
      [`${names.r}/styles`, 'styles.xml'],
      [`${names.r}/header`, 'header1.xml'],
    ]),
    {
      name: 'docProps/core.xml',
      content: `${xmlHead}<cp:coreProperties xmlns:cp="${names.packageRels.replace('relationships', 'metadata/core-properties')}" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${xml(title)}</dc:title><dc:language>vi-VN</dc:language></cp:coreProperties>`,
    },
    part('document', 'document', `<w:body>${body}</w:body>`),
    part(
      'styles',
      'styles',
      `<w:docDefaults><w:rPrDefault><w:rPr>${fonts}<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>`,
    ),
    part('header1', 'hdr', `<w:p><w:pPr><w:jc w:val="center"/></w:pPr>${number}</w:p>`),
  ]);
}
