import type { Request } from 'dynalite/db/index.js';
import { itemBytes, sameImage } from './images.ts';
import { type Change, indexChanges } from './stage.ts';

/** ConsumedCapacity as the service answers it for one table. */
export type Capacity = {
  TableName: string;
  CapacityUnits: number;
  ReadCapacityUnits?: number;
  WriteCapacityUnits?: number;
  Table?: Units;
  LocalSecondaryIndexes?: Record<string, Units>;
  GlobalSecondaryIndexes?: Record<string, Units>;
};
type Units = { CapacityUnits: number; ReadCapacityUnits?: number; WriteCapacityUnits?: number };

export function wantsCapacity(request: Request): boolean {
  return request.ReturnConsumedCapacity === 'TOTAL' || request.ReturnConsumedCapacity === 'INDEXES';
}

/** 1 unit per started KB. */
function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

/** 1 unit per started 4 KB, half of it if the read may be stale; reading nothing costs as much as reading 1 byte. */
export function readUnits(bytes: number, consistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);
}

/**
 * What a write request costs, per table. An index costs its own units: one write where a row appears, disappears or
 * changes in place, two where it moves, none where it stays as it is.
 *
 * @param factor 2 inside a transaction, where the service prepares and commits each item
 */
export function writeCapacity(request: Request, changes: Change[], factor: 1 | 2): Capacity[] {
  const totals = new Map<
    string,
    { table: number; Local: Map<string, number>; Global: Map<string, number> }
  >();
  for (const change of changes) {
    const name = change.table.TableName;
    const total = totals.get(name) ?? { table: 0, Local: new Map(), Global: new Map() };
    totals.set(name, total);
    const { before, after } = change;
    total.table +=
      factor * writeUnits(Math.max(before ? itemBytes(before) : 0, after ? itemBytes(after) : 0));
    for (const { kind, index, before: old, after: fresh } of indexChanges(change)) {
      const moved = old?.key !== fresh?.key;
      const oldUnits = old ? writeUnits(itemBytes(old.item)) : 0;
      const newUnits = fresh ? writeUnits(itemBytes(fresh.item)) : 0;
      const inPlace = sameImage(old?.item, fresh?.item) ? 0 : Math.max(oldUnits, newUnits);
      const units = factor * (moved ? oldUnits + newUnits : inPlace);
      total[kind].set(index.IndexName, (total[kind].get(index.IndexName) ?? 0) + units);
    }
  }
  return [...totals].map(([TableName, { table, Local, Global }]) => {
    const shape = (units: number): Units =>
      factor === 2 ? { CapacityUnits: units, WriteCapacityUnits: units } : { CapacityUnits: units };
    const total = [table, ...Local.values(), ...Global.values()].reduce((a, b) => a + b);
    if (request.ReturnConsumedCapacity !== 'INDEXES') return { TableName, ...shape(total) };
    return {
      TableName,
      ...shape(total),
      Table: shape(table),
      ...(Local.size > 0 && { LocalSecondaryIndexes: mapUnits(Local, shape) }),
      ...(Global.size > 0 && { GlobalSecondaryIndexes: mapUnits(Global, shape) }),
    };
  });
}

function mapUnits(units: Map<string, number>, shape: (units: number) => Units): Record<string, Units> {
  return Object.fromEntries([...units].map(([name, each]) => [name, shape(each)]));
}

/** What reading cost, attributed to the index if the request names one (all of them in our table are global). */
export function readCapacity(request: Request, TableName: string, CapacityUnits: number): Capacity {
  const total = { TableName, CapacityUnits };
  if (request.ReturnConsumedCapacity !== 'INDEXES') return total;
  if (request.IndexName === undefined) return { ...total, Table: { CapacityUnits } };
  return {
    ...total,
    Table: { CapacityUnits: 0 },
    GlobalSecondaryIndexes: { [request.IndexName]: { CapacityUnits } },
  };
}

/** @param units per table, doubled already */
export function transactReadCapacity(request: Request, units: Map<string, number>): Capacity[] {
  return [...units].map(([TableName, CapacityUnits]) => {
    const shape = { CapacityUnits, ReadCapacityUnits: CapacityUnits };
    return { TableName, ...shape, ...(request.ReturnConsumedCapacity === 'INDEXES' && { Table: shape }) };
  });
}
