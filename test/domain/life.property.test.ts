import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantAt, isWorkingDay, localDateOf, workingDaysBetween } from '../../shared/domain/calendar.ts';
import { openObligations } from '../../shared/domain/decide/context.ts';
import { counts } from '../../shared/domain/decide/plan-messages.ts';
import { verifyChain } from '../../shared/domain/event-chain.ts';
import { isPrincipal } from '../../shared/domain/obligation.ts';
import { extensionsOf } from '../../shared/domain/request.ts';
import type { Task, TaskStatus } from '../../shared/domain/task.ts';
import { heldDays, timingOf } from '../../shared/domain/timing.ts';
import { lives } from '../support/moves.ts';
import { createPlay, type Play } from '../support/play.ts';

/** More lives for a night: LIVES=5000. */
const runs = Number(process.env.LIVES ?? 60);

const underWay: TaskStatus[] = ['accepted', 'in_progress', 'returned'];
/** The one duty that a task in this state waits for. */
const waitsFor: Record<TaskStatus, string | undefined> = {
  assigned: 'accept',
  disputed: 'decide',
  accepted: 'perform',
  in_progress: 'perform',
  returned: 'perform',
  submitted: 'confirm',
  suspended: undefined,
  completed: undefined,
  cancelled: undefined,
};
const open = (play: Play, id: string) => openObligations(play.aggregate(id).obligations);
const principal = (play: Play, id: string) => open(play, id).filter(isPrincipal);

/** Commits that a client's ETag does not speak of, and events that always come with another. */
const unseen = ['notified', 'reminded', 'deadline_passed', 'put_on_agenda', 'requests_superseded'];

/** Plays a life and looks at the task after every move. */
function everyMoment(look: (play: Play, id: string, before: Task) => void, deadline = true): void {
  fc.assert(
    fc.property(lives, (moves) => {
      const play = createPlay();
      const [id = ''] = play.assign({
        content: 'Rà soát quy hoạch',
        leadUnitIds: ['unt_STC'],
        monitorUnitId: 'unt_BNC',
        deadline: deadline ? { workingDays: 10 } : { kind: 'none' },
      });
      for (const move of moves) {
        const before = play.task(id);
        move.play(play, id);
        look(play, id, before);
      }
    }),
    { numRuns: runs },
  );
}

