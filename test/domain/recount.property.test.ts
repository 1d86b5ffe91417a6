import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCells, balanceOn, emptyBalance } from '../../shared/domain/balance.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import type { CountEntry } from '../../shared/domain/counts.ts';
import { difference, dimensions, valueIn } from '../../shared/domain/counts.ts';
import { correctionOf, missingDays, missingOf } from '../../shared/domain/recount.ts';
import { lives, type Move } from '../support/moves.ts';
import { createPlay } from '../support/play.ts';

const runs = Number(process.env.LIVES ?? 60);
const zone = 'Asia/Ho_Chi_Minh';

function lived(moves: readonly Move[]) {
  const play = createPlay();
  const { calendar } = play.context;
  const [id = ''] = play.assign({
    content: 'Rà soát quy hoạch',
    leadUnitIds: ['unt_STC'],
    monitorUnitId: 'unt_BNC',
    field: 'xây dựng',
    deadline: { workingDays: 10 },
  });
  for (const move of moves) move.play(play, id);
  const entries: readonly CountEntry[] = play.counted.filter(({ taskId }) => taskId === id);
  return { calendar, aggregate: play.aggregate(id), entries, at: play.now() };
}

type Life = ReturnType<typeof lived>;
const lackOf = ({ calendar, aggregate, at }: Life, entries: readonly CountEntry[]) => ({
  missing: missingOf(zone, aggregate, entries, at),
  days: missingDays(calendar, aggregate, entries, at),
});
const nothing = { missing: [], days: {} };

/** What each row of a report would be summed to, by dimension. */
function balances({ calendar, at }: Life, entries: readonly CountEntry[]) {
  const today = localDateOf(calendar, at);
  return dimensions.map((dimension) => {
    const rows = Map.groupBy(entries, ({ group }) => `${group.unitId} ${valueIn(dimension, group)}`);
    return new Map(
      [...rows].map(([row, own]) => [row, balanceOn(calendar, emptyBalance('0001-01-01'), own, today).cells]),
    );
  });
}

/** One of three things that may befall an entry. */
const damage = fc.record({
  how: fc.constantFrom('removed', 'doubled', 'altered', 'elsewhere'),
  which: fc.nat(),
});
type Damage = { how: string; which: number };

function damaged(entries: readonly CountEntry[], damages: readonly Damage[]): CountEntry[] {
  const left = [...entries];
  for (const { how, which } of damages) {
    const i = which % Math.max(1, left.length);
    const entry = left[i];
    if (!entry) continue;
    if (how === 'doubled') left.push(entry);
    else if (how === 'removed') left.splice(i, 1);
    else if (how === 'elsewhere') left[i] = { ...entry, group: { unitId: 'unt_SXD' } };
    else left[i] = { ...entry, cells: { ...entry.cells, urgings: 7, suspended: 2 } };
  }
  return left;
}

describe('counting a task anew', () => {
  it('finds nothing wrong with what the commits of any life have entered', () => {
    fc.assert(
      fc.property(lives, (moves) => {
        const life = lived(moves);
        expect(lackOf(life, life.entries)).toEqual(nothing);
      }),
      { numRuns: runs },
    );
  });

  it('corrects whatever befell the entries, at once, and keeps every row in balance', () => {
    fc.assert(
      fc.property(lives, fc.array(damage, { minLength: 1, maxLength: 4 }), (moves, damages) => {
        const life = lived(moves);
        const { calendar, aggregate, at } = life;
        const left = damaged(life.entries, damages);
        const day = localDateOf(calendar, at);
        const { missing } = lackOf(life, left);
        const corrected = [...left, ...correctionOf(calendar, aggregate, left, { missing, day, at })];
        expect(lackOf(life, corrected)).toEqual(nothing);

        const sum = (entries: readonly CountEntry[]) =>
          entries.reduce((cells, entry) => addCells(cells, entry.cells), {});
        const moved = /^moved_/;
        const unlike = difference(sum(corrected), sum(life.entries));
        expect(Object.keys(unlike).filter((name) => !moved.test(name) && !name.startsWith('days:'))).toEqual(
          [],
        );
        for (const [i, dimension] of dimensions.entries())
          for (const cells of balances(life, corrected)[i]?.values() ?? []) {
            const gained =
              (cells.assigned ?? 0) +
              (cells[`moved_in:${dimension}`] ?? 0) -
              (cells[`moved_out:${dimension}`] ?? 0);
            const stands = /^(open:|suspended|on_time|late|done|cancelled)/;
            const held = Object.entries(cells).filter(([name]) => stands.test(name));
            expect(held.reduce((total, [, count]) => total + count, 0)).toBe(gained);
          }
      }),
      { numRuns: runs },
    );
  });

  it('enters one that was lost on its own day again exactly as it was', () => {
    fc.assert(
      fc.property(lives, fc.nat(), (moves, which) => {
        const life = lived(moves);
        const { calendar, aggregate, at, entries } = life;
        const lost = entries[which % entries.length];
        if (!lost) return;
        const left = entries.filter((each) => each !== lost);
        const { missing } = lackOf(life, left);
        const again = correctionOf(calendar, aggregate, left, { missing, day: lost.day, at });
        // What happened in a unit that the task has left is told of the one where it is now, but for the assignment.
        if (aggregate.task.formerLeads.length === 0)
          expect(balances(life, [...left, ...again])).toEqual(balances(life, entries));
      }),
      { numRuns: runs },
    );
  });
});
