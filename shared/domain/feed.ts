import * as z from 'zod/mini';
import { instant } from './time.ts';

/** A calendar feed of one person: what their units owe, or what one unit owes. Its address is its only key. */
export const feed = z.object({
  id: z.string(),
  userId: z.string(),
  unitId: z.optional(z.string()),
  /** SHA-256 of the secret in the address; the secret itself is shown once and kept nowhere. */
  secretHash: z.string(),
  createdAt: instant,
});
export type Feed = z.infer<typeof feed>;
