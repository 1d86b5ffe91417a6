import type { MiddlewareObj } from '@middy/core';
import type { Log } from '../shared/log.ts';
import { stackOf } from '../shared/stack.ts';

/** Logs what a handler throws, with the request it belongs to, before Lambda retries it or sets it aside. */
export function logged<Event, Result>(log: Log): MiddlewareObj<Event, Result, Error> {
  return {
    onError: ({ error, context }) => {
      log.error('failed', {
        requestId: context.awsRequestId,
        error: error?.name,
        reason: error?.message,
        stack: error && stackOf(error),
      });
    },
  };
}
