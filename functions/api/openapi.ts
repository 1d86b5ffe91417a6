import * as z from 'zod/mini';
import { type JsonObject, jsonSchema } from './json-schema.ts';
import { type Parameter, parametersOf } from './parameters.ts';
import { type ProblemCode, problemTexts } from './problems.ts';
import type { Route } from './route.ts';
import { introduction } from './texts/introduction.ts';

/** OpenAPI 3.1, generated from the schemas that validate, so that the two cannot disagree. */
export type ApiDescription = {
  openapi: '3.1.0';
  info: JsonObject;
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  security: JsonObject[];
  paths: Record<string, Record<string, Operation>>;
  components: JsonObject & { schemas: Record<string, JsonObject> };
};

export type Operation = {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  security?: JsonObject[];
  parameters: Parameter[];
  requestBody?: { required: boolean; content: Record<string, { schema: JsonObject; example?: unknown }> };
  responses: Record<string, JsonObject>;
  /** Codes that this operation may answer, beyond those of every operation. */
  'x-problem-codes': string[];
};

export function describeApi(
  routes: readonly Route[],
  tags: { name: string; description: string }[],
  publicUrl: string,
): ApiDescription {
  const schemas: Record<string, JsonObject> = {
    Problem: jsonSchema(problem, 'output', {}),
  };
  const paths: ApiDescription['paths'] = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    Object.assign(paths[route.path] ?? {}, { [route.method.toLowerCase()]: operation(route, schemas) });
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Đôn Đốc', version: '1', summary: introduction.summary, description: introduction.text },
    servers: [{ url: publicUrl || '/' }],
    tags,
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: introduction.security },
      },
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

const problem = z
  .object({
    type: z.url().with(z.describe('Address of the explanation of `code`.')),
    title: z.string().with(z.describe('In the language of Accept-Language: vi (default) or en.')),
    status: z.int(),
    code: z.string().with(z.describe('Fixed; decide on this.')),
    detail: z.string(),
    instance: z.string().with(z.describe('Id of the request, as in X-Request-Id and in the logs.')),
    errors: z
      .optional(
        z.array(
          z.object({
            pointer: z
              .string()
              .with(
                z.describe(
                  'JSON Pointer into the body, `?name` of a query parameter, or `{name}` of the path.',
                ),
              ),
            code: z.string(),
            detail: z.string(),
            params: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
          }),
        ),
      )
      .with(z.describe('All faults of the request at once.')),
  })
  .with(z.meta({ description: 'RFC 9457 problem details.' }));

function operation(route: Route, schemas: Record<string, JsonObject>): Operation {
  const codes = codesOf(route);
  const responses: Record<string, JsonObject> = {};
  for (const [status, said] of Object.entries(route.answers)) {
    const type = said.type ?? 'application/json';
    const files = (said.files ?? []).map((each) => [each, { schema: { type: 'string', format: 'binary' } }]);
    const content: JsonObject = {
      ...(said.schema
        ? {
            [type]: {
              schema: jsonSchema(said.schema, 'output', schemas),
              ...(said.example === undefined ? {} : { example: said.example }),
            },
          }
        : said.type
          ? { [type]: { schema: { type: 'string' } } }
          : {}),
      ...Object.fromEntries(files),
    };
    responses[status] = {
      description: said.description,
      ...(route.method === 'GET' ? {} : { headers: { 'Idempotent-Replayed': replayed } }),
      ...(Object.keys(content).length > 0 ? { content } : {}),
    };
  }
  if (route.method === 'GET') responses['304'] = { description: 'Not changed since If-None-Match.' };
  for (const [status, list] of byStatus(codes)) {
    responses[status] = {
      description: list.map((code) => `\`${code}\`: ${problemTexts[code].en.title}`).join('. '),
      content: {
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        ...(status === '401' && refusedAtTheGate),
      },
    };
  }
  return {
    operationId: route.name,
    tags: [route.tag],
    summary: route.summary,
    description: route.description,
    ...(route.open ? { security: [] } : {}),
    parameters: parametersOf(route, schemas),
    ...(route.body
      ? {
          requestBody: {
            required: !z.safeParse(route.body, {}).success,
            content: {
              'application/json': {
                schema: jsonSchema(route.body, 'input', schemas),
                ...(route.example === undefined ? {} : { example: route.example }),
              },
              ...(route.form && {
                'multipart/form-data': { schema: jsonSchema(route.form, 'input', schemas) },
              }),
            },
          },
        }
      : {}),
    responses,
    'x-problem-codes': [...(route.refusals ?? [])],
  };
}

const replayed = {
  description: '`true` when this is the stored answer to an earlier request with the same Idempotency-Key.',
  schema: { type: 'string', enum: ['true'] },
};

/** A token that is absent or does not hold never reaches us, and an HTTP API of API Gateway lets nobody word its refusal. */
const refusedAtTheGate = {
  'application/json': {
    schema: {
      type: 'object',
      properties: { message: { type: 'string' } },
      required: ['message'],
      description: 'From the gateway, before the request reaches the application.',
    },
  },
};

/** Everything that an operation of this kind can answer by the framework alone, and what its rules add. */
function codesOf(route: Route): ProblemCode[] {
  const codes: ProblemCode[] = [
    'invalid_request',
    'not_acceptable',
    'too_many_requests',
    'internal_error',
    'busy',
    'out_of_time',
  ];
  if (!route.open) codes.push('unauthenticated');
  if (route.path.includes('{')) codes.push('not_found');
  if (route.method !== 'GET') codes.push('malformed_header', 'idempotency_key_reused', 'conflict');
  if (route.body) codes.push('malformed_json', 'body_too_large', 'unsupported_media_type');
  if (route.form) codes.push('malformed_form');
  if (route.method !== 'GET' && route.path.includes('{')) codes.push('version_mismatch');
  if (route.method === 'PATCH') codes.push('precondition_required');
  if (hasCursor(route)) codes.push('cursor_mismatch');
  return [...codes, ...(route.refusals ?? [])];
}

function hasCursor(route: Route): boolean {
  return route.query instanceof z.ZodMiniObject && 'cursor' in route.query.shape;
}

function byStatus(codes: ProblemCode[]): [string, ProblemCode[]][] {
  const groups = Map.groupBy([...new Set(codes)], (code) => String(problemTexts[code].status));
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
