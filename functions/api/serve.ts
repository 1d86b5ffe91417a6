import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ulid } from 'ulid';
import * as z from 'zod/mini';
import { Refusal } from '../../shared/domain/refusal.ts';
import { stackOf } from '../../shared/stack.ts';
import { parseCall, personalCall } from './call.ts';
import type { Entry } from './entry.ts';
import { render, respond, respondProblem } from './render.ts';
import { type ApiRequest, type HttpEvent, readRequest } from './request.ts';
import { type Answer, type OpenCall, type Ready, type Route, typesOf } from './route.ts';
import { createRouter } from './router.ts';
import type { Ports } from './world.ts';

/** Time kept back before the function's own limit, to say so in a problem document instead of the gateway's bare 503. */
const RESERVE_MS = 300;

/**
 * The Lambda handler for a table of routes: find the route, know the caller, parse, handle, answer. Whatever is
 * thrown on the way becomes a problem document.
 */
export function serve(routes: readonly Entry[], ports: Ports) {
  const find = createRouter(routes);

  /** The route and the id in it, never the path as sent: it may hold anything, such as the address of a person. */
  function log(request: ApiRequest, status: number | undefined, code?: string): void {
    const match = find(request.method, request.path);
    const { method } = request;
    const route = match.kind === 'route' ? { route: match.route.path, id: match.params.id } : {};
    ports.world.log.info('request', {
      requestId: request.id,
      method,
      ...route,
      status,
      ...(code && { code }),
    });
  }

  async function dispatch(event: HttpEvent): Promise<APIGatewayProxyStructuredResultV2> {
    const request = readRequest(event, ports.userClaim);
    const match = find(request.method, request.path);
    if (match.kind === 'none') throw new Refusal('not_found');
    if (match.kind === 'method') {
      if (request.method === 'OPTIONS')
        return { statusCode: 204, headers: { allow: match.allow.join(', ') } };
      throw new Refusal('method_not_allowed', { allow: match.allow.join(', ') });
    }
    const route = await match.route.load();
    const said = await handle(route, ports, request, match.params);
    return respond(request, route.open, 'replayed' in said ? said : render(route, said));
  }

  return middy<HttpEvent, APIGatewayProxyStructuredResultV2>(dispatch, {
    timeoutEarlyInMillis: RESERVE_MS,
    timeoutEarlyResponse: () => {
      throw new Refusal('out_of_time');
    },
  })
    .after(({ event, response }) => log(readRequest(event, ports.userClaim), response?.statusCode))
    .onError(async (failed) => {
      const request = readRequest(failed.event, ports.userClaim);
      const refusal =
        failed.error instanceof Refusal ? failed.error : unexpected(ports, request, failed.error);
      // The texts of all problems in two languages: a container that refuses nothing never loads them.
      const { problemOf } = await import('./problem.ts');
      const problem = problemOf(refusal, request, ports.publicUrl);
      const match = find(request.method, request.path);
      const route = match.kind === 'route' ? await match.route.load() : undefined;
      const page = await route?.refuse?.(problem, request);
      const response = page
        ? await respond(request, true, page)
        : respondProblem(request, problem, extra(refusal));
      log(request, response.statusCode, refusal.code);
      failed.response = response;
    });
}

async function handle(
  route: Route,
  ports: Ports,
  request: ApiRequest,
  params: Record<string, string>,
): Promise<Answer | Ready> {
  if (!route.open && request.userId === undefined) throw new Refusal('unauthenticated');
  acceptable(route, request.headers.accept);
  const newId = () => ulid(Date.parse(request.at));
  const { id: requestId, method, at } = request;
  const showing: OpenCall['showing'] = (principal, ids) =>
    ports.looked(principal, at, { id: newId(), requestId, method, route: route.path, ids });
  const open = { ...(await parseCall(route, ports, request, params)), showing };
  if (route.open) return route.handle(open);
  const principal = await ports.principal(request.userId ?? '', at);
  const said = await route.handle(personalCall(route, ports, open, principal, newId));
  await showing(principal, idsIn(params, open, said));
  return said;
}

/** Ids that the request names, then those of what a list shows: never any text. */
function idsIn(params: Record<string, string>, { query }: OpenCall, said: Answer | Ready): string[] {
  const named = [...Object.values(params), ...Object.values(Object(query))];
  const asked = named.filter((value) => typeof value === 'string' && /^[a-z]{3}_[\w-]{1,100}$/.test(value));
  const listed = 'replayed' in said ? undefined : idList.safeParse(said.body).data;
  const shown = listed?.items.map((item) => item.taskId ?? item.id ?? '') ?? [];
  return [...new Set([...asked.map(String), ...shown])].filter(Boolean);
}
const idList = z.object({
  items: z.array(z.object({ id: z.optional(z.string()), taskId: z.optional(z.string()) })),
});

/** @throws Refusal `not_acceptable` when the client takes none of the types that the route can answer */
function acceptable(route: Route, accept: string | undefined): void {
  if (!accept) return;
  const types = Object.values(route.answers).flatMap(typesOf);
  const taken = accept
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';')[0]?.trim() ?? '');
  const fits = (type: string) =>
    taken.some((range) => range === '*/*' || range === type || range === `${type.split('/')[0]}/*`);
  if (!types.some(fits) && !taken.includes('application/problem+json')) {
    throw new Refusal('not_acceptable', { types: [...new Set(types)].join(', ') });
  }
}

/** What went wrong inside goes to the log, with the id that the client is given; never to the client. */
function unexpected(ports: Ports, request: ApiRequest, error: unknown): Refusal {
  const code = publicCode(error);
  if (code === 'internal_error') {
    ports.world.log.error('request failed', {
      requestId: request.id,
      ...(error instanceof Error
        ? { error: `${error.name}: ${error.message}`, stack: stackOf(error) }
        : { error: String(error) }),
    });
  }
  return new Refusal(code);
}

/** Failures of the store that a client can do something about. */
function publicCode(error: unknown): 'busy' | 'conflict' | 'internal_error' {
  const name = error instanceof Error ? error.name : '';
  return name === 'Busy' ? 'busy' : name === 'CommitConflict' ? 'conflict' : 'internal_error';
}

function extra(refusal: Refusal): Record<string, string> {
  switch (refusal.code) {
    case 'unauthenticated':
      return { 'www-authenticate': 'Bearer' };
    case 'method_not_allowed':
      return { allow: String(refusal.params.allow) };
    case 'unsupported_media_type':
      return { accept: 'application/json' };
    case 'busy':
    case 'out_of_time':
    case 'too_many_requests':
      return { 'retry-after': '2' };
    default:
      return {};
  }
}
