import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { RouteSpec } from './application.ts';
import { identity } from './assembly.ts';
import type { Authorizer } from './authorizer.ts';
import { bodyOf } from './endpoint.ts';
import type { Functions } from './functions.ts';
import { createMatcher, decoded, type Match } from './routes.ts';

const bodyLimit = 10 * 1024 * 1024;
/** Of an event and of an answer; more than that Lambda refuses to carry. */
const payloadLimit = 6 * 1024 * 1024;

const answerSchema = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/**
 * An HTTP API of API Gateway: finds the route, checks the token, invokes the function with a payload of format 2.0
 * and writes its answer. What the gateway refuses itself, it refuses with the gateway's own short messages.
 */
export function createGateway(
  routes: readonly RouteSpec[],
  services: { functions: Functions; authorize: Authorizer; now: () => number },
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const match = createMatcher(routes);

  return async (request, response) => {
    const requestId = randomBytes(11).toString('base64url');
    const refuse = (status: number, message: string, headers: Record<string, string> = {}) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'apigw-requestid': requestId,
        ...headers,
      });
      response.end(JSON.stringify({ message }));
    };
    const [path = '/', query = ''] = splitOnce(request.url ?? '/', '?');
    const found = match(request.method ?? 'GET', path);
    const body = await bodyOf(request, bodyLimit);
    if (!found) return refuse(404, 'Not Found');
    if (body === undefined) return refuse(413, 'Request Entity Too Large');
    let claims: Record<string, string> | undefined;
    if (found.route.authorizer) {
      const verdict = await services.authorize(
        request.headers.authorization,
        found.route.authorizer.audience,
      );
      if (!verdict.granted) return refuse(401, 'Unauthorized', { 'www-authenticate': verdict.challenge });
      claims = verdict.claims;
    }
    const event = eventOf(request, { path, query, body, claims, found, requestId, now: services.now() });
    if ((event.body?.length ?? 0) > payloadLimit) return refuse(413, 'Request Entity Too Large');
    let answer: unknown;
    try {
      answer = await services.functions.invoke(found.route.functionArn, event);
    } catch {
      return refuse(500, 'Internal Server Error');
    }
    const parsed = readAnswer(answer);
    if (!parsed || parsed.body.length > payloadLimit) return refuse(500, 'Internal Server Error');
    const bytes = Buffer.from(parsed.body, parsed.isBase64Encoded ? 'base64' : 'utf8');
    // Appended one by one: a function may spell a header in any case, and cookies are several lines.
    response.statusCode = parsed.statusCode;
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    for (const [name, value] of Object.entries(parsed.headers)) response.setHeader(name, String(value));
    if (parsed.cookies.length > 0) response.setHeader('set-cookie', parsed.cookies);
    response.setHeader('apigw-requestid', requestId);
    const hasBody = parsed.statusCode !== 204 && parsed.statusCode !== 304;
    if (hasBody) response.setHeader('content-length', bytes.length);
    response.end(hasBody ? bytes : undefined);
  };
}

/** A function may answer with a response, or with any JSON, which is then the body of a 200. */
function readAnswer(answer: unknown): z.infer<typeof answerSchema> | undefined {
  if (typeof answer === 'object' && answer !== null && 'statusCode' in answer)
    return answerSchema.safeParse(answer).data;
  return answerSchema.parse({
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: typeof answer === 'string' ? answer : JSON.stringify(answer),
  });
}

type Asked = {
  path: string;
  query: string;
  body: Buffer;
  claims: Record<string, string> | undefined;
  found: Match;
  requestId: string;
  now: number;
};

function eventOf(request: IncomingMessage, asked: Asked) {
  const headers = Object.fromEntries(
    Object.entries(request.headersDistinct)
      .filter(([name]) => name !== 'cookie')
      .map(([name, values]) => [name, (values ?? []).join(',')]),
  );
  const cookies = request.headers.cookie?.split(/;\s*/);
  const isText = /^(text\/|application\/(json|javascript|xml)\b|$)/i.test(headers['content-type'] ?? '');
  const { routeKey } = asked.found.route;
  const at = new Date(asked.now);
  const host = request.headers.host ?? 'localhost';
  return {
    version: '2.0',
    routeKey,
    rawPath: decoded(asked.path),
    rawQueryString: asked.query,
    ...(cookies && { cookies }),
    headers: {
      ...headers,
      'x-forwarded-for': request.socket.remoteAddress ?? '127.0.0.1',
      'x-forwarded-proto': 'http',
    },
    ...(asked.query && { queryStringParameters: queryOf(asked.query) }),
    ...(Object.keys(asked.found.parameters).length > 0 && { pathParameters: asked.found.parameters }),
    requestContext: {
      accountId: identity.accountId,
      apiId: 'local',
      ...(asked.claims && { authorizer: { jwt: { claims: asked.claims, scopes: null } } }),
      domainName: host,
      domainPrefix: host.split('.')[0],
      http: {
        method: request.method,
        path: decoded(asked.path),
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: asked.requestId,
      routeKey,
      stage: '$default',
      time: commonLogTime(at),
      timeEpoch: Math.floor(asked.now),
    },
    ...(asked.body.length > 0 && { body: asked.body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: asked.body.length > 0 && !isText,
  };
}

/** Repeated parameters become one, joined with commas. */
function queryOf(query: string): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(values);
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** `23/Nov/2026:07:00:00 +0000` */
function commonLogTime(at: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(at.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
