import * as z from 'zod/mini';

/**
 * Tab, line feed and carriage return are text; every other control character, half a surrogate pair, and the sign that stands for
 * what could not be decoded are defects: somewhere on its way the text was read in the wrong encoding.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to keep out
const BROKEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]|\p{Surrogate}/u;

/** Text of several lines, at most `max` characters: trimmed, in NFC, so that Vietnamese written either way is one text. */
export const text = (max: number) =>
  z.string().check(
    z.normalize('NFC'),
    z.trim(),
    z.minLength(1),
    z.maxLength(max),
    z.refine((value) => !BROKEN.test(value), { params: { code: 'control_characters' } }),
  );

/** Text of one line. */
export const line = (max: number) =>
  text(max).check(z.refine((value) => !/[\r\n\t]/.test(value), { params: { code: 'line_break' } }));

/** An id given by a client: whether it names something is for the rules to say. */
export const idOf = (what: string) => line(100).with(z.describe(`Id of ${what}.`));

/** Several ids, each once. */
export const idsOf = (what: string, max: number) =>
  z.array(line(100)).check(
    z.maxLength(max),
    z.refine((ids) => new Set(ids).size === ids.length, { params: { code: 'duplicate' } }),
    z.describe(`Ids of ${what}.`),
  );

export const link = z
  .url({ protocol: /^https?$/ })
  .check(z.maxLength(2000), z.describe('An http or https address.'));

/**
 * A whole number in a query or path. Only decimal digits are one: what else JavaScript reads as a number (`0x10`, `1e2`, ` 5`, nothing
 * at all) was not meant as one, or only by somebody who tries what happens.
 */
export const digits = (least: number, most: number) =>
  z
    .pipe(
      z
        .string()
        .check(
          z.refine((value) => /^-?\d+$/.test(value), { params: { code: 'wrong_type', expected: 'int' } }),
        ),
      z.coerce.number<string>().check(z.gte(least), z.lte(most)),
    )
    .with(
      // What a client is told: the number, not the text in which it is sent.
      z.meta({ type: 'integer', minimum: least, maximum: most }),
    );

/** Query of every list. Over the limit is refused, never silently capped. */
export const paging = {
  limit: z._default(digits(1, 200), 50).with(z.describe('Items per page.')),
  cursor: z
    .optional(z.string().check(z.maxLength(2000)))
    .with(z.describe('`next` of the page before. Opaque, and bound to the same filters.')),
};

/** Several values of a query parameter: `a,b`, or the parameter repeated. */
export const several = <T extends Readonly<Record<string, string>>>(one: z.ZodMiniEnum<T>) =>
  z
    .optional(
      z.pipe(
        z.pipe(
          z.string(),
          z.transform((value) => value.split(',')),
        ),
        z.array(one).check(z.maxLength(20)),
      ),
    )
    .with(
      // What a client is told: the list that it stands for, not the text in which it is sent.
      z.meta({ type: 'array', items: { type: 'string', enum: one.options }, maxItems: 20 }),
    );

/** A moment in a query or body, with any offset; inside it is UTC with milliseconds. */
export const momentInput = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((value) => new Date(value).toISOString()),
);

/** Yes or no in a query. */
export const flag = z.pipe(
  z.enum(['true', 'false']),
  z.transform((value) => value === 'true'),
);

/** The answer of every list. */
export const pageOf = <T extends z.core.$ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next: z.nullable(z.string()).with(z.describe('Cursor of the next page, or null at the end.')),
  });

/** How a table is headed when it is asked for as a spreadsheet. */
export const heading = {
  form: z
    .optional(z.enum(['party', 'state']))
    .with(z.describe('Title block of a spreadsheet: party form (36-HD/VPTW, the default) or state form.')),
  place: z.optional(line(100)).with(z.describe('Where a spreadsheet is dated; Hà Nội unless given.')),
};
