import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { permissionsPage } from '../../tools/permissions.ts';

it('docs/permissions.md is what the template says (npm run permissions)', () => {
  expect(readFileSync('docs/permissions.md', 'utf8')).toBe(permissionsPage());
});
