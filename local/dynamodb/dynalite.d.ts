/**
 * The parts of dynalite we build on: its request validation, its single-item actions, its query planning and its key
 * encoding. We give the actions a store of our own (store.ts), so nothing of dynalite's server or storage is used.
 */

declare module 'dynalite/db/index.js' {
  import type { Stream } from 'node:stream';
  import type { AttributeValue } from 'aws-lambda';

  export type Item = Record<string, AttributeValue>;
  export type KeySchema = { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
  export type Index = {
    IndexName: string;
    KeySchema: KeySchema;
    Projection: { ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'; NonKeyAttributes?: string[] };
  };
  export type Table = {
    TableName: string;
    TableStatus: string;
    TableArn: string;
    KeySchema: KeySchema;
    AttributeDefinitions: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
    LocalSecondaryIndexes?: Index[];
    GlobalSecondaryIndexes?: Index[];
  };

  /** A refusal as dynalite raises it: status and wire body ride on the Error. `null`/`undefined` means accepted. */
  export type Invalid = Error | null | undefined;
  export type Callback<T> = (error: Error | null, value?: T) => void;

  /** A request after checkTypes: unknown members are gone, known ones have the declared type. */
  export type Request = {
    TableName?: string;
    IndexName?: string;
    Key?: Item;
    Item?: Item;
    ExclusiveStartKey?: Item;
    ConsistentRead?: boolean;
    ReturnConsumedCapacity?: 'INDEXES' | 'TOTAL' | 'NONE';
    ReturnValuesOnConditionCheckFailure?: 'ALL_OLD' | 'NONE';
    ClientRequestToken?: string;
    TransactItems?: Record<string, Request | undefined>[];
    RequestItems?: Record<string, { Keys?: Item[]; ConsistentRead?: boolean }>;
    TimeToLiveSpecification?: { AttributeName: string; Enabled: boolean };
    /** The parsed expressions, which the validations leave on the request. */
    _condition?: { expression: unknown; nestedPaths: unknown };
    _projection?: { paths: unknown[]; nestedPaths: unknown };
  };

  export type Range = {
    gt?: string;
    gte?: string;
    lt?: string;
    lte?: string;
    limit?: number;
    reverse?: boolean;
  };
  export type Rows<T> = {
    lock(
      key: string,
      run: (release: <A extends unknown[]>(done: (...args: A) => void) => (...args: A) => void) => void,
    ): void;
    get(key: string, done: Callback<T>): void;
    put(key: string, value: T, done: Callback<void>): void;
    del(key: string, done: Callback<void>): void;
    createKeyStream(): Stream;
    createValueStream(range: Range): Stream;
  };
  export type Store = {
    options: { maxItemSize: number; createTableMs: number; deleteTableMs: number };
    tableDb: Rows<Table> & { awsRegion: string; awsAccountId: string };
    getItemDb(table: string): Rows<Item>;
    getIndexDb(kind: string, table: string, index: string): Rows<Item>;
    deleteItemDb(table: string, done: Callback<void>): void;
    deleteIndexDb(kind: string, table: string, index: string, done: Callback<void>): void;
    deleteTagDb(table: string, done: Callback<void>): void;
    getTable(name: string, check: boolean | Callback<Table>, done?: Callback<Table>): void;
  };

  const db: {
    validateKey(key: Item, table: Table): Invalid;
    validateItem(item: Item, table: Table): Invalid;
    validateKeyPaths(nestedPaths: unknown, table: Table): Invalid;
    checkConditional(request: Request, existing: Item | undefined): Invalid;
    mapPaths(paths: unknown[], item: Item): Item;
    createKey(item: Item, table: Table): string;
    createIndexKey(item: Item, table: Table, keySchema: KeySchema): string;
  };
  export default db;
}

declare module 'dynalite/validations/index.js' {
  import type { Request, Store } from 'dynalite/db/index.js';

  export type Types = Record<string, unknown>;
  /** Returns the sentence of the refusal, or nothing. */
  export type Custom = (request: Request, store: Store) => string | undefined;

  const validations: {
    checkTypes(body: unknown, types: Types): Request;
    checkValidations(request: Request, types: Types, custom: Custom | undefined, store: Store): void;
  };
  export default validations;
}

declare module 'dynalite/validations/*' {
  import type { Custom, Types } from 'dynalite/validations/index.js';

  const validation: { types: Types; custom?: Custom };
  export default validation;
}

declare module 'dynalite/actions/*' {
  import type { Callback, Request, Store } from 'dynalite/db/index.js';

  const action: (store: Store, request: Request, done: Callback<Record<string, unknown>>) => void;
  export default action;
}
