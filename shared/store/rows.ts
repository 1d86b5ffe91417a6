import type { Message } from '../domain/message.ts';
import type { Store } from './client.ts';
import { messageItemOf } from './items.ts';
import type { Key } from './keys.ts';
import { getItems } from './reads.ts';
import { RowsExist, type TransactItem } from './transact.ts';

type RowItem = TransactItem & { put: Key };

/** New ledger rows of a commit; two of one commit for the same matter and person are one row. */
export function planRows(messages: readonly Message[]): RowItem[] {
  const rows = messages.map(messageItemOf);
  const first = rows.filter((row, i) => rows.findIndex((each) => sameKey(each, row)) === i);
  return first.map((put) => ({
    put,
    condition: 'attribute_not_exists(pk)',
    otherwise: () => new RowsExist([{ pk: put.pk, sk: put.sk }]),
  }));
}

/**
 * What to do with rows that exist already, which is the case when the same alarm is planned for the same person twice
 * on one morning (a deadline moved away and back, a task suspended and resumed). The person is to hear of it once:
 * a row that is planned or was sent stands, and the new one is dropped; one that was suppressed is planned again, since
 * the reason for silence was overtaken by this decision.
 */
export async function settleRows(
  store: Store,
  rows: readonly RowItem[],
  existing: readonly Key[],
): Promise<RowItem[]> {
  const stored = await getItems(store, existing);
  return rows.flatMap((row) => {
    const old = stored.find((each) => each.pk === row.put.pk && each.sk === row.put.sk);
    if (!old) return [row];
    if (old.state !== 'suppressed') return [];
    const again: RowItem = {
      ...row,
      condition: '#state = :suppressed',
      names: { '#state': 'state' },
      values: { ':suppressed': 'suppressed' },
    };
    return [again];
  });
}

const sameKey = (a: Key, b: Key) => a.pk === b.pk && a.sk === b.sk;
