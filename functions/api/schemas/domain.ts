import * as z from 'zod/mini';

/** Schemas of the domain (`zod/mini`) in the dialect of requests and answers, in which they can be described. */

/** A day; see `localDate` in shared/domain/time.ts. */
export const localDate = z.iso.date();

/** One of the domain's words for something. */
export const oneOf = <const Words extends Readonly<Record<string, string>>>(words: {
  def: { entries: Words };
}) => z.enum(words.def.entries);
