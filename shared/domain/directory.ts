import { Refusal } from './refusal.ts';
import type { LocalDate } from './time.ts';
import type { Unit } from './unit.ts';

/** The organisation tree as known at one moment. */
export type Directory = { units: ReadonlyMap<string, Unit>; version: number };

/** @throws Refusal `unit_unknown` */
export function unitOf(directory: Directory, id: string): Unit {
  const unit = directory.units.get(id);
  if (!unit) throw new Refusal('unit_unknown', { unitId: id });
  return unit;
}

/** `validTo` is the first day on which the unit no longer exists. */
export function existsOn(unit: Unit, date: LocalDate): boolean {
  return unit.validFrom <= date && (unit.validTo === undefined || date < unit.validTo);
}

/** The unit itself, or whoever has taken over from it and still stands. */
export function standingUnit(directory: Directory, unitId: string): Unit | undefined {
  const seen = new Set<string>();
  let unit = directory.units.get(unitId);
  while (unit?.heirId && !seen.has(unit.id)) {
    seen.add(unit.id);
    unit = directory.units.get(unit.heirId) ?? unit;
  }
  return unit;
}

/** What the unit was called on that day. */
export function nameOn(unit: Unit, date: LocalDate): { code: string; name: string } {
  return unit.formerNames?.find(({ until }) => date < until) ?? unit;
}

/** The units above, nearest first, without the unit itself. */
export function ancestorsOf(directory: Directory, unitId: string): Unit[] {
  const ids = unitOf(directory, unitId).path.split('/').filter(Boolean).slice(0, -1).reverse();
  return ids.map((id) => unitOf(directory, id));
}

const depth = (unit: Unit) => unit.path.split('/').length;

/** True for the root itself and everything below it; false for a unit that the directory does not know yet. */
export function inSubtree(directory: Directory, rootId: string, unitId: string): boolean {
  return directory.units.get(unitId)?.path.includes(`/${rootId}/`) ?? false;
}

/** The root and everything below it. */
export function subtreeOf(directory: Directory, rootId: string): Unit[] {
  const prefix = unitOf(directory, rootId).path;
  return [...directory.units.values()].filter((unit) => unit.path.startsWith(prefix));
}

/**
 * What a unit watches by its kind. Leading bodies, offices, monitors and inspectors stand beside the tree they serve:
 * theirs is the subtree of their parent, and everything when they have none. An ordinary unit's is its own subtree.
 */
export function watchedBy(unit: Unit): { everything: true } | { rootId: string } {
  if (unit.kind === 'unit') return { rootId: unit.id };
  return unit.parentId ? { rootId: unit.parentId } : { everything: true };
}

/** Whether `unit` watches `unitId` in the sense of {@link watchedBy}. */
export function watches(directory: Directory, unit: Unit, unitId: string): boolean {
  const scope = watchedBy(unit);
  return 'everything' in scope || inSubtree(directory, scope.rootId, unitId);
}

/**
 * The nearest body of a kind that watches a unit: first among the units beside or directly below each ancestor,
 * at last among the roots; never the unit itself. With `serving`, only a body that watches that unit too. Undefined
 * when the organisation has none.
 */
export function nearestOfKind(
  directory: Directory,
  unitId: string,
  kind: 'office' | 'authority',
  date: LocalDate,
  serving = unitId,
): Unit | undefined {
  const candidates = [...directory.units.values()].filter(
    (unit) =>
      unit.kind === kind && unit.id !== unitId && existsOn(unit, date) && watches(directory, unit, serving),
  );
  for (const ancestor of ancestorsOf(directory, unitId)) {
    const beside = candidates.find((unit) => unit.parentId === ancestor.id);
    if (beside) return beside;
  }
  return candidates.find((unit) => unit.parentId === undefined);
}

/**
 * The monitor whose fields include the task's field, nearest first; see regulation duty 3. Nobody monitors their own
 * work.
 */
export function monitorOfField(
  directory: Directory,
  leadUnitId: string,
  field: string | undefined,
  date: LocalDate,
): Unit | undefined {
  if (!field) return undefined;
  const watching = [...directory.units.values()].filter(
    (unit) =>
      unit.kind === 'monitor' &&
      unit.id !== leadUnitId &&
      unit.fields.includes(field) &&
      existsOn(unit, date) &&
      watches(directory, unit, leadUnitId),
  );
  return watching.sort((a, b) => depth(b) - depth(a))[0];
}
