import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Every file of a synthesised application, by its path, with the digest of its bytes. */
function synthesised(): Record<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'don-doc-twice-'));
  try {
    execFileSync(process.execPath, ['infra/app.ts'], {
      env: { PATH: process.env.PATH, CDK_OUTDIR: outdir, DONDOC_STAGE: 'local' },
      stdio: 'ignore',
    });
    const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    return Object.fromEntries(
      files.map(({ parentPath, name }) => {
        const path = join(parentPath, name);
        // CDK writes into some files where they lie.
        const text = readFileSync(path, 'latin1').replaceAll(outdir, 'OUTDIR');
        return [path.slice(outdir.length + 1), createHash('sha256').update(text).digest('hex')];
      }),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

it('two syntheses, in processes and directories of their own, give the same bytes in every file', () => {
  const [first, second] = [synthesised(), synthesised()];
  expect(Object.keys(first).filter((path) => path.endsWith('.template.json')).length).toBeGreaterThan(1);
  expect(Object.keys(first).filter((path) => path.endsWith('index.mjs')).length).toBeGreaterThan(7);
  expect(second).toEqual(first);
});
