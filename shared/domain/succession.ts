import { changedUnit, type NewUnit, newUnit } from './administration.ts';
import { type Directory, existsOn, inSubtree, unitOf } from './directory.ts';
import { type Fault, Refusal } from './refusal.ts';
import type { Succession } from './succession-model.ts';
import type { Task } from './task.ts';
import type { LocalDate } from './time.ts';
import type { Unit } from './unit.ts';

export type SuccessionInput = {
  kind: Succession['kind'];
  on: LocalDate;
  /** Ids of units that exist, or new units to register for that day. */
  into?: (string | NewUnit)[] | undefined;
  /** What goes to which of them, by the id or the code by which `into` names it. */
  assignments?: { to: string; taskIds?: string[] | undefined; fields?: string[] | undefined }[] | undefined;
  name?: string | undefined;
  code?: string | undefined;
  moveMembers?: boolean | undefined;
  reason: string;
};

/**
 * The succession as it will be ordered, with the units it registers. Nothing is owed by nobody: `owes` says whether the unit
 * has open work, duties or units below it.
 * @throws Refusal `unit_not_valid`, `ends_before_it_begins`, `successor_required`, and `succession_refused` with the faults
 *   of all heirs
 */
export function orderedSuccession(
  directory: Directory,
  unit: Unit,
  input: SuccessionInput,
  order: { id: string; at: string; byUserId: string; newUnitId: (i: number) => string; owes: boolean },
): { succession: Succession; newUnits: Unit[] } {
  const { kind, on, into = [], assignments = [], reason, moveMembers = true } = input;
  if (!existsOn(unit, on))
    throw new Refusal('unit_not_valid', { unitId: unit.id, code: unit.code, date: on });
  if (on <= unit.validFrom)
    throw new Refusal('ends_before_it_begins', { validFrom: unit.validFrom, validTo: on }, [
      { pointer: '/on', code: 'ends_before_it_begins', params: { validFrom: unit.validFrom, validTo: on } },
    ]);
  const newUnits: Unit[] = [];
  const faults: Fault[] = [];
  const known = new Map<string, string>();
  const heirIds = into.map((heir, i) => {
    if (typeof heir === 'string') {
      faults.push(...heirFaults(directory, unit, heir, on, `/into/${i}`));
      known.set(heir, heir);
      return heir;
    }
    const fresh = newUnit(directory, order.newUnitId(i), { ...heir, validFrom: on }, on);
    newUnits.push(fresh);
    known.set(fresh.code, fresh.id);
    return fresh.id;
  });
  faults.push(...countFaults(input));
  const given = assignments.map(({ to, taskIds = [], fields = [] }, i) => {
    const unitId = known.get(to);
    if (!unitId)
      faults.push({ pointer: `/assignments/${i}/to`, code: 'not_an_heir', params: { unitId: to } });
    return { unitId: unitId ?? to, taskIds, fields };
  });
  if (faults.length > 0) throw new Refusal('succession_refused', {}, faults);
  if (kind === 'dissolve' && heirIds.length === 0 && order.owes)
    throw new Refusal('successor_required', { code: unit.code }, [
      { pointer: '/into', code: 'successor_required', params: { code: unit.code } },
    ]);
  const newName = kind === 'rename' && { code: input.code ?? unit.code, name: input.name ?? unit.name };
  return {
    newUnits,
    succession: {
      ...{ id: order.id, unitId: unit.id, kind, on, heirIds, assignments: given, moveMembers, reason },
      ...(newName && { newName }),
      orderedAt: order.at,
      byUserId: order.byUserId,
      state: 'planned',
    },
  };
}

function heirFaults(directory: Directory, unit: Unit, id: string, on: LocalDate, pointer: string): Fault[] {
  const heir = directory.units.get(id);
  if (!heir) return [{ pointer, code: 'unit_unknown', params: { unitId: id } }];
  if (id === unit.id) return [{ pointer, code: 'own_heir', params: { unitId: id } }];
  if (existsOn(heir, on)) return [];
  return [{ pointer, code: 'unit_not_valid', params: { unitId: id, code: heir.code, date: on } }];
}

