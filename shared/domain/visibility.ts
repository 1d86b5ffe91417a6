import { administers } from './administration.ts';
import { type Directory, subtreeOf, watchedBy } from './directory.ts';
import type { Principal } from './permissions.ts';
import { Refusal } from './refusal.ts';

/**
 * The units among whose work a person may have something to see: a bound for lists, within which every item is still judged
 * by `mayRead`. Everything for administrators and for bodies that watch the whole; the own subtrees otherwise.
 */
export function unitsInSight(directory: Directory, principal: Principal): 'everything' | string[] {
  if (administers(principal)) return 'everything';
  const ids = new Set<string>();
  for (const { unitId } of principal.memberships) {
    const unit = directory.units.get(unitId);
    if (!unit) continue;
    const scope = watchedBy(unit);
    if ('everything' in scope) return 'everything';
    ids.add(unit.id);
    for (const below of subtreeOf(directory, scope.rootId)) ids.add(below.id);
  }
  return [...ids];
}

/** A unit and everything below it. @throws Refusal `unit_unknown` */
export function subtreeIds(directory: Directory, unitId: string): string[] {
  if (!directory.units.has(unitId))
    throw new Refusal('unit_unknown', { unitId }, [
      { pointer: '?unitId', code: 'unit_unknown', params: { unitId } },
    ]);
  return subtreeOf(directory, unitId).map((unit) => unit.id);
}
