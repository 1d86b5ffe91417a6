import type { Directory } from './directory.ts';
import { authorise, type Principal, type TaskAction } from './permissions.ts';
import { Refusal } from './refusal.ts';

/** Those of the actions that the person may take on the task as it stands. Nothing but {@link authorise} is asked. */
export function permittedActions<Action extends TaskAction>(
  directory: Directory,
  principal: Principal,
  task: Parameters<typeof authorise>[3],
  actions: readonly Action[],
): Action[] {
  return actions.filter((action) => {
    try {
      authorise(directory, principal, action, task);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  });
}
