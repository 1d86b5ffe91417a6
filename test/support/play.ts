import { isDeepStrictEqual } from 'node:util';
import type { Staff } from '../../shared/domain/addressees.ts';
import { applyChange } from '../../shared/domain/apply.ts';
import { addWorkingDays, type Calendar, instantAt, localDateOf } from '../../shared/domain/calendar.ts';
import type { Aggregate, Change, Command } from '../../shared/domain/change.ts';
import { type CountEntry, countsOf } from '../../shared/domain/counts.ts';
import { type AlarmPointer, decideAlarm } from '../../shared/domain/decide/alarm.ts';
import { type Assignment, assign, type NewTask } from '../../shared/domain/decide/assign.ts';
import { cascaded, rollUp } from '../../shared/domain/decide/cascade.ts';
import type { Context } from '../../shared/domain/decide/context.ts';
import { decideRung, type LadderPointer } from '../../shared/domain/decide/escalate.ts';
import { alignWithParent } from '../../shared/domain/decide/follow.ts';
import { withUpdates } from '../../shared/domain/decide/rhythm.ts';
import { stirs } from '../../shared/domain/decide/stirs.ts';
import { succeed } from '../../shared/domain/decide/succeed.ts';
import { undelivered } from '../../shared/domain/decide/undelivered.ts';
import type { Directory } from '../../shared/domain/directory.ts';
import type { Event } from '../../shared/domain/event.ts';
import { chainEvents, emptyChain } from '../../shared/domain/event-chain.ts';
import type { Message } from '../../shared/domain/message.ts';
import { authorise, type TaskAction } from '../../shared/domain/permissions.ts';
import { defaultPolicies, type Policies } from '../../shared/domain/policy.ts';
import { withHistory } from '../../shared/domain/standing.ts';
import type { Task } from '../../shared/domain/task.ts';
import type { Instant, LocalDate } from '../../shared/domain/time.ts';
import type { Member } from '../../shared/domain/unit.ts';
import { isOpen } from '../../shared/store/items.ts';
import { defaultCalendar } from './default-calendar.ts';
import { directoryOf, principalFrom, sampleStaff, sampleUnits } from './organisation.ts';

export type PlayContext = Context & {
  staff: Staff;
  headOf: (unitId: string) => string | undefined;
  children: readonly Task[];
};

/** A task action as the API offers it: the permission it needs and its decision. */
export type Deed<Input> = {
  action: TaskAction;
  holder?: (aggregate: Aggregate, input: Input) => string | undefined;
  decide: (aggregate: Aggregate, command: Command<Input>, context: PlayContext) => Change;
};

/** A decision is a function of what it is given: asked again it answers the same, ids included. */
function sure<T>(decide: () => T): T {
  const decided = decide();
  if (!isDeepStrictEqual(decide(), decided)) throw new Error('the same command was decided differently');
  return decided;
}

/** What has been committed is shared by everybody who reads it: a decision that writes into it throws. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const each of Object.values(value)) frozen(each);
  }
  return value;
}

type Ladder = LadderPointer & { taskId: string; wakeAt: Instant };
type Pending = { at: Instant; fire: (at: Instant) => void };

export type Setting = {
  /** Clock at the start; default 09:00 on Monday 2026-11-09. */
  at?: Instant;
  directory?: Directory;
  staff?: Map<string, Member[]>;
  calendar?: Calendar;
  policies?: Policies;
};

const { rhythm: _, ...quiet } = defaultPolicies.report.policy;
/** No updates are owed: for what is told about other duties. */
export const withoutUpdates: Policies = { ...defaultPolicies, report: { policy: quiet, overrides: [] } };

/**
 * Plays the life of tasks with the pure decisions alone: no table, queue, schedule or state machine, so that a year
 * passes in milliseconds. Commits advance the chain as the store does; an alarm fires at its moment when the clock is
 * advanced past it, or at once if it is late. Staff and directory may be edited between two moves.
 */
