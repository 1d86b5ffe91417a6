import { type Staff, unitsToAsk } from '../domain/addressees.ts';
import { authoriseAdministration } from '../domain/administration.ts';
import { localDateOf } from '../domain/calendar.ts';
import type { Aggregate, Command } from '../domain/change.ts';
import { assignerSideOf, type Context } from '../domain/decide/context.ts';
import { succeed } from '../domain/decide/succeed.ts';
import type { Directory } from '../domain/directory.ts';
import { idFrom } from '../domain/ids.ts';
import type { Principal } from '../domain/permissions.ts';
import { Refusal } from '../domain/refusal.ts';
import { heirOf, nextUnitChange, orderedSuccession, type SuccessionInput } from '../domain/succession.ts';
import type { Succession } from '../domain/succession-model.ts';
import type { Task } from '../domain/task.ts';
import type { Instant } from '../domain/time.ts';
import type { Member, Unit } from '../domain/unit.ts';
import { loadDirectory, membersOf } from '../store/directory.ts';
import { AlreadyDone } from '../store/errors.ts';
import type { StoredAnswer } from '../store/idempotency.ts';
import { putMember } from '../store/members.ts';
import { inParallel } from '../store/reads.ts';
import { putSuccession, successionItem, successions, tasksOfUnit } from '../store/successions.ts';
import { commit, loadTask } from '../store/tasks.ts';
import { createUnits, patchUnit } from '../store/units.ts';
import { type ActOptions, recordOf, replayOf, untilCommitted } from './act.ts';
import { loadContext } from './context.ts';
import type { World } from './world.ts';

/** How many tasks the request itself moves; the daily run goes on from there. */
const mostInRequest = 500;
/** Another container may still assign to the unit by what it read a minute ago. */
const settledMs = 2 * 60_000;

/** What a unit owes and has, and who would take each piece over. */
export type Estate = {
  succession: Succession;
  newUnits: Unit[];
  tasks: { aggregate: Aggregate; heirId: string | undefined }[];
  members: Member[];
  children: Unit[];
};

async function openTasksOf(world: World, unitId: string): Promise<Aggregate[]> {
  const loaded = await inParallel(await tasksOfUnit(world.store, unitId), (id) => loadTask(world.store, id));
  return loaded.filter((each) => each !== undefined).filter((each) => !each.task.closedAt);
}

/**
 * The pre-check: what the unit owes, and where it would go. Changes nothing.
 * @throws Refusal `forbidden`, `unit_not_found`, `succession_planned`, and those of orderedSuccession
 */
export async function previewSuccession(
  world: World,
  principal: Principal,
  command: Command<SuccessionInput>,
  unitId: string,
): Promise<Estate> {
  authoriseAdministration(principal);
  const { at, input, id } = command;
  const directory = await loadDirectory(world.store, at, { fresh: true });
  const unit = directory.units.get(unitId);
  if (!unit) throw new Refusal('unit_not_found', { unitId });
  const [known, tasks, members] = await Promise.all([
    successions(world.store),
    openTasksOf(world, unitId),
    membersOf(world.store, [unitId], at),
  ]);
  if (known.some((each) => each.unitId === unitId && each.state === 'planned'))
    throw new Refusal('succession_planned', { code: unit.code });
  const children = [...directory.units.values()].filter(
    (each) => each.parentId === unitId && each.heirId === undefined,
  );
  const seed = `${principal.userId}/${id}`;
  const ordered = orderedSuccession(directory, unit, input, {
    ...{ id: idFrom('suc', at, seed), at, byUserId: principal.userId },
    newUnitId: (i) => idFrom('unt', at, `${seed}/${i}`),
    owes: tasks.length + children.length > 0,
  });
  return {
    ...ordered,
    tasks: tasks.map((aggregate) => ({ aggregate, heirId: heirOf(ordered.succession, aggregate.task) })),
    members: members.get(unitId) ?? [],
    children,
  };
}

export type Ordered = { succession: Succession; unit: Unit; directory: Directory; replay?: StoredAnswer };

/**
 * Orders a succession. What falls due today or is past is carried out at once, as far as one request reaches; the rest, and
 * what is still to come, by the daily run.
 * @throws Refusal as {@link previewSuccession}, and `unit_code_taken`
 */
export async function orderSuccession(
  world: World,
  principal: Principal,
  command: Command<SuccessionInput>,
  unitId: string,
  options: ActOptions<Ordered>,
): Promise<Ordered> {
  const { at } = command;
  const ordered = await untilCommitted(world, async (): Promise<Ordered> => {
    const estate = await previewSuccession(world, principal, command, unitId);
    const directory = await loadDirectory(world.store, at);
    const { calendar } = await loadContext(world, at);
    const state = estate.succession.on <= localDateOf(calendar, at) ? 'underway' : 'planned';
    const succession: Succession = { ...estate.succession, state };
    const units = new Map([...directory.units, ...estate.newUnits.map((each) => [each.id, each] as const)]);
    const unit = units.get(unitId);
    if (!unit) throw new Refusal('unit_not_found', { unitId });
    const result: Ordered = { succession, unit, directory: { ...directory, units } };
    const idempotency = recordOf(options, result);
    try {
      await createUnits(world.store, estate.newUnits, {
        at,
        ...(idempotency && { idempotency }),
        extra: [successionItem(succession)],
      });
      return result;
    } catch (error) {
      if (!(error instanceof AlreadyDone)) throw error;
      return { ...result, replay: await replayOf(world, options, at, error) };
    }
  });
  if (!ordered.replay && ordered.succession.state === 'underway')
    await runSuccession(world, at, ordered.succession, mostInRequest);
  return ordered;
}

