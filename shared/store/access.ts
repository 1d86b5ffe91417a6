import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { text } from '../domain/fields.ts';
import { type Instant, instant } from '../domain/time.ts';
import type { Store } from './client.ts';
import { keys } from './keys.ts';
import { queryPage, type Raw, sent } from './reads.ts';

/** One request of an inspector: who looked at what, by ids alone. Written once, never changed, never deleted. */
const access = z.object({
  id: text,
  /** As the client was told it. */
  requestId: text,
  at: instant,
  userId: text,
  unitId: text,
  method: text,
  /** The route with its variables, never the address as sent. */
  route: text,
  /** Ids named in the request, then those of what a list showed. */
  ids: z.array(text),
});
export type Access = z.infer<typeof access>;

/** One write, which never replaces an entry. */
export async function appendAccess(store: Store, entry: Access): Promise<void> {
  const command = new PutCommand({
    TableName: store.table,
    Item: { ...entry, ...keys.access(entry.at, entry.id), type: 'ACCESS' },
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  await sent(() => store.doc.send(command));
}

type Bounds = { from: Instant; to: Instant; userId?: string | undefined; limit: number };

/** A month is a partition: so many are looked into for one page, however long the time that is asked for. */
const MONTHS_A_PAGE = 12;

/**
 * Entries between two moments, newest first. A page may be short, or empty, while there is a next one; `before` is where the page
 * before ended: the sort key of its last entry, or the end of the month to look into next.
 */
export async function listAccess(
  store: Store,
  { from, to, userId, limit }: Bounds,
  before?: string,
): Promise<{ items: Access[]; next?: string }> {
  const found: Access[] = [];
  const upper = before ?? to;
  const oldest = monthOf(from);
  let left = MONTHS_A_PAGE;
  const sortKey = (entry: Access) => keys.access(entry.at, entry.id).sk;
  for (let month = monthOf(upper); month >= oldest; month = monthBefore(month)) {
    if (left-- === 0) return { items: found, next: endOf(month) };
    let start: Raw | undefined;
    do {
      const query = {
        pk: keys.access(`${month}-01`, '').pk,
        range: { from, to: upper },
        descending: true,
      } as const;
      const page = await queryPage(store, query, limit + 2, start);
      const entries = page.items.map((item) => access.parse(item));
      found.push(
        ...entries.filter((each) => sortKey(each) !== before && (!userId || each.userId === userId)),
      );
      start = page.next;
    } while (start && found.length <= limit);
    if (found.length > limit) break;
  }
  const items = found.slice(0, limit);
  const end = items.at(-1);
  return { items, ...(found.length > limit && end && { next: sortKey(end) }) };
}

const monthOf = (at: string) => at.slice(0, 7);

/** Sorts after every moment of the month. */
const endOf = (month: string) => `${month}-32`;

function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const before = number === 1 ? [year - 1, 12] : [year, number - 1];
  return `${before[0]}-${String(before[1]).padStart(2, '0')}`;
}
