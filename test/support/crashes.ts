import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** The error that stands for a crash: nothing retries it and nothing understands it. */
class InjectedFault extends Error {
  override readonly name = 'InjectedFault';
}

/** `before`: the call was never made. `after`: it was made, and its answer lost. */
export type Strike = 'before' | 'after';

/** Asked at every outward call, by its name; names are the same in every run of the same story. */
export type Strikes = (call: string) => Strike | undefined;

const writing = /^(Put|Update|Delete|TransactWrite|BatchWrite)Item/;

/** One function with its outward calls under watch: it can be killed between any two of them. */
export type Watched = {
  /** One invocation. After a strike every further call of it fails, as in a dead process. */
  invoke<T>(work: () => Promise<T>): Promise<T>;
  /** A call to a service other than the table. */
  outward<T>(name: string, call: () => Promise<T>): Promise<T>;
  /** Counts the client's writes as outward calls. */
  watch(client: DynamoDBClient): DynamoDBClient;
};

export function createWatch(strikes: Strikes) {
  /** Every outward call made, in order. */
  const calls: string[] = [];

  function watched(fn: string): Watched {
    let dead = false;
    async function outward<T>(name: string, call: () => Promise<T>): Promise<T> {
      if (dead) throw new InjectedFault('the process is dead');
      const label = `${fn}: ${name}`;
      calls.push(label);
      const strike = strikes(label);
      if (strike === 'before') dead = true;
      if (dead) throw new InjectedFault(`before ${label}`);
      const answer = await call();
      if (strike !== 'after') return answer;
      dead = true;
      throw new InjectedFault(`after ${label}`);
    }
    return {
      outward,
      async invoke(work) {
        dead = false;
        try {
          return await work();
        } finally {
          dead = false;
        }
      },
      watch(client) {
        client.middlewareStack.add(
          (next, context) => async (args) => {
            const command = String(context.commandName);
            if (writing.test(command)) return outward(nameOf(command, args.input), () => next(args));
            if (dead) throw new InjectedFault('the process is dead');
            return next(args);
          },
          { step: 'initialize', name: `watch-${fn}`, priority: 'high' },
        );
        return client;
      },
    };
  }
  return { calls, watched };
}

type Fields = Record<string, unknown>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const textOf = (value: unknown) => (typeof value === 'string' ? value : String(fieldsOf(value).S));
const keyOf = (value: unknown) => `${textOf(fieldsOf(value).pk)} ${textOf(fieldsOf(value).sk)}`;

/** By what it writes: `TransactWrite TASK#1 A#TASK +TASK#1 E#00000002` (the first item, and the event if there is one). */
function nameOf(command: string, input: unknown): string {
  const { TransactItems, Key, Item, UpdateExpression } = fieldsOf(input);
  const short = command.replace(/Items?Command$/, '');
  if (!Array.isArray(TransactItems)) {
    const what = UpdateExpression === undefined ? '' : ` ${String(UpdateExpression).slice(0, 40)}`;
    return `${short} ${keyOf(Key ?? Item)}${what}`;
  }
  const keys = TransactItems.map((each: unknown) => {
    const { Put, Update, Delete, ConditionCheck } = fieldsOf(each);
    const { Key: key, Item: item } = fieldsOf(Put ?? Update ?? Delete ?? ConditionCheck);
    return keyOf(key ?? item);
  });
  const event = keys.find((key) => key.includes(' E#'));
  return `${short} ${event ?? keys[0]}`;
}
