import { compareWithAnchors } from '../../shared/domain/anchor.ts';
import { type ChainCheck, verifyChain } from '../../shared/domain/event-chain.ts';
import { task as taskSchema } from '../../shared/domain/task.ts';
import type { Store } from '../../shared/store/client.ts';
import { keys, prefixes } from '../../shared/store/keys.ts';
import { getItem, queryAll } from '../../shared/store/reads.ts';
import { storedEvent } from '../../shared/store/stored-event.ts';
import type { AnchoredLeaf, Anchors } from './anchors.ts';
import { OperatorFault } from './fault.ts';
import type { Progress } from './progress.ts';

export type ChainReport = {
  tasks: number;
  events: number;
  /** Tasks that no anchor knows: all of them where no anchors were given. */
  unanchored: number;
  broken: string[];
};

/** Tasks looked at side by side. */
const lanes = 16;
/** A task that changes between its two reads seems broken; one that does so three times is. */
const looks = 3;

/**
 * Checks of each task that its events are all there, in order, unaltered, end where the task says, and are those that were anchored.
 */
export async function verifyChains(
  store: Store,
  taskIds: AsyncGenerator<string>,
  progress: Progress,
  leaves: Anchors['leaves'] = new Map(),
): Promise<ChainReport> {
  const report: ChainReport = { tasks: 0, events: 0, unanchored: 0, broken: [] };
  const lane = async () => {
    for await (const id of taskIds) {
      const anchored = leaves.get(id) ?? [];
      const checked = await checkTask(store, id, anchored);
      report.tasks += 1;
      if (anchored.length === 0) report.unanchored += 1;
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

async function checkTask(
  store: Store,
  id: string,
  anchored: readonly AnchoredLeaf[],
): Promise<{ events: number } | { fault: string }> {
  let fault = '';
  for (let look = 0; look < looks; look++) {
    const [task, items] = await Promise.all([
      getItem(store, keys.task(id)),
      queryAll(store, { pk: keys.task(id).pk, range: { beginsWith: prefixes.event } }),
    ]);
    try {
      const events = items.map((item) => storedEvent.parse(item));
      const check = verifyChain(events, taskSchema.parse(task).chain);
      const compared = compareWithAnchors(events, anchored);
      if (check.ok && compared.ok) return { events: events.length };
      fault = [check.ok ? '' : wordsOf(check), compared.ok ? '' : wordsOfAnchor(compared)]
        .filter((words) => words !== '')
        .join('; ');
    } catch {
      fault = 'an item is not of the form that the store writes';
    }
  }
  return { fault };
}

const wordsOfAnchor = ({ seq, day }: { seq: number; day: string }) =>
  `event ${seq} or one before it is not what was anchored on ${day}`;

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