export function createPlay(setting: Setting = {}) {
  const calendar = setting.calendar ?? defaultCalendar;
  const staff = setting.staff ?? sampleStaff();
  const directory = setting.directory ?? directoryOf(sampleUnits());
  const headOf = (unitId: string) =>
    staff.get(unitId)?.find((member) => member.roles.includes('head'))?.userId;
  const context: PlayContext = {
    calendar,
    staff,
    directory,
    headOf,
    policies: setting.policies ?? defaultPolicies,
    children: [],
  };
  let clock = setting.at ?? instantAt(calendar, '2026-11-09', '09:00');
  let commands = 0;
  let ladders: Ladder[] = [];
  const aggregates = new Map<string, Aggregate>();
  const messages: Message[] = [];
  const events: Event[] = [];
  const counted: CountEntry[] = [];

  function aggregate(taskId: string): Aggregate {
    const found = aggregates.get(taskId);
    if (!found) throw new RangeError(`the play has no task ${taskId}`);
    return found;
  }

  function commit(before: Aggregate | null, change: Change, command: Command): void {
    if (change.events.length === 0) throw new Error(`a change of ${change.task.id} without an event`);
    const chained = chainEvents(change.task.id, before?.task.chain ?? emptyChain, change.events, command);
    const after = applyChange(before, { ...change, task: { ...change.task, chain: chained.head } });
    const placed = { ...after, task: withHistory(calendar.timeZone, before, after, command.at) };
    aggregates.set(change.task.id, frozen(placed));
    counted.push(...countsOf(calendar.timeZone, before, placed, command.at));
    events.push(...chained.events);
    messages.push(...change.messages);
    for (const each of change.opens ?? []) commit(null, each, command);
    if (before) family(before.task, after.task);
  }

  const childrenOf = (taskId: string) =>
    [...aggregates.values()].map(({ task }) => task).filter(({ parentId }) => parentId === taskId);

  /** What the relay arranges between a task that changed and those under and above it. */
  function family(before: Task, task: Task): void {
    if (stirs(before, task))
      for (const { id } of childrenOf(task.id)) {
        const command = commandOf(undefined, clock, undefined);
        const change = sure(() => alignWithParent(aggregate(id), task, command, context));
        if (change) commit(aggregate(id), change, command);
      }
    const parent = task.parentId && aggregates.get(task.parentId);
    if (!parent || !isOpen(before) || isOpen(task)) return;
    const command = commandOf(undefined, clock, undefined);
    const change = sure(() => rollUp(parent, command, context, childrenOf(parent.task.id)));
    if (change) commit(parent, change, command);
  }

  function commandOf<Input>(userId: string | undefined, at: Instant, input: Input): Command<Input> {
    commands += 1;
    const actor = userId ? { kind: 'user' as const, userId } : { kind: 'system' as const };
    return { actor, at, id: `cmd-${commands}`, input };
  }

  function step(ladder: Ladder, at: Instant): void {
    ladders = ladders.filter((each) => each !== ladder);
    const before = aggregate(ladder.taskId);
    const { obligationId, due } = ladder;
    const command = commandOf(undefined, at, { obligationId, due });
    const decision = sure(() => decideRung(before, command, context));
    if (decision.answer === 'urge') commit(before, decision.change, command);
    if (decision.answer !== 'done' && decision.wakeAt) ladders.push({ ...ladder, wakeAt: decision.wakeAt });
  }

  /** Delivers an alarm's pointer at a moment of its own, whatever the clock says; answers what the decision answered. */
  function deliver(taskId: string, pointer: AlarmPointer, at: Instant) {
    const before = aggregate(taskId);
    const command = commandOf(undefined, at, pointer);
    const decision = sure(() => decideAlarm(before, command, context));
    if (decision.answer === 'stale') return decision.answer;
    commit(before, decision.change, command);
    const due = decision.answer === 'escalate' ? decision.obligation.due : undefined;
    if (due) step({ taskId, obligationId: pointer.obligationId, due: due.at, wakeAt: at }, at);
    return decision.answer;
  }

  function pending(): Pending[] {
    const alarms = [...aggregates.values()].flatMap(({ task, obligations }) =>
      obligations.flatMap(({ id, next, state }): Pending[] => {
        if (!next || state !== 'open' || next.by !== 'remind') return [];
        const pointer = { obligationId: id, at: next.at };
        return [{ at: next.at, fire: (at) => void deliver(task.id, pointer, at) }];
      }),
    );
    const rungs = ladders.map((each) => ({ at: each.wakeAt, fire: (at: Instant) => step(each, at) }));
    return [...alarms, ...rungs].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }

  /** Moves the clock; everything in between happens in order, what was missed happens now. */
  function advance(to: Instant): void {
    for (let fired = 0; ; fired++) {
      if (fired > 10_000) throw new Error('alarms that lead to no other moment');
      const [first] = pending();
      if (!first || first.at > to) break;
      if (first.at > clock) clock = first.at;
      first.fire(clock);
    }
    if (to > clock) clock = to;
  }

  return {
    context,
    messages,
    events,
    counted,
    now: () => clock,
    aggregate,
    task: (taskId: string) => aggregate(taskId).task,
    all: () => [...aggregates.values()],
    ladders: () => ladders.map(({ obligationId, due, wakeAt }) => ({ obligationId, due, wakeAt })),
    advance,
    deliver,
    /** Moves the clock to a wall time of the deployment's zone. */
    advanceTo: (date: LocalDate, time = '09:00') => advance(instantAt(calendar, date, time)),
    advanceWorkingDays: (days: number, time = '09:00') =>
      advance(instantAt(calendar, addWorkingDays(calendar, localDateOf(calendar, clock), days), time)),
    /** Time passes and nothing fires, as when the engines are down. */
    outage: (to: Instant): void => {
      clock = to;
    },
    /** Registers a line of a directive now and answers the ids of the tasks it became. */
    assign(input: NewTask, how: Partial<Assignment> = {}): string[] {
      const command = commandOf('usr_VPTU_officer', clock, undefined);
      const full = { assignerUnitId: 'unt_TT', code: '1', headOf, pointer: '', position: 0, ...how };
      const changes = sure(() => assign(context, command, input, full));
      for (const change of changes) commit(null, change, command);
      const parent = how.parent && aggregate(how.parent.id);
      if (parent)
        commit(
          parent,
          sure(() =>
            cascaded(
              parent,
              command,
              changes.map((change) => change.task),
            ),
          ),
          command,
        );
      return changes.map((change) => change.task.id);
    },
    /** One unit takes the place of another in a task. */
    succeed(taskId: string, from: string, to: string): void {
      const before = aggregate(taskId);
      const input = { successionId: `suc_${from}`, from, to, reason: 'Sắp xếp bộ máy' };
      const command = commandOf('usr_admin', clock, input);
      const change = sure(() => succeed(before, command, context));
      if (!change) throw new RangeError(`${from} has no part in ${taskId}`);
      commit(before, change, command);
    },
    /** The mail of a ledger row comes back: the address is marked, and the matter hears of it. */
    bounce(row: Message): void {
      for (const [unitId, members] of staff)
        staff.set(
          unitId,
          members.map((each) => (each.userId === row.personId ? { ...each, unreachable: 'bounced' } : each)),
        );
      const before = aggregate(row.taskId);
      const command = commandOf(undefined, clock, { row });
      const change = sure(() => undelivered(before, command, context));
      if (change) commit(before, change, command);
    },
    /** One action by one person now: authorised, decided, committed. */
    act<Input>(userId: string, taskId: string, deed: Deed<Input>, input: Input): Aggregate {
      const before = aggregate(taskId);
      const holder = () => deed.holder?.(before, input);
      const { unitId } = authorise(directory, principalFrom(staff, userId), deed.action, before.task, holder);
      const command = commandOf(userId, clock, input);
      command.actor = { ...command.actor, ...(unitId && { unitId }) };
      commit(
        before,
        sure(() => {
          const decided = deed.decide(before, command, { ...context, children: childrenOf(taskId) });
          return withUpdates(before, command, context, decided);
        }),
        command,
      );
      return aggregate(taskId);
    },
  };
}

export type Play = ReturnType<typeof createPlay>;
