import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { contentTag, noneMatchHits, versionTag } from './etag.ts';
import type { Problem } from './problem.ts';
import type { ApiRequest } from './request.ts';
import type { Answer, Ready, Route, Said } from './route.ts';

/**
 * An answer in the form in which it leaves. The body passes through the schema that the route declares for the status:
 * what the schema does not name is dropped, and what contradicts it is a defect (500), not an answer.
 */
export function render(route: Route, answer: Answer): Ready {
  const said = route.answers[answer.status];
  if (!said) throw new Error(`${route.method} ${route.path} does not declare status ${answer.status}`);
  if (answer.file) return renderFile(route, said, answer.file);
  const body = said.schema ? JSON.stringify(z.parse(said.schema, answer.body)) : String(answer.body ?? '');
  const headers: Record<string, string> = { ...answer.headers };
  if (said.schema) headers['content-type'] ??= 'application/json';
  if (answer.version !== undefined) {
    headers.etag = versionTag(answer.version, answer.varies ? body : undefined);
  } else if (route.method === 'GET' && body) {
    headers.etag = contentTag(body);
  }
  return { status: answer.status, headers, body, replayed: false };
}

function renderFile(route: Route, said: Said, { type, name, bytes }: NonNullable<Answer['file']>): Ready {
  if (!said.files?.includes(type.split(';')[0] ?? ''))
    throw new Error(`${route.method} ${route.path} does not declare the type ${type}`);
  const body = Buffer.from(bytes).toString('base64');
  const headers = {
    'content-type': type,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    ...(route.method === 'GET' ? { etag: contentTag(body) } : {}),
  };
  return { status: 200, headers, body, replayed: false, binary: true };
}

/** Answers below this size are sent as they are: compressing them saves nothing. */
const COMPRESS_FROM = 4096;

/** The gateway's result for an answer: caching, conditional reads, compression. */
export async function respond(
  request: ApiRequest,
  open: boolean,
  ready: Ready,
): Promise<APIGatewayProxyStructuredResultV2> {
  const reading = request.method === 'GET' || request.method === 'HEAD';
  const headers: Record<string, string> = { ...common(request), ...ready.headers };
  headers['cache-control'] ??= !reading ? 'no-store' : open ? 'public, max-age=300' : 'private, no-cache';
  headers.vary = open ? 'Accept-Encoding' : 'Authorization, Accept, Accept-Encoding';
  if (ready.replayed) headers['idempotent-replayed'] = 'true';
  const etag = headers.etag;
  if (reading && ready.status === 200 && etag && noneMatchHits(request.headers['if-none-match'], etag)) {
    delete headers['content-type'];
    return { statusCode: 304, headers };
  }
  if (ready.binary) {
    const shown = request.method === 'HEAD' ? '' : ready.body;
    return { statusCode: ready.status, headers, body: shown, isBase64Encoded: true };
  }
  // A strong validator vouches for the bytes, so what carries one is never re-encoded.
  const weak = !etag || etag.startsWith('W/');
  if (weak && ready.body.length >= COMPRESS_FROM && takesGzip(request.headers['accept-encoding'])) {
    headers['content-encoding'] = 'gzip';
    const { gzipSync } = await import('node:zlib');
    const zipped = gzipSync(ready.body, { level: 5 }).toString('base64');
    return {
      statusCode: ready.status,
      headers,
      body: request.method === 'HEAD' ? '' : zipped,
      isBase64Encoded: true,
    };
  }
  return { statusCode: ready.status, headers, body: request.method === 'HEAD' ? '' : ready.body };
}

/** The gateway's result for a problem, never cached. */
export function respondProblem(
  request: ApiRequest,
  problem: Problem,
  extra: Record<string, string> = {},
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: problem.status,
    headers: {
      ...common(request),
      'content-type': 'application/problem+json',
      'content-language': request.language,
      'cache-control': 'no-store',
      vary: 'Accept-Language',
      ...extra,
    },
    body: request.method === 'HEAD' ? '' : JSON.stringify(problem),
  };
}

function common(request: ApiRequest): Record<string, string> {
  return {
    'x-request-id': request.id,
    'strict-transport-security': 'max-age=31536000',
    'x-content-type-options': 'nosniff',
  };
}

function takesGzip(header: string | undefined): boolean {
  return (header ?? '')
    .toLowerCase()
    .split(',')
    .some((part) => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/.test(part));
}
