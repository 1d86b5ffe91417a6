import * as z from 'zod/mini';
import { instant, localDate } from './time.ts';

export const successionKind = z.enum(['merge', 'split', 'rename', 'dissolve']);

/** That a unit is merged, split, renamed or dissolved on a day, and who takes what over (kế thừa). */
export const succession = z.object({
  id: z.string(),
  unitId: z.string(),
  kind: successionKind,
  /** The first day of the new order. */
  on: localDate,
  /** Who takes over; the first takes what no assignment names. Empty for a change of name. */
  heirIds: z.array(z.string()),
  assignments: z.array(
    z.object({ unitId: z.string(), taskIds: z.array(z.string()), fields: z.array(z.string()) }),
  ),
  newName: z.optional(z.object({ code: z.string(), name: z.string() })),
  moveMembers: z.boolean(),
  reason: z.string(),
  orderedAt: instant,
  byUserId: z.string(),
  /** `underway` from its day on, until a later run has found nothing left to move. */
  state: z.enum(['planned', 'underway', 'done']),
});
export type Succession = z.infer<typeof succession>;
