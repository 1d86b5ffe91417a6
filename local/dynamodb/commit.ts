import type { Disk } from './disk.ts';
import type { FeedWriter } from './feed.ts';
import { createStage, type Stage } from './stage.ts';

/**
 * Runs write requests one after the other. A request works on a stage; when it succeeds, everything it staged and the
 * feed records of it go to the disk in one atomic batch, and only then is it answered. When it throws, nothing happened.
 */
export type Committer = {
  write<T>(request: (stage: Stage) => Promise<T>): Promise<T>;
  /** Resolves when all requests so far are done. */
  idle(): Promise<void>;
};

/** @param now epoch milliseconds; stamps the feed records */
export function createCommitter(disk: Disk, feed: FeedWriter, now: () => number): Committer {
  let last: Promise<unknown> = Promise.resolve();

  async function commit<T>(request: (stage: Stage) => Promise<T>): Promise<T> {
    const stage = createStage(disk);
    const answer = await request(stage);
    const records = feed.records(stage.changes(), now());
    const operations = [...(await stage.operations()), ...records];
    if (operations.length > 0) await disk.write(operations);
    feed.appended(records.length);
    return answer;
  }

  return {
    write(request) {
      const result = last.then(() => commit(request));
      last = result.catch(() => undefined);
      return result;
    },
    idle: async () => void (await last),
  };
}
