import batchWriteItem from 'dynalite/actions/batchWriteItem.js';
import deleteItem from 'dynalite/actions/deleteItem.js';
import putItem from 'dynalite/actions/putItem.js';
import updateItem from 'dynalite/actions/updateItem.js';
import batchWriteItemRules from 'dynalite/validations/batchWriteItem.js';
import deleteItemRules from 'dynalite/validations/deleteItem.js';
import putItemRules from 'dynalite/validations/putItem.js';
import updateItemRules from 'dynalite/validations/updateItem.js';
import { type Action, type Answer, act, type Rules, refuse, validate } from './act.ts';
import { wantsCapacity, writeCapacity } from './capacity.ts';
import type { Committer } from './commit.ts';
import { errorName, isServiceError, serviceError } from './errors.ts';
import { imageFault } from './image-rules.ts';
import type { Stage } from './stage.ts';
import { createWriteStore } from './store.ts';

/** dynalite does not know this member; the service answers the item that failed the condition. */
export const ON_FAILURE = {
  ReturnValuesOnConditionCheckFailure: { type: 'String', enum: ['ALL_OLD', 'NONE'] },
};

/** Operations on single items, and batches of them. */
export function writeOperations(committer: Committer): Record<string, (body: unknown) => Promise<Answer>> {
  const operation = (action: Action, { types, custom }: Rules, update = false) => {
    const rules = { types: { ...types, ...ON_FAILURE }, ...(custom && { custom }) };
    return (body: unknown) =>
      committer.write(async (stage) => {
        const store = createWriteStore(stage);
        const request = validate(body, rules, store);
        const answer = await act(action, store, request).catch((error: unknown) => {
          throw request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? withItem(error, stage) : error;
        });
        const changes = stage.changes();
        for (const { table, after } of changes) refuse(imageFault(table, after, update));
        if (!wantsCapacity(request)) return answer;
        const [single, ...rest] = writeCapacity(request, changes, 1);
        return { ...answer, ConsumedCapacity: request.RequestItems ? [single, ...rest] : single };
      });
  };
  return {
    PutItem: operation(putItem, putItemRules),
    UpdateItem: operation(updateItem, updateItemRules, true),
    DeleteItem: operation(deleteItem, deleteItemRules),
    BatchWriteItem: operation(batchWriteItem, batchWriteItemRules),
  };
}

function withItem(error: unknown, stage: Stage): unknown {
  if (!isServiceError(error) || errorName(error) !== 'ConditionalCheckFailedException') return error;
  const Item = stage.looked()[0];
  return Item === undefined
    ? error
    : serviceError('dynamodb', 'ConditionalCheckFailedException', error.message, { Item });
}
