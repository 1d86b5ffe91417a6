import deleteItem from 'dynalite/actions/deleteItem.js';
import putItem from 'dynalite/actions/putItem.js';
import updateItem from 'dynalite/actions/updateItem.js';
import type { Request, Store, Table } from 'dynalite/db/index.js';
import db from 'dynalite/db/index.js';
import { type Action, type Answer, act, refuse, validate } from './act.ts';
import { wantsCapacity, writeCapacity } from './capacity.ts';
import type { Committer } from './commit.ts';
import { errorName, isServiceError, validationError } from './errors.ts';
import { imageFault } from './image-rules.ts';
import { itemBytes } from './images.ts';
import type { Change, Stage } from './stage.ts';
import { createWriteStore, tableOf } from './store.ts';
import type { Tokens } from './tokens.ts';
import { cancelled, type Reason } from './transact-cancelled.ts';
import { refuseDuplicates, TRANSACT_WRITE_RULES } from './transact-rules.ts';

type Operation = { name: string; request: Request; table: Table };

const MAX_BYTES = 4 * 1024 * 1024;

const ACTIONS: Record<string, Action> = {
  ConditionCheck: conditionCheck,
  Put: putItem,
  Delete: deleteItem,
  Update: updateItem,
};

/**
 * TransactWriteItems. Every operation runs against one stage, also after one has failed, since the answer names the
 * reason of each; the stage is committed only if none failed.
 */
export function transactWrite(committer: Committer, tokens: Tokens): (body: unknown) => Promise<Answer> {
  return (body) =>
    committer.write(async (stage) => {
      const store = createWriteStore(stage);
      // Validation normalises the body in place; the token speaks of what was sent.
      const sent = JSON.stringify(body);
      const request = validate(body, TRANSACT_WRITE_RULES, store);
      const operations = (request.TransactItems ?? []).map((item) => operationOf(item, stage));
      refuseDuplicates(operations);
      if (request.ClientRequestToken && tokens.repeated(stage, request.ClientRequestToken, sent)) {
        return wantsCapacity(request) ? { ConsumedCapacity: [] } : {};
      }
      const reasons: Reason[] = [];
      for (const operation of operations) reasons.push(await attempt(operation, stage, store));
      refuse(cancelled(reasons));
      const changes = stage.changes();
      refuseOversize(changes);
      return wantsCapacity(request) ? { ConsumedCapacity: writeCapacity(request, changes, 2) } : {};
    });
}

function operationOf(item: Record<string, Request | undefined>, stage: Stage): Operation {
  const [name = '', request = {}] = Object.entries(item)[0] ?? [];
  return { name, request, table: tableOf(request, stage.table) };
}

async function attempt({ name, request, table }: Operation, stage: Stage, store: Store): Promise<Reason> {
  const action = ACTIONS[name];
  if (action === undefined) throw new Error(`no such operation in a transaction: ${name}`);
  const wanted = request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
  const item = request.Key ?? request.Item ?? {};
  try {
    await act(action, store, request);
    const key = db.createKey(item, table);
    refuse(imageFault(table, stage.item(table.TableName, key), name === 'Update'));
    return { Code: 'None' };
  } catch (error) {
    if (!isServiceError(error)) throw error;
    if (errorName(error) !== 'ConditionalCheckFailedException') {
      return { Code: 'ValidationError', Message: error.message };
    }
    const old = wanted ? stage.item(table.TableName, db.createKey(item, table)) : undefined;
    return { ...(old && { Item: old }), Code: 'ConditionalCheckFailed', Message: error.message };
  }
}

function conditionCheck(...[store, request, done]: Parameters<Action>): void {
  store.getTable(request.TableName ?? '', true, (_missing, table) => {
    if (table === undefined || request.Key === undefined)
      throw new Error('a condition check without table or key');
    const fault = db.validateKey(request.Key, table);
    if (fault) return done(fault);
    const rows = store.getItemDb(table.TableName);
    const key = db.createKey(request.Key, table);
    rows.get(key, (_none, item) => {
      const failed = db.checkConditional(request, item);
      if (failed) return done(failed);
      // Written back as it is: no change, no record, but charged like a write.
      if (item === undefined) rows.del(key, () => done(null, {}));
      else rows.put(key, item, () => done(null, {}));
    });
  });
}

function refuseOversize(changes: Change[]): void {
  const bytes = changes.reduce((sum, { after }) => sum + (after ? itemBytes(after) : 0), 0);
  if (bytes > MAX_BYTES) {
    throw validationError(`Transaction payload size cannot exceed 4MB. Payload Size: ${bytes}`);
  }
}
