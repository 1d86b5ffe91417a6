import { ancestorsOf, type Directory, existsOn, nearestOfKind, standingUnit } from './directory.ts';
import type { MessageReason } from './message.ts';
import type { Audience } from './policy-model.ts';
import { standInOn } from './substitute.ts';
import type { Task } from './task.ts';
import type { LocalDate } from './time.ts';
import type { Member, Role } from './unit.ts';

export type Addressee = { userId: string; unitId: string; reason: MessageReason };
/** Members of the units that {@link unitsToAsk} named. */
export type Staff = ReadonlyMap<string, Member[]>;
type Matter = { task: Task; holderUnitId: string };

const reachable = (member: Member) => member.unreachable === undefined && member.email !== '';

/** Those who can be written to, be it through whom they named for the day. */
function having(staff: Staff, unitId: string, role: Role, date: LocalDate): Member[] {
  return (staff.get(unitId) ?? []).filter(
    (member) =>
      member.roles.includes(role) && (reachable(member) || standInFor(staff, member, date) !== undefined),
  );
}

/** The substitute of that day, as long as they have their own place and can be reached: else the head is written to. */
function standInFor(staff: Staff, member: Member, date: LocalDate) {
  const named = standInOn(member, date);
  const place = named && staff.get(named.unitId)?.find((each) => each.userId === named.userId);
  return place && reachable(place) ? { userId: place.userId, unitId: place.unitId } : undefined;
}

/** The head, or the deputies of a unit without one who can be reached; each as who stands in for them on the day. */
export function headsOn(staff: Staff, unitId: string, date: LocalDate): Omit<Addressee, 'reason'>[] {
  const heads = having(staff, unitId, 'head', date);
  const found = heads.length > 0 ? heads : having(staff, unitId, 'deputy', date);
  return found.map((member) => standInFor(staff, member, date) ?? { userId: member.userId, unitId });
}

/** The members of a unit who have a role and can be written to themselves. */
export function reachableIn(staff: Staff, unitId: string, role: Role): Member[] {
  return (staff.get(unitId) ?? []).filter((member) => member.roles.includes(role) && reachable(member));
}

/** Every unit whose members may be addressed about a matter: to be loaded before {@link addressees} is asked. */
export function unitsToAsk(directory: Directory, matter: Matter, date: LocalDate): string[] {
  const office = officeOf(directory, matter.task, matter.holderUnitId, date);
  const authority = authorityOf(directory, matter.task, matter.holderUnitId, date);
  const above = ancestorsOf(directory, matter.holderUnitId);
  const ids = [
    matter.holderUnitId,
    ...above.map((unit) => unit.id),
    ...[office, authority, matter.task.monitorUnitId].flatMap((id) => [
      id,
      // Whoever stands in for a head may come from the unit above.
      id && directory.units.get(id)?.parentId,
    ]),
  ];
  return [...new Set(ids.filter((id) => id !== undefined))];
}

/**
 * The office that is the focal point of a task: the nearest one to the holder that also serves the assigner, so that the
 * office of a branch does not judge what a body above the branch assigned to it. Never the holder itself.
 */
export function officeOf(
  directory: Directory,
  task: Pick<Task, 'assignerUnitId'>,
  holderUnitId: string,
  date: LocalDate,
): string | undefined {
  return nearestOfKind(directory, holderUnitId, 'office', date, task.assignerUnitId)?.id;
}

/** The body that decides about a task: its assigner if that is an authority, else the nearest one above the holder. */
export function authorityOf(
  directory: Directory,
  task: Pick<Task, 'assignerUnitId'>,
  holderUnitId: string,
  date: LocalDate,
): string | undefined {
  const assigner = standingUnit(directory, task.assignerUnitId);
  if (assigner?.kind === 'authority' && existsOn(assigner, date)) return assigner.id;
  return nearestOfKind(directory, holderUnitId, 'authority', date)?.id;
}

/**
 * Who is written to, found in the hierarchy as it is on `date`: the posts of the audience, passing over those that are
 * vacant or cannot be reached. A missing officer is answered for by the head, a missing head by the deputy, then by the
 * head of the next unit above, then by the office, at last by the head of the authority that both serve. One entry per
 * person, the first reason wins.
 */
export function addressees(
  directory: Directory,
  staff: Staff,
  matter: Matter,
  audience: readonly Audience[],
  date: LocalDate,
): Addressee[] {
  const { task, holderUnitId } = matter;
  const office = officeOf(directory, task, holderUnitId, date);

  function head(unitId: string, reason: MessageReason): Addressee[] {
    const heads = having(staff, unitId, 'head', date);
    const deputies = having(staff, unitId, 'deputy', date);
    // The person that the task names may be a deputy; whoever has left the post since is passed over.
    const answerable = [...heads, ...deputies].filter((member) => member.userId === task.headId);
    const found = [answerable, heads, deputies].find((some) => some.length > 0) ?? [];
    return found.map((member) => {
      const instead = standInFor(staff, member, date);
      if (!instead) return { userId: member.userId, unitId, reason };
      // The reason speaks of the holder's head; who stands in for another head is written to as that head would be.
      return { ...instead, reason: unitId === holderUnitId ? 'substitute' : reason };
    });
  }
  function officers(unitId: string, reason: MessageReason): Addressee[] {
    return having(staff, unitId, 'officer', date).map((member) => ({
      userId: member.userId,
      unitId,
      reason,
    }));
  }
  function superiorHead(unitId: string): Addressee[] {
    for (const above of ancestorsOf(directory, unitId)) {
      const found = existsOn(above, date) ? head(above.id, 'superior') : [];
      if (found.length > 0) return found;
    }
    const focal = body(office, 'office');
    if (focal.length > 0) return focal;
    const authority = authorityOf(directory, task, holderUnitId, date);
    return authority && authority !== unitId ? head(authority, 'authority') : [];
  }
  /** A body's working contact: its officers, else its head. */
  function body(unitId: string | undefined, reason: MessageReason): Addressee[] {
    if (!unitId) return [];
    const found = officers(unitId, reason);
    return found.length > 0 ? found : head(unitId, reason);
  }
  const headOrAbove = () => {
    const found = head(holderUnitId, 'head');
    return found.length > 0 ? found : superiorHead(holderUnitId);
  };

  const post: Record<Audience, () => Addressee[]> = {
    officer: () => {
      const found = officers(holderUnitId, 'holder');
      return found.length > 0 ? found : headOrAbove();
    },
    head: headOrAbove,
    monitor: () => body(task.monitorUnitId, 'monitor'),
    office: () => body(office, 'office'),
    authority: () => {
      const id = authorityOf(directory, task, holderUnitId, date);
      return id ? head(id, 'authority') : [];
    },
    parentHead: () => superiorHead(holderUnitId),
  };
  const all = audience.flatMap((name) => post[name]());
  return all.filter((each, i) => all.findIndex((other) => other.userId === each.userId) === i);
}
