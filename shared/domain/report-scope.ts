import { administers } from './administration.ts';
import { type Directory, subtreeOf, watchedBy } from './directory.ts';
import type { Principal } from './permissions.ts';
import { Refusal } from './refusal.ts';
import type { GroupBy } from './report.ts';
import type { Unit } from './unit.ts';
import { subtreeIds } from './visibility.ts';

/** Whose work a report counts. With `monitorUnitId` only what that unit monitors. */
export type ReportScope = {
  unit?: Unit;
  units: 'everything' | string[];
  monitorUnitId?: string;
};

function idsWatched(directory: Directory, unit: Unit): 'everything' | string[] {
  const scope = watchedBy(unit);
  if ('everything' in scope) return 'everything';
  return [unit.id, ...subtreeOf(directory, scope.rootId).map((each) => each.id)];
}

function within(ids: readonly string[], bound: 'everything' | readonly string[]): string[] {
  if (bound === 'everything') return [...ids];
  const allowed = new Set(bound);
  return ids.filter((id) => allowed.has(id));
}

/**
 * What of a report a person may see: a unit its own subtree, leading bodies, offices and inspectors the branch that they
 * serve, administrators everything. A monitor sees of its branch what it monitors, which can be shown by unit and by
 * month but not by field or directive, where work that others monitor would be counted too.
 * @throws Refusal `unit_unknown`, `forbidden`
 */
export function reportScope(
  directory: Directory,
  principal: Principal,
  unitId: string | undefined,
  groupBy: GroupBy,
): ReportScope {
  const asked = unitId === undefined ? undefined : subtreeIds(directory, unitId);
  const unit = unitId === undefined ? undefined : directory.units.get(unitId);
  const named = unit ? { unit } : {};
  if (administers(principal)) return { ...named, units: asked ?? 'everything' };

  const units = principal.memberships.flatMap((member) => directory.units.get(member.unitId) ?? []);
  const whole = units.filter((each) => each.kind !== 'monitor').map((each) => idsWatched(directory, each));
  const own = whole.includes('everything')
    ? 'everything'
    : [...new Set(whole.flatMap((ids) => (ids === 'everything' ? [] : ids)))];
  const seen = asked ? within(asked, own) : own;
  const monitor = units.find((each) => each.kind === 'monitor');
  if (!monitor || seen === 'everything' || seen.length > 0) return { ...named, units: seen };

  if (groupBy === 'field' || groupBy === 'directive') throw new Refusal('forbidden', { action: 'report' });
  const watched = idsWatched(directory, monitor);
  return { ...named, units: asked ? within(asked, watched) : watched, monitorUnitId: monitor.id };
}
