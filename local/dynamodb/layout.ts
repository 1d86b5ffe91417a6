import type { Index, Item, Table } from 'dynalite/db/index.js';
import db from 'dynalite/db/index.js';

/**
 * Every row of the database on one page. `~` cannot occur in a table or index name; what follows it is ASCII below `~`.
 *
 *   m~format                         version of this layout
 *   m~trimmed                        feed position up to which records are gone
 *   t~{table}                        table description
 *   l~{table}                        time-to-live setting
 *   i~{table}~{key}                  item
 *   x~{kind}~{table}~{index}~{key}   item as the index shows it
 *   f~{position}                     feed record
 *   k~{token}                        client request token of a transaction
 */
export const TRIMMED_ROW = 'm~trimmed';
export const TABLES = 't~';
export const FEED = 'f~';
export const TOKENS = 'k~';

export const timeToLiveRow = (table: string): string => `l~${table}`;
export const itemRows = (table: string): string => `i~${table}~`;
export const indexRows = (kind: string, table: string, index: string): string =>
  `x~${kind.toLowerCase()}~${table}~${index}~`;

/** 16 digits keep text order equal to number order, up to Number.MAX_SAFE_INTEGER. */
export const feedRow = (position: number): string => FEED + String(position).padStart(16, '0');

/** The range of all rows with a prefix. */
export const under = (prefix: string): { gte: string; lt: string } => ({ gte: prefix, lt: `${prefix}\x7f` });

/**
 * dynalite ends an index key with 24 bits of a hash of the primary key; two items with equal index keys can collide
 * and one would vanish from the index. We append the primary key itself, which keeps dynalite's order and ranges.
 */
export function indexKey(item: Item, table: Table, index: Index): string {
  return `${db.createIndexKey(item, table, index.KeySchema)}/${db.createKey(item, table)}`;
}

export function indexesOf(table: Table): { kind: 'Local' | 'Global'; index: Index }[] {
  return [
    ...(table.LocalSecondaryIndexes ?? []).map((index) => ({ kind: 'Local' as const, index })),
    ...(table.GlobalSecondaryIndexes ?? []).map((index) => ({ kind: 'Global' as const, index })),
  ];
}
