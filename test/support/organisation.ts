import * as z from 'zod';
import sample from '../../examples/data/organisation.json' with { type: 'json' };
import type { Staff } from '../../shared/domain/addressees.ts';
import type { Directory } from '../../shared/domain/directory.ts';
import type { Principal } from '../../shared/domain/permissions.ts';
import { type Member, type Role, type Unit, unitKind } from '../../shared/domain/unit.ts';

const listed = z.array(
  z.object({
    code: z.string(),
    name: z.string(),
    kind: unitKind,
    parent: z.string().optional(),
    fields: z.array(z.string()).default([]),
  }),
);

/** `unt_STC`: ids that a reader of a failing test recognises. */
export const unitId = (code: string) => `unt_${code}`;
/** `usr_STC_head` */
export const userId = (code: string, post: string) => `usr_${code}_${post}`;

/** The sample organisation's units, parents before children. */
export function sampleUnits(): Unit[] {
  const paths = new Map<string, string>();
  return listed.parse(sample.units).map(({ code, name, kind, parent, fields }) => {
    const id = unitId(code);
    const path = `${parent ? paths.get(parent) : '/'}${id}/`;
    paths.set(code, path);
    const above = parent ? { parentId: unitId(parent) } : {};
    return { id, code, name, kind, ...above, path, fields, validFrom: '2020-01-01', version: 1 };
  });
}

export function directoryOf(units: readonly Unit[]): Directory {
  return { units: new Map(units.map((unit) => [unit.id, unit])), version: 1 };
}

/** A role account: one person who has one post in one unit. */
export function account(code: string, post: string, roles: Role[]): Member {
  return {
    unitId: unitId(code),
    userId: userId(code, post),
    name: `${code} ${post}`,
    email: `${post}.${code.toLowerCase()}@example.vn`,
    roles,
    locale: 'vi',
    version: 1,
  };
}

/** A head and an officer in every unit. */
export function sampleStaff(units: readonly Unit[] = sampleUnits()): Map<string, Member[]> {
  const staffOf = (code: string) => [account(code, 'head', ['head']), account(code, 'officer', ['officer'])];
  return new Map(units.map(({ id, code }) => [id, staffOf(code)]));
}

/** The person with every place that they have among the members given. */
export function principalFrom(staff: Staff, user: string): Principal {
  const places = [...staff.values()].flat().filter((member) => member.userId === user);
  return { userId: user, administrator: false, memberships: places };
}
