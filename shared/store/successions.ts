import { type Succession, succession } from '../domain/succession-model.ts';
import type { Store } from './client.ts';
import { first, keys, last, partitions } from './keys.ts';
import { inParallel, queryAll, queryPage, type Raw } from './reads.ts';
import { type TransactItem, transact } from './transact.ts';

export function successionItem(value: Succession): TransactItem {
  return { put: { ...value, ...keys.succession(value.id), type: 'SUCCESSION' } };
}

/** All that were ever ordered, oldest first: a few in a good year, some dozens in a year of reform. */
export async function successions(store: Store): Promise<Succession[]> {
  const items = await queryAll(store, { pk: keys.succession('').pk });
  return items.map((item) => succession.parse(item));
}

export async function putSuccession(store: Store, value: Succession): Promise<void> {
  await transact(store, [successionItem(value)]);
}

/** Ids of the open tasks in which a unit leads, takes part, watches or owes something. */
export async function tasksOfUnit(store: Store, unitId: string): Promise<string[]> {
  const lanes: [string, (item: Raw) => unknown][] = [
    [partitions.lead(unitId, true), ({ id }) => id],
    [partitions.participant('coordinating', unitId, true), ({ taskId }) => taskId],
    [partitions.participant('monitor', unitId, true), ({ taskId }) => taskId],
    [partitions.holder(unitId), ({ taskId }) => taskId],
  ];
  const found = await inParallel(lanes, async ([pk, idOf]) => {
    const ids: string[] = [];
    let start: Raw | undefined;
    do {
      const query = { index: 'gsi1', pk, range: { from: first, to: last } } as const;
      const page = await queryPage(store, query, undefined, start);
      ids.push(...page.items.map(idOf).filter((id) => typeof id === 'string'));
      start = page.next;
    } while (start);
    return ids;
  });
  return [...new Set(found.flat())].sort();
}
