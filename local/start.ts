import { appendFileSync, existsSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { type LocalRuntime, startLocal } from './runtime.ts';
import { StartFault } from './state.ts';

const projectRoot = join(import.meta.dirname, '..');
const usage = 'npm start -- [--port 3000] [--data DIR] [--fresh]';
const sampleModule = z.object({
  loadSample: z.custom<(baseUrl: string, token: string) => Promise<void>>(
    (value) => typeof value === 'function',
  ),
});

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '3000' },
        data: { type: 'string', default: join(projectRoot, '.local', 'data') },
        fresh: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new StartFault(`--port must be a number from 0 to 65535, not '${values.port}'.`);
    return { port, dataDir: values.data, fresh: values.fresh };
  } catch (error) {
    if (error instanceof StartFault) throw error;
    const reason = error instanceof Error ? error.message.split(/[.\n]/)[0] : String(error);
    throw new StartFault(`${reason}. Usage: ${usage}`);
  }
}

/** Fills an empty system with the sample organisation and its real tasks, once. `--fresh` is how to have it empty. */
async function sampleData(runtime: LocalRuntime, fresh: boolean): Promise<void> {
  if (runtime.isNew) runtime.note.set('sample', fresh ? 'none' : 'wanted');
  const file = join(projectRoot, 'examples', 'load.ts');
  if (runtime.note.get('sample') !== 'wanted' || !existsSync(file)) return;
  const { loadSample } = sampleModule.parse(await import(file));
  try {
    await loadSample(runtime.url, await runtime.token('admin'));
  } catch (error) {
    // The system itself is well; it is only empty.
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The sample could not be loaded: ${reason.slice(0, 300)}\n`);
    return;
  }
  // Noted only now: a start that is killed while loading loads again, and the sample's idempotency keys make that harmless.
  runtime.note.set('sample', 'loaded');
}

async function main(): Promise<void> {
  const began = performance.now();
  const { port, dataDir, fresh } = readOptions();
  const logFile = join(dataDir, 'functions.log');
  const runtime = await startLocal({ port, dataDir, fresh, log: logTo(logFile) });
  stopOnSignal(runtime);
  await sampleData(runtime, fresh);
  const token = await runtime.token('admin');
  const { url } = runtime;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const short = (path: string) => (path.startsWith(projectRoot) ? relative(projectRoot, path) : path);
  process.stdout.write(`Đôn Đốc: ${url}  (${seconds} s)
  API      ${url}/docs
  Inbox    ${url}/inbox
  Clock    ${url}/local/clock  ${runtime.clock.now().toISOString()}
  Data     ${short(dataDir)}  (function logs: ${short(logFile)})
Try, as the administrator:
  curl -H 'authorization: Bearer ${token}' ${url}/v1/me
`);
}

function stopOnSignal(runtime: LocalRuntime): void {
  let stopping = false;
  const stop = () => {
    // Every acknowledged write is on disk already; a second signal, or a slow function, need not be waited for.
    if (stopping) process.exit(0);
    stopping = true;
    setTimeout(() => process.exit(0), 2000).unref();
    runtime.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** Function logs go to a file; what a function did not survive is also said on the console, in one line. */
function logTo(file: string): (name: string, line: string) => void {
  const limit = 20 * 1024 * 1024;
  let size = existsSync(file) ? statSync(file).size : 0;
  return (name, line) => {
    const entry = `${name} ${line}\n`;
    if (line.startsWith('failed: ')) process.stderr.write(entry);
    if (size > limit) return;
    size += Buffer.byteLength(entry);
    appendFileSync(file, entry);
  };
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StartFault)) throw error;
  process.stderr.write(`${error.message}\n`);
  // Servers and workers of a half-made start are closed already; nothing may keep the process.
  process.exit(1);
}
