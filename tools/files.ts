import { parseArgs } from 'node:util';
import { tableKind } from '../shared/domain/job.ts';
import { sentenceOf } from './admin/fault.ts';
import { type Progress, showProgress } from './admin/progress.ts';
import type { Connection } from './files/api.ts';
import { type Desk, exportFile, fetchTemplate, followJob, importFile } from './files/commands.ts';

/** Files that an office sends to the API and gets from it: `npm run files -- COMMAND`. docs/guide.md says more. */

const usage = [
  'npm run files -- COMMAND [options]',
  '',
  '  import FILE --kind KIND     takes a file in (XLSX, or CSV in UTF-8): all of its rows or none',
  '    --dry-run                 checks every row and writes nothing',
  '    --backfill                takes deadlines that have passed: for old documents',
  '  export KIND [FIELD=VALUE…]  makes a file and fetches it; the fields are those of POST /v1/exports',
  '  template KIND               a spreadsheet to fill in',
  '  job ID                      follows a job that was asked for before',
  '',
  `KIND is ${tableKind.options.join(', ')}; of an export also summary, report, agenda, dispatches:`,
  '  npm run files -- export tasks format=csv',
  '  npm run files -- export summary groupBy=field form=state',
  '  npm run files -- export dispatches unitId=unt_… --out cong-van.docx',
  '',
  '  --out FILE                  where a file goes, else under its own name; none is written over',
  '  --api URL                   the address of the API, else DONDOC_API, else http://localhost:3000',
  '  --language vi|en            in which faults are told; vi unless given',
  'DONDOC_TOKEN is the token of whoever asks. Options can be read by others on the machine, so it is none.',
  '',
  'Exit status: 0 done, 1 refused or failed, 2 the command was not understood.',
].join('\n');

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const options = {
  ...{ kind: text, out: text, api: text, language: { ...text, default: 'vi' } },
  ...{ 'dry-run': flag, backfill: flag, help: flag },
} as const;

type Surroundings = {
  say: (line: string) => void;
  complain: (line: string) => void;
  progress: Progress;
  environment: { DONDOC_API?: string | undefined; DONDOC_TOKEN?: string | undefined };
};

/** What was typed makes no command. */
class Misunderstood extends Error {}

function read(line: readonly string[]) {
  try {
    return parseArgs({ args: [...line], options, allowPositionals: true });
  } catch (error) {
    throw new Misunderstood(error instanceof Error ? error.message : String(error));
  }
}
type Values = ReturnType<typeof read>['values'];

function connectionOf({ api, language }: Values, environment: Surroundings['environment']): Connection {
  const url = api ?? environment.DONDOC_API ?? 'http://localhost:3000';
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new Misunderstood(`'${url}' is no address of an API.`);
  if (language !== 'vi' && language !== 'en') throw new Misunderstood('--language takes vi or en.');
  const token = environment.DONDOC_TOKEN;
  if (!token) throw new Misunderstood('DONDOC_TOKEN is not set.');
  return { url: url.replace(/\/+$/, ''), token, language };
}

function fieldsOf(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const [, field = '', value = ''] = /^(\w+)=(.*)$/s.exec(word) ?? [];
      if (!field) throw new Misunderstood(`'${word}' is not FIELD=VALUE.`);
      return [field, value];
    }),
  );
}

/** The command that a line names. @throws Misunderstood */
function commandOf([name, what, ...more]: readonly string[], values: Values) {
  const { kind, backfill, 'dry-run': dryRun } = values;
  if (name === undefined) throw new Misunderstood('');
  if (!['import', 'export', 'template', 'job'].includes(name))
    throw new Misunderstood(`There is no command '${name}'.`);
  if (what === undefined) throw new Misunderstood(`${name} of what?`);
  const fields = fieldsOf(more);
  if (name === 'export') return (desk: Desk) => exportFile(desk, { kind: what, ...fields });
  if (more.length > 0) throw new Misunderstood(`${name} takes one name, not ${more.length + 1}.`);
  if (name === 'template') return (desk: Desk) => fetchTemplate(desk, what);
  if (name === 'job') return (desk: Desk) => followJob(desk, what);
  if (kind === undefined) throw new Misunderstood('--kind says what the rows of the file are.');
  return (desk: Desk) => importFile(desk, what, { kind, dryRun, backfill });
}

/** Runs one command line and returns its exit status. */
export async function files(line: readonly string[], surroundings: Surroundings): Promise<number> {
  const { say, complain, progress, environment } = surroundings;
  try {
    const { values, positionals } = read(line);
    if (values.help) {
      say(usage);
      return 0;
    }
    const command = commandOf(positionals, values);
    const connection = connectionOf(values, environment);
    return await command({ connection, out: values.out, say, complain, progress });
  } catch (error) {
    progress.done();
    if (error instanceof Misunderstood) {
      complain([...(error.message ? [error.message, ''] : []), usage].join('\n'));
      return 2;
    }
    const sentence = sentenceOf(error);
    if (!sentence) throw error;
    complain(sentence);
    return 1;
  }
}

if (import.meta.main) {
  const line = (stream: NodeJS.WriteStream) => (words: string) => void stream.write(`${words}\n`);
  process.exitCode = await files(process.argv.slice(2), {
    say: line(process.stdout),
    complain: line(process.stderr),
    progress: showProgress(process.stderr),
    environment: process.env,
  });
}
