import type { Callback, Request, Store } from 'dynalite/db/index.js';
import validations, { type Custom, type Types } from 'dynalite/validations/index.js';
import { serviceError } from './errors.ts';

export type Answer = Record<string, unknown>;
export type Action = (store: Store, request: Request, done: Callback<Answer>) => void;
export type Rules = { types: Types; custom?: Custom };

/** @throws ServiceError for every refusal of the action */
export function act(action: Action, store: Store, request: Request): Promise<Answer> {
  return new Promise((resolve, reject) => {
    action(store, request, (error, answer) => (error ? reject(error) : resolve(answer ?? {})));
  });
}

/**
 * The body as a request of the declared types, in which `custom` has left the parsed expressions.
 *
 * @throws ServiceError SerializationException, ValidationException
 */
export function validate(body: unknown, { types, custom }: Rules, store: Store): Request {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw serviceError('coral', 'SerializationException', 'The request body is not a JSON object');
  }
  const request = validations.checkTypes(body, types);
  validations.checkValidations(request, types, custom, store);
  return request;
}

/** The refusal that a check of dynalite's returned, thrown. */
export function refuse(invalid: Error | null | undefined): void {
  if (invalid !== null && invalid !== undefined) throw invalid;
}
