/** A cell as people read it: text, a number, or nothing. */
export type CsvValue = string | number | undefined;

/** Beginnings that a spreadsheet takes for a formula, and those that had an apostrophe of their own before one. */
const formula = /^'*[=+\-@\t\r]/;

/**
 * A table as CSV that spreadsheets open with its letters right: UTF-8 with BOM, RFC 4180. Text that a spreadsheet would take
 * for a formula gets an apostrophe before it, which makes it text; numbers are left as they are.
 */
export function writeCsv(rows: readonly (readonly CsvValue[])[]): Buffer {
  return Buffer.from(`\ufeff${rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')}`);
}

function field(value: CsvValue): string {
  if (typeof value === 'number') return String(value);
  const text = formula.test(value ?? '') ? `'${value}` : (value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