/** The succession of a unit that was ordered last. @throws Refusal `succession_not_found` */
export async function latestSuccession(world: World, unitId: string): Promise<Succession> {
  const latest = (await successions(world.store))
    .filter((each) => each.unitId === unitId)
    .sort((a, b) => (a.orderedAt < b.orderedAt ? 1 : -1))[0];
  if (!latest) throw new Refusal('succession_not_found', { unitId });
  return latest;
}

/**
 * Carries a succession out: first the tree, then the people, then one commit per task. Repeating it goes on where it stopped,
 * since each step is found by looking at what still stands in the old order.
 */
export async function runSuccession(
  world: World,
  at: Instant,
  succession: Succession,
  most = Number.POSITIVE_INFINITY,
): Promise<{ moved: number; complete: boolean }> {
  await reorder(world, at, succession);
  const [heirId] = succession.heirIds;
  if (heirId && succession.moveMembers) await moveMembers(world, at, succession.unitId, heirId);
  const { moved, complete } = heirId
    ? await moveTasks(world, at, succession, most)
    : { moved: 0, complete: true };
  const settled = Date.parse(at) - Date.parse(succession.orderedAt) >= settledMs;
  const state = complete && (settled || !heirId) ? 'done' : 'underway';
  if (state !== succession.state) await putSuccession(world.store, { ...succession, state });
  if (moved > 0) world.log.metric('TasksSucceeded', moved);
  return { moved, complete };
}

async function reorder(world: World, at: Instant, succession: Succession): Promise<void> {
  const step = () =>
    untilCommitted(world, async () => {
      const directory = await loadDirectory(world.store, at, { fresh: true });
      const next = nextUnitChange(directory, succession);
      if (next) await patchUnit(world.store, next.before, next.after, { at });
      return next !== undefined;
    });
  while (await step());
}

/** Everybody gets the same place with the heir; where that has a head, another one becomes a deputy. Old places stay on record. */
async function moveMembers(world: World, at: Instant, from: string, to: string): Promise<void> {
  await untilCommitted(world, async () => {
    const members = await membersOf(world.store, [from, to], at);
    const there = [...(members.get(to) ?? [])];
    for (const { substitute: _, ...member } of members.get(from) ?? []) {
      if (there.some((each) => each.userId === member.userId)) continue;
      const headed = there.some((each) => each.roles.includes('head'));
      const roles = member.roles.map((role) => (role === 'head' && headed ? ('deputy' as const) : role));
      const place: Member = { ...member, unitId: to, roles: [...new Set(roles)], version: 1 };
      await putMember(world.store, null, place);
      there.push(place);
    }
  });
}

async function moveTasks(
  world: World,
  at: Instant,
  succession: Succession,
  most: number,
): Promise<{ moved: number; complete: boolean }> {
  const ids = await tasksOfUnit(world.store, succession.unitId);
  let moved = 0;
  let examined = 0;
  const width = 50;
  while (examined < ids.length && moved < most) {
    const batch = ids.slice(examined, examined + width);
    const done = await inParallel(batch, (id) => moveTask(world, at, succession, id));
    moved += done.filter(Boolean).length;
    examined += batch.length;
  }
  return { moved, complete: examined >= ids.length };
}

async function moveTask(world: World, at: Instant, succession: Succession, id: string): Promise<boolean> {
  const before = await loadTask(world.store, id);
  const to = before && heirOf(succession, before.task);
  if (!before || !to) return false;
  // A collective task names the leads of its children.
  if (before.task.parentId) await handOver(world, at, succession, before.task.parentId, to);
  return handOver(world, at, succession, id, to);
}

async function handOver(
  world: World,
  at: Instant,
  { id: successionId, unitId: from, reason, byUserId }: Succession,
  taskId: string,
  to: string,
): Promise<boolean> {
  const actor = { kind: 'user' as const, userId: byUserId };
  const command = { actor, at, id: successionId, input: { successionId, from, to, reason } };
  return untilCommitted(world, async () => {
    const [before, context] = await Promise.all([loadTask(world.store, taskId), loadContext(world, at)]);
    if (!before) return false;
    const staff = await staffAfter(world, context, before.task, to, at);
    const change = succeed(before, command, { ...context, staff });
    if (!change) return false;
    await commit(world.store, { before, change, command });
    return true;
  });
}

/** The people of the heir, and of whoever judges what the heir must not judge itself. */
function staffAfter(world: World, context: Context, task: Task, to: string, at: Instant): Promise<Staff> {
  const date = localDateOf(context.calendar, at);
  const holders = [to, assignerSideOf(context, { ...task, leadUnitId: to }, at)];
  const units = holders.flatMap((holderUnitId) =>
    unitsToAsk(context.directory, { task, holderUnitId }, date),
  );
  return membersOf(world.store, units, at);
}

/** The daily run: successions whose day has come, and those that are not yet at their end. */
export async function finishSuccessions(world: World, at: Instant): Promise<number> {
  const { calendar } = await loadContext(world, at);
  const today = localDateOf(calendar, at);
  let moved = 0;
  for (const each of await successions(world.store))
    if (each.state !== 'done' && each.on <= today) moved += (await runSuccession(world, at, each)).moved;
  return moved;
}
