import type { TableKind } from '../domain/job.ts';
import { writeCsv } from './csv.ts';
import { type ColumnSpec, countHeading, exampleMark, tableColumns } from './table-columns.ts';
import { type Cell, heightFor, type Sheet, writeXlsx } from './xlsx.ts';

const titles: Record<TableKind, string> = {
  units: 'Đơn vị',
  members: 'Thành viên',
  directives: 'Văn bản và nhiệm vụ',
  tasks: 'Nhiệm vụ',
};

/** Rows in the order of the columns of their kind. */
export function tableCsv(kind: TableKind, rows: readonly (readonly string[])[]): Buffer {
  const columns = tableColumns[kind];
  return writeCsv([
    [countHeading, ...columns.map(({ heading }) => heading)],
    ...rows.map((cells, i) => [i + 1, ...cells]),
  ]);
}

/** A unit as a template offers it. */
export type Offered = { code: string; name: string };

/** A sheet that can be taken in again: every cell a text, choices as drop-down lists. */
export function tableXlsx(kind: TableKind, rows: readonly (readonly string[])[]): Buffer {
  return writeXlsx(sheetOf(kind, rows, (i) => String(i + 1)));
}

/** An empty file of a kind with one row to show how it is filled in; the row is not taken in. `units` can be chosen from. */
export function templateOf(kind: TableKind, units: readonly Offered[]): Buffer {
  const example = tableColumns[kind].map((column) => column.example);
  const sheet = sheetOf(kind, [example], () => exampleMark);
  if (units.length === 0) return writeXlsx(sheet);
  const named = ({ field, type }: ColumnSpec) => type === 'unit' || type === 'units' || field === 'parent';
  const choices = tableColumns[kind].map((column, i) => (named(column) ? 'listed' : sheet.choices?.[i + 1]));
  return writeXlsx({ ...sheet, choices: [undefined, ...choices], list: listOf(units) });
}

function listOf(units: readonly Offered[]): NonNullable<Sheet['list']> {
  const name = 'Danh mục đơn vị';
  const heading = ['Mã đơn vị', 'Tên đơn vị'].map((value): Cell => ({ value, style: 'heading' }));
  const rows = units.map((unit) => ({
    cells: [unit.code, unit.name].map((value): Cell => ({ value, style: 'text' })),
  }));
  return { name, title: name, widths: [16, 60], rows: [{ cells: heading }, ...rows], heading: [1, 1] };
}

function sheetOf(
  kind: TableKind,
  rows: readonly (readonly string[])[],
  first: (row: number) => string,
): Sheet {
  const columns = tableColumns[kind];
  const widths = [7, ...columns.map(({ width }) => width)];
  const heading = columns.map((column) => (column.required ? `${column.heading} *` : column.heading));
  return {
    name: titles[kind],
    title: titles[kind],
    widths,
    rows: [
      { height: 34, cells: [countHeading, ...heading].map((value): Cell => ({ value, style: 'heading' })) },
      ...rows.map((cells, i) => {
        const all = [first(i), ...cells].map((value): Cell => ({ value, style: 'text' }));
        return { cells: all, height: heightFor(all, widths) };
      }),
    ],
    heading: [1, 1],
    choices: [undefined, ...columns.map(({ choices }) => choices && Object.keys(choices))],
  };
}
