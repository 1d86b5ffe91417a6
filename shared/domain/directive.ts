import * as z from 'zod/mini';
import { optionalText, text, whole } from './fields.ts';
import { instant, localDate } from './time.ts';

/** The document that assigns tasks (văn bản chỉ đạo). */
export const directive = z.object({
  id: text,
  number: text,
  issuedOn: localDate,
  issuerId: text,
  title: text,
  classification: z.literal('normal'),
  url: optionalText,
  taskCount: whole,
  registeredAt: instant,
  version: whole,
  batch: optionalText,
});
export type Directive = z.infer<typeof directive>;
