import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** The error that stands for a crash: nothing retries it and nothing understands it. */
class InjectedFault extends Error {
  override readonly name = 'InjectedFault';
}

export type Faults = {
  /** Writes that were sent so far, the fatal one included. */
  readonly writes: number;
  /** Whether the fault has struck. */
  readonly struck: boolean;
  /** The client works as ever from here on: the process is started again. */
  heal(): void;
};

const writing = /^(Put|Update|Delete|TransactWrite|BatchWrite)Item/;

/**
 * Kills the process that uses this client at its n-th write from now (from 1): `before` the table hears of it, or
 * `after` it is stored but before the answer arrives. Everything later fails too, reads included, as in a dead process.
 * Document clients made from the client are included, whenever they were made.
 */
export function failAt(client: DynamoDBClient, n: number, when: 'before' | 'after'): Faults {
  const state = { writes: 0, struck: false };
  const name = `failAt-${Math.random()}`;
  const strike = () => {
    state.struck = true;
    return new InjectedFault(`${when} write ${n}`);
  };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (state.struck) throw new InjectedFault('the process is dead');
      if (!writing.test(String(context.commandName))) return next(args);
      state.writes += 1;
      const fatal = state.writes === n;
      if (fatal && when === 'before') throw strike();
      const result = await next(args);
      if (fatal) throw strike();
      return result;
    },
    { step: 'initialize', name, priority: 'high' },
  );
  return {
    get writes() {
      return state.writes;
    },
    get struck() {
      return state.struck;
    },
    heal() {
      client.middlewareStack.remove(name);
    },
  };
}

/** Names of the calls sent through the client from now on, in order: what an operation costs in round trips. */
export function callsOf(client: DynamoDBClient): string[] {
  const calls: string[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      calls.push(String(context.commandName).replace(/Command$/, ''));
      return next(args);
    },
    { step: 'initialize', name: `calls-${Math.random()}`, priority: 'high' },
  );
  return calls;
}
