import * as z from 'zod/mini';
import { namedDate } from '../../../shared/domain/deadline-terms.ts';
import { successionKind } from '../../../shared/domain/succession-model.ts';
import { role, unitKind } from '../../../shared/domain/unit.ts';
import { idOf, line, paging } from './common.ts';
import { oneOf } from './domain.ts';

const code = z
  .string()
  .check(
    z.regex(/^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,39}$/u),
    z.normalize('NFC'),
    z.describe('Short code by which people know the unit, unique in the organisation.'),
  );
const fields = z
  .array(line(200))
  .check(z.maxLength(50), z.describe('Fields (lĩnh vực) that it works in or, as a monitor, watches.'));
const email = z.email().check(z.maxLength(254));

/** POST /v1/units */
export const newUnit = z
  .strictObject({
    code,
    name: line(300),
    kind: unitKind,
    parentId: z.optional(idOf('the unit above')),
    fields: z.optional(fields),
    email: z.optional(email),
    validFrom: z.optional(namedDate).with(z.describe('First day of its existence; today unless given.')),
  })
  .register(z.globalRegistry, { id: 'NewUnit' });

/** POST /v1/units/{id}/succession */
export const successionInput = z
  .strictObject({
    kind: successionKind,
    on: namedDate.with(z.describe('The first day of the new order; today or past: at once.')),
    into: z
      .optional(z.array(z.union([idOf('a unit that takes over'), newUnit])).check(z.maxLength(20)))
      .with(
        z.describe(
          'Who takes over: units that exist, by id, or new ones. The first takes what is not assigned.',
        ),
      ),
    assignments: z
      .optional(
        z
          .array(
            z.strictObject({
              to: line(100).with(z.describe('One of `into`, by its id or, for a new unit, its code.')),
              taskIds: z.optional(z.array(line(100)).check(z.maxLength(1000))),
              fields: z.optional(fields),
            }),
          )
          .check(z.maxLength(20)),
      )
      .with(z.describe('Of a split: which tasks, or which fields of work, go to whom.')),
    name: z.optional(line(300)).with(z.describe('The new name, of a unit that is only renamed.')),
    code: z.optional(code).with(z.describe('The new code, of a unit that is only renamed.')),
    moveMembers: z
      .optional(z.boolean())
      .with(z.describe('Whether its people get their places with the first heir: yes unless false.')),
    reason: line(1000).with(z.describe('The decision that orders it.')),
  })
  .register(z.globalRegistry, { id: 'SuccessionInput' });

/** PATCH /v1/units/{id}: fields left out stay as they are, null removes. */
export const unitPatch = z
  .strictObject({
    code: z.optional(code),
    name: z.optional(line(300)),
    kind: z.optional(oneOf(unitKind)),
    parentId: z.optional(z.nullable(idOf('the unit above'))),
    fields: z.optional(fields),
    email: z.optional(z.nullable(email)),
    validFrom: z.optional(namedDate),
    validTo: z
      .optional(z.nullable(namedDate))
      .with(z.describe('First day on which the unit no longer exists.')),
  })
  .check(
    z.refine((patch) => Object.values(patch).some((value) => value !== undefined), {
      params: { code: 'nothing_to_change' },
    }),
  )
  .register(z.globalRegistry, { id: 'UnitPatch' });

/** PUT /v1/units/{id}/members/{userId} */
export const memberInput = z
  .strictObject({
    name: line(200),
    email,
    roles: z.array(role).check(
      z.minLength(1),
      z.maxLength(5),
      z.refine((roles) => new Set(roles).size === roles.length, { params: { code: 'duplicate' } }),
    ),
    locale: z.enum(['vi', 'en']).with(z.describe('Language of the mails to this person.')),
  })
  .register(z.globalRegistry, { id: 'MemberInput' });

/** A user id comes from the identity provider; it must be fit for a path and a key. */
export const userId = z
  .string()
  .check(z.regex(/^[\w.@:+|-]{1,128}$/), z.describe('The user’s id as the token says it.'));

/** PUT /v1/units/{id}/members/{userId}/substitute */
export const substituteInput = z
  .strictObject({ userId, from: namedDate, to: namedDate.with(z.describe('The last day, included.')) })
  .register(z.globalRegistry, { id: 'SubstituteInput' });

export const unitQuery = z.strictObject({
  ...paging,
  under: z.optional(line(100)).with(z.describe('Only this unit and everything below it.')),
  kind: z.optional(oneOf(unitKind)),
  code: z.optional(line(40)).with(z.describe('Exactly this code.')),
  validOn: z.optional(namedDate).with(z.describe('Only units that exist on this day.')),
});
