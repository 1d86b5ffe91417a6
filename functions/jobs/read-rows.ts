import * as z from 'zod/mini';
import type { MemberRow, UnitRow } from '../../shared/actions/import-organisation.ts';
import type { WorkRow } from '../../shared/actions/import-work.ts';
import { dateOfParts } from '../../shared/domain/civil-date.ts';
import type { Directory } from '../../shared/domain/directory.ts';
import type { RowFault, TableKind } from '../../shared/domain/job.ts';
import type { TableRow } from '../../shared/files/read-table.ts';
import { type ColumnSpec, countHeading, tableColumns } from '../../shared/files/table-columns.ts';
import { line } from '../api/schemas/common.ts';
import { memberInput, newUnit, userId } from '../api/schemas/organisation.ts';
import { directiveTask, newDirective } from '../api/schemas/tasks.ts';
import { parsePart } from '../api/validate.ts';
import { fold, type OpenTable } from './open-table.ts';

export type FileRows = {
  read: number;
  faults: RowFault[];
  units: UnitRow[];
  members: MemberRow[];
  work: WorkRow[];
};

/** The heading of a field of the API, for people who have the file before them. */
export function headingOf(kind: TableKind, field: string): string {
  return tableColumns[kind].find((column) => column.field === field)?.heading ?? '';
}

/** The rows of a file as the API would take them, with the faults of all cells that it would not. */
export function readRows(
  kind: TableKind,
  { heading, rows }: OpenTable,
  directory: Directory,
  backfill: boolean,
): FileRows {
  const columns = tableColumns[kind];
  const found: FileRows = {
    read: rows.length,
    faults: headingFaults(heading, columns),
    units: [],
    members: [],
    work: [],
  };
  const places = new Map(
    columns.map((column) => [column, heading.cells.findIndex((cell) => fold(cell) === fold(column.heading))]),
  );
  const read = cellReader(directory);
  for (const { row, cells } of rows) {
    const input: Record<string, unknown> = {};
    const faults: RowFault[] = [];
    const fault = (field: string, code: string, params?: RowFault['params']) => {
      const column = headingOf(kind, field);
      if (!faults.some((each) => each.column === column))
        faults.push({ row, column, code, ...(params && { params }) });
    };
    for (const [column, place] of places) {
      const cell = (place < 0 ? '' : (cells[place] ?? '')).trim();
      if (cell === '') continue;
      const { value, wrong } = read(column, cell);
      if (wrong) fault(column.field, wrong.code, wrong.params);
      input[column.field] = value;
    }
    const part = <S extends z.core.$ZodType>(schema: S, value: unknown): z.output<S> | undefined => {
      const parsed = parsePart(schema, value, 'body');
      if (parsed.ok) return parsed.value;
      for (const { pointer, code, params } of parsed.faults) fault(pointer.split('/')[1] ?? '', code, params);
      return undefined;
    };
    if (kind === 'units') addUnit(found, row, input, part);
    else if (kind === 'members') addMember(found, row, input, part);
    else addWork(found, row, input, part, { kind, backfill });
    // What a cell is found wrong for makes the row wrong.
    if (faults.length > 0)
      for (const list of [found.units, found.members, found.work]) if (list.at(-1)?.row === row) list.pop();
    found.faults.push(...faults);
  }
  return found;
}

type Part = <S extends z.core.$ZodType>(schema: S, value: unknown) => z.output<S> | undefined;
type Input = Record<string, unknown>;

function addUnit(found: FileRows, row: number, { parent, ...input }: Input, part: Part): void {
  const unit = part(newUnit, input);
  const parentCode = typeof parent === 'string' ? parent : undefined;
  if (unit) found.units.push({ row, unit, parentCode });
}

function addMember(found: FileRows, row: number, input: Input, part: Part): void {
  const { unitId = '', userId: person, ...place } = input;
  const own = part(memberInput, { locale: 'vi', ...place });
  const named = part(memberKey, { unitId, userId: person });
  if (own && named) found.members.push({ row, member: { ...named, ...own } });
}
const memberKey = z.strictObject({ unitId: line(100), userId });

