import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { mutationsPage } from '../../tools/mutate-permissions.ts';
import { permissionsPage } from '../../tools/permissions.ts';

it('docs/permissions.md is what the template says (npm run permissions)', () => {
  expect(readFileSync('docs/permissions.md', 'utf8')).toBe(permissionsPage());
});

it('a test notices when any single permission is taken away, as docs/permission-mutations.md says (npm run permissions)', () => {
  const { text, unnoticed } = mutationsPage();
  expect(unnoticed).toBe(0);
  expect(readFileSync('docs/permission-mutations.md', 'utf8')).toBe(text);
});
