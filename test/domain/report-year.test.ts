import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Balance, balanceOn, emptyBalance } from '../../shared/domain/balance.ts';
import { endOfDay, instantAt, localDateOf } from '../../shared/domain/calendar.ts';
import { addDays, lastOfMonth } from '../../shared/domain/civil-date.ts';
import type { CountEntry } from '../../shared/domain/counts.ts';
import type { NewTask } from '../../shared/domain/decide/assign.ts';
import type { Event } from '../../shared/domain/event.ts';
import { chargedDays, type Figures, figuresOf } from '../../shared/domain/figures.ts';
import type { Instant, LocalDate } from '../../shared/domain/time.ts';
import type { Unit } from '../../shared/domain/unit.ts';
import { type Diary, daysHeld, diariesOf, recount } from '../support/clerk.ts';
import { defaultCalendar } from '../support/default-calendar.ts';
import { lives } from '../support/moves.ts';
import { directoryOf, sampleStaff, sampleUnits } from '../support/organisation.ts';
import { createPlay, type Play } from '../support/play.ts';

const seed = 40_500;
const taskCount = Number(process.env.YEAR_TASKS ?? 500);
const calendar = defaultCalendar;

/** The sample organisation and as many districts as make forty units. */
function fortyUnits(): Unit[] {
  const sample = sampleUnits();
  const districts = Array.from({ length: 40 - sample.length }, (_, i): Unit => {
    const id = `unt_QU-${i + 1}`;
    return {
      id,
      code: `QU-${i + 1}`,
      name: `Quận ủy ${i + 1}`,
      kind: 'unit',
      path: `/${id}/`,
      fields: [],
      validFrom: '2020-01-01',
      version: 1,
    };
  });
  return [...sample, ...districts];
}

const units = fortyUnits();
const leads = units.filter((unit) => unit.kind === 'unit');

type Lived = { diaries: Diary[]; events: Event[]; counted: CountEntry[]; saidAt: Map<LocalDate, number> };

/** Ends of months of the year and the days in between on which reports are asked for. */
const monthEnds = Array.from({ length: 12 }, (_, i) => lastOfMonth(2026, i + 1));
const asked = [...monthEnds, ...monthEnds.map((day) => addDays(day, -13))];

/** The day on which a district is merged into the next one. */
const merger = '2026-07-01';
const merged = { from: 'unt_QU-1', to: 'unt_QU-2' };

/** What is assigned: mostly one piece of work for one unit; sometimes for three, or each month again. */
function assignmentOf(n: number): NewTask {
  const lead = (i: number) => leads[(n + i) % leads.length]?.id ?? '';
  const deadline =
    n % 9 === 0
      ? { kind: 'none' as const }
      : n % 10 === 4
        ? { raw: 'trước ngày 25 hằng tháng' }
        : { workingDays: 3 + (n % 40) };
  return {
    content: 'Rà soát quy hoạch',
    leadUnitIds: n % 10 === 3 ? [lead(0), lead(7), lead(13)] : [lead(0)],
    coordinatingUnitIds: [lead(1)],
    monitorUnitId: 'unt_BNC',
    deadline,
  };
}

/** One line of a directive on a clock of its own, from a day of the year to the last: they have nothing to do with each other. */
function live(moves: ReturnType<typeof sampled>[number], n: number): Lived {
  const start = addDays('2026-01-05', (n * 11) % 330);
  const directory = directoryOf(units);
  const staff = sampleStaff(units);
  const play = createPlay({ at: instantAt(calendar, start, '09:00'), directory, staff });
  play.assign(assignmentOf(n));
  // What was entered by the end of each day: what is entered later must not reach back.
  const saidAt = new Map<LocalDate, number>();
  const byDays = (pass: (to: Instant) => void) => (to: Instant) => {
    for (;;) {
      const today = localDateOf(calendar, play.now());
      const end = endOfDay(calendar, today);
      if (end > to) break;
      pass(new Date(Date.parse(end) - 1).toISOString());
      saidAt.set(today, play.counted.length);
      pass(end);
      if (today < merger && localDateOf(calendar, play.now()) >= merger) merge(play);
    }
    pass(to);
  };
  const daily = { ...play, advance: byDays(play.advance), outage: byDays(play.outage) };
  for (const [i, move] of moves.entries()) {
    if (localDateOf(calendar, play.now()) > '2026-12-31') break;
    const alive = play.all().filter(({ task }) => !task.collective && !task.closedAt);
    const one = alive[i % Math.max(1, alive.length)] ?? play.all().at(-1);
    if (one) move.play(daily, one.task.id);
    if (n % 3 === 1 && i % 3 === 2) cascade(play);
  }
  daily.advance(instantAt(calendar, '2027-01-04', '00:00'));
  return { diaries: diariesOf(calendar, play.events), events: play.events, counted: play.counted, saidAt };
}

