import type { Obligation } from '../domain/obligation.ts';
import { obligation as obligationSchema } from '../domain/obligation.ts';
import type { ObligationKind } from '../domain/policy-model.ts';
import type { Task, TaskStatus } from '../domain/task.ts';
import { task as taskSchema } from '../domain/task.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from './client.ts';
import { isOpen } from './items.ts';
import { first, last, noDue, partitions, shards } from './keys.ts';
import { visible } from './marks.ts';
import { type Lane, mergePage, type Page, type Position } from './merge.ts';
import type { Raw } from './reads.ts';
import { getTasks } from './tasks.ts';

/** From this many units on it is cheaper to read everything in order and leave out the others. */
const manyUnits = 50;

/** `former`: led it before it was given to another. */
export type TaskRole = 'lead' | 'coordinating' | 'monitor' | 'former';
export type TaskScope =
  | { of: 'everything' }
  /** Tasks in which one of the units has one of the roles. */
  | { of: 'units'; unitIds: readonly string[]; roles: readonly TaskRole[] }
  /** A collective task stands for its children here. */
  | { of: 'directive'; directiveId: string }
  /** Tasks that no directive carries and that stand under no other. */
  | { of: 'alone' }
  /** The children of a task. */
  | { of: 'parent'; taskId: string }
  /** The occurrences of recurring work. */
  | { of: 'series'; seriesId: string };

/** Due bounds leave out what has no due date. `dueAfter` is included, `dueBefore` is not. */
type DueBounds = { dueAfter?: Instant | undefined; dueBefore?: Instant | undefined };
type Paging = { limit: number; position?: Position | undefined };

export type TaskFilter = DueBounds & {
  statuses?: readonly TaskStatus[] | undefined;
  field?: string | undefined;
  directiveId?: string | undefined;
  updatedSince?: Instant | undefined;
  /** For what is derived and not stored, such as timing, or what the reader may see. */
  where?: ((task: Task) => boolean) | undefined;
};

/** Tasks by due moment, those without one last, then by id. */
export async function listTasks(
  store: Store,
  scope: TaskScope,
  filter: TaskFilter,
  paging: Paging,
): Promise<Page<Task>> {
  const { statuses, field, directiveId, updatedSince, where } = filter;
  return mergePage(store, taskLanes(store, scope, statuses), {
    ...paging,
    ...bounds(filter),
    where: (task) =>
      inScope(scope, task) &&
      (!statuses || statuses.includes(task.status)) &&
      (field === undefined || task.field === field) &&
      (directiveId === undefined || task.directive?.id === directiveId) &&
      (updatedSince === undefined || task.updatedAt >= updatedSince) &&
      (!where || where(task)),
  });
}

function taskLanes(store: Store, scope: TaskScope, statuses: TaskFilter['statuses']): Lane<Task>[] {
  const open = [true, false].filter(
    (each) => !statuses || statuses.some((status) => isOpen({ status }) === each),
  );
  const read = (raw: Raw[]) =>
    visible(
      store,
      raw.map((item) => taskSchema.parse(item)),
    );
  const pointed = async (raw: Raw[]) => {
    const ids = raw.map((item) => String(item.taskId));
    const tasks = await getTasks(store, ids);
    return ids.map((id) => tasks.get(id));
  };
  if (scope.of === 'directive') return [{ index: 'gsi2', pk: partitions.directive(scope.directiveId), read }];
  if (scope.of === 'alone')
    return shards.map((shard): Lane<Task> => ({ index: 'gsi2', pk: partitions.alone(shard), read }));
  if (scope.of === 'parent') return [{ index: 'gsi2', pk: partitions.parent(scope.taskId), read }];
  if (scope.of === 'series') return [{ index: 'gsi1', pk: partitions.series(scope.seriesId), read: pointed }];
  if (scope.of === 'everything' || new Set(scope.unitIds).size > manyUnits) {
    return open.flatMap((each) =>
      shards.map((shard): Lane<Task> => ({ index: 'gsi3', pk: partitions.tasks(each, shard), read })),
    );
  }
  return [...new Set(scope.unitIds)].flatMap((unitId) =>
    scope.roles.flatMap((role) =>
      open.map(
        (each): Lane<Task> =>
          role === 'lead'
            ? { index: 'gsi1', pk: partitions.lead(unitId, each), read }
            : { index: 'gsi1', pk: partitions.participant(role, unitId, each), read: pointed },
      ),
    ),
  );
}

