import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dateOfDay, dayNumber } from '../domain/civil-date.ts';
import type { Message } from '../domain/message.ts';
import { message as messageSchema } from '../domain/message.ts';
import type { Instant, LocalDate } from '../domain/time.ts';
import { chunksOf } from './batches.ts';
import type { Store } from './client.ts';
import { first, type Key, keys, last, partitions, prefixes, timeAndId } from './keys.ts';
import { visible } from './marks.ts';
import { getItems, inParallel, queryAll, queryPage, type Raw, sent } from './reads.ts';
import { planRows } from './rows.ts';
import type { Envelope } from './stored-envelope.ts';
import { storedMessage } from './stored-message.ts';
import { isFailedCondition, RowsExist, transact } from './transact.ts';

/** How far back a person's mailbox is searched, unless the job is about an earlier morning: see {@link lyingPlanned}. */
const searchedDays = 31;

/**
 * What a person is still to be told: planned for this morning or one before, and ripe at `at`. `asked` is the morning that
 * the job names, which may lie far back. Read consistently.
 */
export async function plannedFor(
  store: Store,
  personId: string,
  morning: LocalDate,
  at: Instant,
  asked: LocalDate = morning,
): Promise<Message[]> {
  const since = dateOfDay(Math.min(dayNumber(morning) - searchedDays, dayNumber(asked)));
  const from = prefixes.message + since;
  const { pk } = keys.envelope(personId, morning, 0);
  const items = await queryAll(store, { pk, range: { from, to: prefixes.message + morning + last } });
  const rows = await visible(
    store,
    items.filter((item) => item.state === 'planned').map((item) => storedMessage.parse(item)),
  );
  return rows.filter((row) => row !== undefined).filter((row) => row.notBefore <= at);
}

/** Plans rows that belong to no commit. One that is there already, sent or not, is left as it is. */
export async function planNew(store: Store, messages: readonly Message[]): Promise<void> {
  await inParallel(
    chunksOf(planRows(messages)),
    async (chunk) => {
      for (let rows = chunk; rows.length > 0; ) {
        try {
          return await transact(store, rows);
        } catch (error) {
          if (!(error instanceof RowsExist)) throw error;
          const known = new Set(error.keys.map(({ pk, sk }) => `${pk} ${sk}`));
          rows = rows.filter(({ put: { pk, sk } }) => !known.has(`${pk} ${sk}`));
        }
      }
    },
    4,
  );
}

/** Says why a planned row is not sent. False when it was not planned any more; repeating it is harmless. */
export async function suppress(store: Store, row: Message, reason: string): Promise<boolean> {
  return update(store, keys.message(row), {
    expression: 'SET #state = :state, stateReason = :reason REMOVE gsi2pk, gsi2sk',
    values: { ':state': 'suppressed', ':reason': reason },
    from: ['planned'],
  });
}

/**
 * Leaves planned rows for later, usually the next morning's mail. The row keeps its key and its `morning`, by which the
 * same alarm is recognised; only `notBefore` moves. The sweep of that morning picks it up if no other mail does.
 */
export async function postpone(store: Store, rows: readonly Message[], notBefore: Instant): Promise<void> {
  await inParallel(rows, (row) =>
    update(store, keys.message(row), {
      expression: 'SET notBefore = :notBefore, gsi2sk = :sort',
      values: { ':notBefore': notBefore, ':sort': timeAndId(notBefore, row.id) },
      from: ['planned'],
    }),
  );
}

/** Marks the rows that a sent envelope carried. Repeating it is harmless; rows suppressed meanwhile stay so. */
export async function markRows(store: Store, envelope: Envelope): Promise<void> {
  const { set, values } = carriedBy(envelope);
  await inParallel(rowKeys(envelope), (key) =>
    update(store, key, {
      expression: `SET #state = :state, ${set} REMOVE gsi2pk, gsi2sk`,
      values: { ':state': 'sent', ...values },
      from: ['planned'],
    }),
  );
}

/** Moves the rows of an envelope to the state that a receipt tells, unless they are beyond it. The reason is that of this receipt. */
export async function moveRows(
  store: Store,
  envelope: Envelope,
  to: { state: Message['state']; from: Message['state'][]; reason?: string | undefined },
): Promise<void> {
  const { reason } = to;
  const { set, values } = carriedBy(envelope);
  await inParallel(rowKeys(envelope), (key) =>
    update(store, key, {
      expression: `SET #state = :state, ${set}${reason ? ', stateReason = :reason' : ''} REMOVE gsi2pk, gsi2sk${reason ? '' : ', stateReason'}`,
      values: { ':state': to.state, ...values, ...(reason && { ':reason': reason }) },
      from: to.from,
    }),
  );
}

/** What every row that left in an envelope says of it, whichever of its states is written first. */
function carriedBy({ id, sentAt, sesId }: Envelope) {
  return {
    set: `envelopeId = :id, sentAt = :at${sesId ? ', sesId = :ses' : ''}`,
    values: { ':id': id, ':at': sentAt, ...(sesId && { ':ses': sesId }) },
  };
}

/** The rows that an envelope carried, as they stand now, without those that were suppressed before it was sent. */
export async function rowsOf(store: Store, envelope: Envelope): Promise<Message[]> {
  const rows = (await getItems(store, rowKeys(envelope))).map((item) => messageSchema.parse(item));
  return rows.filter((row) => row.envelopeId === envelope.id);
}

/** Planned rows that should have been sent before `before`, in one of the shards: for the sweep to queue again. */
export async function lyingPlanned(
  store: Store,
  before: Instant,
  shard: number,
  limit: number,
): Promise<Message[]> {
  const found: Message[] = [];
  let start: Raw | undefined;
  do {
    const query = {
      index: 'gsi2',
      pk: partitions.planned(shard),
      range: { from: first, to: before },
    } as const;
    const size = Number.isFinite(limit) ? limit - found.length : undefined;
    const page = await queryPage(store, query, size, start);
    const rows = await visible(
      store,
      page.items.map((item) => storedMessage.parse(item)),
    );
    found.push(...rows.filter((row) => row !== undefined));
    start = page.next;
  } while (start && found.length < limit);
  return found;
}

const rowKeys = ({ personId, morning, rows }: Envelope): Key[] =>
  rows.map((sk) => ({ pk: keys.envelope(personId, morning, 0).pk, sk }));

type RowUpdate = { expression: string; values: Record<string, unknown>; from: Message['state'][] };

async function update(store: Store, key: Key, { expression, values, from }: RowUpdate): Promise<boolean> {
  const command = new UpdateCommand({
    TableName: store.table,
    Key: key,
    UpdateExpression: expression,
    ConditionExpression: `#state IN (${from.map((_, i) => `:from${i}`).join(', ')})`,
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: {
      ...values,
      ...Object.fromEntries(from.map((state, i) => [`:from${i}`, state])),
    },
  });
  try {
    await sent(() => store.doc.send(command));
    return true;
  } catch (error) {
    if (isFailedCondition(error)) return false;
    throw error;
  }
}
