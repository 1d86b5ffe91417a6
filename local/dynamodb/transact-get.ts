import type { Item, Request, Table } from 'dynalite/db/index.js';
import db from 'dynalite/db/index.js';
import { type Answer, refuse, validate } from './act.ts';
import { readUnits, transactReadCapacity, wantsCapacity } from './capacity.ts';
import type { Committer } from './commit.ts';
import { isServiceError } from './errors.ts';
import { itemBytes } from './images.ts';
import { createWriteStore, tableOf } from './store.ts';
import { cancelled, type Reason } from './transact-cancelled.ts';
import { refuseDuplicates, TRANSACT_GET_RULES } from './transact-rules.ts';

/** TransactGetItems. It takes its turn among the writes, so all items are from the same moment. */
export function transactGet(committer: Committer): (body: unknown) => Promise<Answer> {
  return (body) =>
    committer.write(async (stage) => {
      const request = validate(body, TRANSACT_GET_RULES, createWriteStore(stage));
      const gets = (request.TransactItems ?? []).map(({ Get = {} }) => ({
        request: Get,
        table: tableOf(Get, stage.table),
      }));
      refuseDuplicates(gets);
      refuse(cancelled(gets.map(({ request, table }) => reasonFor(request, table))));
      const units = new Map<string, number>();
      const Responses = gets.map(({ request, table }) => {
        const item = stage.item(table.TableName, db.createKey(request.Key ?? {}, table));
        const cost = 2 * readUnits(item ? itemBytes(item) : 0, true);
        units.set(table.TableName, (units.get(table.TableName) ?? 0) + cost);
        return item === undefined ? {} : { Item: project(item, request) };
      });
      return wantsCapacity(request)
        ? { Responses, ConsumedCapacity: transactReadCapacity(request, units) }
        : { Responses };
    });
}

function project(item: Item, { _projection }: Request): Item {
  return _projection ? db.mapPaths(_projection.paths, item) : item;
}

function reasonFor(request: Request, table: Table): Reason {
  try {
    refuse(db.validateKey(request.Key ?? {}, table));
    refuse(db.validateKeyPaths(request._projection?.nestedPaths, table));
    return { Code: 'None' };
  } catch (error) {
    if (isServiceError(error)) return { Code: 'ValidationError', Message: error.message };
    throw error;
  }
}