/** What is under way and not divided yet is passed on to another unit. */
function cascade(play: Play): void {
  const whole = play
    .all()
    .find(
      ({ task }) => ['accepted', 'in_progress'].includes(task.status) && !task.children && !task.parentId,
    );
  if (!whole) return;
  const { id, leadUnitId, occurrence } = whole.task;
  const to = leads.find((unit) => unit.id !== leadUnitId && unit.id !== merged.from);
  if (occurrence || !to) return;
  const how = { parent: whole.task, assignerUnitId: leadUnitId };
  play.assign(
    { content: 'Phần việc', leadUnitIds: [to.id], deadline: { workingDays: 9 }, parentId: id },
    how,
  );
}

/** As the application does with every open task of a unit that ends. */
function merge(play: Play): void {
  const { from, to } = merged;
  for (const { task, obligations } of play.all())
    if (
      !task.closedAt &&
      (task.leadUnitId === from ||
        obligations.some((each) => each.state === 'open' && each.holderUnitId === from))
    )
      play.succeed(task.id, from, to);
}

const sampled = () => fc.sample(lives, { seed, numRuns: taskCount });

const nonZero = (figures: Partial<Figures>) =>
  Object.fromEntries(
    Object.entries(figures).filter(([name, count]) => count !== 0 && !name.startsWith('updates')),
  );

const kinds = [
  ...['registered', 'accepted', 'accepted_by_silence', 'disputed', 'assignment_upheld', 'progress_reported'],
  ...['submitted', 'returned', 'confirmed', 'suspended', 'resumed', 'cancelled', 'reassigned', 'changed'],
  ...['urged', 'put_on_agenda', 'extension_requested', 'extension_approved', 'extension_refused'],
  ...['proposal_raised', 'proposal_answered_for_now', 'proposal_answered'],
  ...['contribution_asked', 'contributed', 'rectification_demanded', 'rectified', 'inspection_concluded'],
  ...['cascaded', 'cancelled_with_parent', 'occurrence_opened', 'succeeded'],
];

describe('a year of forty units', () => {
  let all: Lived[] = [];
  beforeAll(() => {
    all = sampled().map(live);
  }, 600_000);

  const start = emptyBalance('2025-12-31');
  const diaries = () => all.flatMap((each) => each.diaries);
  const entriesOf = (unit: string) =>
    all.flatMap((each) => each.counted.filter((entry) => entry.group.unitId === unit));
  const balance = (entries: readonly CountEntry[], day: LocalDate): Balance =>
    balanceOn(calendar, start, entries, day);

  it('has every kind of action in it', () => {
    const types = new Set(all.flatMap((each) => each.events.map((event) => event.type)));
    expect([...types]).toEqual(expect.arrayContaining(kinds));
    const grades = all.flatMap(({ events }) => events.map(({ data }) => data.quality));
    expect(grades).toContain('good');
  });

  it('reconciles: for every unit and month the figures are those of a naive recount from the event log', () => {
    for (const { id } of units) {
      const entries = entriesOf(id);
      for (const [i, day] of monthEnds.entries()) {
        const before = monthEnds[i - 1] ?? start.day;
        const figures = figuresOf('total', balance(entries, before), balance(entries, day));
        expect({ id, day, ...nonZero(figures) }).toEqual({
          ...{ id, day },
          ...nonZero(recount(diaries(), id, before, day)),
        });
      }
    }
  }, 120_000);

  it('charges every working day to whom the event log says that it was', () => {
    for (const [i, day] of monthEnds.entries()) {
      const before = monthEnds[i - 1] ?? start.day;
      const counted = units.map(({ id }) => {
        const entries = entriesOf(id);
        return [id, chargedDays(balance(entries, before), balance(entries, day))] as const;
      });
      const told = counted.filter(([, days]) => Object.keys(days).length > 0);
      expect({ day, ...Object.fromEntries(told) }).toEqual({
        day,
        ...daysHeld(calendar, diaries(), before, day),
      });
    }
  }, 120_000);

  it('says of every day, asked at the end of the year, what the report said on that day', () => {
    for (const day of asked) {
      const then = all.flatMap((each) => each.counted.slice(0, each.saidAt.get(day) ?? 0));
      const now = all.flatMap((each) => each.counted);
      expect(balance(then, day).cells).toEqual(balance(now, day).cells);
    }
  });
});
