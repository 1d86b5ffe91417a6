import { parseArgs } from 'node:util';
import { type Command, commands } from './admin/commands.ts';
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
  '  --table, --time-zone   the table, and the zone of its days',
  '  --group, --role, --queue-url, --queue-arn, --lost-schedules-arn   for schedules',
  'Region and credentials are those of the AWS SDK; AWS_ENDPOINT_URL names another endpoint.',
  '',
  'Other options:',
  '  --apply                do it; without it, what changes something only says what it would do',
  '  --sample N             look at N tasks instead of all',
  '  --from LINE            go on with an import that stopped',
  '',
  'Exit status: 0 all is well (or was put right), 1 something is wrong, 2 the command was not understood.',
].join('\n');

const text = { type: 'string' } as const;
const options = {
  ...{ stack: text, table: text, 'time-zone': text, group: text, role: text },
  ...{ 'queue-url': text, 'queue-arn': text, 'lost-schedules-arn': text },
  ...{ sample: text, from: text },
  apply: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

type Say = (line: string) => void;

function read(line: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...line], options, allowPositionals: true });
    const command = commands.find(({ form }) =>
      form
        .split(' ')
        .filter((word) => /^[a-z-]+$/.test(word))
        .every((word, i) => positionals[i] === word),
    );
    const { sample, from, ...rest } = values;
    const numbers = { sample: wholeNumber('--sample', sample), from: wholeNumber('--from', from) };
    return { options: { ...rest, ...numbers }, command, words: positionals };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function wholeNumber(option: string, given: string | undefined): number | undefined {
  const value = Number(given ?? 1);
  if (!Number.isInteger(value) || value < 1)
    throw new OperatorFault(`${option} takes a whole number, not ${given}.`);
  return given === undefined ? undefined : value;
}

/** Runs one command line and returns its exit status. */
export async function admin(line: readonly string[], say: Say, complain: Say = say): Promise<number> {
  const request = read(line);
  if (!('fault' in request) && request.options.help) {
    say(usage);
    return 0;
  }
  if ('fault' in request || !request.command) {
    complain(`${'fault' in request ? request.fault : `There is no command '${request.words.join(' ')}'.`}\n`);
    complain(usage);
    return 2;
  }
  return run(request.command, request.words, request.options, say, complain);
}

async function run(
  command: Command,
  words: readonly string[],
  given: Record<string, unknown> & { apply: boolean; sample?: number | undefined; from?: number | undefined },
  say: Say,
  complain: Say,
): Promise<number> {
  const { apply, sample, from } = given;
  const progress = showProgress(process.stderr);
  try {
    return await command.run({ words, located: await locate(given), apply, sample, from, say, progress });
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
  process.exitCode = await admin(process.argv.slice(2), line(process.stdout), line(process.stderr));
}
