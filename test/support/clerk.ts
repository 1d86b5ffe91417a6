import {
  addWorkingDays,
  type Calendar,
  localDateOf,
  rollForward,
  workingDaysBetween,
} from '../../shared/domain/calendar.ts';
import { addDays } from '../../shared/domain/civil-date.ts';
import type { Event } from '../../shared/domain/event.ts';
import type { FigureName, Figures } from '../../shared/domain/figures.ts';
import type { LocalDate } from '../../shared/domain/time.ts';

/**
 * Reads events as a clerk would read them, task by task, with no code of the application but its calendar: what reports are
 * held against.
 */
export type Diary = {
  /** How the task stood from a day on, until the next. */
  states: { day: LocalDate; read: Read }[];
  /** What happened, to whom. */
  facts: { day: LocalDate; unit: string; what: FigureName }[];
};

type Asked = { id: string; due: LocalDate; of: string; blocking: boolean; told?: true };
type Read = {
  unit: string;
  due?: string | undefined;
  is: 'assigned' | 'disputed' | 'under_way' | 'submitted' | 'suspended' | 'completed' | 'cancelled';
  from: Read['is'];
  submittedOn: LocalDate;
  suspendedOn: LocalDate;
  verdict: string;
  /** Who must judge what was submitted or disputed. */
  judge: string;
  proposals: Asked[];
  /** Which were raised as blocking: an appeal is as its proposal was. */
  blockingOnes: string[];
};

/** The terms of an answer that a superior owes: mặc định hệ thống. */
const answeredIn = 7;
const office = 'unt_VPTU';
const authority = 'unt_TT';

const text = (data: Record<string, unknown>, name: string) => {
  const value = data[name];
  return typeof value === 'string' ? value : undefined;
};
const texts = (data: Record<string, unknown>, name: string): unknown[] => {
  const value = data[name];
  return Array.isArray(value) ? value : [];
};
const inside = (value: unknown, name: string) =>
  typeof value === 'object' && value !== null && name in value
    ? new Map(Object.entries(value)).get(name)
    : undefined;

/** The diaries of tasks that have to do with each other: parts of one task, occurrences, what was cascaded. */
export function diariesOf(calendar: Calendar, events: readonly Event[]): Diary[] {
  const reads = new Map<string, Read>();
  const diaries = new Map<string, Diary>();
  const cascadedBy = new Map<string, string>();
  for (const event of events) {
    const { taskId, type, data } = event;
    const day = localDateOf(calendar, event.at);
    if (type === 'cascaded')
      for (const id of texts(data, 'taskIds')) cascadedBy.set(String(id), reads.get(taskId)?.unit ?? '');
    const before = reads.get(taskId) ?? beginning(event, reads);
    if (!before?.unit) continue;
    const diary = diaries.get(taskId) ?? { states: [], facts: [] };
    const read = readOn(calendar, before, event, day, cascadedBy.get(taskId));
    for (const fact of factsOf(before, read, event)) diary.facts.push({ day, ...fact });
    diary.states.push({ day, read });
    diaries.set(taskId, diary);
    reads.set(taskId, read);
  }
  return [...diaries.values()];
}

function beginning({ type, data }: Event, reads: Map<string, Read>): Read | undefined {
  const previous = reads.get(text(data, 'previousTaskId') ?? '');
  // What several units lead is counted in its parts.
  const lead = data.leadUnitIds ? '' : text(data, 'leadUnitId');
  const unit = type === 'registered' ? lead : previous?.unit;
  const due = type === 'registered' ? inside(data.deadline, 'date') : data.date;
  if (type !== 'registered' && type !== 'occurrence_opened') return undefined;
  return {
    unit: unit ?? '',
    due: typeof due === 'string' ? due : undefined,
    is: type === 'registered' ? 'assigned' : 'under_way',
    from: 'assigned',
    ...{ submittedOn: '', suspendedOn: '', verdict: '', judge: '', proposals: [], blockingOnes: [] },
  };
}

