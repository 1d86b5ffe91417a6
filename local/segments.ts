import { type RunOptions, StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import * as z from 'zod';
import type { Functions } from './functions.ts';
import { StartFault } from './state.ts';

/** How a run from one state onwards ended: at a Wait state, with where to go on, or for good. */
export type SegmentEnd =
  | { kind: 'waiting'; until: number; next: string; input: unknown }
  | { kind: 'finished'; output: unknown };

/** Runs a machine from the state `from` (its start without one) until it next waits or ends. @throws the error of the state that failed */
export type Segments = (from: string | undefined, input: unknown) => Promise<SegmentEnd>;

const waitState = z
  .object({
    Type: z.literal('Wait'),
    Seconds: z.number().optional(),
    SecondsPath: z.string().optional(),
    Timestamp: z.string().optional(),
    TimestampPath: z.string().optional(),
    InputPath: z.string().nullable().optional(),
    OutputPath: z.string().nullable().optional(),
    Next: z.string(),
  })
  .loose();
type Handlers = NonNullable<NonNullable<RunOptions['overrides']>['taskResourceLocalHandlers']>;
const lambdaInvoke = 'arn:aws:states:::lambda:invoke';
const invokeParameters = z.object({ FunctionName: z.string(), Payload: z.unknown() });

/**
 * Cuts a state machine at its Wait states, so that a wait is a stored row and not a promise in memory: it outlives the
 * process, and the virtual clock decides when it is over. Each Wait becomes an end state for the interpreter, which reports
 * where it stopped; the next segment starts behind it. Retries happen without their pause: time stands still meanwhile.
 * @throws StartFault for what cannot be cut: waits inside Map or Parallel, tasks other than functions, the last state a Wait.
 */
export function segmentsOf(
  definition: StateMachineDefinition,
  services: { functions: Pick<Functions, 'invoke'>; now: () => number },
): Segments {
  // The interpreter's own time limits are real ones.
  const { TimeoutSeconds: _limit, ...machine } = definition;
  const states: Record<string, unknown> = {};
  const waits = new Map<string, z.infer<typeof waitState>>();
  const tasks = new Map<string, string>();
  for (const [name, state] of Object.entries(machine.States)) {
    states[name] = state;
    if (
      (state.Type === 'Map' || state.Type === 'Parallel') &&
      /"Type":"(Wait|Task)"/.test(JSON.stringify(state))
    )
      throw new StartFault(
        `The local runtime cannot run waits or tasks inside the ${state.Type} state ${name}.`,
      );
    if (state.Type === 'Task') tasks.set(name, state.Resource);
    if (state.Type !== 'Wait') continue;
    const wait = waitState.safeParse(state);
    if (!wait.success)
      throw new StartFault(`The local runtime cannot end an execution with the Wait state ${name}.`);
    waits.set(name, wait.data);
    states[name] = asEnd(wait.data);
  }

  return async (from, input) => {
    let stop: { wait: string; until: number } | undefined;
    const handlers: Handlers = {};
    for (const [name, wait] of waits) {
      handlers[name] = (asked) => {
        stop = { wait: name, until: untilOf(wait, asked, services.now()) };
        return null;
      };
    }
    for (const [name, resource] of tasks) {
      handlers[name] = async (asked) => z.json().parse(await invoke(services.functions, resource, asked));
    }
    const runnable = new StateMachine(
      {
        ...machine,
        StartAt: from ?? machine.StartAt,
        States: z.custom<typeof machine.States>().parse(states),
      },
      // Checked when the template was read; a machine that starts behind a Wait has states that nothing leads to.
      { validationOptions: { noValidate: true } },
    );
    const run = runnable.run(z.json().parse(input), {
      overrides: {
        taskResourceLocalHandlers: handlers,
        retryIntervalOverrides: Object.fromEntries([...tasks.keys()].map((name) => [name, 0])),
      },
      context: {
        State: {
          get EnteredTime() {
            return new Date(services.now()).toISOString();
          },
        },
      },
    });
    const output: unknown = await run.result;
    if (!stop) return { kind: 'finished', output };
    const next = waits.get(stop.wait)?.Next ?? '';
    return { kind: 'waiting', until: stop.until, next, input: output };
  };
}

/** The same state as a task that ends the machine: it is told what the Wait would have been told, and passes its input on. */
function asEnd(wait: z.infer<typeof waitState>) {
  const path = wait.TimestampPath ?? wait.SecondsPath;
  return {
    Type: 'Task',
    Resource: 'arn:aws:lambda:::function:wait',
    ...(wait.InputPath !== undefined && { InputPath: wait.InputPath }),
    ...(wait.OutputPath !== undefined && { OutputPath: wait.OutputPath }),
    Parameters: path === undefined ? {} : { 'value.$': path },
    ResultPath: null,
    End: true,
  };
}

function untilOf(wait: z.infer<typeof waitState>, asked: unknown, now: number): number {
  const { value } = z.object({ value: z.unknown() }).parse(asked);
  if (wait.TimestampPath !== undefined) return timestamp(value);
  if (wait.Timestamp !== undefined) return timestamp(wait.Timestamp);
  const seconds = wait.SecondsPath === undefined ? wait.Seconds : value;
  return now + z.number().min(0).parse(seconds) * 1000;
}

const timestamp = (value: unknown) => Date.parse(z.iso.datetime({ offset: true }).parse(value));

async function invoke(
  functions: Pick<Functions, 'invoke'>,
  resource: string,
  input: unknown,
): Promise<unknown> {
  if (resource !== lambdaInvoke) return functions.invoke(resource, input);
  const { FunctionName, Payload } = invokeParameters.parse(input);
  const payload = await functions.invoke(FunctionName, Payload);
  return { ExecutedVersion: '$LATEST', Payload: payload, StatusCode: 200 };
}
