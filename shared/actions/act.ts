import type { Staff } from '../domain/addressees.ts';
import { applyChange } from '../domain/apply.ts';
import type { Aggregate, Change, Command } from '../domain/change.ts';
import type { Context } from '../domain/decide/context.ts';
import { withUpdates } from '../domain/decide/rhythm.ts';
import { authorise, type Principal, type TaskAction } from '../domain/permissions.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Task } from '../domain/task.ts';
import { childrenOf } from '../store/children.ts';
import { AlreadyDone, CommitConflict } from '../store/errors.ts';
import { findRecord, type IdempotencyRecord, type StoredAnswer } from '../store/idempotency.ts';
import { commit, loadTask } from '../store/tasks.ts';
import { loadContext } from './context.ts';
import type { World } from './world.ts';

/** An answer as it goes out and as the idempotency record keeps it. */
export type Answer = { status: number; headers: Record<string, string>; body: string };

/** What the edge asks of an action beside the command. */
export type ActOptions<R> = {
  /** Versions that If-Match allows; absent: any. */
  ifMatch?: number[];
  /** Stored in the action's own commit together with `answer(result)`. */
  idempotency?: { userId: string; route: string; key: string; fingerprint: string };
  answer: (result: R) => Answer;
};

export type Acted = { aggregate: Aggregate; context: Context; replay?: StoredAnswer };

/** `children` are there for deeds that ask for them. */
export type DeedContext = Context & { staff: Staff; children: Task[] };

/** A task action: the permission it needs, the members it must know, and its pure decision. */
export type Deed<Input> = {
  action: TaskAction;
  decide: (aggregate: Aggregate, command: Command<Input>, context: DeedContext) => Change;
  /** Whether the decision depends on how the tasks under this one stand. */
  withChildren?: true;
  /** Who holds the duty that the action answers, where that gives the right to it. @throws Refusal when there is no such duty */
  holder?: (aggregate: Aggregate, input: Input) => string | undefined;
  staff?: (world: World, aggregate: Aggregate, command: Command<Input>, context: Context) => Promise<Staff>;
};

/** A conflict means that an alarm or another person was first; four tries outlast every burst seen in the simulation. */
const tries = 4;

/** Runs `once` until it is not overtaken by another commit. @throws CommitConflict after the last try */
export async function untilCommitted<T>(world: Pick<World, 'log'>, once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once();
    } catch (error) {
      if (!(error instanceof CommitConflict) || attempt === tries) throw error;
      world.log.metric('CommitConflicts', 1);
    }
  }
}

/** The record to commit with a change, or nothing when the request carries no key. */
export function recordOf<R>(options: ActOptions<R>, result: R): IdempotencyRecord | undefined {
  const answer = options.answer(result);
  return options.idempotency && { ...options.idempotency, ...answer };
}

/** The stored answer to a request that was already carried out under its key. @throws Refusal `idempotency_key_reused` */
export async function replayOf<R>(
  world: World,
  options: ActOptions<R>,
  at: string,
  error: unknown,
): Promise<StoredAnswer> {
  const stored = options.idempotency && (await findRecord(world.store, options.idempotency, at));
  if (!stored) throw error;
  if (stored.fingerprint !== options.idempotency?.fingerprint) throw new Refusal('idempotency_key_reused');
  return stored;
}

/** @throws Refusal `version_mismatch` unless If-Match names the version */
export function checkVersion(options: { ifMatch?: number[] }, version: number): void {
  if (options.ifMatch && !options.ifMatch.includes(version))
    throw new Refusal('version_mismatch', { version });
}

/**
 * One action on one task: load, authorise, decide, commit. Nothing else happens in the request; schedules and mails
 * follow from the table.
 * @throws Refusal `task_not_found`, `forbidden`, `own_work`, `wrong_state`, `version_mismatch`, and the decision's own
 */
export async function act<Input>(
  world: World,
  principal: Principal,
  command: Command<Input>,
  taskId: string,
  deed: Deed<Input>,
  options: ActOptions<Acted>,
): Promise<Acted> {
  return untilCommitted(world, async () => {
    const [before, context] = await Promise.all([
      loadTask(world.store, taskId),
      loadContext(world, command.at),
    ]);
    if (!before) throw new Refusal('task_not_found', { taskId });
    const holderOf = () => deed.holder?.(before, command.input);
    const capacity = authorise(context.directory, principal, deed.action, before.task, holderOf);
    checkVersion(options, before.task.version);
    const staff: Staff = deed.staff ? await deed.staff(world, before, command, context) : new Map();
    const signed = { ...command, actor: { ...command.actor, ...capacity } };
    const children = deed.withChildren ? await childrenOf(world.store, before.task) : [];
    const decided = deed.decide(before, signed, { ...context, staff, children });
    const change = withUpdates(before, signed, context, decided);
    const result: Acted = { aggregate: applyChange(before, change), context };
    const record = recordOf(options, result);
    try {
      await commit(world.store, { before, change, command: signed, ...(record && { idempotency: record }) });
      return result;
    } catch (error) {
      if (!(error instanceof AlreadyDone)) throw error;
      return { ...result, replay: await replayOf(world, options, command.at, error) };
    }
  });
}
