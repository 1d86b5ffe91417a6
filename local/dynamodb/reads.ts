import batchGetItem from 'dynalite/actions/batchGetItem.js';
import describeTable from 'dynalite/actions/describeTable.js';
import getItem from 'dynalite/actions/getItem.js';
import listTables from 'dynalite/actions/listTables.js';
import query from 'dynalite/actions/query.js';
import scan from 'dynalite/actions/scan.js';
import type { Request } from 'dynalite/db/index.js';
import batchGetItemRules from 'dynalite/validations/batchGetItem.js';
import describeTableRules from 'dynalite/validations/describeTable.js';
import getItemRules from 'dynalite/validations/getItem.js';
import listTablesRules from 'dynalite/validations/listTables.js';
import queryRules from 'dynalite/validations/query.js';
import scanRules from 'dynalite/validations/scan.js';
import { type Action, type Answer, act, type Rules, validate } from './act.ts';
import { type Capacity, readCapacity, readUnits, wantsCapacity } from './capacity.ts';
import type { Disk } from './disk.ts';
import { createReadStore, type ReadStore } from './store.ts';

type Operation = (body: unknown) => Promise<Answer>;
type Cost = (request: Request, answer: Answer, store: ReadStore) => Capacity | Capacity[];

/** Operations that only read. They go straight to the disk: each row is from before or after a write, never half of it. */
export function readOperations(disk: Disk): Record<string, Operation> {
  const operation =
    (action: Action, rules: Rules, cost?: Cost): Operation =>
    async (body) => {
      const thrown = Promise.withResolvers<never>();
      thrown.promise.catch(() => undefined);
      const request = validate(body, rules, createReadStore(disk, {}, thrown.reject).store);
      const store = createReadStore(disk, request, thrown.reject);
      const answer = await Promise.race([act(action, store.store, request), thrown.promise]);
      return cost !== undefined && wantsCapacity(request)
        ? { ...answer, ConsumedCapacity: cost(request, answer, store) }
        : answer;
    };
  return {
    GetItem: operation(getItem, getItemRules, getCost),
    BatchGetItem: operation(batchGetItem, batchGetItemRules, batchGetCost),
    Query: operation(query, queryRules, scanCost),
    Scan: operation(scan, scanRules, scanCost),
    DescribeTable: operation(describeTable, describeTableRules),
    ListTables: operation(listTables, listTablesRules),
  };
}

function getCost(request: Request, _answer: Answer, { gotten }: ReadStore): Capacity {
  const units = readUnits(gotten[0]?.bytes ?? 0, request.ConsistentRead ?? false);
  return readCapacity(request, request.TableName ?? '', units);
}

function batchGetCost(request: Request, _answer: Answer, { gotten }: ReadStore): Capacity[] {
  return Object.entries(request.RequestItems ?? {}).map(([table, { ConsistentRead }]) => {
    const units = gotten
      .filter((each) => each.table === table)
      .reduce((sum, { bytes }) => sum + readUnits(bytes, ConsistentRead ?? false), 0);
    return readCapacity(request, table, units);
  });
}

function scanCost(request: Request, answer: Answer, { scanned }: ReadStore): Capacity {
  const bytes = scanned.slice(0, Number(answer.ScannedCount)).reduce((sum, each) => sum + each, 0);
  return readCapacity(request, request.TableName ?? '', readUnits(bytes, request.ConsistentRead ?? false));
}
