import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** What each part may import of the project. Everything points towards the domain; nothing points back. */
const mayImport: Record<string, string[]> = {
  'shared/domain': ['shared/domain'],
  'shared/store': ['shared/store', 'shared/domain'],
  'shared/clients': ['shared/clients', 'shared/domain'],
  'shared/mail': ['shared/mail', 'shared/domain'],
  'shared/files': ['shared/files', 'shared/domain'],
  'shared/actions': [
    'shared/actions',
    'shared/files',
    'shared/mail',
    'shared/clients',
    'shared/store',
    'shared/domain',
    'shared',
  ],
  shared: ['shared', 'shared/domain'],
  functions: [
    'functions',
    'shared/files',
    'shared/actions',
    'shared/clients',
    'shared/store',
    'shared/domain',
    'shared/mail',
    'shared',
  ],
  infra: ['infra', 'shared/domain'],
  local: ['local', 'examples', 'shared/domain', 'shared/clients'],
};

function sources(directory: string): string[] {
  return readdirSync(join(root, directory)).flatMap((name) => {
    const path = join(directory, name);
    if (statSync(join(root, path)).isDirectory()) return sources(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

function partOf(file: string): string {
  const [first = '', second = ''] = file.split('/');
  return first === 'shared' && !second.endsWith('.ts') ? `${first}/${second}` : first;
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'|import\('([^']+)'\)/gms)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
}

const files = ['shared', 'functions', 'infra', 'local'].flatMap(sources);

describe('imports point one way', () => {
  test.each(files)('%s', (file) => {
    const allowed = mayImport[partOf(file)] ?? [];
    const own = importsOf(file).filter((target) => target.startsWith('.'));
    const wrong = own
      .map((target) => relative(root, normalize(join(root, dirname(file), target))))
      .filter((target) => !allowed.includes(partOf(target)));
    expect(wrong).toEqual([]);
  });
});

test('the domain touches no input, output, clock, chance or environment', () => {
  const forbidden =
    /new Date\(\)|Date\.now|Math\.random|randomUUID|randomBytes|process\.|fetch\(|console\.|@aws-sdk|node:fs|node:http/;
  const found = sources('shared/domain').filter((file) =>
    forbidden.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(found).toEqual([]);
});

test('nobody scans the table, and zod is imported so that it can be shaken', () => {
  const found = files.filter((file) =>
    /ScanCommand|import \{ ?z\b[^}]*\} from 'zod/.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(found).toEqual([]);
});

test('what runs in a function describes everything in the small dialect of zod', () => {
  const fluent = [...sources('shared'), ...sources('functions')].filter((file) =>
    readFileSync(join(root, file), 'utf8').includes("from 'zod'"),
  );
  expect(fluent).toEqual([]);
});

test('no barrels: a file that only passes on the exports of others', () => {
  const barrels = files.filter((file) => {
    const lines = readFileSync(join(root, file), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
    return lines.length > 0 && lines.every((line) => /^export .* from /.test(line));
  });
  expect(barrels).toEqual([]);
});
