import { createHash } from 'node:crypto';
import type { APIGatewayEventRequestContextV2, APIGatewayProxyEventV2WithRequestContext } from 'aws-lambda';
import { Refusal } from '../../shared/domain/refusal.ts';
import type { Instant } from '../../shared/domain/time.ts';

/** What the HTTP API hands over (payload 2.0). Public routes carry no authorizer. */
export type HttpEvent = APIGatewayProxyEventV2WithRequestContext<
  APIGatewayEventRequestContextV2 & { authorizer?: { jwt?: { claims: Record<string, unknown> } } }
>;

export type Language = 'vi' | 'en';

/** A request as the rest of the API sees it: header names in lower case, times from the gateway's clock. */
export type ApiRequest = {
  /** X-Request-Id if the client sent a usable one, else the gateway's. */
  id: string;
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  language: Language;
  at: Instant;
  /** The raw body, decoded. Empty when there is none. */
  body: Buffer;
  /** Who the verified token speaks for; absent on public routes. */
  userId?: string;
};

/** Larger bodies are refused with 413. A directive of 1,000 tasks fits. */
export const BODY_LIMIT = 1_048_576;
/** Of requests that bring a file. Lambda takes six megabytes, in which the gateway writes what is no text as base64. */
export const UPLOAD_LIMIT = 4_194_304;

const REQUEST_ID = /^[\w.=+/-]{1,128}$/;

export function readRequest(event: HttpEvent, userClaim: string): ApiRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(event.headers ?? {})) headers[name.toLowerCase()] = value ?? '';
  const claim = event.requestContext.authorizer?.jwt?.claims?.[userClaim];
  const offered = headers['x-request-id'];
  return {
    id: offered && REQUEST_ID.test(offered) ? offered : event.requestContext.requestId,
    method: event.requestContext.http.method.toUpperCase(),
    path: event.rawPath,
    query: new URLSearchParams(event.rawQueryString ?? ''),
    headers,
    language: preferredLanguage(headers['accept-language']),
    at: new Date(event.requestContext.timeEpoch).toISOString(),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    // Some gateways hand numeric claims over as numbers.
    ...(typeof claim === 'string' || typeof claim === 'number' ? { userId: String(claim) } : {}),
  };
}

/** Vietnamese unless English is preferred: the first of the two in order of q wins. */
export function preferredLanguage(header: string | undefined): Language {
  const ranked = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.map((p) => p.trim()).find((p) => p.startsWith('q='));
      return { tag: tag.split('-')[0], q: q ? Number(q.slice(2)) : 1 };
    })
    .filter(({ tag, q }) => (tag === 'vi' || tag === 'en') && q > 0)
    .sort((a, b) => b.q - a.q);
  return ranked[0]?.tag === 'en' ? 'en' : 'vi';
}

/**
 * The JSON body, or undefined when there is none.
 * @throws Refusal `body_too_large`, `unsupported_media_type`, `malformed_json`
 */
export function readJson(request: ApiRequest, limit = BODY_LIMIT): unknown {
  refuseBeyond(request, limit);
  if (request.body.length === 0) return undefined;
  const { type, parameters } = contentType(request);
  const charset = parameters.find((p) => p.startsWith('charset='));
  const json = type === 'application/json' || /^application\/[\w.-]+\+json$/.test(type);
  if (!json || (charset && !/^charset="?utf-8"?$/.test(charset))) throw new Refusal('unsupported_media_type');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
  } catch {
    // The parser's own message quotes the text, which may be classified: it is neither answered nor logged.
    throw new Refusal('malformed_json');
  }
}

/** Whether the body is a form as browsers and `curl -F` send it. */
export const isForm = (request: ApiRequest) => contentType(request).type === 'multipart/form-data';

/**
 * The fields of a form, each once: texts as they are, files in base64.
 * @throws Refusal `body_too_large`, `malformed_form`
 */
export async function readForm(request: ApiRequest): Promise<Record<string, string>> {
  refuseBeyond(request, UPLOAD_LIMIT);
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const fields: Record<string, string> = Object.create(null);
  try {
    for (const [name, value] of await new Response(new Uint8Array(request.body), { headers }).formData()) {
      if (name in fields) throw new Error('a field twice');
      fields[name] =
        typeof value === 'string' ? value : Buffer.from(await value.arrayBuffer()).toString('base64');
    }
  } catch {
    // As above: the parser may quote.
    throw new Refusal('malformed_form');
  }
  return fields;
}

function refuseBeyond({ body }: ApiRequest, limit: number): void {
  if (body.length > limit) throw new Refusal('body_too_large', { limit, size: body.length });
}

function contentType({ headers }: ApiRequest): { type: string; parameters: string[] } {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  return { type: type.trim(), parameters: parameters.map((p) => p.trim()) };
}

/** Same JSON value, same text, whatever the order of its keys. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const parts = Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
    return `{${parts.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** What an Idempotency-Key is tied to: method, path and body as the client sent them. */
export function fingerprint(request: ApiRequest, body: unknown): string {
  return createHash('sha256')
    .update(`${request.method} ${request.path}\n${canonicalJson(body)}`)
    .digest('base64url');
}
