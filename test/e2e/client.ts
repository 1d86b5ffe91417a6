import type { Target } from './target.ts';

export type Answer = {
  status: number;
  headers: Headers;
  // Bodies are read with paths below; a scenario that expects another shape fails where it says so.
  body: unknown;
};

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** The API as one person calls it. */
export async function as(target: Target, userId: string): Promise<Call> {
  const token = await target.token(userId);
  return (method, path, body, headers = {}) => send(target, token, method, path, body, headers);
}

export async function send(
  target: Target,
  token: string | undefined,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${target.url}/v1${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  // Gateways name a type also for an answer without a body.
  const isJson = text !== '' && /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** The value at a path such as `escalation.urgings` or `items.0.id`; undefined where there is none. */
export function at(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Reflect.get(value, key);
  }, body);
}

/** The same as text, for ids. @throws when it is missing, with the body that lacks it */
export function textAt(body: unknown, path: string): string {
  const value = at(body, path);
  if (typeof value !== 'string') throw new Error(`no ${path} in ${JSON.stringify(body)?.slice(0, 600)}`);
  return value;
}

export function listAt(body: unknown, path: string): unknown[] {
  const value = at(body, path);
  if (!Array.isArray(value)) throw new Error(`no list ${path} in ${JSON.stringify(body)?.slice(0, 600)}`);
  return value;
}
