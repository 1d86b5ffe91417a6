import { type Directory, unitOf } from './directory.ts';
import type { Principal } from './permissions.ts';
import { Refusal } from './refusal.ts';
import type { LocalDate } from './time.ts';
import type { Unit, UnitKind } from './unit.ts';

/** Whether the person keeps the directory: the bootstrap administrator, or a member with the role `admin`. */
export function administers(principal: Principal): boolean {
  return principal.administrator || principal.memberships.some((member) => member.roles.includes('admin'));
}

/** The organisation is open to whoever has a place in it; to others it does not exist. */
export function mayReadDirectory(principal: Principal): boolean {
  return principal.administrator || principal.memberships.length > 0;
}

/** @throws Refusal `not_found` for strangers, `forbidden` for everybody else who is no administrator */
export function authoriseAdministration(principal: Principal): void {
  if (!mayReadDirectory(principal)) throw new Refusal('not_found');
  if (!administers(principal)) throw new Refusal('forbidden', { action: 'administer' });
}

export type NewUnit = {
  code: string;
  name: string;
  kind: UnitKind;
  parentId?: string | undefined;
  fields?: string[] | undefined;
  email?: string | undefined;
  validFrom?: LocalDate | undefined;
};

/** The unit as it will be registered. @throws Refusal `parent_unknown` */
export function newUnit(directory: Directory, id: string, input: NewUnit, today: LocalDate): Unit {
  const { code, name, kind, parentId, fields = [], email, validFrom = today } = input;
  const above = parentId === undefined ? '/' : parentPath(directory, parentId);
  return {
    ...{ id, code, name, kind, fields, validFrom },
    ...(parentId && { parentId }),
    ...(email && { email }),
    path: `${above}${id}/`,
    version: 1,
  };
}

/** Undefined leaves a field as it is, null takes it away. */
export type UnitPatch = {
  code?: string | undefined;
  name?: string | undefined;
  kind?: UnitKind | undefined;
  parentId?: string | null | undefined;
  fields?: string[] | undefined;
  email?: string | null | undefined;
  validFrom?: LocalDate | undefined;
  validTo?: LocalDate | null | undefined;
};

/**
 * The unit after a change. What is below it moves along: paths follow from the parents.
 * @throws Refusal `parent_unknown`, `own_descendant`, `ends_before_it_begins`
 */
export function changedUnit(directory: Directory, before: Unit, patch: UnitPatch): Unit {
  const choose = <T>(next: T | null | undefined, old: T | undefined) =>
    next === undefined ? old : (next ?? undefined);
  const parentId = choose(patch.parentId, before.parentId);
  const email = choose(patch.email, before.email);
  const validTo = choose(patch.validTo, before.validTo);
  const above = parentId === undefined ? '/' : parentPath(directory, parentId);
  if (above.includes(`/${before.id}/`))
    throw new Refusal('own_descendant', { unitId: before.id }, [
      { pointer: '/parentId', code: 'own_descendant' },
    ]);
  const validFrom = patch.validFrom ?? before.validFrom;
  if (validTo !== undefined && validTo <= validFrom)
    throw new Refusal('ends_before_it_begins', { validFrom, validTo }, [
      { pointer: '/validTo', code: 'ends_before_it_begins', params: { validFrom, validTo } },
    ]);
  return {
    id: before.id,
    code: patch.code ?? before.code,
    name: patch.name ?? before.name,
    kind: patch.kind ?? before.kind,
    fields: patch.fields ?? before.fields,
    validFrom,
    ...(parentId && { parentId }),
    ...(email && { email }),
    ...(validTo && { validTo }),
    ...(before.heirId && { heirId: before.heirId }),
    ...(before.formerNames && { formerNames: before.formerNames }),
    path: `${above}${before.id}/`,
    version: before.version + 1,
  };
}

function parentPath(directory: Directory, parentId: string): string {
  if (!directory.units.has(parentId))
    throw new Refusal('parent_unknown', { unitId: parentId }, [
      { pointer: '/parentId', code: 'parent_unknown', params: { unitId: parentId } },
    ]);
  return unitOf(directory, parentId).path;
}
