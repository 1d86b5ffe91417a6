import { isRoute, type Route } from './route.ts';

/** One operation of the route table: found by method and path, loaded from its file when it is first asked for. */
export type Entry = Pick<Route, 'method' | 'path'> & { load: () => Promise<Route> };

/**
 * Operations that one file declares, as `GET /v1/tasks`. The file, with its schemas and views and what they import, is a
 * chunk of its own in the bundle: a container that is never asked for it never loads it.
 */
export function from(file: () => Promise<object>, ...operations: `${Route['method']} /${string}`[]): Entry[] {
  return operations.map((operation) => {
    const { method, path } = parse(operation);
    const load = async () => {
      const declared: unknown[] = Object.values(await file()).flat();
      const route = declared.filter(isRoute).find((each) => each.method === method && each.path === path);
      if (!route) throw new Error(`${operation} is in the table but not in its file`);
      return route;
    };
    return { method, path, load };
  });
}

function parse(operation: `${Route['method']} /${string}`): Pick<Route, 'method' | 'path'> {
  const methods: Route['method'][] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
  const method = methods.find((each) => operation.startsWith(`${each} /`));
  if (!method) throw new Error(`${operation} is no operation`);
  return { method, path: `/${operation.slice(method.length + 2)}` };
}

/** An entry for a route that is at hand. */
export function loaded(route: Route): Entry {
  return { method: route.method, path: route.path, load: async () => route };
}
