import { parseArgs } from 'node:util';
import { commands } from './admin/commands.ts';
import { locate } from './admin/deployment.ts';
import { OperatorFault, sentenceOf } from './admin/fault.ts';
import { showProgress } from './admin/progress.ts';

/** What an operator does to a deployment by hand: `npm run admin -- COMMAND [options]`. docs/runbook.md says when. */

const usage = [
  'npm run admin -- COMMAND [options]',
  '',
  ...commands.map(({ form, does }) => `  ${form.padEnd(22)} ${does}`),
  '',
  'Which deployment:',
  '  --stack NAME           its service stack, such as don-doc-dev; what follows is then known',
  '  --table, --time-zone, --calendar-mode   the table, the zone of its days, and whether all are working days',
  '  --group, --role, --queue-url, --queue-arn, --lost-schedules-arn   for schedules',
  'Region and credentials are those of the AWS SDK; AWS_ENDPOINT_URL names another endpoint.',
  '',
  'Other options:',
  '  --apply                do it; without it, what changes something only says what it would do',
  '  --sample N             look at N tasks instead of all',
  '  --anchors DIRECTORY    hold chains also against this copy of the anchors',
  '  --now INSTANT          the time, where the deployment keeps another than this machine (a moved clock)',
  '  --from LINE            go on with an import that stopped',
  '  --into NAME, --at INSTANT   of a drill: the new table (TABLE-drill), the moment to restore (the latest)',
  '  --copy                 of a drill: by export and import, where there is no point-in-time recovery',
  '',
  'Exit status: 0 all is well (or was put right), 1 something is wrong, 2 the command was not understood.',
].join('\n');

const text = { type: 'string' } as const;
const options = {
  ...{ stack: text, table: text, 'time-zone': text, 'calendar-mode': text, group: text, role: text },
  ...{ 'queue-url': text, 'queue-arn': text, 'lost-schedules-arn': text },
  ...{ sample: text, from: text, anchors: text, into: text, at: text, now: text },
  copy: { type: 'boolean', default: false },
  apply: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

type Say = (line: string) => void;

function read(line: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...line], options, allowPositionals: true });
    const command = commands.find(({ form }) => ownWords(form).every((word, i) => positionals[i] === word));
    const [extra] = command ? positionals.slice(command.form.split(' ').length) : [];
    if (extra !== undefined) throw new OperatorFault(`${command?.form} takes no further '${extra}'.`);
    const numbers = {
      sample: wholeNumber('--sample', values.sample),
      from: wholeNumber('--from', values.from),
    };
    const time = instantOf('--now', values.now);
    return { values, numbers, time, command, words: positionals };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

/** The words of a command without what stands for its arguments. */
const ownWords = (form: string) => form.split(' ').filter((word) => /^[a-z-]+$/.test(word));

function wholeNumber(option: string, given: string | undefined): number | undefined {
  const value = Number(given ?? 1);
  if (!Number.isInteger(value) || value < 1)
    throw new OperatorFault(`${option} takes a whole number, not ${given}.`);
  return given === undefined ? undefined : value;
}

function instantOf(option: string, given: string | undefined): string | undefined {
  const value = new Date(given ?? 0);
  if (Number.isNaN(value.getTime()))
    throw new OperatorFault(`${option} takes an instant such as 2026-11-23T01:00:00Z, not '${given}'.`);
  return given === undefined ? undefined : value.toISOString();
}

/** Runs one command line and returns its exit status. */
export async function admin(
  line: readonly string[],
  { say, complain, now }: { say: Say; complain: Say; now: Date },
): Promise<number> {
  const request = read(line);
  if ('fault' in request) {
    complain(`${request.fault}\n\n${usage}`);
    return 2;
  }
  const { values, numbers, time, command, words } = request;
  if (values.help) {
    say(usage);
    return 0;
  }
  if (!command) {
    complain(words.length > 0 ? `There is no command '${words.join(' ')}'.\n\n${usage}` : usage);
    return 2;
  }
  const progress = showProgress(process.stderr);
  const { apply, anchors, into, at, copy } = values;
  const restore = { into, at, copy };
  const call = { words, at: time ?? now.toISOString(), apply, anchors, ...numbers, restore, say, progress };
  try {
    return await command.run({ ...call, located: await locate(values) });
  } catch (error) {
    progress.done();
    const sentence = sentenceOf(error);
    if (!sentence) throw error;
    complain(sentence);
    return 1;
  }
}

if (import.meta.main) {
  const line = (stream: NodeJS.WriteStream) => (words: string) => void stream.write(`${words}\n`);
  process.exitCode = await admin(process.argv.slice(2), {
    say: line(process.stdout),
    complain: line(process.stderr),
    now: new Date(),
  });
}
