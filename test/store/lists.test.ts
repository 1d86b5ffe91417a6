import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Task, TaskStatus } from '../../shared/domain/task.ts';
import { create } from '../../shared/store/create.ts';
import {
  listObligations,
  listTasks,
  type ObligationFilter,
  type TaskFilter,
  type TaskRole,
  type TaskScope,
} from '../../shared/store/lists.ts';
import type { Page, Position } from '../../shared/store/merge.ts';
import { commit, loadTask } from '../../shared/store/tasks.ts';
import { callsOf } from '../support/faults.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';
import { aChange, anObligation, aTask, command } from './samples.ts';

const units = ['unt_a', 'unt_b', 'unt_c', 'unt_d'];
const days = ['2026-11-30', '2026-12-01', '2026-12-15'];
const dues = [...days.map((day) => `${day}T17:00:00.000Z`), null];
const statuses: TaskStatus[] = ['assigned', 'in_progress', 'completed', 'cancelled'];
const fields = ['đất đai', 'tổ chức'];

const aTaskLike = fc.record({
  leadUnitId: fc.constantFrom(...units),
  coordinatingUnitIds: fc.subarray(units),
  monitorUnitId: fc.option(fc.constantFrom(...units), { nil: undefined }),
  due: fc.constantFrom(...dues),
  status: fc.constantFrom(...statuses),
  field: fc.option(fc.constantFrom(...fields), { nil: undefined }),
  updatedAt: fc.constantFrom('2026-11-23T01:00:00.000Z', '2026-11-24T01:00:00.000Z'),
  place: fc.constantFrom('directive', 'parent', 'none'),
});
type TaskLike = typeof aTaskLike extends fc.Arbitrary<infer T> ? T : never;

const aDueFilter = {
  dueAfter: fc.option(fc.constantFrom(...dues.filter((each) => each !== null)), { nil: undefined }),
  dueBefore: fc.option(fc.constantFrom(...dues.filter((each) => each !== null)), { nil: undefined }),
};
const aScope: fc.Arbitrary<TaskScope> = fc.oneof(
  fc.constant({ of: 'everything' } as const),
  fc.constant({ of: 'directive', directiveId: 'dir_x' } as const),
  fc.constant({ of: 'parent', taskId: 'tsk_parent' } as const),
  fc.record({
    of: fc.constant('units' as const),
    // Beyond fifty units the everything-index is read instead: the answer must be the same.
    unitIds: fc
      .tuple(fc.subarray(units, { minLength: 1 }), fc.boolean())
      .map(([ids, many]) =>
        many ? [...ids, ...Array.from({ length: 60 }, (_, i) => `unt_other${i}`)] : ids,
      ),
    roles: fc.subarray<TaskRole>(['lead', 'coordinating', 'monitor'], { minLength: 1 }),
  }),
);
const aTaskQuery = fc.record({
  scope: aScope,
  limit: fc.integer({ min: 1, max: 12 }),
  filter: fc.record({
    ...aDueFilter,
    statuses: fc.option(fc.subarray(statuses), { nil: undefined }),
    field: fc.option(fc.constantFrom(...fields), { nil: undefined }),
    directiveId: fc.option(fc.constant('dir_x'), { nil: undefined }),
    updatedSince: fc.option(fc.constant('2026-11-24T00:00:00.000Z'), { nil: undefined }),
  }),
});

const dueOf = (task: Task) => task.deadline.current?.dueAt;
const inOrder =
  <T extends { id: string }>(due: (each: T) => string | undefined) =>
  (a: T, b: T) =>
    `${due(a) ?? '9999'}#${a.id}` < `${due(b) ?? '9999'}#${b.id}` ? -1 : 1;

