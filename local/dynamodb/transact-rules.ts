import type { Request, Table } from 'dynalite/db/index.js';
import db from 'dynalite/db/index.js';
import deleteItemRules from 'dynalite/validations/deleteItem.js';
import getItemRules from 'dynalite/validations/getItem.js';
import type { Custom } from 'dynalite/validations/index.js';
import putItemRules from 'dynalite/validations/putItem.js';
import updateItemRules from 'dynalite/validations/updateItem.js';
import type { Rules } from './act.ts';
import { validationError } from './errors.ts';
import { ON_FAILURE } from './writes.ts';

/** The members of TransactWriteItems and TransactGetItems, in the notation of dynalite's validations. */
const EXPRESSIONS = pick(updateItemRules.types, [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
]);
const KEY = pick(updateItemRules.types, ['Key']);
const MAX_ITEMS = 100;
const REQUIRED = { type: 'String', notNull: true };

function transaction(
  members: Record<string, Record<string, unknown>>,
  further: Record<string, unknown>,
): Rules['types'] {
  const children = Object.fromEntries(
    Object.entries(members).map(([name, each]) => [name, { type: `FieldStruct<${name}>`, children: each }]),
  );
  return {
    ...further,
    ...pick(getItemRules.types, ['ReturnConsumedCapacity']),
    TransactItems: {
      type: 'List',
      notNull: true,
      lengthGreaterThanOrEqual: 1,
      children: { type: 'ValueStruct<TransactItem>', children },
    },
  };
}

export const TRANSACT_WRITE_RULES: Rules = {
  types: transaction(
    {
      ConditionCheck: { ...KEY, ...EXPRESSIONS, ...ON_FAILURE, ConditionExpression: REQUIRED },
      Put: { ...pick(putItemRules.types, ['Item']), ...EXPRESSIONS, ...ON_FAILURE },
      Delete: { ...KEY, ...EXPRESSIONS, ...ON_FAILURE },
      Update: { ...KEY, ...EXPRESSIONS, ...ON_FAILURE, UpdateExpression: REQUIRED },
    },
    {
      ...pick(putItemRules.types, ['ReturnItemCollectionMetrics']),
      ClientRequestToken: { type: 'String', lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 36 },
    },
  ),
  custom: eachItem({
    ConditionCheck: deleteItemRules,
    Put: putItemRules,
    Delete: deleteItemRules,
    Update: updateItemRules,
  }),
};

export const TRANSACT_GET_RULES: Rules = {
  types: transaction(
    {
      Get: pick(getItemRules.types, ['TableName', 'Key', 'ProjectionExpression', 'ExpressionAttributeNames']),
    },
    {},
  ),
  custom: eachItem({ Get: getItemRules }),
};

/** Each item must be exactly one operation, and pass that operation's own rules (which parse its expressions). */
function eachItem(rules: Record<string, Rules>): Custom {
  return ({ TransactItems = [] }, store) => {
    // Not as a declared limit: its message would repeat every item.
    if (TransactItems.length > MAX_ITEMS) {
      return `1 validation error detected: Value '[...]' at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to ${MAX_ITEMS}`;
    }
    for (const item of TransactItems) {
      const [[name, request] = [], second] = Object.entries(item);
      if (name === undefined || request === undefined) {
        return 'Invalid Request: TransactWriteRequest should contain Delete or Put or Update request';
      }
      if (second !== undefined) return 'TransactItems can only contain one of Check, Put, Update or Delete';
      const fault = rules[name]?.custom?.(request, store);
      if (fault !== undefined && fault !== null) return fault;
    }
    return undefined;
  };
}

/** @throws ServiceError ValidationException if two operations of a transaction are on one item */
export function refuseDuplicates(items: { request: Request; table: Table }[]): void {
  const seen = new Set<string>();
  for (const { request, table } of items) {
    const item = request.Key ?? request.Item ?? {};
    // A malformed key is its own item's fault and is reported there.
    if (db.validateItem(item, table) != null) continue;
    const key = `${table.TableName}~${db.createKey(item, table)}`;
    if (seen.has(key))
      throw validationError('Transaction request cannot include multiple operations on one item');
    seen.add(key);
  }
}

function pick(types: Rules['types'], names: string[]): Rules['types'] {
  return Object.fromEntries(names.map((name) => [name, types[name]]));
}
