import type { Command } from '../domain/change.ts';
import { rollUp as decideRollUp } from '../domain/decide/cascade.ts';
import { alignWithParent, stepMissed } from '../domain/decide/follow.ts';
import type { Instant } from '../domain/time.ts';
import { childrenOf } from '../store/children.ts';
import { commit, loadTask } from '../store/tasks.ts';
import { untilCommitted } from './act.ts';
import { loadContext } from './context.ts';
import type { World } from './world.ts';

const bySystem = (at: Instant, id: string): Command => ({
  actor: { kind: 'system' },
  ...{ at, id, input: undefined },
});

/** Completes a collective task if its last child is closed. May be repeated, and asked for by several children at once. */
export async function rollUp(world: World, parentId: string, at: Instant): Promise<boolean> {
  return untilCommitted(world, async () => {
    const before = await loadTask(world.store, parentId);
    if (!before?.task.collective) return false;
    const [context, children] = await Promise.all([
      loadContext(world, at),
      childrenOf(world.store, before.task),
    ]);
    const command = bySystem(at, `roll-up/${parentId}/${before.task.chain.seq}`);
    const change = decideRollUp(before, command, context, children);
    if (change) await commit(world.store, { before, change, command });
    return change !== undefined;
  });
}

/** Brings the tasks under a task in step with it, one by one. Stopped half-way or repeated, it goes on where it was. */
export async function alignChildren(world: World, parentId: string, at: Instant): Promise<number> {
  const above = await loadTask(world.store, parentId);
  if (!above) return 0;
  const parent = above.task;
  const context = await loadContext(world, at);
  const command = bySystem(at, `with-parent/${parentId}/${parent.chain.seq}`);
  let aligned = 0;
  for (const child of await childrenOf(world.store, parent)) {
    if (!stepMissed(parent, child)) continue;
    await untilCommitted(world, async () => {
      const before = await loadTask(world.store, child.id);
      const change = before && alignWithParent(before, parent, command, context);
      if (before && change) await commit(world.store, { before, change, command });
    });
    aligned++;
  }
  return aligned;
}
