import * as z from 'zod';
import { namedDate } from '../../../shared/domain/deadline-terms.ts';
import { successionKind } from '../../../shared/domain/succession-model.ts';
import { role, unitKind } from '../../../shared/domain/unit.ts';
import { idOf, line, paging } from './common.ts';
import { oneOf } from './domain.ts';

const code = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,39}$/u)
  .normalize('NFC')
  .describe('Short code by which people know the unit, unique in the organisation.');
const fields = z
  .array(line(200))
  .max(50)
  .describe('Fields (lĩnh vực) that it works in or, as a monitor, watches.');
const email = z.email().max(254);

/** POST /v1/units */
export const newUnit = z
  .strictObject({
    code,
    name: line(300),
    kind: unitKind,
    parentId: idOf('the unit above').optional(),
    fields: fields.optional(),
    email: email.optional(),
    validFrom: namedDate.optional().describe('First day of its existence; today unless given.'),
  })
  .meta({ id: 'NewUnit' });

/** POST /v1/units/{id}/succession */
export const successionInput = z
  .strictObject({
    kind: successionKind,
    on: namedDate.describe('The first day of the new order; today or past: at once.'),
    into: z
      .array(z.union([idOf('a unit that takes over'), newUnit]))
      .max(20)
      .optional()
      .describe(
        'Who takes over: units that exist, by id, or new ones. The first takes what is not assigned.',
      ),
    assignments: z
      .array(
        z.strictObject({
          to: line(100).describe('One of `into`, by its id or, for a new unit, its code.'),
          taskIds: z.array(line(100)).max(1000).optional(),
          fields: fields.optional(),
        }),
      )
      .max(20)
      .optional()
      .describe('Of a split: which tasks, or which fields of work, go to whom.'),
    name: line(300).optional().describe('The new name, of a unit that is only renamed.'),
    code: code.optional().describe('The new code, of a unit that is only renamed.'),
    moveMembers: z
      .boolean()
      .optional()
      .describe('Whether its people get their places with the first heir: yes unless false.'),
    reason: line(1000).describe('The decision that orders it.'),
  })
  .meta({ id: 'SuccessionInput' });

/** PATCH /v1/units/{id}: fields left out stay as they are, null removes. */
export const unitPatch = z
  .strictObject({
    code: code.optional(),
    name: line(300).optional(),
    kind: oneOf(unitKind).optional(),
    parentId: idOf('the unit above').nullable().optional(),
    fields: fields.optional(),
    email: email.nullable().optional(),
    validFrom: namedDate.optional(),
    validTo: namedDate.nullable().optional().describe('First day on which the unit no longer exists.'),
  })
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), {
    params: { code: 'nothing_to_change' },
  })
  .meta({ id: 'UnitPatch' });

/** PUT /v1/units/{id}/members/{userId} */
export const memberInput = z
  .strictObject({
    name: line(200),
    email,
    roles: z
      .array(role)
      .min(1)
      .max(5)
      .refine((roles) => new Set(roles).size === roles.length, { params: { code: 'duplicate' } }),
    locale: z.enum(['vi', 'en']).describe('Language of the mails to this person.'),
  })
  .meta({ id: 'MemberInput' });

/** A user id comes from the identity provider; it must be fit for a path and a key. */
export const userId = z
  .string()
  .regex(/^[\w.@:+|-]{1,128}$/)
  .describe('The user’s id as the token says it.');

/** PUT /v1/units/{id}/members/{userId}/substitute */
export const substituteInput = z
  .strictObject({ userId, from: namedDate, to: namedDate.describe('The last day, included.') })
  .meta({ id: 'SubstituteInput' });

export const unitQuery = z.strictObject({
  ...paging,
  under: line(100).optional().describe('Only this unit and everything below it.'),
  kind: oneOf(unitKind).optional(),
  code: line(40).optional().describe('Exactly this code.'),
  validOn: namedDate.optional().describe('Only units that exist on this day.'),
});
