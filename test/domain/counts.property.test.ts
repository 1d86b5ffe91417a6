import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCells, balanceOn, emptyBalance } from '../../shared/domain/balance.ts';
import { type Calendar, endOfDay, localDateOf } from '../../shared/domain/calendar.ts';
import type { Aggregate } from '../../shared/domain/change.ts';
import { addDays } from '../../shared/domain/civil-date.ts';
import { dimensions } from '../../shared/domain/counts.ts';
import { chargedDays, figuresOf } from '../../shared/domain/figures.ts';
import { staleOn, standingOn } from '../../shared/domain/standing.ts';
import type { Task } from '../../shared/domain/task.ts';
import type { Instant, LocalDate } from '../../shared/domain/time.ts';
import { heldDays, timingOf } from '../../shared/domain/timing.ts';
import { lives, type Move } from '../support/moves.ts';
import { createPlay, type Play } from '../support/play.ts';

const runs = Number(process.env.LIVES ?? 60);
const start = emptyBalance('2026-01-01');

/** What people would say of the task at that moment, in the words of a report. */
function naiveState(calendar: Calendar, task: Task, at: Instant): string {
  if (task.status === 'suspended' || task.status === 'cancelled') return task.status;
  const timing = timingOf(calendar, task, at);
  if (task.status === 'completed')
    return { on_time: 'doneOnTime', late: 'doneLate' }[String(timing)] ?? 'doneNoDeadline';
  if (timing === 'none') return 'openNoDeadline';
  return timing === 'overdue' ? 'openOverdue' : 'openInTime';
}

/** Plays a life; gives every day with the task as it was when that day ended. */
function daysOf(moves: readonly Move[]) {
  const play = createPlay();
  const { calendar } = play.context;
  const [id = ''] = play.assign({
    content: 'Rà soát quy hoạch',
    leadUnitIds: ['unt_STC'],
    monitorUnitId: 'unt_BNC',
    deadline: { workingDays: 10 },
  });
  const ends: { day: LocalDate; aggregate: Aggregate; saidThen: string }[] = [];
  const figuresNow = (day: LocalDate) =>
    JSON.stringify(figuresOf('total', start, balanceOn(calendar, start, play.counted, day)));
  const close = (until: LocalDate) => {
    for (let day = ends.at(-1)?.day ?? addDays(localDateOf(calendar, play.now()), -1); ; ) {
      day = addDays(day, 1);
      if (day >= until) return;
      // Alarms of the day ring before it ends.
      ends.push({ day, aggregate: play.aggregate(id), saidThen: figuresNow(day) });
    }
  };
  const passDays = (to: Instant, pass: (to: Instant) => void) => {
    for (;;) {
      const today = localDateOf(calendar, play.now());
      const end = endOfDay(calendar, today);
      if (end > to) break;
      pass(new Date(Date.parse(end) - 1).toISOString());
      close(addDays(today, 1));
      pass(end);
    }
    pass(to);
  };
  const daily: Play = {
    ...play,
    advance: (to) => passDays(to, play.advance),
    outage: (to) => passDays(to, play.outage),
  };
  for (const move of moves) move.play(daily, id);
  passDays(endOfDay(calendar, localDateOf(calendar, play.now())), play.advance);
  return { play, calendar, id, ends };
}

describe('counts of any life', () => {
  it('say on every day what the task says of itself, and never change what they said of an earlier day', () => {
    fc.assert(
      fc.property(lives, (moves) => {
        const { play, calendar, ends } = daysOf(moves);
        for (const { day, aggregate, saidThen } of ends) {
          const justBefore = new Date(Date.parse(endOfDay(calendar, day)) - 1).toISOString();
          const balance = balanceOn(calendar, start, play.counted, day);
          const figures = figuresOf('total', start, balance);
          expect(JSON.stringify(figures)).toBe(saidThen);
          expect(figures).toMatchObject({
            assigned: 1,
            [naiveState(calendar, aggregate.task, justBefore)]: 1,
            total: 1,
          });
          const { carriedOver: c, assigned, movedIn, movedOut, total, ...parts } = figures;
          expect(c + assigned + movedIn - movedOut).toBe(total);
          expect(
            parts.doneOnTime +
              parts.doneLate +
              parts.doneNoDeadline +
              parts.openInTime +
              parts.openOverdue +
              parts.openNoDeadline +
              parts.suspended +
              parts.cancelled,
          ).toBe(total);
          const held = Object.entries(heldDays(calendar, aggregate.obligations, justBefore));
          expect(chargedDays(start, balance)).toEqual(
            Object.fromEntries(held.filter(([, days]) => days > 0)),
          );
          expect(figures.urgings).toBe(aggregate.task.urgings);
        }
      }),
      { numRuns: runs },
    );
  });

  it('are kept with the task as well, so that a list of any day holds what the counts of that day counted', () => {
    fc.assert(
      fc.property(lives, (moves) => {
        const { play, calendar, id, ends } = daysOf(moves);
        const history = play.task(id).standings ?? [];
        for (const { day, aggregate } of ends) {
          const { cells } = balanceOn(calendar, start, play.counted, day);
          const there = standingOn(history, day);
          expect(there?.unitId).toBe(aggregate.task.leadUnitId);
          expect(cells[there?.is ?? '']).toBe(1);
          const stale = there && staleOn(there, day);
          const updates = Object.entries(cells).filter(([name, n]) => name.startsWith('update:') && n !== 0);
          expect(updates).toEqual(stale ? [[`update:${stale}`, 1]] : []);
        }
        expect(new Set(history.map((each) => each.from)).size).toBe(history.length);
      }),
      { numRuns: runs },
    );
  });

  it('leave nothing behind in the unit, field or monitor that the task has left', () => {
    fc.assert(
      fc.property(lives, (moves) => {
        const { play, id } = daysOf(moves);
        const { leadUnitId } = play.task(id);
        const left = play.counted.filter((entry) => entry.group.unitId !== leadUnitId);
        const sum = left.reduce((cells, entry) => addCells(cells, entry.cells), {});
        const balance = { day: '9998-12-31', cells: sum };
        for (const dimension of dimensions) expect(figuresOf(dimension, start, balance).total).toBe(0);
        expect(Object.keys(sum).filter((name) => /^(open|update|held|proposal):/.test(name))).toEqual([]);
      }),
      { numRuns: runs },
    );
  });
});
