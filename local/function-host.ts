import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';

// Runs inside a worker thread: one per function, as one Lambda container is. It has its own environment and its own modules.

const setup = z
  .object({
    entry: z.string(),
    exportName: z.string(),
    name: z.string(),
    arn: z.string(),
    timeoutMs: z.number(),
    memoryMb: z.number(),
  })
  .parse(workerData);

const request = z.object({ id: z.number(), requestId: z.string(), event: z.unknown() });
const handlerSchema = z.custom<(event: unknown, context: unknown) => unknown>(
  (value) => typeof value === 'function',
);

function describe(error: unknown) {
  if (!(error instanceof Error)) return { errorType: 'Error', errorMessage: String(error), trace: [] };
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: (error.stack ?? '').split('\n').slice(0, 12),
  };
}

const contextOf = (requestId: string) => {
  const endsAt = performance.now() + setup.timeoutMs;
  return {
    awsRequestId: requestId,
    functionName: setup.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: setup.arn,
    memoryLimitInMB: String(setup.memoryMb),
    logGroupName: `/aws/lambda/${setup.name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(endsAt - performance.now())),
  };
};

const port = parentPort;
if (!port) throw new Error('function-host.ts runs as a worker thread only');

// Sent as messages and not down the thread's own pipes: what a function logs is then known before its answer is.
for (const stream of [process.stdout, process.stderr]) {
  Object.defineProperty(stream, 'write', {
    value: (chunk: unknown, ...rest: unknown[]) => {
      port.postMessage({ log: chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk) });
      const done = rest.at(-1);
      if (typeof done === 'function') done();
      return true;
    },
  });
}

const module: Record<string, unknown> = await import(setup.entry);
const handler = handlerSchema.parse(module[setup.exportName]);

port.on('message', async (message: unknown) => {
  const { id, requestId, event } = request.parse(message);
  try {
    // Answers travel as JSON in Lambda: undefined members vanish, dates become text.
    const answer = JSON.stringify(await handler(event, contextOf(requestId))) ?? 'null';
    port.postMessage({ id, answer });
  } catch (error) {
    port.postMessage({ id, error: describe(error) });
  }
});
port.postMessage({ ready: true });
