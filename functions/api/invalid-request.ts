import { type Fault, Refusal } from '../../shared/domain/refusal.ts';

/** All the faults of a request, at once. */
export function invalidRequest(found: Fault[]): Refusal {
  return new Refusal('invalid_request', { count: found.length }, found);
}
