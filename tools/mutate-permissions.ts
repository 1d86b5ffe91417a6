import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { synthesise } from '../local/synth.ts';
import { inParallel } from '../shared/store/reads.ts';
import { claimsOfCode, entries } from '../test/infra/code-claims.ts';
import { type Claim, claimsOf } from '../test/infra/permission-claims.ts';
import { build, rolesOf, type Statement, template } from '../test/infra/templates.ts';
import { withoutPermission } from './permissions/assemblies.ts';
import { type Mutant, mutantsOf } from './permissions/mutants.ts';
import { trial } from './permissions/trial.ts';

/**
 * Takes every single permission away from every role and asks the tests whether they notice; writes the answers to
 * docs/permission-mutations.md and fails when a permission can go unnoticed.
 *
 * `npm run mutate:permissions` runs the application without one permission in ten; `-- --all` without each of them, for half an
 * hour; `-- --unnoticed` without each that no run has missed yet; `-- MailRole ...` without each of these roles. `--page` runs
 * nothing and only asks the tests of statements.
 */
const file = join(import.meta.dirname, '../docs/permission-mutations.md');
const every = 10;
const notRun = 'not run yet';
const unnoticedByRun = '–';

type Answer = Mutant & { byStatements: string[] };
type Seen = ReadonlyMap<string, string>;

const nameOf = ({ taken, label }: Mutant) => `${taken.role} ${taken.sid} ${label}`;

function notices({ holds }: Claim, statements: ReadonlyMap<string, Statement>): boolean {
  try {
    holds(statements);
    return false;
  } catch {
    return true;
  }
}

/** Every permission, and which tests of the statements miss it. */
function askStatements(): Answer[] {
  const roles = rolesOf(template(build({}), 'don-doc-local'));
  return [...roles].flatMap(([role, statements]) => {
    const name = role.replace(/Role$/, '');
    const claims = [...claimsOf(role), ...(entries[name] ? claimsOfCode(name) : [])];
    const broken = claims.filter((claim) => notices(claim, statements));
    if (broken.length > 0) throw new Error(`Repair first: ${broken.map(({ title }) => title).join('; ')}`);
    return mutantsOf(role, statements).map((mutant) => ({
      ...mutant,
      byStatements: claims.filter((claim) => notices(claim, mutant.left)).map(({ title }) => title),
    }));
  });
}

/** What the page says of earlier runs. */
function recorded(): Seen {
  const rows = readFileSync(file, 'utf8').matchAll(/^\| (\w+Role) \| (\w+) \| (.+?) \| (.+?) \| .+ \|$/gm);
  return new Map([...rows].map(([, role, sid, label, seen]) => [`${role} ${sid} ${label}`, String(seen)]));
}

/** Runs the application without each of these permissions, and tells what missed each one as soon as it is known. */
async function run(
  mutants: readonly Mutant[],
  tell: (mutant: Mutant, missedBy: string) => void,
): Promise<void> {
  const assembly = await synthesise(join(import.meta.dirname, '..'));
  const broken = await trial(assembly, undefined);
  if (broken) throw new Error(`Repair first: with all permissions, '${broken}' fails.`);
  await inParallel(
    mutants,
    async (mutant) => {
      const without = withoutPermission(assembly, mutant.taken);
      const by = await trial(without, mutant.taken.role);
      rmSync(without, { recursive: true });
      tell(mutant, by ?? unnoticedByRun);
    },
    2,
  );
}

/** `seen` by running; the tests of statements are asked anew each time. */
export function mutationsPage(
  seen: Seen = recorded(),
  answers: readonly Answer[] = askStatements(),
): { text: string; unnoticed: number } {
  const seenBy = (mutant: Mutant) => seen.get(nameOf(mutant)) ?? notRun;
  const unnoticed = answers.filter(({ byStatements }) => byStatements.length === 0).length;
  const byRunning = answers.filter((each) => ![notRun, unnoticedByRun].includes(seenBy(each))).length;
  const text = [
    '# What notices a missing permission',
    '',
    'Written by `npm run permissions` and `npm run mutate:permissions`; do not edit. Every single permission of every role in the',
    'template was taken away.',
    '',
    '**In action**: the application was started on the local runtime, which judges every call by the statements of its role, without',
    'the permission, and lived through the week of `test/local/roles.test.ts`; the first test that failed is named. A dash: nothing',
    'failed, because what asks for the permission happens only after a crash or in AWS itself.',
    '',
    '**Statements**: `test/infra/permissions.test.ts` expects each statement as it is, and `test/infra/permissions-code.test.ts` compares a',
    'role with the calls in the code of its function, so they also notice a statement that nothing needs.',
    '',
    `${answers.length} permissions: ${byRunning} missed in action, ${unnoticed} by no test.`,
    '',
    '| role | statement | taken away | in action: the first test that fails | statements: the tests that fail |',
    '| --- | --- | --- | --- | --- |',
    ...answers.map(
      (each) =>
        `| ${each.taken.role} | ${each.taken.sid} | ${each.label} | ${seenBy(each)} | ${each.byStatements.join('<br>') || '**none**'} |`,
    ),
    '',
  ].join('\n');
  return { text, unnoticed };
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    options: { all: { type: 'boolean' }, unnoticed: { type: 'boolean' }, page: { type: 'boolean' } },
    allowPositionals: true,
  });
  const seen = new Map(recorded());
  const chosen = (mutant: Mutant, index: number) => {
    if (values.unnoticed) return [notRun, unnoticedByRun].includes(seen.get(nameOf(mutant)) ?? notRun);
    if (positionals.length > 0) return positionals.includes(mutant.taken.role);
    return values.all === true || index % every === 0;
  };
  const answers = askStatements();
  const mutants = values.page ? [] : answers.filter(chosen);
  let done = 0;
  // Written each time, so that a run that is interrupted has not been for nothing.
  const write = () => {
    const { text, unnoticed } = mutationsPage(seen, answers);
    writeFileSync(file, text);
    process.exitCode = unnoticed > 0 ? 1 : 0;
    return text;
  };
  if (mutants.length > 0)
    await run(mutants, (mutant, missedBy) => {
      seen.set(nameOf(mutant), missedBy);
      write();
      process.stdout.write(`${++done}/${mutants.length} ${nameOf(mutant)}: ${missedBy}\n`);
    });
  process.stdout.write(`${write().match(/^\d+ permissions.*$/m)?.[0]}\n`);
}
