import type { Change, Command } from '../domain/change.ts';
import { cancelWithParent, rollUp as decide } from '../domain/decide/cascade.ts';
import type { Task } from '../domain/task.ts';
import type { Instant } from '../domain/time.ts';
import { childrenOf } from '../store/children.ts';
import { commit, loadTask } from '../store/tasks.ts';
import { untilCommitted } from './act.ts';
import { loadContext } from './context.ts';
import type { World } from './world.ts';

const bySystem = <Input>(at: Instant, id: string, input: Input): Command<Input> => ({
  actor: { kind: 'system' },
  ...{ at, id, input },
});

/** Completes a collective task if its last child is closed. May be repeated, and asked for by several children at once. */
export async function rollUp(world: World, parentId: string, at: Instant): Promise<void> {
  await untilCommitted(world, async () => {
    const before = await loadTask(world.store, parentId);
    if (!before?.task.collective) return;
    const [context, children] = await Promise.all([
      loadContext(world, at),
      childrenOf(world.store, before.task),
    ]);
    const command = bySystem(at, `roll-up/${parentId}/${before.task.chain.seq}`, undefined);
    const change = decide(before, command, context, children);
    if (change) await commit(world.store, { before, change, command });
  });
}

/** Calls off, one by one, what was cascaded from a task that was called off. Stopped half-way, it goes on where it was. */
export async function cancelChildren(world: World, parent: Task, at: Instant): Promise<void> {
  const input = { parentId: parent.id, code: parent.code };
  for (const { id } of await childrenOf(world.store, parent)) {
    const command = bySystem(at, `cancel/${parent.id}`, input);
    await untilCommitted(world, async () => {
      const before = await loadTask(world.store, id);
      const change: Change | undefined = before && cancelWithParent(before, command);
      if (before && change) await commit(world.store, { before, change, command });
    });
  }
}
