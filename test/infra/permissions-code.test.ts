import { it } from 'vitest';
import { claimsOfCode, entries } from './code-claims.ts';
import { build, rolesOf, template } from './templates.ts';

const roles = rolesOf(template(build({}), 'don-doc-local'));

for (const name of Object.keys(entries))
  for (const { title, holds } of claimsOfCode(name))
    it(title, () => holds(roles.get(`${name}Role`) ?? new Map()));
