import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { canonicalJson } from '../../shared/domain/event-chain.ts';
import type { Store } from '../../shared/store/client.ts';
import type { Raw } from '../../shared/store/reads.ts';
import { OperatorFault } from './fault.ts';
import type { Progress } from './progress.ts';

/**
 * All data of a deployment as JSON lines: a line that says what it is, a line per item with its keys, a line with their
 * number and digest. The order lets a file be imported into a live deployment: see {@link waveOf}.
 */
export const format = 'don-doc/export/1';

const waves = [0, 1, 2] as const;

/**
 * In which order items come back. A new item may wake functions at once, and what they then read must be there: first what
 * wakes nobody, then duties (alarms), last mail that is planned and batches that nobody has finished.
 */
function waveOf(item: Raw): (typeof waves)[number] {
  if (item.type === 'OBLIGATION' && item.state === 'open') return 1;
  const wakes =
    (item.type === 'MESSAGE' && item.state === 'planned') || (item.type === 'BATCH' && !item.finished);
  return wakes ? 2 : 0;
}

/**
 * Reads the whole table (an operator may; functions may not) into a file that only its owner can read: it holds addresses
 * and the key that signs links. Returns the number of items.
 * @throws OperatorFault when the file exists
 */
export async function exportTable(
  store: Store,
  file: string,
  options: { at: string; about: number; progress: Progress },
): Promise<number> {
  const { at, about, progress } = options;
  const handle = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new OperatorFault(
      error.code === 'EEXIST'
        ? `${file} exists; choose another name.`
        : `${file} cannot be written: ${error.message}.`,
    );
  });
  const parts = waves.map((wave) => `${file}.${wave}`);
  try {
    progress.begin('items exported', about);
    const count = await scanInto(store, parts, progress);
    const digest = createHash('sha256');
    const out = handle.createWriteStream({ autoClose: false });
    await write(out, `${JSON.stringify({ format, table: store.table, at })}\n`);
    for (const part of parts) {
      const lines = createReadStream(part);
      lines.on('data', (chunk) => digest.update(chunk));
      await pipeline(lines, out, { end: false });
    }
    await write(out, `${JSON.stringify({ items: count, sha256: digest.digest('hex') })}\n`);
    out.end();
    return count;
  } catch (error) {
    // Half an export is none, and would stand in the way of the next.
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
    for (const part of parts) await rm(part, { force: true });
    progress.done();
  }
}

async function scanInto(store: Store, parts: readonly string[], progress: Progress): Promise<number> {
  const outs = parts.map((part) => createWriteStream(part, { mode: 0o600 }));
  let count = 0;
  let start: Raw | undefined;
  do {
    const page = await store.doc.send(
      new ScanCommand({ TableName: store.table, ConsistentRead: true, ExclusiveStartKey: start }),
    );
    const items = page.Items ?? [];
    for (const [wave, out] of outs.entries()) {
      const own = items.filter((item) => waveOf(item) === wave);
      if (own.length > 0) await write(out, own.map((item) => `${canonicalJson(item)}\n`).join(''));
    }
    count += items.length;
    progress.step(items.length);
    start = page.LastEvaluatedKey;
  } while (start);
  await Promise.all(outs.map((out) => new Promise((resolve) => out.end(resolve))));
  return count;
}

function write(out: WriteStream | NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    out.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
