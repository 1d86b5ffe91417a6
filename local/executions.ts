import * as z from 'zod';
import type { MachineSpec } from './application.ts';
import { type JsonOperations, ServiceError } from './endpoint.ts';
import { FunctionError, type Functions } from './functions.ts';
import { askedOfTarget } from './permissions/calls.ts';
import type { Guard } from './permissions/roles.ts';
import { segmentsOf } from './segments.ts';
import { StartFault, type State } from './state.ts';
import type { Source } from './timeline.ts';

export type Executions = {
  operations: JsonOperations;
  source: Source;
  has: (machineArn: string) => boolean;
  start: (machineArn: string, name: string, input: string) => { executionArn: string; startDate: number };
};

const row = z.object({
  arn: z.string(),
  machine: z.string(),
  name: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  input: z.string(),
  started_at: z.int(),
  stopped_at: z.int().nullable(),
  next_state: z.string().nullable(),
  next_input: z.string().nullable(),
  wake_at: z.int().nullable(),
  output: z.string().nullable(),
  error: z.string().nullable(),
  cause: z.string().nullable(),
});
type Row = z.infer<typeof row>;

const atOnce = 16;
const startInput = z.object({
  stateMachineArn: z.string(),
  name: z.string().regex(/^[\w-]{1,80}$/),
  input: z.string().default('{}'),
});

/**
 * Step Functions Standard workflows. An execution is a row: where it goes on, with which input, and when. A restart goes on at
 * the last wait; only the segment that was running when the process was killed runs again, as a task may in AWS as well.
 */
export function createExecutions(
  machines: readonly MachineSpec[],
  state: State,
  services: { functions: Functions; guard: Guard; now: () => number; onChange: () => void },
): Executions {
  const callableBy = (roleArn: string) => ({
    invoke: async (functionArn: string, event: unknown) => {
      const asked = askedOfTarget(functionArn);
      if (!services.guard.allows(roleArn, asked))
        throw new FunctionError('Lambda.AccessDeniedException', `${roleArn} lacks ${asked.action}`);
      return services.functions.invoke(functionArn, event);
    },
  });
  const segments = new Map(
    machines.map(
      ({ arn, definition, roleArn }) =>
        [arn, segmentsOf(definition, { now: services.now, functions: callableBy(roleArn) })] as const,
    ),
  );
  const limits = new Map(machines.map(({ arn, definition }) => [arn, definition.TimeoutSeconds ?? Infinity]));
  const find = state.db.prepare('select * from execution where arn = ?');
  const insert = state.db.prepare(
    `insert into execution (arn, machine, name, status, input, started_at, wake_at) values (?, ?, ?, 'RUNNING', ?, ?, ?)`,
  );
  const earliest = state.db.prepare('select min(wake_at) as at from execution');
  const due = state.db.prepare('select * from execution where wake_at <= ? order by wake_at, arn limit ?');
  const rest = state.db.prepare(
    'update execution set next_state = ?, next_input = ?, wake_at = ? where arn = ?',
  );
  const finish = state.db.prepare(
    'update execution set status = ?, output = ?, error = ?, cause = ?, stopped_at = ?, wake_at = null where arn = ?',
  );
  const list = state.db.prepare(
    'select * from execution where machine = ? and (? is null or status = ?) order by started_at desc, arn limit 1000',
  );

  function rowOf(arn: string): Row | undefined {
    return row.optional().parse(find.get(arn));
  }

  async function proceed(item: Row): Promise<void> {
    const run = segments.get(item.machine);
    const end = (status: string, output: string | null, error: string | null, cause: string | null) =>
      finish.run(status, output, error, cause, Math.floor(services.now()), item.arn);
    if (!run) return void end('ABORTED', null, 'StateMachineDeleted', null);
    if (services.now() - item.started_at > (limits.get(item.machine) ?? Infinity) * 1000)
      return void end('TIMED_OUT', null, 'States.Timeout', null);
    try {
      const input: unknown = JSON.parse(item.next_input ?? item.input);
      const result = await run(item.next_state ?? undefined, input);
      if (result.kind === 'finished') end('SUCCEEDED', JSON.stringify(result.output), null, null);
      else rest.run(result.next, JSON.stringify(result.input), Math.ceil(result.until), item.arn);
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const [name, message] = cause instanceof Error ? [cause.name, cause.message] : ['Error', String(cause)];
      end('FAILED', null, name, message);
    }
  }

  function start(machine: string, name: string, input: string) {
    const arn = `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
    const known = rowOf(arn);
    if (known?.status === 'RUNNING' && known.input === input)
      return { executionArn: arn, startDate: known.started_at / 1000 };
    // A name is taken for good while it runs with another input, and for 90 days after it ended.
    if (known) throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    const at = Math.floor(services.now());
    insert.run(arn, machine, name, input, at, at);
    services.onChange();
    return { executionArn: arn, startDate: at / 1000 };
  }

  const describe = (item: Row) => ({
    executionArn: item.arn,
    stateMachineArn: item.machine,
    name: item.name,
    status: item.status,
    startDate: item.started_at / 1000,
    ...(item.stopped_at !== null && { stopDate: item.stopped_at / 1000 }),
  });

  return {
    has: (arn) => segments.has(arn),
    start,
    source: {
      name: 'executions',
      next: () => z.int().nullable().parse(earliest.get()?.at) ?? undefined,
      run: async (now) => {
        await Promise.all(z.array(row).parse(due.all(now, atOnce)).map(proceed));
      },
    },
    operations: {
      'AWSStepFunctions.StartExecution': (input) => {
        const asked = startInput.parse(input);
        if (!segments.has(asked.stateMachineArn))
          throw new ServiceError(
            'StateMachineDoesNotExist',
            `State Machine Does Not Exist: '${asked.stateMachineArn}'`,
          );
        try {
          JSON.parse(asked.input);
        } catch {
          throw new ServiceError('InvalidExecutionInput', 'Invalid State Machine Execution Input');
        }
        return start(asked.stateMachineArn, asked.name, asked.input);
      },
      'AWSStepFunctions.DescribeExecution': (input) => {
        const { executionArn } = z.object({ executionArn: z.string() }).parse(input);
        const item = rowOf(executionArn);
        if (!item)
          throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
        return {
          ...describe(item),
          input: item.input,
          ...(item.output !== null && { output: item.output }),
          ...(item.error !== null && { error: item.error }),
          ...(item.cause !== null && { cause: item.cause }),
        };
      },
      'AWSStepFunctions.StopExecution': (input) => {
        const { executionArn } = z.object({ executionArn: z.string() }).parse(input);
        const stopDate = Math.floor(services.now());
        finish.run('ABORTED', null, null, null, stopDate, executionArn);
        return { stopDate: stopDate / 1000 };
      },
      'AWSStepFunctions.ListExecutions': (input) => {
        const { stateMachineArn, statusFilter = null } = z
          .object({ stateMachineArn: z.string(), statusFilter: z.string().optional() })
          .parse(input);
        const rows = z.array(row).parse(list.all(stateMachineArn, statusFilter, statusFilter));
        return { executions: rows.map(describe) };
      },
    },
  };
}

/** @throws StartFault when a machine's definition is not valid ASL */
export async function checkMachines(machines: readonly MachineSpec[]): Promise<void> {
  const { StateMachine } = await import('aws-local-stepfunctions');
  for (const { name, definition } of machines) {
    try {
      new StateMachine(definition, { validationOptions: { checkArn: false } });
    } catch (error) {
      throw new StartFault(`The state machine ${name} is not valid: ${String(error).replaceAll('\n', ' ')}`);
    }
  }
}
