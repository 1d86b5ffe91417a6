import { type Balance, balanceOn, emptyBalance } from '../../shared/domain/balance.ts';
import type { Calendar } from '../../shared/domain/calendar.ts';
import { addDays } from '../../shared/domain/civil-date.ts';
import {
  type Cells,
  type CountEntry,
  type Dimension,
  difference,
  dimensions,
  type Group,
  valueIn,
} from '../../shared/domain/counts.ts';
import { isDays } from '../../shared/domain/recount.ts';
import type { LocalDate } from '../../shared/domain/time.ts';
import type { Store } from '../../shared/store/client.ts';
import { firstDay, openingOf, openingsInShard } from '../../shared/store/counts.ts';
import type { Key } from '../../shared/store/keys.ts';
import type { Raw } from '../../shared/store/reads.ts';

type Row = { dimension: Dimension; unitId: string; value: string };

/** The name of the row that a group counts in. */
export const rowName = (dimension: Dimension, group: Group) =>
  nameOf({ dimension, unitId: group.unitId, value: valueIn(dimension, group) });
const nameOf = ({ dimension, unitId, value }: Row) => `${dimension} ${unitId} ${value}`.trimEnd();

/** An opening that is not the sum of the entries before it: what it says too much, and what it should be. */
export type WrongOpening = { month: string; name: string; by: Cells; right: Key & Raw };

/** The entries of one shard of units, summed month by month, for comparison with the openings that were written of them. */
export function openSums(store: Store, calendar: Calendar, shard: number) {
  const sums = new Map<string, { row: Row; balance: Balance }>();
  return {
    /** Adds the entries of the next month. */
    add(entries: readonly CountEntry[], lastDay: LocalDate): void {
      for (const dimension of dimensions) {
        for (const [name, own] of Map.groupBy(entries, ({ group }) => rowName(dimension, group))) {
          const [{ group }] = own as [CountEntry];
          const row = { dimension, unitId: group.unitId, value: valueIn(dimension, group) };
          const before = sums.get(name)?.balance ?? emptyBalance('0001-01-01');
          sums.set(name, { row, balance: balanceOn(calendar, before, own, lastDay) });
        }
      }
    },
    /**
     * The wrong openings of a month, before its own entries are added. Days that were charged are not compared: a calendar
     * that is changed later would make every earlier opening seem wrong.
     */
    async compare(month: string): Promise<WrongOpening[]> {
      const day = addDays(firstDay(month), -1);
      const stored = await storedIn(store, month, shard);
      const names = [...new Set([...stored.keys(), ...sums.keys()])];
      return names.flatMap((name) => {
        const { row, cells = {} } = stored.get(name) ?? { row: sums.get(name)?.row };
        if (!row) return [];
        const balance = balanceOn(calendar, sums.get(name)?.balance ?? emptyBalance(day), [], day);
        const by = withoutDays(difference(cells, balance.cells));
        const { dimension, unitId, value } = row;
        const right = openingOf(month, dimension, { unitId, value, balance });
        return Object.keys(by).length > 0 ? [{ month, name, by, right }] : [];
      });
    },
  };
}

async function storedIn(store: Store, month: string, shard: number) {
  const stored = new Map<string, { row: Row; cells?: Cells }>();
  for (const dimension of dimensions) {
    for (const { unitId, value, cells } of await openingsInShard(store, month, dimension, shard)) {
      const row = { dimension, unitId, value };
      stored.set(nameOf(row), { row, cells });
    }
  }
  return stored;
}

const withoutDays = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).filter(([name]) => !isDays(name)));
