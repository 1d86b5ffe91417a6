import type { Index, Item, Table } from 'dynalite/db/index.js';
import db from 'dynalite/db/index.js';
import type { Disk, Operation } from './disk.ts';
import { sameImage } from './images.ts';
import { indexesOf, indexKey, indexRows, itemRows, TABLES } from './layout.ts';

/** What a request did to one item; `before` is what was on disk. An unchanged item is listed too (it costs capacity). */
export type Change = { table: Table; before: Item | undefined; after: Item | undefined };

/** One index's part in a change. */
export type IndexChange = {
  index: Index;
  kind: 'Local' | 'Global';
  before: Row | undefined;
  after: Row | undefined;
};
type Row = { key: string; item: Item };

/**
 * Where one write request works: reads see what the request has written so far, nothing reaches the disk. The committer
 * (commit.ts) turns it into one batch, or drops it.
 */
export type Stage = {
  table(name: string): Table | undefined;
  putTable(name: string, table: Table | undefined): void;
  item(table: string, key: string): Item | undefined;
  putItem(table: string, key: string, item: Item | undefined): void;
  /** Removes every row with this prefix. */
  clear(prefix: string): void;
  /** Any further row to write in the same batch. */
  also(operation: Operation): void;
  changes(): Change[];
  /** The items as they were on disk, in the order in which the request first looked at them. */
  looked(): (Item | undefined)[];
  operations(): Promise<Operation[]>;
};

export function createStage(disk: Disk): Stage {
  type Entry = {
    table: string;
    key: string;
    before: Item | undefined;
    after: Item | undefined;
    written: boolean;
  };
  const items = new Map<string, Entry>();
  const tables = new Map<string, Table | undefined>();
  const prefixes: string[] = [];
  const further: Operation[] = [];

  function entry(table: string, key: string): Entry {
    const row = itemRows(table) + key;
    let found = items.get(row);
    if (found === undefined) {
      const before = readItem(disk, row);
      found = { table, key, before, after: before, written: false };
      items.set(row, found);
    }
    return found;
  }

  const stage: Stage = {
    table: (name) => (tables.has(name) ? tables.get(name) : readTable(disk, name)),
    putTable: (name, table) => void tables.set(name, table),
    item: (table, key) => entry(table, key).after,
    putItem(table, key, item) {
      const found = entry(table, key);
      found.after = item;
      found.written = true;
    },
    clear: (prefix) => void prefixes.push(prefix),
    also: (operation) => void further.push(operation),
    looked: () => [...items.values()].map(({ before }) => before),
    changes() {
      const changes: Change[] = [];
      for (const { table: name, before, after, written } of items.values()) {
        const table = written ? stage.table(name) : undefined;
        if (table !== undefined) changes.push({ table, before, after });
      }
      return changes;
    },
    async operations() {
      const operations: Operation[] = [];
      for (const prefix of prefixes) {
        for await (const keys of disk.keys({ gte: prefix, lt: `${prefix}\x7f` })) {
          for (const key of keys) operations.push({ type: 'del', key });
        }
      }
      for (const [name, table] of tables) {
        operations.push(row(TABLES + name, table && JSON.stringify(table)));
      }
      for (const change of stage.changes()) operations.push(...itemOperations(change));
      return operations.concat(further);
    },
  };
  return stage;
}

export function readTable(disk: Disk, name: string): Table | undefined {
  const text = disk.get(TABLES + name);
  if (text === undefined) return undefined;
  const table: Table = JSON.parse(text);
  return table;
}

export function readItem(disk: Disk, row: string): Item | undefined {
  const text = disk.get(row);
  if (text === undefined) return undefined;
  const item: Item = JSON.parse(text);
  return item;
}

function itemOperations(change: Change): Operation[] {
  const { table, before, after } = change;
  const image = after ?? before;
  if (image === undefined || sameImage(before, after)) return [];
  const text = after && JSON.stringify(after);
  const operations = [row(itemRows(table.TableName) + db.createKey(image, table), text)];
  for (const { kind, index, before: old, after: fresh } of indexChanges(change)) {
    const rows = indexRows(kind, table.TableName, index.IndexName);
    if (old !== undefined && old.key !== fresh?.key) operations.push(row(rows + old.key, undefined));
    if (fresh !== undefined && !(old?.key === fresh.key && sameImage(old.item, fresh.item))) {
      operations.push(row(rows + fresh.key, fresh.item === after ? text : JSON.stringify(fresh.item)));
    }
  }
  return operations;
}

/** What a change means for each index that shows the item before or after it. */
export function indexChanges({ table, before, after }: Change): IndexChange[] {
  return indexesOf(table)
    .map(({ kind, index }) => ({
      kind,
      index,
      before: indexRow(before, table, index),
      after: indexRow(after, table, index),
    }))
    .filter((change) => change.before !== undefined || change.after !== undefined);
}

function indexRow(item: Item | undefined, table: Table, index: Index): Row | undefined {
  if (
    item === undefined ||
    !index.KeySchema.every(({ AttributeName }) => item[AttributeName] !== undefined)
  ) {
    return undefined;
  }
  return { key: indexKey(item, table, index), item: project(item, table, index) };
}

function project(item: Item, table: Table, index: Index): Item {
  if (index.Projection.ProjectionType === 'ALL') return item;
  const names = new Set([
    ...[...table.KeySchema, ...index.KeySchema].map(({ AttributeName }) => AttributeName),
    ...(index.Projection.NonKeyAttributes ?? []),
  ]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

function row(key: string, value: string | undefined): Operation {
  return value === undefined ? { type: 'del', key } : { type: 'put', key, value };
}
