import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRoute } from '../../../functions/api/route.ts';
import { pages, table } from '../../../functions/api/table.ts';

const directory = join(import.meta.dirname, '../../../functions/api/routes');
const named = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

describe('the route table', () => {
  it('loads each operation from the file that it names', async () => {
    for (const entry of [...table, ...pages]) expect(named(await entry.load())).toBe(named(entry));
  });

  it('leaves out no route that a file declares, and names none twice', async () => {
    const files = readdirSync(directory).map((name) => join(directory, name));
    const modules: object[] = await Promise.all(files.map((file) => import(file)));
    const declared = modules
      .flatMap((each) => Object.values(each).flat())
      .filter(isRoute)
      .map(named);
    expect([...table, ...pages].map(named).sort()).toEqual([...new Set(declared)].sort());
  });
});
