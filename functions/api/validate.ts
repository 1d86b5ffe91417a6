import * as core from 'zod/v4/core';
import type { Fault } from '../../shared/domain/refusal.ts';

type Path = readonly PropertyKey[];
type Issue = core.$ZodIssue;

/**
 * Parses one part of a request. Faults of the body point into it (RFC 6901: `/tasks/0/content`, and the empty pointer for the
 * body as a whole); those of the query and the path name the parameter: `?limit`, `{id}`.
 */
export function parsePart<S extends core.$ZodType>(
  schema: S,
  value: unknown,
  where: 'body' | 'query' | 'path',
): { ok: true; value: core.output<S> } | { ok: false; faults: Fault[] } {
  const result = core.safeParse(schema, value);
  if (result.success) return { ok: true, value: result.data };
  const faults = result.error.issues.flatMap((issue) => faultsOf(issue, [], schema, value));
  return {
    ok: false,
    faults: faults.map(({ path, ...fault }) => ({ ...fault, pointer: point(path, where) })),
  };
}

type Located = Omit<Fault, 'pointer'> & { path: Path };

function faultsOf(issue: Issue, base: Path, schema: core.$ZodType, root: unknown): Located[] {
  const path = [...base, ...issue.path];
  const at = (code: string, params?: Fault['params']): Located[] => [
    { path, code, ...(params ? { params } : {}) },
  ];
  switch (issue.code) {
    case 'invalid_type':
      return valueAt(root, path) === undefined
        ? at('required')
        : at('wrong_type', { expected: issue.expected });
    case 'unrecognized_keys': {
      const known = knownKeys(schema, path);
      return issue.keys.map((key) => {
        const suggestion = similar(key, known);
        return {
          path: [...path, key],
          ...(suggestion
            ? { code: 'unknown_field_similar', params: { suggestion } }
            : { code: 'unknown_field' }),
        };
      });
    }
    case 'invalid_value':
      return valueAt(root, path) === undefined
        ? at('required')
        : at('not_allowed', { allowed: issue.values.map(String).join(', ') });
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') {
        return Number(issue.minimum) === 1 ? at('empty') : at('too_short', { limit: Number(issue.minimum) });
      }
      return at('too_small', { limit: Number(issue.minimum) });
    case 'too_big':
      return at(issue.origin === 'string' || issue.origin === 'array' ? 'too_long' : 'too_large', {
        limit: Number(issue.maximum),
      });
    case 'invalid_format':
      return at('wrong_format', { format: formatText(issue) });
    case 'not_multiple_of':
      return at('wrong_type', { expected: 'int' });
    case 'invalid_union':
      return closestBranch(issue.errors, path, schema, root) ?? at('no_such_shape');
    case 'custom': {
      const { code, ...params } = issue.params ?? {};
      if (typeof code === 'string') return at(code, plain(params));
      // Schemas of the domain name the rule in the message.
      return at(/^[a-z_]+$/.test(issue.message) ? issue.message : 'not_valid');
    }
    default:
      return at('not_valid');
  }
}

/** How a text must look, in a form that somebody can write by. */
function formatText(issue: core.$ZodIssueInvalidStringFormat): string {
  const { format, pattern } = issue;
  if (format === 'date') return 'yyyy-mm-dd';
  if (format === 'datetime') return '2026-12-08T00:00:00+07:00';
  return format === 'regex' && pattern ? pattern : format;
}

/** Of several shapes that a value might have had, the faults of the one that it resembles most. */
function closestBranch(
  branches: Issue[][],
  path: Path,
  schema: core.$ZodType,
  root: unknown,
): Located[] | undefined {
  const wrongType = branches.flat().filter((i) => i.code === 'invalid_type' && i.path.length === 0);
  if (branches.length === 0) return undefined;
  // No branch takes a value of this type at all: say which types would do.
  if (branches.every((b) => b.some((i) => i.code === 'invalid_type' && i.path.length === 0))) {
    const value = valueAt(root, path);
    if (value === undefined) return [{ path, code: 'required' }];
    const expected = [...new Set(wrongType.map((i) => ('expected' in i ? String(i.expected) : '')))].join(
      ', ',
    );
    return [{ path, code: 'wrong_type', params: { expected } }];
  }
  // An unknown key says "not this shape" louder than a missing one.
  const weight = (branch: Issue[]) =>
    branch.reduce((sum, i) => sum + (i.code === 'unrecognized_keys' ? 2 * i.keys.length : 1), 0);
  const best = [...branches].sort((a, b) => weight(a) - weight(b))[0] ?? [];
  return best.flatMap((issue) => faultsOf(issue, path, schema, root));
}

function plain(params: Record<string, unknown>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, typeof value === 'number' ? value : String(value)]),
  );
}

/** What was sent at a place, undefined if nothing was. A path may lead into a text that a schema takes apart: that was sent. */
function valueAt(root: unknown, path: Path): unknown {
  let value: unknown = root;
  for (const key of path) {
    if (typeof value === 'string') return value;
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function point(path: Path, where: 'body' | 'query' | 'path'): string {
  if (where === 'query') return `?${String(path[0] ?? '')}`;
  if (where === 'path') return `{${String(path[0] ?? '')}}`;
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The field names that an object at this place may have, over all shapes that lead there. */
function knownKeys(schema: core.$ZodType, path: Path): string[] {
  let places: core.$ZodType[] = [schema];
  for (const key of path) {
    places = places.flatMap(shapes).flatMap((place) => {
      if (place instanceof core.$ZodObject) {
        const field: unknown = Reflect.get(place._zod.def.shape, key);
        return field instanceof core.$ZodType ? [field] : [];
      }
      return place instanceof core.$ZodArray ? [place._zod.def.element] : [];
    });
  }
  return places
    .flatMap(shapes)
    .flatMap((place) => (place instanceof core.$ZodObject ? Object.keys(place._zod.def.shape) : []));
}

/** Sees through optional, default, pipe and union to what is inside. */
function shapes(schema: core.$ZodType): core.$ZodType[] {
  if (schema instanceof core.$ZodUnion) return schema._zod.def.options.flatMap(shapes);
  if (schema instanceof core.$ZodPipe) return [schema._zod.def.in, schema._zod.def.out].flatMap(shapes);
  if (
    schema instanceof core.$ZodOptional ||
    schema instanceof core.$ZodNullable ||
    schema instanceof core.$ZodDefault
  ) {
    return shapes(schema._zod.def.innerType);
  }
  return [schema];
}

/** The known name that a mistyped one most likely meant, if any is near enough. */
export function similar(name: string, known: string[]): string | undefined {
  const near = known
    .map((candidate) => ({ candidate, distance: editDistance(fold(name), fold(candidate)) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.candidate;
}

function fold(name: string): string {
  return name.slice(0, 64).toLowerCase().replaceAll(/[_-]/g, '');
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(swap, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