function isAsked(task: Task, scope: TaskScope, filter: TaskFilter): boolean {
  const due = dueOf(task);
  if (scope.of === 'directive' && (task.parentId || task.directive?.id !== scope.directiveId)) return false;
  if (scope.of === 'parent' && task.parentId !== scope.taskId) return false;
  if (scope.of === 'units') {
    const of: Record<TaskRole, string[]> = {
      lead: [task.leadUnitId],
      former: task.formerLeads.map(({ unitId }) => unitId),
      coordinating: task.coordinatingUnitIds,
      monitor: task.monitorUnitId ? [task.monitorUnitId] : [],
    };
    if (!scope.roles.some((role) => of[role].some((id) => scope.unitIds.includes(id)))) return false;
  }
  if (filter.statuses && !filter.statuses.includes(task.status)) return false;
  if (filter.field && task.field !== filter.field) return false;
  if (filter.directiveId && task.directive?.id !== filter.directiveId) return false;
  if (filter.updatedSince && task.updatedAt < filter.updatedSince) return false;
  if (filter.dueAfter && !(due && due >= filter.dueAfter)) return false;
  return !(filter.dueBefore && !(due && due < filter.dueBefore));
}

/** All pages, with what happens between them, checking that each keeps its limit and only the last is short. */
async function allPages<T>(
  page: (position: Position | undefined) => Promise<Page<T>>,
  limit: number,
  between: () => Promise<void> = async () => {},
): Promise<T[]> {
  const all: T[] = [];
  let position: Position | undefined;
  do {
    const { items, next } = await page(position);
    expect(items.length).toBeLessThanOrEqual(limit);
    if (next) expect(items.length).toBe(limit);
    all.push(...items);
    position = next;
    await between();
  } while (position);
  return all;
}

