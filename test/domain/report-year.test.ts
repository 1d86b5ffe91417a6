import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Balance, balanceOn, emptyBalance } from '../../shared/domain/balance.ts';
import { endOfDay, instantAt, localDateOf } from '../../shared/domain/calendar.ts';
import { addDays, lastOfMonth } from '../../shared/domain/civil-date.ts';
import type { CountEntry } from '../../shared/domain/counts.ts';
import type { Event } from '../../shared/domain/event.ts';
import { type FigureName, type Figures, figuresOf } from '../../shared/domain/figures.ts';
import type { Instant, LocalDate } from '../../shared/domain/time.ts';
import type { Unit } from '../../shared/domain/unit.ts';
import { defaultCalendar } from '../support/default-calendar.ts';
import { lives } from '../support/moves.ts';
import { directoryOf, sampleStaff, sampleUnits } from '../support/organisation.ts';
import { createPlay } from '../support/play.ts';

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

type Lived = { events: Event[]; counted: CountEntry[]; saidAt: Map<LocalDate, number> };

/** Ends of months of the year and the days in between on which reports are asked for. */
const monthEnds = Array.from({ length: 12 }, (_, i) => lastOfMonth(2026, i + 1));
const asked = [...monthEnds, ...monthEnds.map((day) => addDays(day, -13))];

/** One task on a clock of its own, from a day of the year to the last: tasks have nothing to do with each other. */
function live(moves: ReturnType<typeof sampled>[number], n: number): Lived {
  const lead = leads[n % leads.length]?.id ?? '';
  const start = addDays('2026-01-05', (n * 11) % 330);
  const play = createPlay({
    at: instantAt(calendar, start, '09:00'),
    directory: directoryOf(units),
    staff: sampleStaff(units),
  });
  const deadline = n % 9 === 0 ? { kind: 'none' as const } : { workingDays: 3 + (n % 40) };
  const [id = ''] = play.assign({
    content: 'Rà soát quy hoạch',
    leadUnitIds: [lead],
    monitorUnitId: 'unt_BNC',
    deadline,
  });
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
    }
    pass(to);
  };
  const daily = { ...play, advance: byDays(play.advance), outage: byDays(play.outage) };
  for (const move of moves) if (localDateOf(calendar, play.now()) <= '2026-12-31') move.play(daily, id);
  daily.advance(instantAt(calendar, '2027-01-04', '00:00'));
  return { events: play.events, counted: play.counted, saidAt };
}

const sampled = () => fc.sample(lives, { seed, numRuns: taskCount });

/** How a task stands by its events alone, read as a clerk would read them, with no code of the application. */
type Read = {
  unit: string;
  due?: string | undefined;
  is: 'open' | 'submitted' | 'suspended' | 'completed' | 'cancelled';
  from: Read['is'];
  submittedOn: LocalDate;
  verdict: string;
};

const text = (data: Record<string, unknown>, name: string) => {
  const value = data[name];
  return typeof value === 'string' ? value : undefined;
};
const inside = (value: unknown, name: string) =>
  typeof value === 'object' && value !== null && name in value
    ? new Map(Object.entries(value)).get(name)
    : undefined;

const days = new WeakMap<Event, LocalDate>();
function dayOf(event: Event): LocalDate {
  const day = days.get(event) ?? localDateOf(calendar, event.at);
  days.set(event, day);
  return day;
}

function readUpTo(events: readonly Event[], day: LocalDate): Read | undefined {
  let read: Read | undefined;
  for (const event of events) {
    const { type, data } = event;
    const on = dayOf(event);
    if (on > day) break;
    if (type === 'registered') {
      const due = inside(data.deadline, 'date');
      read = {
        unit: text(data, 'leadUnitId') ?? '',
        is: 'open',
        from: 'open',
        submittedOn: '',
        verdict: '',
        due: typeof due === 'string' ? due : undefined,
      };
    }
    if (!read) continue;
    const date = text(data, 'date');
    if (type === 'submitted') Object.assign(read, { is: 'submitted', submittedOn: on });
    if (type === 'confirmed')
      Object.assign(read, { is: 'completed', verdict: inside(data.verdict, 'againstCurrent') });
    if (type === 'returned')
      Object.assign(read, { is: 'open', ...(date && (!read.due || date > read.due) && { due: date }) });
    if (type === 'suspended') Object.assign(read, { is: 'suspended', from: read.is });
    if (type === 'resumed') Object.assign(read, { is: read.from, ...(date && { due: date }) });
    if (type === 'cancelled') read.is = 'cancelled';
    if (type === 'reassigned')
      Object.assign(read, { is: 'open', unit: text(data, 'to'), ...(date && { due: date }) });
    if ((type === 'changed' || type === 'extension_approved') && date) read.due = date;
  }
  return read;
}

