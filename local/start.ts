import { appendFileSync, existsSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSample, sampleBegins } from '../examples/load.ts';
import { type LocalRuntime, startLocal } from './runtime.ts';
import { StartFault } from './state.ts';

const projectRoot = join(import.meta.dirname, '..');
const usage = 'npm start -- [--port 3000] [--data DIR] [--fresh]';
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
  if (runtime.note.get('sample') !== 'wanted') return;
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
  if (!fresh && !existsSync(dataDir))
    process.stdout.write('The first start builds the application and loads its sample: up to a minute.\n');
  const runtime = await startLocal({
    ...{ port, dataDir, fresh, log: logTo(logFile) },
    // The sample is a resolution of January 2025: its clock begins there, so that its deadlines lie ahead.
    ...(!fresh && { startsAt: sampleBegins }),
  });
  stopOnSignal(runtime);
  await sampleData(runtime, fresh);
  const token = await runtime.token('admin');
  const { url } = runtime;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const short = (path: string) => (path.startsWith(projectRoot) ? relative(projectRoot, path) : path);
  const clock = new Intl.DateTimeFormat('en-GB', {
    ...{ dateStyle: 'full', timeStyle: 'short', timeZone: 'Asia/Ho_Chi_Minh' },
  }).format(runtime.clock.now());
  const firstDay = runtime.clock.now().toISOString().slice(0, 10) === sampleBegins.slice(0, 10);
  const sample = runtime.note.get('sample') === 'loaded';
  process.stdout.write(`Đôn Đốc: ${url}  (${seconds} s)
  API      ${url}/docs
  Inbox    ${url}/inbox
  Clock    ${clock} (Hanoi)${firstDay ? ': the day after the resolution was issued' : ''}
  Data     ${short(dataDir)}${sample ? ', with the 90 tasks of Resolution 03/NQ-CP' : ''} (function logs: ${short(logFile)})
First, as the administrator, the tasks that are due first:
  curl -H 'authorization: Bearer ${token}' '${url}/v1/tasks?limit=5'
Then let two months pass, which takes a minute or two, and look into the inbox:
  curl -X POST ${url}/local/clock -H 'content-type: application/json' -d '{"advance":{"days":60}}'
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
