import * as z from 'zod/mini';
import { optionalText, text, whole } from './fields.ts';
import { instant } from './time.ts';

/**
 * Who did it. A substitute acts on behalf of somebody; the system has neither user nor unit. `via` is set where the person
 * was known by the link in a mail to them, and not by signing in.
 */
export const actor = z.object({
  kind: z.enum(['user', 'system']),
  userId: optionalText,
  unitId: optionalText,
  onBehalfOf: optionalText,
  via: z.optional(z.literal('mail')),
});
export type Actor = z.infer<typeof actor>;

/** What a decision says happened; numbering and hashes are added by the commit. */
export type EventDraft = { type: string; data: Record<string, unknown> };

/** One append-only entry of a task's record. `hash` covers everything else here including `prevHash`. */
export const event = z.object({
  id: text,
  taskId: text,
  seq: whole,
  type: text,
  at: instant,
  actor,
  data: z.record(text, z.unknown()),
  commandId: text,
  prevHash: text,
  hash: text,
});
export type Event = z.infer<typeof event>;
