import * as z from 'zod/mini';
import { text } from './fields.ts';
import { obligationPolicy } from './policy-model.ts';

/**
 * What the office may set, per obligation kind. The defaults are ours (mặc định hệ thống): the published summary of
 * the regulation names duties but no day counts. An override applies to a field, a unit or one task, most specific last.
 */
export const policySet = z.strictObject({
  policy: obligationPolicy,
  overrides: z.array(
    z.strictObject({
      appliesTo: z.union([
        z.strictObject({ taskId: text }),
        z.strictObject({ unitId: text }),
        z.strictObject({ field: text }),
      ]),
      policy: z.partial(z.omit(obligationPolicy, { kind: true, version: true })),
    }),
  ),
});
export type PolicySet = z.infer<typeof policySet>;
