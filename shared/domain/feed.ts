import * as z from 'zod/mini';
import { optionalText, text } from './fields.ts';
import { instant } from './time.ts';

/** A calendar feed of one person: what their units owe, or what one unit owes. Its address is its only key. */
export const feed = z.object({
  id: text,
  userId: text,
  unitId: optionalText,
  /** SHA-256 of the secret in the address; the secret itself is shown once and kept nowhere. */
  secretHash: text,
  createdAt: instant,
});
export type Feed = z.infer<typeof feed>;