/** Judged by whoever assigned the work, the Office for the leading bodies; nobody judges what they lead. */
function judgeOf(unit: string, cascadedBy: string | undefined): string {
  if (cascadedBy && cascadedBy !== unit) return cascadedBy;
  return unit === office ? authority : office;
}

function readOn(
  calendar: Calendar,
  before: Read,
  { type, data }: Event,
  day: LocalDate,
  cascadedBy: string | undefined,
): Read {
  const date = text(data, 'date');
  const redated = date && { due: date };
  const judge = judgeOf(before.unit, cascadedBy);
  const without = (ids: readonly unknown[]) => before.proposals.filter(({ id }) => !ids.includes(id));
  const asking = (of: string, id = '', blocking = false): Asked => ({
    ...{ id, of, blocking },
    due: addWorkingDays(calendar, day, answeredIn),
  });
  switch (type) {
    case 'accepted':
    case 'accepted_by_silence':
    case 'assignment_upheld':
      return { ...before, is: 'under_way' };
    case 'disputed':
      return { ...before, is: 'disputed', judge };
    case 'submitted':
      return { ...before, is: 'submitted', submittedOn: day, judge };
    case 'confirmed':
      return { ...before, is: 'completed', verdict: String(inside(data.verdict, 'againstCurrent')) };
    case 'returned':
      return { ...before, is: 'under_way', ...(date && (!before.due || date > before.due) && redated) };
    case 'suspended':
      return { ...before, is: 'suspended', from: before.is, suspendedOn: day };
    case 'resumed':
      return {
        ...before,
        is: before.from,
        ...redated,
        proposals: before.proposals.map(givenBack(calendar, before, day)),
      };
    case 'cancelled':
    case 'cancelled_with_parent':
    case 'cancelled_with_lead':
      return { ...before, is: 'cancelled', proposals: [] };
    case 'reassigned':
      return { ...before, is: 'assigned', unit: text(data, 'to') ?? '', ...redated };
    case 'succeeded':
      return succeeded(before, data);
    case 'changed':
    case 'extension_approved':
    case 'deadline_followed':
      return { ...before, ...redated };
    case 'proposal_raised': {
      const id = text(data, 'proposalId') ?? '';
      const blocking = data.blocking === true;
      return {
        ...before,
        proposals: [...before.proposals, asking(text(data, 'addressedToUnitId') ?? '', id, blocking)],
        blockingOnes: blocking ? [...before.blockingOnes, id] : before.blockingOnes,
      };
    }
    case 'proposal_appealed': {
      const id = text(data, 'proposalId');
      const blocking = before.blockingOnes.includes(id ?? '');
      return { ...before, proposals: [...without([id]), asking(text(data, 'to') ?? '', id, blocking)] };
    }
    case 'notified':
      return data.kind === 'answer'
        ? { ...before, proposals: told(calendar, before.proposals, day) }
        : before;
    case 'proposal_answered':
      return { ...before, proposals: without([data.proposalId]) };
    case 'requests_superseded':
      return { ...before, proposals: without(texts(data, 'requestIds')) };
    default:
      return before;
  }
}

/** Whoever was told only after the term was over, as when nothing was sent for weeks, has it from then on. */
function told(calendar: Calendar, proposals: Asked[], day: LocalDate): Asked[] {
  const first = proposals.find((each) => !each.told);
  return proposals.map((each) => {
    if (each !== first) return each;
    return { ...each, told: true, ...(each.due < day && { due: addWorkingDays(calendar, day, answeredIn) }) };
  });
}

/** Working days that were left when it was suspended are left again. */
const givenBack =
  (calendar: Calendar, { suspendedOn }: Read, day: LocalDate) =>
  (asked: Asked): Asked => {
    const left = workingDaysBetween(calendar, suspendedOn, asked.due);
    if (asked.due < suspendedOn) return asked;
    return { ...asked, due: rollForward(calendar, addWorkingDays(calendar, day, left)).date };
  };

