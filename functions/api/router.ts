import type { Entry } from './entry.ts';

export type Match =
  | { kind: 'route'; route: Entry; params: Record<string, string> }
  | { kind: 'method'; allow: string[] }
  | { kind: 'none' };

/**
 * Finds the route of a path, by literal segments first, so that `/tasks/summary` wins over `/tasks/{id}`. HEAD is answered
 * like GET. Segments are percent-decoded once; one that cannot be decoded is no route.
 */
export function createRouter(routes: readonly Entry[]): (method: string, path: string) => Match {
  const table = routes
    .map((route) => ({ route, segments: route.path.split('/').slice(1) }))
    .sort((a, b) => variables(a.segments) - variables(b.segments));
  return (method, path) => {
    const given = path.split('/').slice(1).map(decode);
    const fitting = table.flatMap(({ route, segments }) => {
      const params = matchSegments(segments, given);
      return params ? [{ route, params }] : [];
    });
    const wanted = method === 'HEAD' ? 'GET' : method;
    const found = fitting.find(({ route }) => route.method === wanted);
    if (found) return { kind: 'route', ...found };
    if (fitting.length === 0) return { kind: 'none' };
    const methods = new Set(fitting.map(({ route }) => route.method));
    return { kind: 'method', allow: [...methods, ...(methods.has('GET') ? ['HEAD'] : [])].sort() };
  };
}

function variables(segments: string[]): number {
  return segments.filter((segment) => segment.startsWith('{')).length;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function matchSegments(
  segments: string[],
  given: (string | undefined)[],
): Record<string, string> | undefined {
  if (segments.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = given[index];
    if (!value) return undefined;
    if (segment.startsWith('{')) params[segment.slice(1, -1)] = value;
    else if (segment !== value) return undefined;
  }
  return params;
}
