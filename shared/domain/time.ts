import * as z from 'zod/mini';

/** A moment: RFC 3339 in UTC with milliseconds (`2026-11-23T01:00:00.000Z`), so that text order is time order. */
export const instant = z.iso.datetime({ precision: 3 });
export type Instant = z.infer<typeof instant>;
export const optionalInstant = z.optional(instant);

/** A moment as AWS services write it, to any precision. */
export const moment = z.pipe(
  z.iso.datetime(),
  z.transform((at): Instant => new Date(at).toISOString()),
);

/** A day on the wall calendar of the deployment's time zone: `yyyy-mm-dd`. Never a moment. */
export const localDate = z.iso.date();
export type LocalDate = z.infer<typeof localDate>;
export const optionalDate = z.optional(localDate);

/** A length of time in a policy. Minutes exist so that a whole life can be run through in real time in a test deployment. */
export const span = z.union([z.strictObject({ workingDays: z.int() }), z.strictObject({ minutes: z.int() })]);
export type Span = z.infer<typeof span>;
