import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
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

  it('is at most 500 KB', () => {
    expect(statSync(file).size).toBeLessThanOrEqual(500 * 1024);
  });
});
