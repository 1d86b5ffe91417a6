import type { Principal } from '../domain/permissions.ts';
import type { Instant } from '../domain/time.ts';
import { appendAccess } from '../store/access.ts';
import { loadDirectory } from '../store/directory.ts';
import type { World } from './world.ts';

export type Looked = { id: string; requestId: string; method: string; route: string; ids: string[] };

/**
 * Puts on record what an inspector is about to be shown, before it is shown: without the record there is no answer.
 * For everybody else it costs nothing but a look at the directory in memory.
 */
export async function recordAccess(
  world: World,
  principal: Principal,
  at: Instant,
  looked: Looked,
): Promise<void> {
  if (principal.memberships.length === 0) return;
  const { units } = await loadDirectory(world.store, at);
  const through = principal.memberships.find(({ unitId }) => units.get(unitId)?.kind === 'inspector');
  if (!through) return;
  await appendAccess(world.store, { ...looked, at, userId: principal.userId, unitId: through.unitId });
}
