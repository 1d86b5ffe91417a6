import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Store } from '../../shared/store/client.ts';
import type { Raw } from '../../shared/store/reads.ts';
import { format } from './export.ts';
import { OperatorFault } from './fault.ts';
import type { Progress } from './progress.ts';

const head = z.object({ format: z.literal(format), table: z.string(), at: z.string() });
const foot = z.strictObject({ items: z.int(), sha256: z.string() });
const anItem = z.looseObject({ pk: z.string(), sk: z.string(), type: z.string() });

/** DynamoDB's limit on the writes of one call, and how many calls are under way at a time. */
const perWrite = 25;
const perRound = 8 * perWrite;

export type Contents = { table: string; at: string; items: number; byType: Map<string, number> };

/**
 * Reads an export to its end without writing anything.
 * @throws OperatorFault when it is not one, or was cut off or altered
 */
export async function readExport(file: string, progress: Progress): Promise<Contents> {
  progress.begin('items checked');
  const digest = createHash('sha256');
  const byType = new Map<string, number>();
  let header: z.infer<typeof head> | undefined;
  let footer: z.infer<typeof foot> | undefined;
  let count = 0;
  for await (const { text, number } of linesOf(file)) {
    const value = json(text);
    if (!header) header = head.safeParse(value).data;
    else {
      const item = anItem.safeParse(value).data;
      footer = item ? undefined : foot.safeParse(value).data;
      if (!item && !footer)
        throw new OperatorFault(`${file} was cut off or altered: line ${number} is not an item.`);
      if (item) {
        digest.update(`${text}\n`);
        byType.set(item.type, (byType.get(item.type) ?? 0) + 1);
        count += 1;
        progress.step();
      }
    }
    if (!header) break;
  }
  progress.done();
  if (!header) throw new OperatorFault(`${file} is not an export of Đôn Đốc (${format}).`);
  if (!footer) throw new OperatorFault(`${file} was cut off: its last line is missing.`);
  if (footer.items !== count || footer.sha256 !== digest.digest('hex'))
    throw new OperatorFault(`${file} was altered since it was exported: its digest does not agree.`);
  return { table: header.table, at: header.at, items: count, byType };
}

/**
 * Writes every item of an export that was read before. The table must be empty, unless an import that stopped goes on from a
 * line; what is written twice is the same.
 * @throws OperatorFault that names the line to go on from
 */
export async function importTable(
  store: Store,
  file: string,
  options: { from?: number | undefined; about: number; progress: Progress },
): Promise<number> {
  const { from, about, progress } = options;
  if (from === undefined && !(await isEmpty(store)))
    throw new OperatorFault(
      `Table ${store.table} is not empty. An import goes into an empty one, or goes on with --from LINE.`,
    );
  progress.begin('items imported', about);
  let count = 0;
  let round: { item: Raw; number: number }[] = [];
  const flush = async () => {
    const [begin] = round;
    try {
      await writeRound(
        store,
        round.map(({ item }) => item),
      );
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      throw new OperatorFault(`Stopped (${reason}). Go on with --from ${begin?.number}.`);
    }
    count += round.length;
    progress.step(round.length);
    round = [];
  };
  for await (const { text, number } of linesOf(file)) {
    const item = number < (from ?? 2) ? undefined : anItem.safeParse(json(text)).data;
    if (item) round.push({ item, number });
    if (round.length === perRound) await flush();
  }
  if (round.length > 0) await flush();
  progress.done();
  return count;
}

async function isEmpty({ doc, table: TableName }: Store): Promise<boolean> {
  const { Items = [] } = await doc.send(new ScanCommand({ TableName, Limit: 1, ConsistentRead: true }));
  return Items.length === 0;
}

async function writeRound(store: Store, items: readonly Raw[]): Promise<void> {
  const chunks = Array.from({ length: Math.ceil(items.length / perWrite) }, (_, i) =>
    items.slice(i * perWrite, (i + 1) * perWrite),
  );
  await Promise.all(chunks.map((chunk) => writeItems(store, chunk)));
}

/** What the table does not take at once, it is given again, ever more slowly. */
async function writeItems({ doc, table }: Store, items: readonly Raw[]): Promise<void> {
  let rest = items.map((Item) => ({ PutRequest: { Item } }));
  for (let failures = 0; rest.length > 0; failures++) {
    if (failures > 0) await sleep(50 * 2 ** Math.min(failures, 8));
    const { UnprocessedItems } = await doc.send(new BatchWriteCommand({ RequestItems: { [table]: rest } }));
    rest = (UnprocessedItems?.[table] ?? []).flatMap(({ PutRequest }) =>
      PutRequest?.Item ? [{ PutRequest: { Item: PutRequest.Item } }] : [],
    );
  }
}

async function* linesOf(file: string): AsyncGenerator<{ text: string; number: number }> {
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity }))
    yield { text, number: ++number };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