/** How many heirs each kind has, and a new name only for a change of name. */
function countFaults({ kind, into = [], name, code }: SuccessionInput): Fault[] {
  const [least, most] = { merge: [1, 1], split: [2, 20], rename: [0, 0], dissolve: [0, 20] }[kind];
  const named = name !== undefined || code !== undefined;
  return [
    ...(into.length < (least ?? 0) || into.length > (most ?? 0)
      ? [{ pointer: '/into', code: 'wrong_number_of_heirs', params: { least: least ?? 0, most: most ?? 0 } }]
      : []),
    ...(named !== (kind === 'rename') ? [{ pointer: '/name', code: 'name_for_rename_only' }] : []),
  ];
}

/** Who takes a task over. Undefined when the unit only changes its name, or leaves nothing. */
export function heirOf(succession: Succession, task: Pick<Task, 'id' | 'field'>): string | undefined {
  const { assignments, heirIds } = succession;
  const byTask = assignments.find((each) => each.taskIds.includes(task.id));
  const byField = assignments.find((each) => task.field !== undefined && each.fields.includes(task.field));
  return (byTask ?? byField)?.unitId ?? heirIds[0];
}

type Replaced = { before: Unit; after: Unit };

/**
 * The next unit to write on the way to the new order, undefined once it stands. One at a time: each is found by looking at the
 * tree as it then is, so that a run that was broken off goes on. What was below the unit comes below its heir, and
 * so, at last, does the unit itself, with its closed history.
 */
export function nextUnitChange(directory: Directory, succession: Succession): Replaced | undefined {
  const unit = unitOf(directory, succession.unitId);
  const { newName, on } = succession;
  if (newName) {
    if (unit.name === newName.name && unit.code === newName.code) return undefined;
    const former = { code: unit.code, name: unit.name, until: on };
    const renamed = changedUnit(directory, unit, newName);
    return { before: unit, after: { ...renamed, formerNames: [...(unit.formerNames ?? []), former] } };
  }
  const moved = (each: Unit, parentId: string | undefined): Replaced => ({
    before: each,
    after: changedUnit(directory, each, { parentId: parentId ?? null }),
  });
  const [heirId] = succession.heirIds;
  const heir = heirId && directory.units.get(heirId);
  if (!heir)
    return unit.validTo === on
      ? undefined
      : { before: unit, after: changedUnit(directory, unit, { validTo: on }) };
  if (inSubtree(directory, unit.id, heir.id) && unit.heirId === undefined) return moved(heir, unit.parentId);
  for (const id of succession.heirIds) {
    const each = directory.units.get(id);
    const fields = each && fieldsOf(succession, unit, each);
    if (each && fields && fields.length > each.fields.length)
      return { before: each, after: changedUnit(directory, each, { fields }) };
  }
  const [child] = [...directory.units.values()].filter(
    (each) => each.parentId === unit.id && each.id !== heir.id && each.heirId === undefined,
  );
  if (child) return moved(child, heir.id);
  if (unit.heirId === heir.id) return undefined;
  const ended = changedUnit(directory, unit, { parentId: heir.id, validTo: on });
  return { before: unit, after: { ...ended, heirId: heir.id } };
}

/** The fields that an heir works in or watches from then on. */
function fieldsOf(succession: Succession, unit: Unit, heir: Unit): string[] {
  const given = succession.assignments.flatMap((each) => (each.unitId === heir.id ? each.fields : []));
  const elsewhere = succession.assignments.flatMap((each) => each.fields);
  const rest = heir.id === succession.heirIds[0] ? unit.fields.filter((f) => !elsewhere.includes(f)) : [];
  return [...new Set([...heir.fields, ...given, ...rest])];
}
