import { createHash } from 'node:crypto';
import type { Aggregate, Change, Command } from '../domain/change.ts';
import type { Directive } from '../domain/directive.ts';
import {
  type BatchProgress,
  chunksOf,
  finishBatch,
  isPublished,
  type Part,
  publishBatch,
  revokeBatches,
  writeBatch,
} from './batches.ts';
import type { Store } from './client.ts';
import { directiveWrite } from './directives.ts';
import { AlreadyDone, CommitConflict } from './errors.ts';
import { type IdempotencyRecord, recordItem } from './idempotency.ts';
import { planRows, settleRows } from './rows.ts';
import { itemsOfChange } from './tasks.ts';
import { RowsExist, type TransactItem, transact } from './transact.ts';

export type Creation = {
  /** Registered in the same moment as its tasks. */
  directive?: Directive;
  /** One per new task; parents and children alike. */
  changes: Change[];
  command: Command;
  idempotency?: IdempotencyRecord;
  extra?: TransactItem[];
  /** Documents of a file and what only one import may take, however many they are. */
  claims?: Part[];
};

/**
 * Creates a directive and tasks, all or nothing: in one transaction when it fits, else as a batch (see batches.ts).
 * `finish` is false to leave the batch's marks to the relay and the sweep; everything is visible either way. `progress` hears how
 * many of the transactions of a batch are written.
 * @throws CommitConflict, AlreadyDone, Busy as commit does
 */
export async function create(
  store: Store,
  what: Creation,
  options: { finish: boolean; progress?: BatchProgress } = { finish: true },
): Promise<Aggregate[]> {
  const { command, directive, idempotency, extra = [], claims = [] } = what;
  const parts = what.changes.map((change) => itemsOfChange(store, null, change, command));
  const together: TransactItem[] = [
    ...(idempotency ? [recordItem(idempotency, command.at)] : []),
    ...(directive ? [directiveWrite(directive)] : []),
    ...extra,
  ];
  const items = parts.flatMap((part) => part.items);
  let rows = planRows(what.changes.flatMap((change) => change.messages));
  const id = batchIdOf(command);
  const left = [...new Set(claims.flatMap(({ leftBy }) => leftBy ?? []))];
  await revokeBatches(store, left, { id, at: command.at });
  items.push(...claims.map(claimWrite));

  while (chunksOf([...together, ...items, ...rows]).length <= 1) {
    try {
      await transact(store, [...together, ...items, ...rows]);
      return parts.map((part) => part.after);
    } catch (error) {
      if (!(error instanceof RowsExist)) throw error;
      rows = await settleRows(store, rows, error.keys);
    }
  }

  const puts = [...parts.flatMap((part) => part.items), ...rows].flatMap((item): Part[] =>
    'put' in item ? [{ put: item.put }] : [],
  );
  // Run again after its commit point, a creation must not write over what readers see already.
  const published = async () => {
    if (await isPublished(store, id)) throw new AlreadyDone(`${id} is published`);
  };
  await published();
  const { parts: count } = await writeBatch(
    store,
    id,
    command.at,
    [...claims, ...puts],
    options.progress,
  ).catch(async (error: unknown) => {
    if (error instanceof CommitConflict) await published();
    throw error;
  });
  await publishBatch(store, { id, at: command.at, parts: count }, together).catch(async (error: unknown) => {
    if (!(error instanceof AlreadyDone) || (await isPublished(store, id))) throw error;
    throw new CommitConflict(`${id} was revoked`);
  });
  if (options.finish) await finishBatch(store, id);
  return parts.map((part) => part.after);
}

function claimWrite({ put, leftBy }: Part): TransactItem {
  return {
    put,
    condition: `attribute_not_exists(pk)${leftBy ? ' OR #batch = :left' : ''}`,
    ...(leftBy && { names: { '#batch': 'batch' }, values: { ':left': leftBy } }),
    otherwise: () => new CommitConflict(`${put.pk} ${put.sk} was taken meanwhile`),
  };
}

/** The same command, run again after a crash, finds its own batch and completes it. */
function batchIdOf({ actor, at, id }: Command): string {
  const seed = JSON.stringify([actor.userId, actor.unitId, at, id]);
  return `bat_${createHash('sha256').update(seed).digest('hex').slice(0, 26)}`;
}
