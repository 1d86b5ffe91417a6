import { expect, it } from 'vitest';
import { writeCsv } from '../../shared/files/csv.ts';
import { readTable } from '../../shared/files/read-table.ts';
import { writeXlsx } from '../../shared/files/xlsx.ts';

/** What spreadsheets would take for something else, if they were let. */
const texts = [
  '=HYPERLINK("http://example.org";"Xem")',
  ...['+84 24 3826', '-2+3', '@SUM(A1)', '\tthụt vào'],
  ...["'=1+1", "''-x", "'trích dẫn'", "'"],
  ...['_x0041_', '_x000D_ và _x005f_', 'dòng một\nDòng hai, "trích"; hết', '<&>'],
];

it('every text comes back from a CSV file as it was', () => {
  const file = writeCsv([['a', 'b'], ...texts.map((text) => [text, 'x'])]);
  const [, ...rows] = readTable(file).map(({ cells }) => cells[0]);
  expect(rows.slice(0, texts.length)).toEqual(texts);
});

it('no text in a CSV file begins like a formula', () => {
  for (const text of texts) {
    const [cell = ''] = writeCsv([[text]])
      .toString()
      .slice(1)
      .split('\r\n');
    expect(cell).not.toMatch(/^"?[=+\-@\t\r]/);
  }
});

it('every text comes back from a spreadsheet as it was', () => {
  const rows = texts.map((value) => ({ cells: [{ value, style: 'text' as const }] }));
  const file = writeXlsx({ name: 'a', title: 'a', widths: [10], rows, heading: [1, 1] });
  expect(readTable(file).map(({ cells }) => cells[0])).toEqual(texts);
});
