import type { Store } from '../../shared/store/client.ts';
import { partitions, shards } from '../../shared/store/keys.ts';
import { queryPage, type Raw } from '../../shared/store/reads.ts';

const states = [true, false];

/** Every task, open ones first: one that is closed meanwhile comes twice rather than not at all. */
export async function* everyTask(store: Store): AsyncGenerator<string> {
  for (const open of states) {
    for (const shard of shards) {
      let start: Raw | undefined;
      do {
        const query = { index: 'gsi3' as const, pk: partitions.tasks(open, shard) };
        const page = await queryPage(store, query, undefined, start);
        for (const { id } of page.items) yield String(id);
        start = page.next;
      } while (start);
    }
  }
}

/** The first of a list that is too long to be read to its end. */
export async function* firstOf<T>(items: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  let left = count;
  if (left <= 0) return;
  for await (const item of items) {
    yield item;
    left -= 1;
    if (left === 0) return;
  }
}

/** The same list, and a note of each of its items. */
export async function* noting<T>(items: AsyncIterable<T>, seen: Set<T>): AsyncGenerator<T> {
  for await (const item of items) {
    seen.add(item);
    yield item;
  }
}
