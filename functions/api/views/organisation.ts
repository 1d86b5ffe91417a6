import * as z from 'zod/mini';
import { type Directory, nameOn } from '../../../shared/domain/directory.ts';
import type { Principal } from '../../../shared/domain/permissions.ts';
import type { LocalDate } from '../../../shared/domain/time.ts';
import { type Member, role, type Unit, unitKind } from '../../../shared/domain/unit.ts';
import { localDate } from '../schemas/domain.ts';

/** A unit as other resources mention it. */
export const unitRef = z
  .object({ id: z.string(), code: z.string(), name: z.string() })
  .register(z.globalRegistry, { id: 'UnitRef', description: 'A unit, by id, with what people call it.' });
export type UnitRef = z.infer<typeof unitRef>;

/** With a date, by the name it had then. A unit that this container has not heard of yet is still mentioned by its id. */
export function unitRefOf(directory: Directory, id: string, date?: LocalDate): UnitRef {
  const unit = directory.units.get(id);
  const named = unit && date ? nameOn(unit, date) : unit;
  return { id, code: named?.code ?? id, name: named?.name ?? id };
}

export const unitView = z
  .object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    kind: unitKind,
    parentId: z.nullable(z.string()),
    path: z.string().with(z.describe('Ids from the root to the unit itself, `/unt_a/unt_b/`.')),
    fields: z.array(z.string()),
    email: z.nullable(z.string()),
    validFrom: localDate,
    validTo: z.nullable(localDate).with(z.describe('First day on which it no longer exists.')),
    heirId: z.nullable(z.string()).with(z.describe('Who took over from it.')),
    formerNames: z
      .array(z.object({ code: z.string(), name: z.string(), until: localDate }))
      .with(z.describe('Oldest first; `until` is the first day of the next name.')),
    version: z.int(),
  })
  .register(z.globalRegistry, { id: 'Unit' });

export function viewUnit(unit: Unit): z.input<typeof unitView> {
  const { id, code, name, kind, path, fields, validFrom, version } = unit;
  return {
    ...{ id, code, name, kind, path, fields, validFrom, version },
    parentId: unit.parentId ?? null,
    email: unit.email ?? null,
    validTo: unit.validTo ?? null,
    heirId: unit.heirId ?? null,
    formerNames: unit.formerNames ?? [],
  };
}

export const memberView = z
  .object({
    unitId: z.string(),
    userId: z.string(),
    name: z.string(),
    email: z.string(),
    roles: z.array(role),
    locale: z.enum(['vi', 'en']),
    unreachable: z
      .nullable(z.enum(['bounced', 'complained']))
      .with(z.describe('Why nothing is mailed to this address, until it is changed.')),
    version: z.int(),
  })
  .register(z.globalRegistry, { id: 'Member' });

export function viewMember(member: Member): z.input<typeof memberView> {
  const { unitId, userId, name, email, roles, locale, version } = member;
  return { unitId, userId, name, email, roles, locale, version, unreachable: member.unreachable ?? null };
}

export const meView = z
  .object({
    userId: z.string(),
    administrator: z.boolean().with(z.describe('Named so by the deployment’s configuration.')),
    memberships: z.array(
      z.object({
        unit: unitRef,
        name: z.string(),
        email: z.string(),
        roles: z.array(role),
        locale: z.string(),
        onBehalfOf: z
          .nullable(z.string())
          .with(z.describe('The head whose place this is, while they are away.')),
      }),
    ),
  })
  .register(z.globalRegistry, { id: 'Me' });

export function viewMe(principal: Principal, directory: Directory): z.input<typeof meView> {
  return {
    userId: principal.userId,
    administrator: principal.administrator,
    memberships: principal.memberships.map(({ unitId, name, email, roles, locale, onBehalfOf }) => ({
      unit: unitRefOf(directory, unitId),
      ...{ name, email, roles, locale },
      onBehalfOf: onBehalfOf ?? null,
    })),
  };
}