/** Also asked where the index has answered already: it follows the table with a delay, and shards hold everybody's. */
function inScope(scope: TaskScope, task: Task): boolean {
  if (scope.of !== 'units') return true;
  const ids = idSet(scope.unitIds);
  return scope.roles.some((role) => {
    if (role === 'lead') return ids.has(task.leadUnitId);
    if (role === 'former') return task.formerLeads.some(({ unitId }) => ids.has(unitId));
    if (role === 'monitor') return task.monitorUnitId !== undefined && ids.has(task.monitorUnitId);
    return task.coordinatingUnitIds.some((id) => ids.has(id));
  });
}

export type ObligationFilter = DueBounds & {
  kinds?: readonly ObligationKind[] | undefined;
  /** Only what was due at this moment or before. */
  overdueAt?: Instant | undefined;
  where?: ((obligation: Obligation) => boolean) | undefined;
};

/** Open obligations held by the units, or by anybody, in the order in which they fall due. */
export async function listObligations(
  store: Store,
  holders: readonly string[] | 'everybody',
  filter: ObligationFilter,
  paging: Paging,
): Promise<Page<Obligation>> {
  if (holders === 'everybody') return listAllObligations(store, filter, paging);
  const ids = idSet(holders);
  const { where } = filter;
  const held: ObligationFilter = {
    ...filter,
    where: (each) => ids.has(each.holderUnitId) && (!where || where(each)),
  };
  if (ids.size > manyUnits) return listAllObligations(store, held, paging);
  const lanes = [...ids].map((unitId) => ({ index: 'gsi1' as const, pk: partitions.holder(unitId) }));
  return pageOfObligations(store, lanes, held, paging);
}

/** Those of everybody; apart from the others, since who only asks for these needs a permission for one index. */
export async function listAllObligations(
  store: Store,
  filter: ObligationFilter,
  paging: Paging,
): Promise<Page<Obligation>> {
  const lanes = shards.map((shard) => ({ index: 'gsi3' as const, pk: partitions.obligations(shard) }));
  return pageOfObligations(store, lanes, filter, paging);
}

function pageOfObligations(
  store: Store,
  lanes: readonly Pick<Lane<Obligation>, 'index' | 'pk'>[],
  filter: ObligationFilter,
  paging: Paging,
): Promise<Page<Obligation>> {
  const { kinds, overdueAt, where } = filter;
  const read = (raw: Raw[]) =>
    visible(
      store,
      raw.map((item) => obligationSchema.parse(item)),
    );
  return mergePage(
    store,
    lanes.map((lane) => ({ ...lane, read })),
    {
      ...paging,
      ...bounds(filter),
      where: (obligation) =>
        (!kinds || kinds.includes(obligation.kind)) &&
        (overdueAt === undefined || (obligation.due !== undefined && obligation.due.at <= overdueAt)) &&
        (!where || where(obligation)),
    },
  );
}

/** Sort keys are `{moment}#{id}`, so a bare moment is below everything that is due at it. */
function bounds({ dueAfter, dueBefore, overdueAt }: DueBounds & { overdueAt?: Instant | undefined }) {
  const upper = [dueBefore, overdueAt && overdueAt + last, dueAfter && noDue].filter(
    (each) => each !== undefined,
  );
  return { from: dueAfter ?? first, to: upper.sort()[0] ?? last };
}

const idSets = new WeakMap<readonly string[], ReadonlySet<string>>();
function idSet(ids: readonly string[]): ReadonlySet<string> {
  const set = idSets.get(ids) ?? new Set(ids);
  idSets.set(ids, set);
  return set;
}
