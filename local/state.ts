import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A fault that the person who started the runtime can mend; its message is shown alone, without a stack. */
export class StartFault extends Error {}

export type State = {
  db: DatabaseSync;
  /** True when this run created the file: nothing has ever been stored here. */
  isNew: boolean;
  get: (key: string) => string | undefined;
  set: (key: string, value: string) => void;
  /** All or nothing, for several writes. */
  atomically: <T>(work: () => T) => T;
  close: () => void;
};

const formatVersion = 1;

/** Everything in a data directory that is ours to delete. */
const ownEntries = [
  'state.sqlite',
  'state.sqlite-wal',
  'state.sqlite-shm',
  'dynamodb',
  'objects',
  'functions.log',
];

// All times are milliseconds since 1970 on the virtual clock.
const tables = `
  create table if not exists setting (key text primary key, value text not null) strict;
  create table if not exists message (
    id integer primary key autoincrement, queue text not null, message_id text not null, body text not null,
    attributes text not null, sent_at integer not null, visible_at integer not null,
    received integer not null default 0, first_received_at integer) strict;
  create index if not exists message_by_time on message (queue, visible_at);
  create table if not exists schedule (
    grp text not null, name text not null, spec text not null, created_at integer not null, fire_at integer,
    primary key (grp, name)) strict;
  create index if not exists schedule_by_time on schedule (fire_at);
  create table if not exists execution (
    arn text primary key, machine text not null, name text not null, status text not null, input text not null,
    started_at integer not null, stopped_at integer, next_state text, next_input text, wake_at integer,
    output text, error text, cause text) strict;
  create index if not exists execution_by_time on execution (wake_at);
  create table if not exists invocation (
    id integer primary key autoincrement, function text not null, event text not null,
    due_at integer not null, attempt integer not null default 0) strict;
  create index if not exists invocation_by_time on invocation (due_at);
  create table if not exists mail (
    id integer primary key autoincrement, message_id text not null, at integer not null, record text not null) strict;
  create table if not exists address (address text primary key, kind text not null) strict;
`;

/**
 * Opens the runtime's own store: one SQLite file `state.sqlite` in `dir`, or in memory without a directory. An acknowledged
 * write survives SIGKILL (write-ahead log); the file stays locked while it is open, so that two runs cannot share a directory.
 * @throws StartFault when the directory cannot be used: not a directory, in use, damaged, or of another format.
 */
export function openState(dir?: string): State {
  if (dir !== undefined) prepareDirectory(dir);
  const file = dir === undefined ? ':memory:' : join(dir, 'state.sqlite');
  const isNew = dir === undefined || !existsSync(file);
  const db = openFile(file, dir);
  const read = db.prepare('select value from setting where key = ?');
  const write = db.prepare(
    'insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
  );
  return {
    db,
    isNew,
    get: (key) => {
      const row = read.get(key);
      return typeof row?.value === 'string' ? row.value : undefined;
    },
    set: (key, value) => {
      write.run(key, value);
    },
    atomically: (work) => {
      db.exec('begin immediate');
      try {
        const result = work();
        db.exec('commit');
        return result;
      } catch (error) {
        db.exec('rollback');
        throw error;
      }
    },
    close: () => db.close(),
  };
}

/** Empties a data directory. Deletes only what this runtime writes, and nothing while another run has it open. */
export function wipe(dir: string): void {
  if (!existsSync(dir)) return;
  prepareDirectory(dir);
  try {
    openState(dir).close();
  } catch (error) {
    // A damaged or foreign file is what --fresh is for; only another run's lock forbids it.
    if (error instanceof InUse || !(error instanceof StartFault)) throw error;
  }
  for (const entry of ownEntries) rmSync(join(dir, entry), { recursive: true, force: true });
}

class InUse extends StartFault {}

function openFile(file: string, dir: string | undefined): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { timeout: 200 });
    db.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal;');
    // The first write takes the lock for as long as the connection lives; the operating system drops it when we are killed.
    db.exec('begin immediate; commit;');
    const check = db.prepare('pragma quick_check').get()?.quick_check;
    if (check !== 'ok') throw new Error(String(check));
    const version = db.prepare('pragma user_version').get()?.user_version;
    if (version !== 0 && version !== formatVersion) {
      throw new StartFault(
        `The data in ${dir} was written by another version of Đôn Đốc; use --fresh to start over.`,
      );
    }
    db.exec(`${tables} pragma user_version = ${formatVersion};`);
    return db;
  } catch (error) {
    db?.close();
    if (error instanceof StartFault) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    if (/locked|busy/.test(reason)) {
      throw new InUse(
        `The data directory ${dir} is in use by another run; stop that one or choose another with --data.`,
      );
    }
    throw new StartFault(
      `The data in ${dir} is damaged (${reason.split('\n')[0]}); restore it, or use --fresh to start over.`,
    );
  }
}

function prepareDirectory(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
    if (!statSync(dir).isDirectory()) throw new Error('not a directory');
    readdirSync(dir);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new StartFault(`The data directory ${dir} cannot be used (${reason}); choose another with --data.`);
  }
}
