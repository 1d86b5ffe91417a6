/** Where schedules and rules send to, by ARN: queues, functions and state machines of the application. */
export type Targets = {
  has: (arn: string) => boolean;
  /** @throws Error when nothing here answers to this ARN */
  deliver: (arn: string, payload: string) => void;
};

export function createTargets(services: {
  hasQueue: (arn: string) => boolean;
  send: (arn: string, body: string) => void;
  hasFunction: (arn: string) => boolean;
  invoke: (arn: string, event: unknown) => void;
  hasMachine: (arn: string) => boolean;
  execute: (arn: string, input: string) => void;
}): Targets {
  const handlerOf = (arn: string): ((payload: string) => void) | undefined => {
    if (services.hasQueue(arn)) return (payload) => services.send(arn, payload);
    if (services.hasFunction(arn)) return (payload) => services.invoke(arn, JSON.parse(payload));
    if (services.hasMachine(arn)) return (payload) => services.execute(arn, payload);
    return undefined;
  };
  return {
    has: (arn) => handlerOf(arn) !== undefined,
    deliver: (arn, payload) => {
      const handler = handlerOf(arn);
      if (!handler) throw new Error(`Nothing in the application answers to ${arn}`);
      handler(payload);
    },
  };
}
