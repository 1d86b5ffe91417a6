import { type Directory, existsOn, inSubtree, unitOf, watches } from './directory.ts';
import { type Capacity, capacityOf, type Principal } from './permissions.ts';
import { type Fault, Refusal } from './refusal.ts';
import type { Task } from './task.ts';
import type { LocalDate } from './time.ts';
import type { Role } from './unit.ts';

const staff: readonly Role[] = ['head', 'deputy', 'officer'];

/**
 * In whose name a person may register work assigned by a body: that body's own people, an office that watches it, or an
 * administrator.
 * @throws Refusal `unit_unknown`, `unit_not_valid`, `forbidden`
 */
export function authoriseRegistration(
  directory: Directory,
  principal: Principal,
  assignerUnitId: string,
  date: LocalDate,
): Capacity {
  const assigner = unitOf(directory, assignerUnitId);
  if (!existsOn(assigner, date))
    throw new Refusal('unit_not_valid', { unitId: assigner.id, code: assigner.code, date });
  const through = principal.memberships.find((member) => {
    if (!member.roles.some((role) => staff.includes(role))) return false;
    const unit = directory.units.get(member.unitId);
    // An inspector reads everything and changes nothing, also in its own name.
    if (unit?.kind === 'inspector') return false;
    return (
      unit && (unit.id === assigner.id || (unit.kind === 'office' && watches(directory, unit, assigner.id)))
    );
  });
  if (through) return capacityOf(through);
  const administers =
    principal.administrator || principal.memberships.some((member) => member.roles.includes('admin'));
  if (!administers) throw new Refusal('forbidden', { action: 'register' });
  return {};
}

/** A unit that is no leading body assigns only to itself and to what is below it. */
export function leadFaults(
  directory: Directory,
  assignerUnitId: string,
  leadUnitIds: readonly string[],
  pointer: string,
): Fault[] {
  const assigner = unitOf(directory, assignerUnitId);
  if (assigner.kind !== 'unit') return [];
  return leadUnitIds.flatMap((id, i): Fault[] =>
    directory.units.has(id) && !inSubtree(directory, assigner.id, id)
      ? [{ pointer: `${pointer}/leadUnitIds/${i}`, code: 'lead_outside', params: { unitId: id } }]
      : [],
  );
}

/**
 * What a lead cascades goes to those below it; a body that stands beside the tree has below it what it watches. What is added to
 * a collective task is none of its leads yet.
 */
export function cascadeFaults(
  directory: Directory,
  parent: Pick<Task, 'leadUnitId' | 'leadUnitIds' | 'collective'>,
  leadUnitIds: readonly string[],
  pointer: string,
): Fault[] {
  const from = unitOf(directory, parent.leadUnitId);
  return leadUnitIds.flatMap((id, i): Fault[] => {
    const at = `${pointer}/leadUnitIds/${i}`;
    const unit = directory.units.get(id);
    if (!unit) return [];
    const params = { unitId: id, code: unit.code };
    if (parent.collective)
      return parent.leadUnitIds?.includes(id) ? [{ pointer: at, code: 'unit_named_twice', params }] : [];
    return id === from.id || !watches(directory, from, id)
      ? [{ pointer: at, code: 'lead_not_below', params }]
      : [];
  });
}
