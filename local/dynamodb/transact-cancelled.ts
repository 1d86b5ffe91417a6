import type { Item } from 'dynalite/db/index.js';
import { type ServiceError, serviceError } from './errors.ts';

/** Why one operation of a transaction stopped it, or `None`. */
export type Reason = { Code: string; Message?: string; Item?: Item };

/**
 * The refusal of a whole transaction, or undefined if every reason is `None`. The text is the service's own: people and
 * some clients search it for the codes.
 */
export function cancelled(reasons: Reason[]): ServiceError | undefined {
  if (reasons.every(({ Code }) => Code === 'None')) return undefined;
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return serviceError('dynamodb', 'TransactionCanceledException', message, {
    Message: message,
    CancellationReasons: reasons,
  });
}
