import * as z from 'zod/mini';

/** A variable that must say something. */
export const given = z.string().check(z.minLength(1));

/** A whole number of seconds, up to the fifteen minutes that a queue delays at most. */
export const seconds = z.pipe(z.coerce.number(), z.int().check(z.minimum(0), z.maximum(900)));

const common = z.object({
  TABLE_NAME: given,
  STAGE: given,
  TIME_ZONE: given,
  CALENDAR_MODE: z.enum(['official', 'always-open']),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']),
});

/**
 * What a function finds in its environment, read once when the container starts. `extra` names what only this function
 * gets. Throws a sentence that names every missing variable, so that a wrong deployment fails at the first call.
 */
export function readEnv<Shape extends z.core.$ZodShape>(extra: Shape) {
  const schema = z.object({ ...common.shape, ...extra });
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw new Error(`Environment of this function: ${z.prettifyError(parsed.error)}`);
}
