import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import * as z from 'zod';
import { stackOf } from '../../shared/stack.ts';

const directory = mkdtempSync(join(tmpdir(), 'don-doc-stack-'));
afterAll(() => rmSync(directory, { recursive: true }));

const module = z.object({ thrown: z.instanceof(Error) });
const source = `const inner = (text: string): Error => {
  return new Error(text);
};

export const thrown = inner('mất điện');
`;

async function thrownBy(sourcemap: 'linked' | false, name: string): Promise<Error> {
  writeFileSync(join(directory, 'power.ts'), source);
  const outfile = join(directory, name);
  buildSync({ entryPoints: [join(directory, 'power.ts')], outfile, sourcemap, minify: true, format: 'esm' });
  return module.parse(await import(/* @vite-ignore */ pathToFileURL(outfile).href)).thrown;
}

test('an error of bundled code is told by the files and lines that were written', async () => {
  const [first, second] = stackOf(await thrownBy('linked', 'mapped.mjs'));
  expect(first).toMatch(/power\.ts:2:10\)?$/);
  expect(second).toMatch(/power\.ts:5:23\)?$/);
});

test('without a map it is told by where it runs, and only as deep as asked', async () => {
  const error = await thrownBy(false, 'unmapped.mjs');
  expect(stackOf(error)[0]).toMatch(/unmapped\.mjs:1:\d+\)?$/);
  expect(stackOf(error, 1)).toHaveLength(1);
});
