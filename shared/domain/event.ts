import * as z from 'zod/mini';
import { instant } from './time.ts';

/**
 * Who did it. A substitute acts on behalf of somebody; the system has neither user nor unit. `via` is set where the person
 * was known by the link in a mail to them, and not by signing in.
 */
export const actor = z.object({
  kind: z.enum(['user', 'system']),
  userId: z.optional(z.string()),
  unitId: z.optional(z.string()),
  onBehalfOf: z.optional(z.string()),
  via: z.optional(z.literal('mail')),
});
export type Actor = z.infer<typeof actor>;

/** What a decision says happened; numbering and hashes are added by the commit. */
export type EventDraft = { type: string; data: Record<string, unknown> };

/** One append-only entry of a task's record. `hash` covers everything else here including `prevHash`. */
export const event = z.object({
  id: z.string(),
  taskId: z.string(),
  seq: z.int(),
  type: z.string(),
  at: instant,
  actor,
  data: z.record(z.string(), z.unknown()),
  commandId: z.string(),
  prevHash: z.string(),
  hash: z.string(),
});
export type Event = z.infer<typeof event>;
