import type { Item } from 'dynalite/db/index.js';
import type { Disk, Operation } from './disk.ts';
import { sameImage } from './images.ts';
import { FEED, feedRow, TRIMMED_ROW, under } from './layout.ts';
import type { Change } from './stage.ts';

/** One changed item, as DynamoDB Streams tells it with NEW_AND_OLD_IMAGES. Images are DynamoDB JSON. */
export type FeedRecord = {
  /** 1, 2, 3 ... in the order of the writes, without gaps; never used twice, also not after a restart. */
  position: number;
  tableName: string;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  /** Epoch milliseconds of the injected clock when the write was made. */
  at: number;
  keys: Item;
  oldImage?: Item;
  newImage?: Item;
};

/**
 * The ordered record of every change to every item. A record is written in the same batch as the change, so the two
 * exist together or not at all. Writes that change nothing leave none.
 */
export type Feed = {
  /** Up to `limit` records after this position, oldest first; `read(0, n)` starts at the oldest one kept. */
  read(after: number, limit: number): Promise<FeedRecord[]>;
  /** Acknowledges: records up to and including this position are done with, and gone after a restart too. */
  trim(upTo: number): Promise<void>;
  /** The position of the newest record, 0 if there never was one. */
  last(): number;
  /** Called with the newest position after each write that left records; returns how to stop it. */
  onAppend(listener: (position: number) => void): () => void;
};

/** The committer's side of the feed. */
export type FeedWriter = {
  feed: Feed;
  /** The rows to write in the same batch as the changes; `appended` must follow once they are on disk. */
  records(changes: Change[], at: number): Operation[];
  appended(count: number): void;
};

export async function openFeed(disk: Disk): Promise<FeedWriter> {
  let trimmed = Number(disk.get(TRIMMED_ROW) ?? 0);
  let last = trimmed;
  const kept = { gt: feedRow(trimmed), lt: under(FEED).lt };
  for await (const [key] of disk.keys({ ...kept, limit: 1, reverse: true })) {
    if (key !== undefined) last = Number(key.slice(FEED.length));
  }
  let trimming: Promise<void> = Promise.resolve();
  const listeners = new Set<(position: number) => void>();

  async function remove(end: number): Promise<void> {
    if (end <= trimmed) return;
    const operations: Operation[] = [{ type: 'put', key: TRIMMED_ROW, value: String(end) }];
    for (let position = trimmed + 1; position <= end; position++) {
      operations.push({ type: 'del', key: feedRow(position) });
    }
    await disk.write(operations);
    trimmed = end;
  }

  const feed: Feed = {
    async read(after, limit) {
      const records: FeedRecord[] = [];
      // Without the lower bound LevelDB would step over all that was trimmed and is not yet compacted away.
      const from = Math.max(after, trimmed);
      for await (const piece of disk.values({ gt: feedRow(from), lt: under(FEED).lt, limit })) {
        for (const text of piece) {
          const record: FeedRecord = JSON.parse(text);
          records.push(record);
        }
      }
      return records;
    },
    trim(upTo) {
      // One after the other: the mark on disk must never fall behind what is gone, or positions would be used twice.
      const turn = trimming.then(() => remove(Math.min(upTo, last)));
      trimming = turn.catch(() => undefined);
      return turn;
    },
    last: () => last,
    onAppend(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };

  return {
    feed,
    records(changes, at) {
      const real = changes.filter(({ before, after }) => !sameImage(before, after));
      return real.map((change, i) => {
        const record = toRecord(change, last + 1 + i, at);
        return { type: 'put', key: feedRow(record.position), value: JSON.stringify(record) };
      });
    },
    appended(count) {
      if (count === 0) return;
      last += count;
      // Not in the write's own call: what a listener throws is its own failure, not the write's.
      for (const listener of listeners) queueMicrotask(() => listener(last));
    },
  };
}

function toRecord({ table, before, after }: Change, position: number, at: number): FeedRecord {
  const image = after ?? before ?? {};
  const keys: Item = {};
  for (const { AttributeName } of table.KeySchema) {
    const value = image[AttributeName];
    if (value !== undefined) keys[AttributeName] = value;
  }
  return {
    position,
    tableName: table.TableName,
    eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
    at,
    keys,
    ...(before && { oldImage: before }),
    ...(after && { newImage: after }),
  };
}
