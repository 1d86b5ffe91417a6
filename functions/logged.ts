import type { MiddlewareObj } from '@middy/core';
import type { Log } from '../shared/log.ts';

/** Logs what a handler throws, with the request it belongs to, before Lambda retries it or sets it aside. */
export function logged<Event, Result>(log: Log): MiddlewareObj<Event, Result, Error> {
  return {
    onError: ({ error, context }) => {
      log.error('failed', {
        requestId: context.awsRequestId,
        error: error?.name,
        reason: error?.message,
        stack: error?.stack?.split('\n').slice(1, 6),
      });
    },
  };
}
