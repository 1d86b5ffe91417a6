import { stepMissed } from '../domain/decide/follow.ts';
import type { Instant } from '../domain/time.ts';
import { openRelatives } from '../store/children.ts';
import { shards } from '../store/keys.ts';
import { inParallel } from '../store/reads.ts';
import { getTasks } from '../store/tasks.ts';
import { alignChildren, rollUp } from './families.ts';
import type { World } from './world.ts';

/**
 * Finds what a lost record of the stream should have done between tasks and those under them: a collective task all of whose
 * children are closed and which is not, and children that are out of step with their parent. Answers how many tasks it changed.
 */
export async function mendFamilies(world: World, at: Instant): Promise<number> {
  const open = (await inParallel(shards, (shard) => openRelatives(world.store, shard))).flat();
  const known = new Map(open.map((task) => [task.id, task]));
  const above = open.flatMap(({ parentId }) => (parentId && !known.has(parentId) ? [parentId] : []));
  const parents = new Map([...known, ...(await getTasks(world.store, above))]);
  const withOpen = new Set(open.map(({ parentId }) => parentId));
  const astray = open.flatMap((child) => {
    const parent = child.parentId && parents.get(child.parentId);
    return parent && stepMissed(parent, child) ? [parent.id] : [];
  });
  let mended = 0;
  for (const id of new Set(astray)) mended += await alignChildren(world, id, at);
  for (const { id, collective } of open)
    if (collective && !withOpen.has(id) && (await rollUp(world, id, at))) mended++;
  return mended;
}
