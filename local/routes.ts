import type { RouteSpec } from './application.ts';

export type Match = { route: RouteSpec; parameters: Record<string, string> };

type Compiled = { route: RouteSpec; method: string; segments: string[]; rank: string };

/** Finds routes as an HTTP API does: literal before variable before greedy, one method before ANY, `$default` last. */
export function createMatcher(
  routes: readonly RouteSpec[],
): (method: string, path: string) => Match | undefined {
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  const compiled: Compiled[] = routes
    .filter((route) => route !== fallback)
    .map((route) => {
      const [method = 'ANY', path = '/'] = route.routeKey.split(' ');
      const segments = path.split('/').slice(1);
      const rank = segments
        .map((one) => (one.endsWith('+}') ? '2' : one.startsWith('{') ? '1' : '0'))
        .join('');
      return { route, method, segments, rank: `${rank}${method === 'ANY' ? '1' : '0'}` };
    })
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return (method, path) => {
    const asked = path.split('/').slice(1);
    for (const { route, method: own, segments } of compiled) {
      if (own !== 'ANY' && own !== method) continue;
      const parameters = parametersOf(segments, asked);
      if (parameters) return { route, parameters };
    }
    return fallback && { route: fallback, parameters: {} };
  };
}

function parametersOf(segments: string[], asked: string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const name = /^\{(\w+)(\+?)\}$/.exec(segment);
    const actual = asked[index];
    if (actual === undefined || (name && actual === '')) return undefined;
    if (name?.[1] === undefined) {
      if (segment !== actual) return undefined;
    } else if (name[2] === '+') {
      parameters[name[1]] = decoded(asked.slice(index).join('/'));
      return parameters;
    } else parameters[name[1]] = decoded(actual);
  }
  return segments.length === asked.length ? parameters : undefined;
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
