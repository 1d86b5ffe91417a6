import type { Event } from '../domain/event.ts';
import type { Message } from '../domain/message.ts';
import type { Store } from './client.ts';
import { keys, partitions } from './keys.ts';
import { visible } from './marks.ts';
import { type Lane, mergePage, type Page, type Position } from './merge.ts';
import { queryPage, type Raw } from './reads.ts';
import { storedEvent } from './stored-event.ts';
import { storedMessage } from './stored-message.ts';

/** A task's events in order, after number `after`, read consistently; `next` is the number to go on after. */
export async function listEvents(
  store: Store,
  taskId: string,
  { limit, after = 0 }: { limit: number; after?: number | undefined },
): Promise<{ items: Event[]; next?: number }> {
  const range = { from: keys.event(taskId, after + 1).sk, to: keys.event(taskId, 99_999_999).sk };
  const found: Event[] = [];
  let start: Raw | undefined;
  do {
    const page = await queryPage(store, { pk: keys.task(taskId).pk, range }, limit + 1 - found.length, start);
    found.push(...page.items.map((item) => storedEvent.parse(item)));
    start = page.next;
  } while (start && found.length <= limit);
  const items = found.slice(0, limit);
  const end = items.at(-1);
  return { items, ...(found.length > limit && end && { next: end.seq }) };
}

/** A task's ledger rows in the order in which they were planned. */
export async function listMessages(
  store: Store,
  taskId: string,
  options: { limit: number; position?: Position | undefined },
): Promise<Page<Message>> {
  const read = (raw: Raw[]) =>
    visible(
      store,
      raw.map((item) => storedMessage.parse(item)),
    );
  const lane: Lane<Message> = { index: 'gsi1', pk: partitions.messages(taskId), read };
  return mergePage(store, [lane], options);
}
