import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimsOfCode, entries } from '../test/infra/code-claims.ts';
import { type Claim, claimsOf } from '../test/infra/permission-claims.ts';
import { build, rolesOf, type Statement, template } from '../test/infra/templates.ts';
import { readable } from './readable.ts';

/**
 * Takes every single permission away from every role, asks the tests whether they notice, prints the answers and writes them to
 * docs/permission-mutations.md. Fails when a permission can go unnoticed. It runs what the tests run, by the same names, but
 * not through vitest: a hundred runs of that would take half an hour.
 */
type Mutant = { sid: string; taken: string; left: Map<string, Statement> };

/** Without one action or one of several resources; a statement that has none left is gone altogether. */
function mutantsOf(statements: ReadonlyMap<string, Statement>): Mutant[] {
  return [...statements].flatMap(([sid, one]) => {
    const { Action, Resource = [] } = one;
    const without = (taken: string, changes: Partial<Statement> | undefined): Mutant => {
      const others = [...statements].filter(([other]) => other !== sid);
      return {
        sid,
        taken,
        left: new Map([...others, ...(changes ? [[sid, { ...one, ...changes }] as const] : [])]),
      };
    };
    const actions = Action.map((action) => {
      const rest = Action.filter((each) => each !== action);
      return without(`\`${action}\``, rest.length > 0 ? { Action: rest } : undefined);
    });
    const resources = Resource.map((resource) => {
      const rest = Resource.filter((each) => each !== resource);
      return without(`on \`${readable(resource)}\``, { Resource: rest });
    });
    return [...actions, ...(resources.length > 1 ? resources : [])];
  });
}

function notices({ holds }: Claim, statements: ReadonlyMap<string, Statement>): boolean {
  try {
    holds(statements);
    return false;
  } catch {
    return true;
  }
}

export function mutationsPage(): { text: string; unnoticed: number } {
  const roles = rolesOf(template(build({}), 'don-doc-local'));
  const tested = [...roles].flatMap(([role, statements]) => {
    const name = role.replace(/Role$/, '');
    const claims = [...claimsOf(role), ...(entries[name] ? claimsOfCode(name) : [])];
    const broken = claims.filter((claim) => notices(claim, statements));
    if (broken.length > 0) throw new Error(`Repair first: ${broken.map(({ title }) => title).join('; ')}`);
    return mutantsOf(statements).map(({ sid, taken, left }) => ({
      role,
      sid,
      taken,
      by: claims.filter((claim) => notices(claim, left)).map(({ title }) => title),
    }));
  });
  const unnoticed = tested.filter(({ by }) => by.length === 0).length;
  const text = [
    '# What notices a missing permission',
    '',
    'Written by `npm run permissions`; do not edit. Every single permission of every role in the template was taken away, and the',
    'tests of `test/infra/permissions.test.ts` and `test/infra/permissions-code.test.ts` were asked. The latter compare a role with the',
    'calls in the code of its function, so they also notice a statement that nothing needs.',
    '',
    `${tested.length} permissions, ${unnoticed} of them missed by no test.`,
    '',
    '| role | statement | taken away | noticed by the tests |',
    '| --- | --- | --- | --- |',
    ...tested.map(
      ({ role, sid, taken, by }) =>
        `| ${role} | ${sid} | ${taken} | ${by.length > 0 ? by.join('<br>') : '**none**'} |`,
    ),
    '',
  ].join('\n');
  return { text, unnoticed };
}

if (import.meta.main) {
  const { text, unnoticed } = mutationsPage();
  writeFileSync(join(import.meta.dirname, '../docs/permission-mutations.md'), text);
  process.stdout.write(text);
  process.exitCode = unnoticed > 0 ? 1 : 0;
}
