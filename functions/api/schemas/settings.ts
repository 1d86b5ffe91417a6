import * as z from 'zod';
import { audience, type ObligationPolicy, obligationKind } from '../../../shared/domain/policy-model.ts';
import { flag, line } from './common.ts';

const spanFrom = (least: number) =>
  z.union([
    z.strictObject({ workingDays: z.int().min(least).max(500) }),
    z.strictObject({ minutes: z.int().min(least).max(525_600) }),
  ]);
const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const whom = z.array(audience).max(6);

const reminders = z.array(z.strictObject({ before: spanFrom(0), audience: whom })).max(20);

/** What an office may set of a kind of duty. */
const policyFields = {
  due: spanFrom(1).optional().describe('The holder’s own term, where the task’s deadline is not theirs.'),
  reminders,
  notice: whom.describe('Who is told when it opens; empty: nobody.'),
  ladder: z
    .array(
      z.strictObject({
        after: spanFrom(1),
        audience: whom,
        draftDispatch: z.boolean().optional(),
        agenda: z.boolean().optional(),
      }),
    )
    .max(20)
    .describe('Urging after the due date, rung by rung.'),
  // A repetition without a length would never end.
  repeat: spanFrom(1).optional().describe('After the last rung, again and again until it is resolved.'),
  silence: z.literal('accepted').optional(),
  extension: z
    .strictObject({ askBefore: spanFrom(0), officeDecides: z.int().min(0).max(100) })
    .optional()
    .describe(
      'Of `decide`: how long before the deadline an extension should be asked for, how many the Office grants.',
    ),
  rhythm: z
    .strictObject({ months: z.int().min(1).max(12), lastMonthDays: z.int().min(1).max(31) })
    .optional()
    .describe(
      'Of `report`: after how many months, in the last month after how many days, an update is owed.',
    ),
  occurrence: z
    .strictObject({ reminders })
    .optional()
    .describe('Of `perform`: the reminders of recurring work.'),
  closesWithChildren: z
    .boolean()
    .optional()
    .describe('Of `perform`: submitted only when everything cascaded from it is completed or cancelled.'),
  hours: z.strictObject({ morning: wallTime, open: wallTime, close: wallTime }),
  bands: z.strictObject({ green: z.int().min(0).max(100), red: z.int().min(0).max(100) }),
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
        policy: z.strictObject(policyFields).partial(),
      }),
    )
    .max(500)
    .describe('Exceptions for a field, a unit or a task; the most specific wins.'),
};

/** PUT /v1/policies/{kind} */
export const policyInput = z
  .strictObject({
    ...policyShape,
    applyToOpen: z
      .boolean()
      .default(false)
      .describe('Also for what is open already; otherwise only for what opens from now on.'),
  })
  .meta({ id: 'PolicyInput' });

export const policyView = z.object(policyShape).meta({ id: 'Policy' });

export const dryRun = z.strictObject({
  dryRun: flag.default(false).describe('Only say what would change, and change nothing.'),
});
