import type { Application } from './application.ts';
import type { JsonOperations, RestService } from './endpoint.ts';
import { createEventBus } from './event-bus.ts';
import { createExecutions } from './executions.ts';
import type { Functions } from './functions.ts';
import { createInvocations } from './invocations.ts';
import type { Guard } from './permissions/roles.ts';
import { guardedOperations, guardedRest } from './permissions/services.ts';
import { queueSource } from './queue-triggers.ts';
import { createScheduler } from './scheduler.ts';
import { createMailer, type Mailer } from './ses.ts';
import { createQueues } from './sqs.ts';
import type { State } from './state.ts';
import { type ChangeFeed, streamSource } from './streams.ts';
import { createTargets } from './targets.ts';
import type { Timeline } from './timeline.ts';

export type Emulation = {
  operations: JsonOperations;
  rest: RestService[];
  mailer: Mailer;
  /** Messages in each queue, by name. */
  queueCounts: () => Record<string, number>;
};

/** Wires the emulated services to each other and to the application's functions, as the template says, and puts them on the timeline. */
export function createEmulation(
  application: Application,
  base: { state: State; timeline: Timeline; functions: Functions; feed: ChangeFeed; guard: Guard },
): Emulation {
  const { state, timeline, functions, feed, guard } = base;
  const { now, wake } = timeline;
  const queues = createQueues(application.queues, state, now, wake);
  const invocations = createInvocations(state, {
    functions,
    specs: application.functions,
    queues,
    now,
    onEnqueue: wake,
  });
  const executions = createExecutions(application.machines, state, { functions, guard, now, onChange: wake });
  const targets = createTargets({
    hasQueue: queues.has,
    send: queues.send,
    hasFunction: functions.has,
    invoke: invocations.enqueue,
    hasMachine: executions.has,
    execute: (arn, input) => executions.start(arn, crypto.randomUUID(), input),
  });
  const scheduler = createScheduler(application, state, { targets, guard, now, onChange: wake });
  const mailer = createMailer(application.configurationSets, state, {
    bus: createEventBus(application.rules, targets),
    now,
  });
  // Consequences of what is done come before new causes: the relay has caught up before the next queue or schedule is looked at.
  for (const trigger of application.streamTriggers)
    timeline.add(streamSource(trigger, feed, { functions, queues, state, now }));
  timeline.add(invocations.source);
  for (const trigger of application.queueTriggers) timeline.add(queueSource(trigger, queues, functions));
  timeline.add(executions.source);
  timeline.add(scheduler.source);
  return {
    operations: guardedOperations(guard, { ...queues.operations, ...executions.operations }),
    rest: [guardedRest(guard, [scheduler.rest, mailer.rest])],
    mailer,
    queueCounts: queues.counts,
  };
}
