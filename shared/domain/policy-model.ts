import * as z from 'zod/mini';
import { flag, text, whole } from './fields.ts';
import { span } from './time.ts';

export const obligationKind = z.enum([
  'accept',
  'perform',
  'confirm',
  'decide',
  'answer',
  'contribute',
  'report',
  'rectify',
]);
export type ObligationKind = z.infer<typeof obligationKind>;

/** Whom a rung of the ladder writes to, relative to the holder; found in the real hierarchy when the rung fires. */
export const audience = z.enum(['officer', 'head', 'monitor', 'office', 'authority', 'parentHead']);
export type Audience = z.infer<typeof audience>;

export const rung = z.object({
  after: span,
  audience: z.array(audience),
  /** A draft dispatch is offered to the office. */
  draftDispatch: z.optional(flag),
  /** The matter goes on the agenda of the next Standing Committee meeting. */
  agenda: z.optional(flag),
});

/** What an obligation lives by. Frozen on it when it opens: a later edit of the policy changes only what opens later. */
export const obligationPolicy = z.object({
  kind: obligationKind,
  version: text,
  /** How long the holder has, where the due date is not the task's own deadline. */
  due: z.optional(span),
  /** Before the due date; 0 working days is the morning of the due date itself. */
  reminders: z.array(z.object({ before: span, audience: z.array(audience) })),
  /** Who is told when it opens; empty: nobody. */
  notice: z.array(audience),
  /** After the due date. */
  ladder: z.array(rung),
  /** After the last rung, until resolved; absent: the ladder ends there. */
  repeat: z.optional(
    span.check(z.refine((each) => Object.values(each).every((n) => n > 0), { error: 'not_positive' })),
  ),
  /** Silence past the due date counts as this answer and closes the obligation. */
  silence: z.optional(z.literal('accepted')),
  /** Of `decide`: what holds for extensions. */
  extension: z.optional(
    z.object({
      /** How long before the deadline one should be asked for; later ones are marked late. */
      askBefore: span,
      /** How many the office grants on one task before the authority decides. */
      officeDecides: z.int().check(z.minimum(0)),
    }),
  ),
  /** Of `report`: how many months, and in the last month before the deadline how many days, after the last update. */
  rhythm: z.optional(
    z.object({ months: z.int().check(z.positive()), lastMonthDays: z.int().check(z.positive()) }),
  ),
  /** Of `perform`: the reminders of recurring work, whose doers know it. */
  occurrence: z.optional(
    z.object({ reminders: z.array(z.object({ before: span, audience: z.array(audience) })) }),
  ),
  /** Of `perform`: the work may be submitted only when everything cascaded from it is completed or cancelled. */
  closesWithChildren: z.optional(flag),
  /** Morning hour of mails and the opening hours of the send gate, local wall time. */
  hours: z.object({ morning: text, open: text, close: text }),
  /** Working days left: at least `green` is green, at most `red` is red. */
  bands: z.object({ green: whole, red: whole }),
});
export type ObligationPolicy = z.infer<typeof obligationPolicy>;
