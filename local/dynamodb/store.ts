import { Stream } from 'node:stream';
import type { Callback, Item, Range, Request, Rows, Store, Table } from 'dynalite/db/index.js';
import db from 'dynalite/db/index.js';
import type { Disk } from './disk.ts';
import { serviceError } from './errors.ts';
import { itemBytes } from './images.ts';
import { indexesOf, indexKey, indexRows, itemRows, TABLES, under } from './layout.ts';
import { readItem, readTable, type Stage } from './stage.ts';

/** The service's limit, in bytes. */
export const MAX_ITEM_BYTES = 400 * 1024;

/** dynalite's actions run against these; a store lives for one request. */
export type ReadStore = {
  store: Store;
  /** Bytes of the items a Query or Scan has gone through, in order; one more than counted where a limit stopped it. */
  scanned: number[];
  /** What was read by key; 0 bytes where there was nothing. */
  gotten: { table: string; bytes: number }[];
};

/** @param fail called when an action throws out of a callback, where its own caller cannot see it */
export function createReadStore(disk: Disk, request: Request, fail: (error: unknown) => void): ReadStore {
  const scanned: number[] = [];
  const gotten: { table: string; bytes: number }[] = [];

  function items(table: string, prefix: string, start?: { from: string; to: string }): Rows<Item> {
    return {
      ...readOnly,
      get: (key, done) => {
        const item = readItem(disk, prefix + key);
        gotten.push({ table, bytes: item ? itemBytes(item) : 0 });
        done(null, item);
      },
      createValueStream: (range) =>
        emitter(disk.values(within(prefix, range, start)), fail, (text) => {
          const item: Item = JSON.parse(text);
          scanned.push(itemBytes(item));
          return item;
        }),
    };
  }

  const store = baseStore((name) => readTable(disk, name), {
    getItemDb: (table) => items(table, itemRows(table)),
    getIndexDb: (kind, table, index) =>
      items(table, indexRows(kind, table, index), startKey(disk, request, table, index)),
    tableDb: {
      ...readOnly,
      get: (name, done) => answer(done, () => readTable(disk, name)),
      createKeyStream: () => emitter(disk.keys(under(TABLES)), fail, (key) => key.slice(TABLES.length)),
    },
  });
  return { store, scanned, gotten };
}

/** Reads and writes go to the stage; index rows are left out, the stage derives them from the images. */
export function createWriteStore(stage: Stage): Store {
  const noIndex: Rows<Item> = {
    ...readOnly,
    put: (_key, _value, done) => done(null),
    del: (_key, done) => done(null),
  };
  return baseStore(stage.table, {
    getItemDb: (table) => ({
      ...readOnly,
      get: (key, done) => answer(done, () => stage.item(table, key)),
      put: (key, item, done) => answer(done, () => stage.putItem(table, key, item)),
      del: (key, done) => answer(done, () => stage.putItem(table, key, undefined)),
    }),
    getIndexDb: () => noIndex,
    deleteItemDb: (table, done) => answer(done, () => stage.clear(itemRows(table))),
    deleteIndexDb: (kind, table, index, done) =>
      answer(done, () => stage.clear(indexRows(kind, table, index))),
    tableDb: {
      ...readOnly,
      get: (name, done) => answer(done, () => stage.table(name)),
      put: (name, table, done) => answer(done, () => stage.putTable(name, table)),
      del: (name, done) => answer(done, () => stage.putTable(name, undefined)),
    },
  });
}

type Parts = Pick<Store, 'getItemDb' | 'getIndexDb'> &
  Partial<Pick<Store, 'deleteItemDb' | 'deleteIndexDb'>> & { tableDb: Rows<Table> };

function baseStore(table: (name: string) => Table | undefined, { tableDb, ...parts }: Parts): Store {
  return {
    options: { maxItemSize: MAX_ITEM_BYTES, createTableMs: 0, deleteTableMs: 0 },
    deleteItemDb: unsupported,
    deleteIndexDb: unsupported,
    deleteTagDb: (_table, done) => done(null),
    ...parts,
    tableDb: { ...tableDb, awsRegion: process.env.AWS_REGION ?? 'us-east-1', awsAccountId: '000000000000' },
    getTable(name, check, done) {
      const callback = typeof check === 'function' ? check : done;
      const found = table(name);
      callback?.(found ? null : noTable(check === false ? `: Table: ${name} not found` : ''), found);
    },
  };
}

/** @throws ServiceError ResourceNotFoundException */
export function tableOf(request: Request, table: (name: string) => Table | undefined): Table {
  const found = table(request.TableName ?? '');
  if (found === undefined) throw noTable('');
  return found;
}

function noTable(detail: string): Error {
  return serviceError('dynamodb', 'ResourceNotFoundException', `Requested resource not found${detail}`);
}

/** Writes are serialised by the committer, so a lock is always free. */
const readOnly = {
  lock: (_key: string, run: Parameters<Rows<never>['lock']>[1]) => run((done) => done),
  get: unsupported,
  put: unsupported,
  del: unsupported,
  createKeyStream: unsupported,
  createValueStream: unsupported,
};

function unsupported(): never {
  throw new Error('not part of this request');
}

function answer<T>(done: Callback<T>, compute: () => T | undefined): void {
  done(null, compute());
}

function within(prefix: string, range: Range, start?: { from: string; to: string }): Range {
  const move = (key: string) => prefix + (key === start?.from ? start.to : key);
  const { gt, gte, lt, lte, limit, reverse } = range;
  return {
    ...(gt !== undefined ? { gt: move(gt) } : { gte: prefix + (gte ?? '') }),
    ...(lte !== undefined ? { lte: prefix + lte } : { lt: lt === undefined ? under(prefix).lt : move(lt) }),
    limit: limit ?? -1,
    reverse: reverse ?? false,
  };
}

/** dynalite's idea of where an index page starts, and ours (see indexKey). */
function startKey(disk: Disk, request: Request, tableName: string, indexName: string) {
  const table = readTable(disk, tableName);
  const index = table && indexesOf(table).find((each) => each.index.IndexName === indexName)?.index;
  if (table === undefined || index === undefined || request.ExclusiveStartKey === undefined) return undefined;
  return {
    from: db.createIndexKey(request.ExclusiveStartKey, table, index.KeySchema),
    to: indexKey(request.ExclusiveStartKey, table, index),
  };
}

/**
 * The old-style stream that dynalite listens to. It pulls from the disk in pieces (a Node object stream would cost a
 * few turns of the event loop per item) and stops pulling when dynalite destroys it.
 */
function emitter<T>(
  source: AsyncGenerator<string[]>,
  fail: (error: unknown) => void,
  decode: (text: string) => T,
): Stream {
  let open = true;
  const stream = Object.assign(new Stream(), {
    destroy: () => {
      open = false;
    },
  });
  async function run() {
    for await (const piece of source) {
      for (const text of piece) {
        stream.emit('data', decode(text));
        if (!open) return;
      }
    }
    stream.emit('end');
  }
  run().catch(fail);
  return stream;
}
