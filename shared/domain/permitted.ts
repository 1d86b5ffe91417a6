import { authorise } from './permissions.ts';
import { Refusal } from './refusal.ts';

/** Whether {@link authorise} would let the person act. Nothing else is asked. */
export function permits(...asked: Parameters<typeof authorise>): boolean {
  return allows(() => authorise(...asked));
}

/** Whether a rule lets something pass. What it is tried on must be a pure decision: it is carried out and forgotten. */
export function allows(rule: () => unknown): boolean {
  try {
    rule();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