function columnOf(read: Read, day: LocalDate): FigureName {
  if (read.is === 'cancelled' || read.is === 'suspended') return read.is;
  if (read.is === 'completed')
    return read.verdict === 'on_time'
      ? 'doneOnTime'
      : read.verdict === 'late'
        ? 'doneLate'
        : 'doneNoDeadline';
  if (!read.due) return 'openNoDeadline';
  return (read.is === 'submitted' ? read.submittedOn : day) > read.due ? 'openOverdue' : 'openInTime';
}

const ended: readonly FigureName[] = ['doneOnTime', 'doneLate', 'doneNoDeadline', 'cancelled'];

const reads = new WeakMap<readonly Event[], Map<LocalDate, Read | undefined>>();
function read(events: readonly Event[], day: LocalDate): Read | undefined {
  const known = reads.get(events) ?? new Map<LocalDate, Read | undefined>();
  reads.set(events, known);
  if (!known.has(day)) known.set(day, readUpTo(events, day));
  return known.get(day);
}

/** The figures of a unit and a month, counted by reading every event of every task again. */
function recount(all: readonly Lived[], unit: string, before: LocalDate, day: LocalDate): Partial<Figures> {
  const sum: Partial<Figures> = {};
  const add = (name: FigureName, by = 1) => {
    sum[name] = (sum[name] ?? 0) + by;
  };
  for (const { events } of all) {
    const then = read(events, before);
    const now = read(events, day);
    const was = then?.unit === unit ? columnOf(then, before) : undefined;
    const is = now?.unit === unit ? columnOf(now, day) : undefined;
    if (was && !ended.includes(was)) add('carriedOver');
    if (is && !(ended.includes(is) && was === is)) {
      add(is);
      add('total');
    }
    let holder = '';
    let disputed = false;
    for (const event of events) {
      const { type, data } = event;
      if (type === 'registered') holder = text(data, 'leadUnitId') ?? '';
      if (type === 'disputed') disputed = true;
      if (type === 'assignment_upheld' || type === 'reassigned') disputed = false;
      const on = dayOf(event);
      const here = on > before && on <= day;
      if (type === 'reassigned') {
        if (here && holder === unit) add('movedOut');
        holder = text(data, 'to') ?? '';
        if (here && holder === unit) add('movedIn');
      }
      if (!here || holder !== unit) continue;
      if (type === 'registered') add('assigned');
      if (type === 'extension_requested') add('extensionsAsked');
      if (type === 'extension_approved') add('extensionsGranted');
      if (type === 'proposal_raised') add('proposalsRaised');
      const reached = Array.isArray(data.recipients) && data.recipients.length > 0;
      // That a request or a contribution beside it was slow to come is no urging of the task.
      const kind = text(data, 'kind');
      const own = kind === 'decide' ? disputed : !['contribute', 'report', 'answer'].includes(kind ?? '');
      if (type === 'urged' && reached && own) add('urgings');
    }
  }
  return sum;
}

const nonZero = (figures: Partial<Figures>) =>
  Object.fromEntries(
    Object.entries(figures).filter(
      ([name, count]) => count !== 0 && !/^updates|^proposals(Open|Late)/.test(name),
    ),
  );

describe('a year of forty units', () => {
  let all: Lived[] = [];
  beforeAll(() => {
    all = sampled().map(live);
  }, 300_000);

  const start = emptyBalance('2025-12-31');
  const entriesOf = (unit: string) =>
    all.flatMap((each) => each.counted.filter((entry) => entry.group.unitId === unit));
  const balance = (entries: readonly CountEntry[], day: LocalDate): Balance =>
    balanceOn(calendar, start, entries, day);

  it('has every kind of action in it', () => {
    const types = new Set(all.flatMap((each) => each.events.map((event) => event.type)));
    expect([...types]).toEqual(
      expect.arrayContaining([
        ...[
          'registered',
          'accepted',
          'accepted_by_silence',
          'disputed',
          'assignment_upheld',
          'progress_reported',
        ],
        ...[
          'submitted',
          'returned',
          'confirmed',
          'suspended',
          'resumed',
          'cancelled',
          'reassigned',
          'changed',
          'urged',
        ],
        ...[
          'extension_requested',
          'extension_approved',
          'extension_refused',
          'proposal_raised',
          'proposal_answered',
        ],
      ]),
    );
  });

  it('reconciles: for every unit and month the figures are those of a naive recount from the event log', () => {
    for (const { id } of units) {
      const entries = entriesOf(id);
      for (const [i, day] of monthEnds.entries()) {
        const before = monthEnds[i - 1] ?? start.day;
        const figures = figuresOf('total', balance(entries, before), balance(entries, day));
        expect({ id, day, ...nonZero(figures) }).toEqual({
          id,
          day,
          ...nonZero(recount(all, id, before, day)),
        });
      }
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
