import * as z from 'zod/mini';
import { flag, text, whole } from '../domain/fields.ts';
import { instant } from '../domain/time.ts';

/** What makes the parts of a large creation visible: present means published, unless it says that it never will be. */
export const storedBatch = z.object({
  id: text,
  at: instant,
  parts: whole,
  finished: flag,
  revoked: z.optional(flag),
});
export const storedBatchPart = z.object({
  taskIds: z.array(text),
  rows: z.array(z.object({ pk: text, sk: text })),
});
