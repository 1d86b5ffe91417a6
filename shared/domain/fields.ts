import * as z from 'zod/mini';

// Making a schema takes some ten microseconds, and every function makes those of all entities when it starts: what
// hundreds of fields have in common is made once.
export const text = z.string();
export const optionalText = z.optional(text);
export const whole = z.int();
export const flag = z.boolean();
