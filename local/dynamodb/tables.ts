import { setTimeout as sleep } from 'node:timers/promises';
import createTable from 'dynalite/actions/createTable.js';
import deleteTable from 'dynalite/actions/deleteTable.js';
import createTableRules from 'dynalite/validations/createTable.js';
import deleteTableRules from 'dynalite/validations/deleteTable.js';
import describeTimeToLiveRules from 'dynalite/validations/describeTimeToLive.js';
import { type Action, type Answer, act, type Rules, validate } from './act.ts';
import type { Committer } from './commit.ts';
import type { Disk } from './disk.ts';
import { validationError } from './errors.ts';
import { timeToLiveRow } from './layout.ts';
import { readTable } from './stage.ts';
import { createReadStore, createWriteStore, tableOf } from './store.ts';

/** Operations on whole tables. A table is there, or gone, when its request is answered. */
export function tableOperations(
  disk: Disk,
  committer: Committer,
): Record<string, (body: unknown) => Promise<Answer>> {
  const operation = (action: Action, rules: Rules) => (body: unknown) =>
    committer.write(async (stage) => {
      const store = createWriteStore(stage);
      const answer = await act(action, store, validate(body, rules, store));
      // dynalite answers first and finishes on a timer of 0 ms; a timer set after it runs after it.
      await sleep(1);
      return answer;
    });
  return {
    CreateTable: operation(createTable, createTableRules),
    DeleteTable: operation(deleteTable, deleteTableRules),
    UpdateTimeToLive: (body) => updateTimeToLive(disk, committer, body),
    DescribeTimeToLive: async (body) => describeTimeToLive(disk, body),
  };
}

const TIME_TO_LIVE: Rules = {
  types: {
    ...describeTimeToLiveRules.types,
    TimeToLiveSpecification: {
      type: 'FieldStruct<TimeToLiveSpecification>',
      notNull: true,
      children: {
        AttributeName: {
          type: 'String',
          notNull: true,
          lengthGreaterThanOrEqual: 1,
          lengthLessThanOrEqual: 255,
        },
        Enabled: { type: 'Boolean', notNull: true },
      },
    },
  },
};

/** Kept and told, but nothing expires: the service promises no time either, and nobody may rely on one. */
function updateTimeToLive(disk: Disk, committer: Committer, body: unknown): Promise<Answer> {
  return committer.write(async (stage) => {
    const request = validate(body, TIME_TO_LIVE, createWriteStore(stage));
    const table = tableOf(request, stage.table);
    const { TimeToLiveSpecification: wanted = { AttributeName: '', Enabled: false } } = request;
    const row = timeToLiveRow(table.TableName);
    const enabled = disk.get(row) !== undefined;
    if (enabled === wanted.Enabled) {
      throw validationError(`TimeToLive is already ${enabled ? 'enabled' : 'disabled'}`);
    }
    stage.also(
      wanted.Enabled ? { type: 'put', key: row, value: wanted.AttributeName } : { type: 'del', key: row },
    );
    return { TimeToLiveSpecification: wanted };
  });
}

function describeTimeToLive(disk: Disk, body: unknown): Answer {
  const { store } = createReadStore(disk, {}, () => undefined);
  const request = validate(body, describeTimeToLiveRules, store);
  const table = tableOf(request, (name) => readTable(disk, name));
  const AttributeName = disk.get(timeToLiveRow(table.TableName));
  return {
    TimeToLiveDescription:
      AttributeName === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName },
  };
}
