import type { Store } from './client.ts';
import { first, type IndexName, last, splitTimeAndId, timeAndId } from './keys.ts';
import { inParallel, queryPage, type Raw } from './reads.ts';

/** A place in a list ordered by a moment (`9999` where there is none), then id. Says nothing about partitions. */
export type Position = { at: string; id: string };

/** `next` is where the following page begins; absent on the last page. */
export type Page<T> = { items: T[]; next?: Position };

/** One partition of an index, and how its raw items are read: undefined for those that the list is not to show. */
export type Lane<T> = { index: IndexName; pk: string; read: (raw: Raw[]) => Promise<(T | undefined)[]> };

export type PageOptions<T> = {
  limit: number;
  /** Exclusive: where the page before ended. */
  position?: Position | undefined;
  /** Bounds of the sort key, both included. */
  from?: string | undefined;
  to?: string | undefined;
  descending?: boolean;
  where?: (item: T) => boolean;
};

/** Reads under way at a time; a page over 8 shards is one round trip. */
const width = 16;
/** A page stops here even if a narrow filter left it short of its limit; `next` then continues behind it. */
const examinedPerPage = 25_000;
const largestChunk = 500;

type Entry<T> = { position: Position; item: T | undefined };
type Cursor<T> = { lane: Lane<T>; entries: Entry<T>[]; start: Raw | undefined; ended: boolean; size: number };

/**
 * One page of several sorted partitions merged into one order. Whatever is inserted or removed meanwhile, an item that
 * stays where it is appears exactly once over all pages. An item found in several partitions appears once per page.
 */
export async function mergePage<T extends { id: string }>(
  store: Store,
  lanes: readonly Lane<T>[],
  options: PageOptions<T>,
): Promise<Page<T>> {
  const { limit, position, descending = false, where = () => true } = options;
  const range = rangeOf(options);
  if (range.from > range.to) return { items: [] };

  const share = ((limit + 1) / lanes.length) * (lanes.length > 1 ? 1.5 : 1);
  const size = Math.max(8, Math.ceil(share) + 1);
  const cursors = lanes.map(
    (lane): Cursor<T> => ({ lane, entries: [], start: undefined, ended: false, size }),
  );
  const refill = async (cursor: Cursor<T>) => {
    const { index, pk, read } = cursor.lane;
    const page = await queryPage(store, { index, pk, range, descending }, cursor.size, cursor.start);
    const items = await read(page.items);
    const sk = `${index}sk`;
    cursor.entries = page.items
      .map((raw, i) => ({ position: positionOf(String(raw[sk])), item: items[i] }))
      .reverse();
    cursor.start = page.next;
    cursor.ended = page.next === undefined;
    cursor.size = Math.min(cursor.size * 2, largestChunk);
  };

  const seen = new Set<string>(position ? [position.id] : []);
  const found: Entry<T>[] = [];
  const items: T[] = [];
  let examined: Position | undefined;
  for (let count = 0; count < examinedPerPage; count++) {
    for (;;) {
      const dry = cursors.filter((cursor) => cursor.entries.length === 0 && !cursor.ended);
      if (dry.length === 0) break;
      await inParallel(dry, refill, width);
    }
    const head = foremost(cursors, descending)?.entries.pop();
    if (!head) return { items };
    const { item } = head;
    const shown = item !== undefined && !seen.has(item.id) && where(item);
    if (shown && items.length === limit) {
      const end = found.at(-1);
      return { items, ...(end && { next: end.position }) };
    }
    if (shown) {
      seen.add(item.id);
      items.push(item);
      found.push(head);
    }
    examined = head.position;
  }
  return { items, ...(examined && { next: examined }) };
}

function foremost<T>(cursors: readonly Cursor<T>[], descending: boolean): Cursor<T> | undefined {
  let best: Cursor<T> | undefined;
  let bestKey = '';
  for (const cursor of cursors) {
    const entry = cursor.entries.at(-1);
    if (!entry) continue;
    const key = timeAndId(entry.position.at, entry.position.id);
    if (!best || (descending ? key > bestKey : key < bestKey)) {
      best = cursor;
      bestKey = key;
    }
  }
  return best;
}

/** The position's own item is read again and left out: an inclusive bound needs no string just above it. */
function rangeOf({ position, from = first, to = last, descending }: PageOptions<never>) {
  const at = position && timeAndId(position.at, position.id);
  if (!at) return { from, to };
  return descending ? { from, to: at < to ? at : to } : { from: at > from ? at : from, to };
}

const positionOf = (sk: string): Position => splitTimeAndId(sk);