describe('at every moment of every life', () => {
  it('a task that is under way waits for exactly one party, and never to judge its own work', () => {
    everyMoment((play, id) => {
      const task = play.task(id);
      const kind = waitsFor[task.status];
      const open = principal(play, id);
      expect(open.map((each) => each.kind)).toEqual(kind ? [kind] : []);
      for (const { kind, holderUnitId } of open) {
        const own = kind === 'accept' || kind === 'perform';
        expect(holderUnitId === task.leadUnitId).toBe(own);
      }
    });
  });

  it('an open duty with a due date has exactly one next action, ahead of the clock; a ladder agrees with it', () => {
    everyMoment((play, id) => {
      play.advance(play.now());
      for (const each of open(play, id)) {
        if (!each.due && !each.next) continue;
        expect(each.next?.at.localeCompare(play.now())).toBe(1);
        const climbing = play
          .ladders()
          .filter(({ obligationId, due }) => obligationId === each.id && due === each.due?.at);
        const wakes =
          each.next?.by === 'escalate' ? [each.next.at] : climbing.map(({ wakeAt }) => wakeAt).slice(0, 1);
        expect(climbing.map(({ wakeAt }) => wakeAt)).toEqual(wakes);
      }
      for (const each of play.aggregate(id).obligations.filter(({ state }) => state === 'closed'))
        expect([each.next, each.closedAt === undefined, each.outcome === undefined]).toEqual([
          undefined,
          false,
          false,
        ]);
    });
  });

  it('work without a deadline waits for one party too, and is never late', () => {
    everyMoment((play, id) => {
      const { status, deadline } = play.task(id);
      expect(principal(play, id).map((each) => each.kind)).toEqual(
        waitsFor[status] ? [waitsFor[status]] : [],
      );
      if (!deadline.current) expect(timingOf(play.context.calendar, play.task(id), play.now())).toBe('none');
    }, false);
  });

  it('nothing is planned once it is closed or while it is suspended, and nothing outside working hours', () => {
    everyMoment((play, id, before) => {
      const silent = ['completed', 'cancelled', 'suspended'].includes(before.status);
      if (silent && play.task(id).version === before.version)
        expect(play.messages.filter(({ plannedAt }) => plannedAt > before.updatedAt)).toEqual([]);
      const { calendar } = play.context;
      for (const { notBefore, morning, plannedAt } of play.messages) {
        const hours = [instantAt(calendar, morning, '08:00'), instantAt(calendar, morning, '17:00')];
        expect([isWorkingDay(calendar, morning), localDateOf(calendar, notBefore)]).toEqual([true, morning]);
        expect(notBefore >= plannedAt && notBefore >= String(hours[0]) && notBefore <= String(hours[1])).toBe(
          true,
        );
      }
    });
  });

  it('what is asked of others waits with one open duty while it is open, and for nobody once it is closed', () => {
    everyMoment((play, id) => {
      const { requests, obligations, task } = play.aggregate(id);
      const beside = openObligations(obligations).filter((each) => !isPrincipal(each));
      const updates = beside.filter((each) => each.kind === 'report');
      expect(updates.length).toBeLessThanOrEqual(underWay.includes(task.status) ? 1 : 0);
      const duties = beside.filter((each) => each.kind !== 'report');
      const asked = requests.filter((each) => each.state === 'open');
      // Suspended, a proposal is open and nobody's turn.
      const waiting = task.status === 'suspended' ? [] : asked.map((each) => each.id);
      expect(duties.map((each) => each.requestId).sort()).toEqual(waiting.sort());
      // A rectification alone is owed by the lead, and outlives a submission.
      for (const { kind, holderUnitId } of duties)
        expect(holderUnitId === task.leadUnitId).toBe(kind === 'rectify');
      const passing = asked.filter((each) => each.kind !== 'rectification');
      if (!['accepted', 'in_progress', 'returned', 'suspended'].includes(task.status))
        expect(passing).toEqual([]);
      if (['completed', 'cancelled'].includes(task.status)) expect(asked).toEqual([]);
      expect(asked.filter((each) => each.kind === 'extension').length).toBeLessThanOrEqual(1);
      const granted = extensionsOf(requests).filter((each) => each.outcome === 'approved');
      expect(task.deadline.extensions).toBe(granted.length);
      for (const each of requests)
        expect([each.closedAt !== undefined, each.outcome !== undefined]).toEqual(
          each.state === 'open' ? [false, false] : [true, true],
        );
    });
  });

  it('what is closed stays as it is for ever, but for what an inspection concludes about it', () => {
    const kept = ({ conclusions: _, chain: _c, version: _v, updatedAt: _u, ...task }: Task) => task;
    everyMoment((play, id, before) => {
      const after = play.task(id);
      if (before.status !== 'completed' && before.status !== 'cancelled') return;
      if (after.conclusions?.length === before.conclusions?.length) expect(after).toEqual(before);
      else expect(kept(after)).toEqual(kept(before));
    });
  });

  it('a visible change has a new version, and nothing else has', () => {
    everyMoment((play, id, before) => {
      // The chain and the standings are the commit's own records.
      const shown = ({ chain: _c, version: _v, standings: _s, ...task }: Task) => task;
      const task = play.task(id);
      const since = play.events.slice(before.chain.seq).map(({ type }) => type);
      const visible = since.filter((type) => !unseen.includes(type));
      expect(task.version - before.version).toBe(visible.length);
      if (visible.length === 0) expect(shown(task)).toEqual(shown(before));
    });
  });

  it('it has one timing, and the verdict that its dates give', () => {
    everyMoment((play, id) => {
      const task = play.task(id);
      const { verdict, deadline, status } = task;
      const timing = timingOf(play.context.calendar, task, play.now());
      expect(verdict !== undefined).toBe(status === 'completed');
      if (status === 'cancelled') expect(timing).toBe('none');
      else if (verdict) {
        const { original, current } = deadline;
        const late = (due: typeof current) =>
          !due ? 'none' : verdict.submittedAt < due.dueAt ? 'on_time' : 'late';
        expect([verdict.againstOriginal, verdict.againstCurrent]).toEqual([late(original), late(current)]);
        expect(verdict.daysLateOriginal > 0).toBe(verdict.againstOriginal === 'late');
        expect(verdict.daysLateCurrent > 0).toBe(verdict.againstCurrent === 'late');
        expect([timing, verdict.submittedAt]).toEqual([verdict.againstCurrent, task.submission?.at]);
      } else expect(['on_track', 'due_soon', 'overdue']).toContain(timing);
    });
  });

  it('no more days are charged than have passed, and none is left over unless it was suspended', () => {
    everyMoment((play, id) => {
      const { calendar } = play.context;
      const { task, obligations } = play.aggregate(id);
      const held = Object.values(heldDays(calendar, obligations, play.now())).reduce((a, b) => a + b, 0);
      const day = (at: string) => localDateOf(calendar, at);
      const passed = workingDaysBetween(calendar, day(task.createdAt), day(task.closedAt ?? play.now()));
      expect(held).toBeLessThanOrEqual(Math.max(0, passed));
      if (!play.events.some(({ type }) => type === 'suspended')) expect(held).toBe(passed);
    });
  });

  it('urgings are counted and numbered without gap or repetition, and the task shows the open duty’s rung', () => {
    everyMoment((play, id) => {
      const { task, obligations } = play.aggregate(id);
      const counted = obligations
        .filter(isPrincipal)
        .flatMap(({ kind, holderUnitId, urgings }) =>
          urgings.filter(counts).map(({ number }) => ({ of: `${kind} ${holderUnitId}`, number })),
        );
      expect(task.urgings).toBe(counted.length);
      for (const of of new Set(counted.map((each) => each.of))) {
        const numbers = counted.filter((each) => each.of === of).map(({ number }) => number);
        expect(numbers).toEqual(numbers.map((_, i) => i + 1));
      }
      const [first] = principal(play, id);
      expect([task.rung, task.agendaAt]).toEqual([first?.rung ?? 0, first?.agendaAt]);
    });
  });

  it('the record is complete and can be verified', () => {
    everyMoment((play, id) => {
      expect(verifyChain(play.events, play.task(id).chain)).toMatchObject({ ok: true });
    });
  });
});
