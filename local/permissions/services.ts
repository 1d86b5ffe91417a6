import { type JsonOperations, type RestService, ServiceError } from '../endpoint.ts';
import { askedOfJson, askedOfRest } from './calls.ts';
import { type Asked, type Guard, NotAllowed } from './roles.ts';

/** The same operations, refused to a function whose role does not allow them. */
export function guardedOperations(guard: Guard, operations: JsonOperations): JsonOperations {
  const guarded = Object.entries(operations).map(([target, run]) => [
    target,
    (input: unknown, accessKey?: string) => {
      admit(guard, accessKey, () => askedOfJson(target, input));
      return run(input);
    },
  ]);
  return Object.fromEntries(guarded);
}

/** Services behind one address: the first that answers does. */
export function guardedRest(guard: Guard, services: readonly RestService[]): RestService {
  return (method, url, input, accessKey) => {
    admit(guard, accessKey, () => askedOfRest(method, url, input));
    for (const service of services) {
      const result = service(method, url, input);
      if (result !== undefined) return result;
    }
    return undefined;
  };
}

function admit(guard: Guard, accessKey: string | undefined, asked: () => Asked[]): void {
  try {
    guard.admit(accessKey, asked);
  } catch (error) {
    if (!(error instanceof NotAllowed)) throw error;
    throw new ServiceError(error.name, error.message, 403);
  }
}
