import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import type { FunctionSpec } from './application.ts';

/** What the function threw, or how its container died; `name` is the error type that Lambda would report. */
export class FunctionError extends Error {
  constructor(type: string, message: string) {
    super(message);
    this.name = type;
  }
}

export type Functions = {
  /** Runs a function to its end and gives its answer as JSON gives it. @throws FunctionError, logged already */
  invoke: (nameOrArn: string, event: unknown) => Promise<unknown>;
  has: (nameOrArn: string) => boolean;
  /** Loads a function before it is needed, so that the first request does not pay for it. */
  warm: (nameOrArn: string) => Promise<void>;
  close: () => Promise<void>;
};

const reply = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ log: z.string() }),
  z.object({ id: z.number(), answer: z.string() }),
  z.object({
    id: z.number(),
    error: z.object({ errorType: z.string(), errorMessage: z.string(), trace: z.array(z.string()) }),
  }),
]);

type Container = { worker: Worker; ready: Promise<void>; send: (event: unknown) => Promise<unknown> };

/**
 * The application's functions, each in a worker thread that starts at its first invocation. A thread rather than an import:
 * AWS clients read endpoints and credentials from the environment when first used, not when imported, so each
 * function needs an environment that stays its own. One thread serves concurrent invocations.
 */
export function createFunctions(
  specs: readonly FunctionSpec[],
  environment: Record<string, string>,
  log: (functionName: string, line: string) => void,
): Functions {
  const containers = new Map<string, Container>();
  const find = (nameOrArn: string) => specs.find(({ name, arn }) => name === nameOrArn || arn === nameOrArn);

  function start(spec: FunctionSpec): Container {
    const { file, exportName } = entryOf(spec);
    const worker = new Worker(new URL('./function-host.ts', import.meta.url), {
      env: {
        ...environment,
        ...spec.environment,
        AWS_ACCESS_KEY_ID: spec.roleArn.split('/').at(-1),
        AWS_LAMBDA_FUNCTION_NAME: spec.name,
        TZ: ':UTC',
      },
      workerData: {
        entry: pathToFileURL(file).href,
        exportName,
        name: spec.name,
        arn: spec.arn,
        timeoutMs: spec.timeoutSeconds * 1000,
        memoryMb: spec.memoryMb,
      },
      // A function's garbage is collected early instead of kept around: nine young generations would add up.
      resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: Math.max(spec.memoryMb, 128) },
      execArgv: [],
    });
    const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
    let last = 0;
    const { promise: ready, resolve: isReady, reject: notReady } = Promise.withResolvers<void>();
    ready.catch(() => undefined);

    function die(error: FunctionError) {
      if (containers.get(spec.arn)?.worker === worker) containers.delete(spec.arn);
      notReady(error);
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    }
    worker.on('error', (error) => {
      const [type, message] = error instanceof Error ? [error.name, error.message] : ['Error', String(error)];
      die(new FunctionError(type, message));
    });
    worker.on('exit', () => die(new FunctionError('Runtime.ExitError', 'The function ended its process')));
    worker.on('message', (message: unknown) => {
      const answer = reply.parse(message);
      if ('ready' in answer) {
        // Lambda's own word, which stands in the log of a function that says nothing itself.
        log(spec.name, 'INIT_START');
        return isReady();
      }
      if ('log' in answer) {
        for (const line of answer.log.split('\n')) if (line !== '') log(spec.name, line);
        return;
      }
      const caller = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('answer' in answer) return caller?.resolve(JSON.parse(answer.answer));
      log(spec.name, JSON.stringify({ level: 'ERROR', ...answer.error }));
      caller?.reject(new FunctionError(answer.error.errorType, answer.error.errorMessage));
    });

    async function send(event: unknown): Promise<unknown> {
      await ready;
      const id = ++last;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      waiting.set(id, { resolve, reject });
      // As Lambda does: out of time, the container is lost with all that it was doing.
      const timer = setTimeout(() => {
        die(new FunctionError('Sandbox.Timedout', `Task timed out after ${spec.timeoutSeconds}.00 seconds`));
        void worker.terminate();
      }, spec.timeoutSeconds * 1000);
      worker.postMessage({ id, requestId: randomUUID(), event });
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
      }
    }
    return { worker, ready, send };
  }

  function containerOf(nameOrArn: string): Container {
    const spec = find(nameOrArn);
    if (!spec) throw new FunctionError('ResourceNotFoundException', `Function not found: ${nameOrArn}`);
    const running = containers.get(spec.arn);
    if (running) return running;
    const started = start(spec);
    containers.set(spec.arn, started);
    return started;
  }

  return {
    invoke: async (nameOrArn, event) => {
      try {
        return await containerOf(nameOrArn).send(event);
      } catch (error) {
        const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        log(find(nameOrArn)?.name ?? nameOrArn, `failed: ${reason.replaceAll('\n', ' ')}`);
        throw error;
      }
    },
    has: (nameOrArn) => find(nameOrArn) !== undefined,
    warm: (nameOrArn) => containerOf(nameOrArn).ready,
    close: async () => {
      const workers = [...containers.values()].map(({ worker }) => worker.terminate());
      containers.clear();
      await Promise.all(workers);
    },
  };
}

function entryOf(spec: FunctionSpec): { file: string; exportName: string } {
  const dot = spec.handler.lastIndexOf('.');
  const stem = join(spec.directory, spec.handler.slice(0, dot));
  const file = ['.mjs', '.js', '.cjs'].map((extension) => stem + extension).find((path) => existsSync(path));
  if (file === undefined)
    throw new FunctionError('Runtime.ImportModuleError', `Cannot find module ${spec.handler}`);
  return { file, exportName: spec.handler.slice(dot + 1) };
}
