import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import type { Range } from 'dynalite/db/index.js';
import { MemoryLevel } from 'memory-level';

export type Operation = { type: 'put'; key: string; value: string } | { type: 'del'; key: string };

/** What one LevelDB (on disk) or its stand-in in memory offers. Keys and values are text, ordered by key. */
export type Disk = {
  /** Synchronous: a condition and the write it guards are then one uninterrupted step. */
  get(key: string): string | undefined;
  /** Values in key order, in pieces; the range is read from one point in time. */
  values(range: Range): AsyncGenerator<string[]>;
  keys(range: Range): AsyncGenerator<string[]>;
  /** All or nothing, and on disk (in the operating system's hands, safe from SIGKILL) when it resolves. */
  write(operations: Operation[]): Promise<void>;
  close(): Promise<void>;
};

/** The data directory cannot be used; `message` is one sentence for the person who started us. */
export class DataDirectoryError extends Error {
  override name = 'DataDirectoryError';
  readonly reason: 'locked' | 'damaged' | 'foreign' | 'unusable';

  constructor(reason: DataDirectoryError['reason'], message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

const FORMAT_KEY = 'm~format';
const FORMAT = '1';
const PIECE = 200;

/**
 * @param directory absent: everything is kept in memory and gone after close
 * @throws DataDirectoryError
 */
export async function openDisk(directory?: string): Promise<Disk> {
  const level = await (directory === undefined ? openMemory() : openDirectory(directory));
  return {
    get: (key) => level.getSync(key),
    values: (range) => pieces(level.values({ ...range, ...READ_AHEAD })),
    keys: (range) => pieces(level.keys({ ...range, ...READ_AHEAD })),
    write: (operations) => level.batch(operations),
    close: () => level.close(),
  };
}

const READ_AHEAD = { highWaterMarkBytes: 256 * 1024 };

async function* pieces(iterator: {
  nextv(size: number): Promise<string[]>;
  close(): Promise<void>;
}): AsyncGenerator<string[]> {
  try {
    for (;;) {
      const piece = await iterator.nextv(PIECE);
      if (piece.length === 0) return;
      yield piece;
    }
  } finally {
    await iterator.close();
  }
}

async function openMemory() {
  const level = new MemoryLevel<string, string>({ storeEncoding: 'utf8' });
  await level.open();
  return level;
}

async function openDirectory(directory: string) {
  const written = await inspect(directory);
  const level = new ClassicLevel<string, string>(directory, { cacheSize: 32 * 1024 * 1024 });
  try {
    await level.open();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    if (cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED') {
      throw new DataDirectoryError('locked', `${directory} is in use by another running process.`, error);
    }
    throw new DataDirectoryError('damaged', `${directory} is damaged: ${sentence(cause)}.`, error);
  }
  const format = level.getSync(FORMAT_KEY);
  if (format === FORMAT) return level;
  if (format === undefined && !written) {
    await level.put(FORMAT_KEY, FORMAT);
    return level;
  }
  await level.close();
  throw format === undefined
    ? new DataDirectoryError('damaged', `${directory} is damaged: its first record is gone.`)
    : new DataDirectoryError('foreign', `${directory} holds data of another version (format ${format}).`);
}

/**
 * LevelDB creates a new, empty database where the pointer file CURRENT is missing, and skips what it cannot read in its
 * log; both would look like a first start. So we look before it opens.
 *
 * @returns whether anything was ever written here
 */
async function inspect(directory: string): Promise<boolean> {
  let names: string[];
  let written = false;
  try {
    await mkdir(directory, { recursive: true });
    names = await readdir(directory);
    for (const name of names) {
      if (/^\d+\.(log|ldb|sst)$/.test(name)) written ||= (await stat(join(directory, name))).size > 0;
    }
  } catch (error) {
    throw new DataDirectoryError('unusable', `${directory} cannot be used: ${sentence(error)}.`, error);
  }
  if (names.some((name) => !LEVEL_FILE.test(name))) {
    throw new DataDirectoryError(
      'foreign',
      `${directory} holds other files; give the database a directory of its own.`,
    );
  }
  if (written && !names.includes('CURRENT')) {
    throw new DataDirectoryError('damaged', `${directory} is damaged: the file CURRENT is missing.`);
  }
  return written;
}

const LEVEL_FILE = /^(lost|LOCK|LOG|LOG\.old|CURRENT|MANIFEST-\d+|\d+\.(log|ldb|sst|dbtmp))$/;

function sentence(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