function addWork(
  found: FileRows,
  row: number,
  input: Input,
  part: Part,
  { kind, backfill }: { kind: TableKind; backfill: boolean },
): void {
  const { number, issuedOn, issuerId, title, url, code, parentCode, assignerId, ...rest } = input;
  const { classification: _, ...task } = rest;
  const document =
    kind === 'tasks'
      ? part(registeredDocument, { number })
      : part(newDirective, { number, issuedOn, issuerId, title, url, classification: 'normal' });
  const place = part(kind === 'tasks' ? z.required(taskPlace, { code: true }) : taskPlace, {
    code,
    parentCode,
    assignerId,
  });
  const assigned =
    kind === 'tasks' || Object.keys(task).length > 0
      ? part(directiveTask, { ...task, ...(backfill && { backfill }) })
      : undefined;
  if (document && place) found.work.push({ row, document, ...place, ...(assigned && { task: assigned }) });
}
const registeredDocument = z.partial(z.pick(newDirective, { number: true }));
const taskPlace = z.strictObject({
  code: z.optional(line(100)),
  parentCode: z.optional(line(100)),
  assignerId: z.optional(line(100)),
});

function headingFaults({ row, cells }: TableRow, columns: readonly ColumnSpec[]): RowFault[] {
  const given = cells.map(fold);
  const known = [countHeading, ...columns.map(({ heading }) => heading)].map(fold);
  return [
    ...columns
      .filter(({ heading, required }) => required && !given.includes(fold(heading)))
      .map(({ heading }) => ({ row, column: heading, code: 'column_missing' })),
    ...cells.flatMap((column, i) => {
      const name = fold(column);
      if (name === '') return [];
      if (!known.includes(name)) return [{ row, column: column.slice(0, 100), code: 'column_unknown' }];
      return given.indexOf(name) < i ? [{ row, column, code: 'column_twice' }] : [];
    }),
  ];
}

type Read = { value?: unknown; wrong?: { code: string; params?: NonNullable<RowFault['params']> } };

function cellReader(directory: Directory): (column: ColumnSpec, cell: string) => Read {
  const ids = new Map<string, string>();
  for (const unit of directory.units.values()) ids.set(fold(unit.name), unit.id);
  for (const unit of directory.units.values()) ids.set(fold(unit.code), unit.id);
  const unit = (name: string): Read => {
    const id = ids.get(fold(name));
    return id
      ? { value: id }
      : { value: name, wrong: { code: 'unit_not_named', params: { name: name.slice(0, 100) } } };
  };
  const chosen = ({ choices = {} }: ColumnSpec, cell: string): Read => {
    const found = Object.entries(choices).find(([label, value]) => [fold(label), value].includes(fold(cell)));
    const allowed = Object.keys(choices).join(', ');
    return found ? { value: found[1] } : { value: cell, wrong: { code: 'not_allowed', params: { allowed } } };
  };
  const each = (cell: string, read: (item: string) => Read): Read => {
    const items = cell
      .split(/[;\n]/)
      .map((item) => item.trim())
      .filter(Boolean)
      .map(read);
    const wrong = items.find((item) => item.wrong)?.wrong;
    return { value: items.map(({ value }) => value), ...(wrong && { wrong }) };
  };
  return (column, cell) => {
    switch (column.type) {
      case 'list':
        return each(cell, (value) => ({ value }));
      case 'unit':
        return unit(cell);
      case 'units':
        return each(cell, unit);
      case 'choice':
        return chosen(column, cell);
      case 'choices':
        return each(cell, (item) => chosen(column, item));
      case 'date':
        return day(cell);
      case 'deadline':
        return { value: { raw: cell } };
      default:
        return { value: cell };
    }
  };
}

function day(cell: string): Read {
  const [, d, m, y] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(cell) ?? [];
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(cell) ?? [];
  const value = dateOfParts(Number(y ?? year), Number(m ?? month), Number(d ?? date));
  return value
    ? { value }
    : { value: cell, wrong: { code: 'wrong_format', params: { format: 'dd/MM/yyyy' } } };
}
