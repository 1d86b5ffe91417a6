import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as z from 'zod';

/** Where values wait until those with the same key are worked on together: memory holds one bucket of them at a time. */
export type Buckets<T> = {
  add(values: readonly T[]): Promise<void>;
  each(): AsyncGenerator<T[]>;
  close(): Promise<void>;
};

/** So many that a bucket of a million tasks holds some eight thousand. */
const count = 128;

/** The values become lines of files that only their owner can read, in a folder that is gone when they are closed. */
export async function openBuckets<Shape extends z.ZodType>(
  shape: Shape,
  keyOf: (value: z.infer<Shape>) => string,
): Promise<Buckets<z.infer<Shape>>> {
  const folder = await mkdtemp(join(tmpdir(), 'don-doc-buckets-'));
  const file = (bucket: number) => join(folder, String(bucket));
  return {
    async add(values) {
      for (const [bucket, own] of Map.groupBy(values, (value) => bucketOf(keyOf(value)))) {
        const lines = own.map((value) => `${JSON.stringify(value)}\n`).join('');
        await appendFile(file(bucket), lines, { mode: 0o600 });
      }
    },
    async *each() {
      for (let bucket = 0; bucket < count; bucket++) {
        const text = await readFile(file(bucket), 'utf8').catch(nothingIfMissing);
        const lines = text.split('\n').filter((line) => line !== '');
        yield lines.map((line) => shape.parse(JSON.parse(line)));
      }
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

const bucketOf = (key: string) => createHash('sha256').update(key).digest().readUInt32BE() % count;

function nothingIfMissing(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}
