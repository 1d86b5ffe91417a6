import { createCommitter } from './commit.ts';
import { openDisk } from './disk.ts';
import { type Feed, openFeed } from './feed.ts';
import { type Admit, type Operations, serve } from './http.ts';
import { readOperations } from './reads.ts';
import { tableOperations } from './tables.ts';
import { openTokens } from './tokens.ts';
import { transactGet } from './transact-get.ts';
import { transactWrite } from './transact-write.ts';
import { writeOperations } from './writes.ts';

export type DynamoDb = {
  /** `http://127.0.0.1:{port}`; any region and credentials do. */
  endpoint: string;
  feed: Feed;
  /** What the endpoint serves, by name, without the network: refusals are thrown as ServiceError. */
  operations: Operations;
  /** Finishes what is under way, then closes; the data directory may be opened again. */
  close(): Promise<void>;
};

/**
 * DynamoDB in this process, on one LevelDB directory. Every write (item, batch or transaction; indexes and feed records
 * included) is one atomic batch and survives SIGKILL once it is answered.
 *
 * @param options.dir absent: everything is kept in memory
 * @param options.port absent: a free one
 * @param options.admit throws to refuse a call; absent: everybody may do anything
 * @param options.now epoch milliseconds; stamps feed records and ages request tokens
 * @throws DataDirectoryError the directory is locked by another process, damaged or not ours; its message is for people
 * @throws Error with code EADDRINUSE
 */
export async function startDynamoDb(options: {
  dir?: string;
  port?: number;
  now: () => number;
  admit?: Admit;
}): Promise<DynamoDb> {
  const disk = await openDisk(options.dir);
  const feed = await openFeed(disk);
  const committer = createCommitter(disk, feed, options.now);
  const tokens = await openTokens(disk, options.now);
  const operations = {
    ...readOperations(disk),
    ...writeOperations(committer),
    ...tableOperations(disk, committer),
    TransactWriteItems: transactWrite(committer, tokens),
    TransactGetItems: transactGet(committer),
  };
  try {
    const http = await serve(operations, options.port ?? 0, options.admit ?? (() => {}));
    return {
      endpoint: `http://127.0.0.1:${http.port}`,
      feed: feed.feed,
      operations,
      async close() {
        await http.close();
        await committer.idle();
        await disk.close();
      },
    };
  } catch (error) {
    await disk.close();
    throw error;
  }
}
