import type * as z from 'zod/mini';
import type { ActOptions } from '../../shared/actions/act.ts';
import type { Principal } from '../../shared/domain/permissions.ts';
import { type Fault, Refusal } from '../../shared/domain/refusal.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { ifMatchVersions } from './etag.ts';
import { invalidRequest } from './invalid-request.ts';
import { render } from './render.ts';
import {
  type ApiRequest,
  BODY_LIMIT,
  canonicalJson,
  fingerprint,
  isForm,
  readForm,
  readJson,
  UPLOAD_LIMIT,
} from './request.ts';
import type { Call, OpenCall, Ready, Route } from './route.ts';
import { parsePart } from './validate.ts';
import type { Ports } from './world.ts';

/** Every part of the request through its schema; all faults of all parts together. */
export async function parseCall(
  route: Route,
  ports: Ports,
  request: ApiRequest,
  pathParams: Record<string, string>,
): Promise<Omit<OpenCall, 'showing'>> {
  const faults: Fault[] = [];
  const part = (schema: z.core.$ZodType, value: unknown, where: 'body' | 'query' | 'path'): unknown => {
    const parsed = parsePart(schema, value, where);
    if (parsed.ok) return parsed.value;
    faults.push(...parsed.faults);
    return undefined;
  };
  const bodyOf = async () => {
    if (route.form && isForm(request)) return part(route.form, await readForm(request), 'body');
    // A body that may be empty may be left out; one that must not be is then missing its fields.
    const limit = route.form ? UPLOAD_LIMIT : BODY_LIMIT;
    const sent = route.body ? readJson(request, limit) : {};
    return route.body ? part(route.body, sent === undefined ? {} : sent, 'body') : {};
  };
  const params = part(route.params, pathParams, 'path');
  const query = part(route.query, queryRecord(request.query), 'query');
  const body = await bodyOf();
  if (faults.length > 0) throw invalidRequest(faults);
  return {
    world: ports.world,
    description: ports.description,
    publicUrl: ports.publicUrl,
    files: ports.files,
    at: request.at,
    params,
    query,
    body,
    request,
  };
}

/** A parameter given several times reads like one given as a comma-separated list. */
function queryRecord(query: URLSearchParams): Record<string, string> {
  const record: Record<string, string> = Object.create(null);
  for (const name of new Set(query.keys())) record[name] = query.getAll(name).join(',');
  return record;
}

/** The parsed request of a known person, with the tools that belong to this one call. */
export function personalCall(
  route: Route,
  ports: Ports,
  open: OpenCall,
  principal: Principal,
  newId: () => string,
): Call {
  const { request } = open;
  const key = idempotencyKey(request);
  const ifMatch = ifMatchVersions(request.headers['if-match']);
  if (route.method === 'PATCH' && request.headers['if-match'] === undefined) {
    throw new Refusal('precondition_required');
  }
  const name = `${route.method} ${route.path}`;
  const { filters, cursor } = splitQuery(open.query);
  const bound = canonicalJson([name, open.params, filters, principal.userId]);
  const mark = key === undefined ? undefined : { key, fingerprint: fingerprint(request, open.body) };

  const replay = async (error: unknown) => {
    if (!mark) throw error;
    const stored = await ports.stored({ userId: principal.userId, route: name, key: mark.key }, request.at);
    if (!stored) throw error;
    if (stored.fingerprint !== mark.fingerprint) throw new Refusal('idempotency_key_reused');
    return replayOf(stored);
  };

  return {
    ...open,
    principal,
    id: key ?? newId(),
    ifMatch: ifMatch ? { ifMatch } : {},
    commit: async (run, answer) => {
      // Rendered once: the very text that the commit stores is the text that is sent.
      let ready: ReturnType<typeof render> | undefined;
      const options: ActOptions<Parameters<typeof answer>[0]> = {
        ...(ifMatch ? { ifMatch } : {}),
        ...(mark ? { idempotency: { userId: principal.userId, route: name, ...mark } } : {}),
        answer: (result) => {
          ready = render(route, answer(result));
          return ready;
        },
      };
      try {
        const result = await run(options);
        if (result.replay) return replayOf(result.replay);
        return ready ?? render(route, answer(result));
      } catch (error) {
        // The first try may have changed what this one is refused for.
        if (error instanceof Refusal && error.code !== 'idempotency_key_reused') return replay(error);
        throw error;
      }
    },
    position: cursor === undefined ? undefined : decodeCursor(cursor, bound),
    page: (items, next) => {
      const sealed = next === undefined ? null : encodeCursor(next, bound);
      return {
        status: 200,
        body: { items, next: sealed },
        ...(sealed ? { headers: { link: nextLink(request, sealed) } } : {}),
      };
    },
  };
}

const replayOf = ({ status, headers, body }: Omit<Ready, 'replayed'>): Ready => ({
  ...{ status, headers, body },
  replayed: true,
});

function idempotencyKey(request: ApiRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined || request.method === 'GET' || request.method === 'HEAD') return undefined;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new Refusal('malformed_header', { header: 'Idempotency-Key' });
  return key;
}

/** The page size may change from page to page; everything else is part of the query. */
function splitQuery(query: unknown): { filters: Record<string, unknown>; cursor: string | undefined } {
  const all: Record<string, unknown> = typeof query === 'object' && query !== null ? { ...query } : {};
  const { limit: _, cursor, ...filters } = all;
  return { filters, cursor: typeof cursor === 'string' ? cursor : undefined };
}

function nextLink(request: ApiRequest, cursor: string): string {
  const query = new URLSearchParams(request.query);
  query.set('cursor', cursor);
  return `<${request.path}?${query}>; rel="next"`;
}
