import * as z from 'zod/mini';
import { flag, text } from './fields.ts';
import { instant, localDate } from './time.ts';

export const successionKind = z.enum(['merge', 'split', 'rename', 'dissolve']);

/** That a unit is merged, split, renamed or dissolved on a day, and who takes what over (kế thừa). */
export const succession = z.object({
  id: text,
  unitId: text,
  kind: successionKind,
  /** The first day of the new order. */
  on: localDate,
  /** Who takes over; the first takes what no assignment names. Empty for a change of name. */
  heirIds: z.array(text),
  assignments: z.array(z.object({ unitId: text, taskIds: z.array(text), fields: z.array(text) })),
  newName: z.optional(z.object({ code: text, name: text })),
  moveMembers: flag,
  reason: text,
  orderedAt: instant,
  byUserId: text,
  /** `underway` from its day on, until a later run has found nothing left to move. */
  state: z.enum(['planned', 'underway', 'done']),
});
export type Succession = z.infer<typeof succession>;
