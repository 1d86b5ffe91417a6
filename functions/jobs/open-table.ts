import { mostImportRows, type TableKind } from '../../shared/domain/job.ts';
import { Refusal } from '../../shared/domain/refusal.ts';
import { readTable, type TableRow, UnreadableTable } from '../../shared/files/read-table.ts';
import { exampleMark, tableColumns } from '../../shared/files/table-columns.ts';

/** The row of headings of a file, and the rows below it that are to be taken in. */
export type OpenTable = { heading: TableRow; rows: TableRow[] };

/** Headings and names are the same however they are spaced, accented and marked as required. */
export const fold = (text: string) =>
  text
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
    .replace(/\s*\*$/, '')
    .trim()
    .toLowerCase();

/**
 * Finds the table in a file, and refuses what must not even be kept until the rows are read.
 * @throws Refusal `file_unreadable`, `classified`, `too_many_rows`
 */
export function openTable(kind: TableKind, bytes: Buffer): OpenTable {
  const table = tableOf(bytes);
  const known = new Set(tableColumns[kind].map(({ heading }) => fold(heading)));
  const top = table.findIndex(({ cells }) => cells.filter((cell) => known.has(fold(cell))).length >= 2);
  const heading = table[top];
  if (!heading) throw new Refusal('file_unreadable');
  const rows = table
    .slice(top + 1)
    .filter(({ cells }) => cells.some((cell) => cell.trim()) && !cells[0]?.startsWith(exampleMark));
  refuseClassified(heading, rows);
  if (rows.length > mostImportRows)
    throw new Refusal('too_many_rows', { limit: mostImportRows, rows: rows.length });
  return { heading, rows };
}

function tableOf(bytes: Buffer): TableRow[] {
  try {
    return readTable(bytes);
  } catch (error) {
    throw error instanceof UnreadableTable ? new Refusal('file_unreadable') : error;
  }
}

/** Nothing of a classified document is kept, not even what was wrong with it. */
function refuseClassified(heading: TableRow, rows: readonly TableRow[]): void {
  const place = heading.cells.findIndex((cell) => fold(cell) === fold('Độ mật'));
  const said = rows.map(({ cells }) => fold(cells[place] ?? ''));
  if (said.some((word) => !['', 'thường', 'normal'].includes(word))) throw new Refusal('classified');
}
