import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readable } from '../../tools/readable.ts';
import { build, template } from './templates.ts';

const app = build({});
const functions = Object.entries(template(app, 'don-doc-local').findResources('AWS::Lambda::Function')).map(
  ([id, { Properties }]) => ({
    name: readable({ Ref: id })
      .replace(/Function$/, '')
      .toLowerCase(),
    environment: Object.fromEntries(
      Object.entries(Properties.Environment.Variables).map(([key, value]) => [key, readable(value)]),
    ),
  }),
);

describe.each(functions)('the bundle of $name', ({ name, environment }) => {
  const file = join(app.outdir, 'bundles', name, 'index.mjs');

  it('starts with what the template puts into its environment, and exports a handler', () => {
    const output = execFileSync(
      process.execPath,
      ['--input-type=module', '-e', `console.log(typeof (await import(${JSON.stringify(file)})).handler)`],
      {
        encoding: 'utf8',
        env: {
          ...environment,
          AWS_REGION: 'ap-southeast-1',
          AWS_ACCESS_KEY_ID: 'x',
          AWS_SECRET_ACCESS_KEY: 'x',
        },
      },
    );
    expect(output.trim()).toBe('function');
  });

  it('loads at most 500 KB when it starts', () => {
    const bytes = loadedBy(file).map((each) => statSync(each).size);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(500 * 1024);
  });
});

/** A module and everything that it imports from its own directory, without what it only imports on demand. */
function loadedBy(file: string, seen: readonly string[] = []): string[] {
  const imports = readFileSync(file, 'utf8').matchAll(
    /(?:^|[;}\n])(?:import|export)[^"'();]*["'](\.\/[^"']+)["']/g,
  );
  return [...imports]
    .map(([, target = '']) => join(dirname(file), target))
    .reduce((all, target) => (all.includes(target) ? all : loadedBy(target, all)), [...seen, file]);
}
