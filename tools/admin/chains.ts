import { type ChainCheck, verifyChain } from '../../shared/domain/event-chain.ts';
import type { Store } from '../../shared/store/client.ts';
import { keys, prefixes } from '../../shared/store/keys.ts';
import { getItem, queryAll } from '../../shared/store/reads.ts';
import { parse } from '../../shared/store/schema.ts';
import { OperatorFault } from './fault.ts';
import type { Progress } from './progress.ts';

export type ChainReport = { tasks: number; events: number; broken: string[] };

/** Tasks looked at side by side. */
const lanes = 16;
/** A task that changes between its two reads seems broken; one that does so three times is. */
const looks = 3;

/** Checks of each task that its events are all there, in order, unaltered, and end where the task says. */
export async function verifyChains(
  store: Store,
  taskIds: AsyncGenerator<string>,
  progress: Progress,
): Promise<ChainReport> {
  const report: ChainReport = { tasks: 0, events: 0, broken: [] };
  const lane = async () => {
    for await (const id of taskIds) {
      const checked = await checkTask(store, id);
      report.tasks += 1;
      if ('fault' in checked) report.broken.push(`${id}: ${checked.fault}`);
      else report.events += checked.events;
      progress.step();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  report.broken.sort();
  return report;
}

export async function* onlyTask(store: Store, id: string): AsyncGenerator<string> {
  if (!(await getItem(store, keys.task(id)))) throw new OperatorFault(`There is no task ${id}.`);
  yield id;
}

async function checkTask(store: Store, id: string): Promise<{ events: number } | { fault: string }> {
  let fault = '';
  for (let look = 0; look < looks; look++) {
    const [task, items] = await Promise.all([
      getItem(store, keys.task(id)),
      queryAll(store, { pk: keys.task(id).pk, range: { beginsWith: prefixes.event } }),
    ]);
    try {
      const events = items.map((item) => parse.event(item));
      const check = verifyChain(events, parse.task(task).chain);
      if (check.ok) return { events: events.length };
      fault = wordsOf(check);
    } catch {
      fault = 'an item is not of the form that the store writes';
    }
  }
  return { fault };
}

function wordsOf({ seq, reason }: Extract<ChainCheck, { ok: false }>): string {
  const words = {
    missing: 'is missing',
    altered: 'was altered',
    unlinked: 'does not follow from the one before it',
    foreign: 'belongs to another task',
    truncated: 'and what followed it were cut off',
  };
  return `event ${seq} ${words[reason]}`;
}
