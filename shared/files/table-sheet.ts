import type { TableKind } from '../domain/job.ts';
import { writeCsv } from './csv.ts';
import { countHeading, exampleMark, tableColumns } from './table-columns.ts';
import { type Cell, heightFor, writeXlsx } from './xlsx.ts';

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

/** A sheet that can be taken in again: every cell a text, choices as drop-down lists. */
export function tableXlsx(kind: TableKind, rows: readonly (readonly string[])[], example = false): Buffer {
  const columns = tableColumns[kind];
  const widths = [7, ...columns.map(({ width }) => width)];
  const line = (first: string, cells: readonly string[]) => {
    const all = [first, ...cells].map((value): Cell => ({ value, style: 'text' }));
    return { cells: all, height: heightFor(all, widths) };
  };
  return writeXlsx({
    name: titles[kind],
    title: titles[kind],
    widths,
    rows: [
      {
        height: 34,
        cells: [
          countHeading,
          ...columns.map(({ heading, required }) => (required ? `${heading} *` : heading)),
        ].map((value): Cell => ({ value, style: 'heading' })),
      },
      ...rows.map((cells, i) => line(example ? exampleMark : String(i + 1), cells)),
    ],
    heading: [1, 1],
    choices: [
      undefined,
      ...columns.map(({ type, choices }) =>
        type === 'choice' && choices ? Object.keys(choices) : undefined,
      ),
    ],
  });
}

/** An empty file of a kind with one row to show how it is filled in; the row is not taken in. */
export function templateOf(kind: TableKind): Buffer {
  return tableXlsx(kind, [tableColumns[kind].map(({ example }) => example)], true);
}
