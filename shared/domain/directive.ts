import * as z from 'zod/mini';
import { instant, localDate } from './time.ts';

/** The document that assigns tasks (văn bản chỉ đạo). */
export const directive = z.object({
  id: z.string(),
  number: z.string(),
  issuedOn: localDate,
  issuerId: z.string(),
  title: z.string(),
  classification: z.literal('normal'),
  url: z.optional(z.string()),
  taskCount: z.int(),
  registeredAt: instant,
  version: z.int(),
});
export type Directive = z.infer<typeof directive>;
