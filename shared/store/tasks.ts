import { replaced } from '../domain/apply.ts';
import type { Aggregate, Change, Command } from '../domain/change.ts';
import { countsOf } from '../domain/counts.ts';
import { chainEvents, emptyChain } from '../domain/event-chain.ts';
import type { Obligation } from '../domain/obligation.ts';
import { obligation as obligationSchema } from '../domain/obligation.ts';
import type { Request } from '../domain/request.ts';
import { request as requestSchema } from '../domain/request.ts';
import { withHistory } from '../domain/standing.ts';
import type { Task } from '../domain/task.ts';
import { task as taskSchema } from '../domain/task.ts';
import { isPublished } from './batches.ts';
import type { Store } from './client.ts';
import { CommitConflict } from './errors.ts';
import { type IdempotencyRecord, recordItem } from './idempotency.ts';
import { countItem, eventItem, obligationItem, participantChanges, requestItem, taskItem } from './items.ts';
import { keys, prefixes } from './keys.ts';
import { visible, withoutMark } from './marks.ts';
import { getItems, queryAll } from './reads.ts';
import { planRows, settleRows } from './rows.ts';
import { RowsExist, type TransactItem, transact } from './transact.ts';

/** A task with all its obligations and requests, in one consistent query; undefined when there is none, or not yet visible. */
export async function loadTask(store: Store, id: string): Promise<Aggregate | undefined> {
  const items = await queryAll(store, { pk: keys.task(id).pk, range: { beginsWith: prefixes.aggregate } });
  let found: Task | undefined;
  const obligations: Obligation[] = [];
  const requests: Request[] = [];
  for (const item of items) {
    if (item.type === 'TASK') found = taskSchema.parse(item);
    if (item.type === 'OBLIGATION') obligations.push(obligationSchema.parse(item));
    if (item.type === 'REQUEST') requests.push(requestSchema.parse(item));
  }
  const marked = found?.batch ?? obligations.find((each) => each.batch)?.batch;
  if (!found || (marked && !(await isPublished(store, marked)))) return undefined;
  return { task: withoutMark(found), obligations: obligations.map(withoutMark), requests };
}

/** The tasks with these ids that exist and are visible, by id. */
export async function getTasks(store: Store, ids: readonly string[]): Promise<Map<string, Task>> {
  const items = await getItems(
    store,
    [...new Set(ids)].map((id) => keys.task(id)),
  );
  const tasks = await visible(
    store,
    items.map((item) => taskSchema.parse(item)),
  );
  return new Map(tasks.flatMap((task) => (task ? [[task.id, task]] : [])));
}

/** Of each obligation that answers a request, that request, by its id. */
export async function requestsOf(
  store: Store,
  obligations: readonly Pick<Obligation, 'taskId' | 'requestId'>[],
): Promise<Map<string, Request>> {
  const items = await getItems(
    store,
    obligations.flatMap(({ taskId, requestId }) => (requestId ? [keys.requestNamed(taskId, requestId)] : [])),
  );
  const requests = items.map((item) => requestSchema.parse(item));
  return new Map(requests.map((each) => [each.id, each]));
}

export type Commit = {
  /** As loaded; null for a new task. */
  before: Aggregate | null;
  change: Change;
  command: Command;
  idempotency?: IdempotencyRecord;
  /** Further writes of the store's own making that belong to the same fact. */
  extra?: TransactItem[];
};

/**
 * The one commit point: task, changed obligations and requests, participants, numbered and chained events, ledger rows and the
 * idempotency record in one transaction, on condition that nobody committed since `before` was loaded. Returns the
 * aggregate as it now stands. A ledger row that exists already never fails a commit: see {@link settleRows}.
 * @throws CommitConflict (load and decide again), AlreadyDone (the same command is in), Busy (try later)
 */
export async function commit(store: Store, what: Commit): Promise<Aggregate> {
  const { before, command, idempotency, extra = [] } = what;
  const { items, after } = itemsOfChange(store, before, what.change, command);
  const { opens = [] } = what.change;
  const opened = opens.flatMap((each) => itemsOfChange(store, null, each, command).items);
  const record = idempotency ? [recordItem(idempotency, command.at)] : [];
  const fixed = [...record, ...items, ...opened, ...extra];
  let rows = planRows([what.change, ...opens].flatMap((each) => each.messages));
  for (;;) {
    try {
      await transact(store, [...fixed, ...rows]);
      return after;
    } catch (error) {
      if (!(error instanceof RowsExist)) throw error;
      rows = await settleRows(store, rows, error.keys);
    }
  }
}

/** Everything a change writes but its ledger rows, and the aggregate that results. */
export function itemsOfChange(
  { timeZone }: Pick<Store, 'timeZone'>,
  before: Aggregate | null,
  change: Change,
  command: Command,
): { items: TransactItem[]; after: Aggregate } {
  // Without an event the chain would not advance, and the next commit could not see that this one happened.
  if (change.events.length === 0) throw new TypeError(`a change of ${change.task.id} without an event`);
  const head = before?.task.chain ?? emptyChain;
  const chained = chainEvents(change.task.id, head, change.events, command);
  const changed = change.obligations.map(withoutMark);
  const requests = change.requests ?? [];
  const bare: Aggregate = {
    task: { ...withoutMark(change.task), chain: chained.head },
    obligations: replaced(before?.obligations ?? [], changed),
    requests: replaced(before?.requests ?? [], requests),
  };
  const after = { ...bare, task: withHistory(timeZone, before, bare, command.at) };
  const { task } = after;
  const items: TransactItem[] = [
    {
      put: taskItem(task),
      ...(before
        ? { condition: 'chain.seq = :seq', values: { ':seq': head.seq } }
        : { condition: 'attribute_not_exists(pk)' }),
      otherwise: () => new CommitConflict(`task ${task.id} is no longer at event ${head.seq}`),
    },
    ...changed.map((each) => ({ put: obligationItem(each) })),
    ...requests.map((each) => ({ put: requestItem(each) })),
    ...participantChanges(before?.task, task).map((put) => ({ put })),
    ...chained.events.map((each) => ({
      put: eventItem(each, each.seq === chained.head.seq),
      condition: 'attribute_not_exists(pk)',
    })),
    ...countsOf(timeZone, before, after, command.at).map((entry, n) => ({
      put: countItem(entry, chained.head.seq, n),
      condition: 'attribute_not_exists(pk)',
    })),
  ];
  return { items, after };
}
