import * as z from 'zod';

const common = z.object({
  TABLE_NAME: z.string().min(1),
  STAGE: z.string().min(1),
  TIME_ZONE: z.string().min(1),
  CALENDAR_MODE: z.enum(['official', 'always-open']),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']),
});

/**
 * What a function finds in its environment, read once when the container starts. `extra` names what only this function
 * gets. Throws a sentence that names every missing variable, so that a wrong deployment fails at the first call.
 */
export function readEnv<Shape extends z.ZodRawShape>(extra: Shape) {
  const schema = z.object({ ...common.shape, ...extra });
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw new Error(`Environment of this function: ${z.prettifyError(parsed.error)}`);
}