describe('lists', () => {
  let engine: TestStore;
  const tasks: Task[] = [];
  let count = 0;

  function taskOf({ due, place, ...like }: TaskLike): Task {
    const directive = { id: 'dir_x', number: '1', issuedOn: '2026-11-20', title: 'x' };
    return aTask(
      `tsk_${String(count++).padStart(4, '0')}`,
      {
        ...like,
        ...(place !== 'none' && { directive }),
        ...(place === 'parent' && { parentId: 'tsk_parent' }),
      },
      due,
    );
  }
  async function store(all: Task[]) {
    const changes = all.map((task) => aChange(task, { obligations: obligationsOf(task) }));
    const result = await create(engine.store, { changes, command: command(`store-${count}`) });
    tasks.push(...result.map((each) => each.task));
  }
  const obligationsOf = (task: Task) =>
    task.status === 'completed' || task.status === 'cancelled'
      ? [anObligation(`obl_${task.id}`, task.id, { state: 'closed', holderUnitId: task.leadUnitId })]
      : [
          anObligation(`obl_${task.id}`, task.id, {
            holderUnitId: task.leadUnitId,
            kind: task.status === 'assigned' ? 'accept' : 'perform',
            due: task.deadline.current && {
              date: task.deadline.current.date,
              at: task.deadline.current.dueAt,
            },
          }),
        ];

  beforeAll(async () => {
    engine = await openTestStore();
    const [sample] = fc.sample(fc.array(aTaskLike, { minLength: 90, maxLength: 90 }), {
      numRuns: 1,
      seed: 4097,
    });
    await store((sample ?? []).map(taskOf));
  });
  afterAll(() => engine?.close());

  it('of tasks say what a naive filter and sort would say, page by page', async () => {
    await fc.assert(
      fc.asyncProperty(aTaskQuery, async ({ scope, filter, limit }) => {
        const wanted = tasks.filter((task) => isAsked(task, scope, filter)).sort(inOrder(dueOf));
        const found = await allPages(
          (position) => listTasks(engine.store, scope, filter, { limit, position }),
          limit,
        );
        expect(found.map((each) => each.id)).toEqual(wanted.map((each) => each.id));
      }),
      { numRuns: 120 },
    );
  });

  it('of obligations likewise', async () => {
    const open = tasks.flatMap(obligationsOf).filter((each) => each.state === 'open');
    const query = fc.record({
      holders: fc.oneof(
        fc.constant('everybody' as const),
        fc.subarray(units, { minLength: 1 }),
        fc.subarray(units).map((ids) => [...ids, ...Array.from({ length: 60 }, (_, i) => `unt_other${i}`)]),
      ),
      limit: fc.integer({ min: 1, max: 12 }),
      filter: fc.record({
        ...aDueFilter,
        kinds: fc.option(fc.subarray(['accept', 'perform'] as const), { nil: undefined }),
        overdueAt: fc.option(fc.constantFrom(...dues.filter((each) => each !== null)), { nil: undefined }),
      }),
    });
    await fc.assert(
      fc.asyncProperty(query, async ({ holders, filter, limit }) => {
        const asked = ({ dueAfter, dueBefore, overdueAt, kinds }: ObligationFilter) =>
          open
            .filter((each) => holders === 'everybody' || holders.includes(each.holderUnitId))
            .filter((each) => !kinds || kinds.includes(each.kind))
            .filter((each) => !dueAfter || (each.due && each.due.at >= dueAfter))
            .filter((each) => !dueBefore || (each.due && each.due.at < dueBefore))
            .filter((each) => !overdueAt || (each.due && each.due.at <= overdueAt))
            .sort(inOrder((each) => each.due?.at));
        const found = await allPages(
          (position) => listObligations(engine.store, holders, filter, { limit, position }),
          limit,
        );
        expect(found.map((each) => each.id)).toEqual(asked(filter).map((each) => each.id));
      }),
      { numRuns: 80 },
    );
  });

  it('show what stays in its place exactly once while others are inserted and moved away', async () => {
    const scope = { of: 'units', unitIds: units, roles: ['lead', 'coordinating'] } as const;
    const filter = { statuses: ['assigned', 'in_progress'] } as const;
    const before = tasks.filter((task) => isAsked(task, scope, filter)).sort(inOrder(dueOf));
    const moved: string[] = [];
    const candidates = before.filter((_, i) => i % 7 === 0).map((task) => task.id);
    const [more] = fc.sample(fc.array(aTaskLike, { minLength: 40, maxLength: 40 }), { numRuns: 1, seed: 36 });
    const inserts = (more ?? []).map(taskOf);

    const found = await allPages(
      (position) => listTasks(engine.store, scope, filter, { limit: 4, position }),
      4,
      async () => {
        const [insert] = inserts.splice(0, 1);
        if (insert) await store([insert]);
        const id = candidates.pop();
        const aggregate = id && (await loadTask(engine.store, id));
        if (!aggregate) return;
        const change = aChange({ ...aggregate.task, status: 'cancelled' }, { obligations: [] });
        await commit(engine.store, { before: aggregate, change, command: command(`cancel-${id}`) });
        moved.push(id);
      },
    );
    const ids = found.map((each) => each.id);
    expect(new Set(ids).size).toBe(ids.length);
    const stayed = before.map((each) => each.id).filter((id) => !moved.includes(id));
    expect(moved.length).toBeGreaterThan(3);
    expect(ids.filter((id) => stayed.includes(id))).toEqual(stayed);
  });

  it('cost one call per partition for a page, all at once', async () => {
    const { store: fresh, client } = engine.another();
    const calls = callsOf(client);
    await listTasks(fresh, { of: 'everything' }, { statuses: ['assigned'] }, { limit: 10 });
    expect(calls).toEqual(Array.from({ length: 8 }, () => 'Query'));
    calls.length = 0;
    await listObligations(fresh, ['unt_a'], {}, { limit: 10 });
    expect(calls).toEqual(['Query']);
  });

  it('answer contradictory bounds with nothing', async () => {
    const filter = { dueAfter: '2027-01-01T00:00:00.000Z', dueBefore: '2026-01-01T00:00:00.000Z' };
    expect(await listTasks(engine.store, { of: 'everything' }, filter, { limit: 10 })).toEqual({ items: [] });
  });
});