function succeeded(before: Read, data: Record<string, unknown>): Read {
  const { from, to } = data;
  const heir = (unit: string) => (unit === from && typeof to === 'string' ? to : unit);
  return {
    ...before,
    unit: heir(before.unit),
    judge: heir(before.judge),
    proposals: before.proposals.map((each) => ({ ...each, of: heir(each.of) })),
  };
}

const countedOnce: Readonly<Record<string, FigureName>> = {
  registered: 'assigned',
  occurrence_opened: 'assigned',
  extension_requested: 'extensionsAsked',
  extension_approved: 'extensionsGranted',
  proposal_raised: 'proposalsRaised',
};

function factsOf(before: Read, after: Read, { type, data }: Event): Omit<Diary['facts'][number], 'day'>[] {
  const moved = before.unit !== after.unit;
  const what = countedOnce[type];
  const kind = text(data, 'kind') ?? '';
  // That a request, an update or a contribution beside it was slow to come is no urging of the task.
  const own =
    kind === 'decide'
      ? before.is === 'disputed'
      : !['contribute', 'report', 'answer', 'rectify'].includes(kind);
  return [
    ...(moved
      ? [
          { unit: before.unit, what: 'movedOut' as const },
          { unit: after.unit, what: 'movedIn' as const },
        ]
      : []),
    ...(what ? [{ unit: after.unit, what }] : []),
    ...(type === 'urged' && own && texts(data, 'recipients').length > 0
      ? [{ unit: after.unit, what: 'urgings' as const }]
      : []),
  ];
}

const standing = ({ states }: Diary, day: LocalDate) => states.findLast((each) => each.day <= day)?.read;

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

/** The figures of a unit for the days after `before` to `day`, counted by going through every diary again. */
export function recount(
  all: readonly Diary[],
  unit: string,
  before: LocalDate,
  day: LocalDate,
): Partial<Figures> {
  const sum: Partial<Figures> = {};
  const add = (name: FigureName, by = 1) => {
    if (by > 0) sum[name] = (sum[name] ?? 0) + by;
  };
  for (const diary of all) {
    const then = standing(diary, before);
    const now = standing(diary, day);
    const was = then?.unit === unit ? columnOf(then, before) : undefined;
    const is = now?.unit === unit ? columnOf(now, day) : undefined;
    if (was && !ended.includes(was)) add('carriedOver');
    if (is && !(ended.includes(is) && was === is)) {
      add(is);
      add('total');
    }
    if (now?.unit === unit && now.is !== 'suspended') {
      add('proposalsOpen', now.proposals.length);
      add('proposalsLate', now.proposals.filter((each) => each.due < day).length);
    }
    for (const fact of diary.facts)
      if (fact.unit === unit && fact.day > before && fact.day <= day) add(fact.what);
  }
  return sum;
}

/** Whose days are running: whoever must answer a blocking proposal, of several the first, or else act on the task itself. */
function holderOf(read: Read): string | undefined {
  if (read.is === 'suspended' || read.is === 'completed' || read.is === 'cancelled') return undefined;
  const blocking = read.proposals.find((each) => each.blocking);
  return blocking?.of ?? (read.is === 'disputed' || read.is === 'submitted' ? read.judge : read.unit);
}

/** Working days of the tasks of each unit, by whom they were charged to: one by one, to whoever held it when the day before ended. */
export function daysHeld(
  calendar: Calendar,
  all: readonly Diary[],
  before: LocalDate,
  day: LocalDate,
): Record<string, Record<string, number>> {
  const held: Record<string, Record<string, number>> = {};
  for (let eve = before; eve < day; eve = addDays(eve, 1)) {
    if (workingDaysBetween(calendar, eve, addDays(eve, 1)) === 0) continue;
    for (const diary of all) {
      const read = standing(diary, eve);
      const holder = read && holderOf(read);
      if (!holder) continue;
      const row = held[read.unit] ?? {};
      held[read.unit] = row;
      row[holder] = (row[holder] ?? 0) + 1;
    }
  }
  return held;
}
