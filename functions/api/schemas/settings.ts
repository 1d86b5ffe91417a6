import * as z from 'zod/mini';
import { audience, type ObligationPolicy, obligationKind } from '../../../shared/domain/policy-model.ts';
import { flag, line } from './common.ts';

const spanFrom = (least: number) =>
  z.union([
    z.strictObject({ workingDays: z.int().check(z.gte(least), z.lte(500)) }),
    z.strictObject({ minutes: z.int().check(z.gte(least), z.lte(525_600)) }),
  ]);
const wallTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
const whom = z.array(audience).check(z.maxLength(6));

const reminders = z.array(z.strictObject({ before: spanFrom(0), audience: whom })).check(z.maxLength(20));

/** What an office may set of a kind of duty. */
const policyFields = {
  due: z
    .optional(spanFrom(1))
    .with(z.describe('The holder’s own term, where the task’s deadline is not theirs.')),
  reminders,
  notice: whom.with(z.describe('Who is told when it opens; empty: nobody.')),
  ladder: z
    .array(
      z.strictObject({
        after: spanFrom(1),
        audience: whom,
        draftDispatch: z.optional(z.boolean()),
        agenda: z.optional(z.boolean()),
      }),
    )
    .check(z.maxLength(20), z.describe('Urging after the due date, rung by rung.')),
  // A repetition without a length would never end.
  repeat: z
    .optional(spanFrom(1))
    .with(z.describe('After the last rung, again and again until it is resolved.')),
  silence: z.optional(z.literal('accepted')),
  extension: z
    .optional(z.strictObject({ askBefore: spanFrom(0), officeDecides: z.int().check(z.gte(0), z.lte(100)) }))
    .with(
      z.describe(
        'Of `decide`: how long before the deadline an extension should be asked for, how many the Office grants.',
      ),
    ),
  rhythm: z
    .optional(
      z.strictObject({
        months: z.int().check(z.gte(1), z.lte(12)),
        lastMonthDays: z.int().check(z.gte(1), z.lte(31)),
      }),
    )
    .with(
      z.describe(
        'Of `report`: after how many months, in the last month after how many days, an update is owed.',
      ),
    ),
  occurrence: z
    .optional(z.strictObject({ reminders }))
    .with(z.describe('Of `perform`: the reminders of recurring work.')),
  closesWithChildren: z
    .optional(z.boolean())
    .with(
      z.describe('Of `perform`: submitted only when everything cascaded from it is completed or cancelled.'),
    ),
  hours: z.strictObject({ morning: wallTime, open: wallTime, close: wallTime }),
  bands: z.strictObject({
    green: z.int().check(z.gte(0), z.lte(100)),
    red: z.int().check(z.gte(0), z.lte(100)),
  }),
} satisfies Record<Exclude<keyof ObligationPolicy, 'kind' | 'version'>, z.core.$ZodType>;

const policyShape = {
  policy: z.strictObject({ kind: obligationKind, version: line(100), ...policyFields }),
  overrides: z
    .array(
      z.strictObject({
        appliesTo: z.union([
          z.strictObject({ taskId: line(100) }),
          z.strictObject({ unitId: line(100) }),
          z.strictObject({ field: line(200) }),
        ]),
        policy: z.partial(z.strictObject(policyFields)),
      }),
    )
    .check(z.maxLength(500), z.describe('Exceptions for a field, a unit or a task; the most specific wins.')),
};

/** PUT /v1/policies/{kind} */
export const policyInput = z
  .strictObject({
    ...policyShape,
    applyToOpen: z
      ._default(z.boolean(), false)
      .with(z.describe('Also for what is open already; otherwise only for what opens from now on.')),
  })
  .register(z.globalRegistry, { id: 'PolicyInput' });

export const policyView = z.object(policyShape).register(z.globalRegistry, { id: 'Policy' });

export const dryRun = z.strictObject({
  dryRun: z._default(flag, false).with(z.describe('Only say what would change, and change nothing.')),
});
