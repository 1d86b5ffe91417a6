import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type BuildOptions, buildSync, type OutputFile } from 'esbuild';

const root = join(import.meta.dirname, '../..');

/**
 * A function's code as an ES module, `index.mjs`, with the AWS SDK inside: what was tested is what runs, whatever version the
 * runtime carries. What the code imports on demand lies beside it in modules of its own, and costs a cold start nothing. The same
 * sources give the same bytes on every machine, and CDK names the asset by its content.
 */
export function bundle(scope: Construct, name: string, entry: string): AssetCode {
  const directory = join(Stage.of(scope)?.outdir ?? 'cdk.out', 'bundles', name);
  mkdirSync(directory, { recursive: true });
  write(build(entry), directory);
  // What a function can say of itself is written once, here, instead of being carried into every container.
  const prebuild = join(root, 'functions', dirname(entry), 'prebuild.ts');
  if (dirname(entry) !== '.' && existsSync(prebuild)) execFileSync(process.execPath, [prebuild, directory]);
  return Code.fromAsset(directory);
}

/** How everything that runs is bundled. */
export const bundling: BuildOptions = {
  absWorkingDir: root,
  // Only a name: source maps are written relative to it, so it must not depend on where the output goes.
  outdir: 'bundle',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // The SDK's CommonJS half is larger by two hundred kilobytes and cannot be shaken.
  mainFields: ['module', 'main'],
  // The SDK imports these on demand, for what no function does: to parse a browser's name, to read streams of events.
  external: ['bowser', '@smithy/core/event-streams'],
  alias: { '@aws-sdk/credential-provider-node': join(root, 'shared/clients/lambda-credentials.ts') },
  // Vietnamese text as it is, not as escapes of six bytes a letter.
  charset: 'utf8',
  legalComments: 'none',
  // For shared/stack.ts, which names our own files and lines; the sources themselves stay out of the package.
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
};

const built = new Map<string, OutputFile[]>();

/** Once per process: tests synthesise many configurations of the same code. */
function build(entry: string): OutputFile[] {
  const known = built.get(entry);
  if (known) return known;
  const entryPoints = [{ in: join('functions', entry), out: 'index' }];
  const { outputFiles } = buildSync({ ...bundling, entryPoints, write: false });
  const joined = joinStart(outputFiles);
  built.set(entry, joined);
  return joined;
}

/**
 * Joins what a bundle loads at its start. The bundler makes a file of all that is used from the same places, which are a dozen files
 * for the API, and each costs a cold start as much as 15 KB of code. Bundled once more with every file importing the entry,
 * all that the entry loads is used from everywhere, and so becomes one. In the first pass that would keep code which nothing uses.
 */
function joinStart(files: OutputFile[]): OutputFile[] {
  const directory = mkdtempSync(join(tmpdir(), 'don-doc-bundle-'));
  mkdirSync(join(directory, 'bundle'));
  write(files, join(directory, 'bundle'));
  const { outputFiles } = buildSync({
    ...bundling,
    absWorkingDir: directory,
    entryPoints: [{ in: 'bundle/index.mjs', out: 'index' }],
    inject: ['bundle/index.mjs'],
    // Beside the first, so that the paths in the source maps stay as they are.
    outdir: 'joined',
    write: false,
  });
  rmSync(directory, { recursive: true });
  return outputFiles;
}

function write(files: OutputFile[], directory: string): void {
  for (const file of files) writeFileSync(join(directory, basename(file.path)), file.contents);
}
