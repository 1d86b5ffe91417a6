import type * as z from 'zod/mini';
import { isObject, type JsonObject, jsonSchema } from './json-schema.ts';
import type { Route } from './route.ts';

export type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: JsonObject;
  style?: string;
  explode?: boolean;
};

/** What an operation takes beside its body, as the API description tells it. */
export function parametersOf(route: Route, schemas: Record<string, JsonObject>): Parameter[] {
  const header = (name: string, description: string, pattern?: string, required = false): Parameter => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string', ...(pattern && { pattern }) },
  });
  const path = fieldsOf(route.params, schemas);
  const ofPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']): Parameter => {
    const schema = path.fields[name] ?? { type: 'string' };
    return { name, in: 'path', required: true, ...described(schema) };
  });
  const query = fieldsOf(route.query, schemas);
  const ofQuery = Object.entries(query.fields).map(
    ([name, schema]): Parameter => ({
      ...{ name, in: 'query', required: query.required.includes(name), ...described(schema) },
      // Several values are separated by commas.
      ...(schema.type === 'array' && { style: 'form', explode: false }),
    }),
  );
  const ofHeader =
    route.method === 'GET'
      ? [header('If-None-Match', 'ETag that the client has; unchanged answers 304.')]
      : [
          header(
            'Idempotency-Key',
            'Up to 255 visible characters, kept 24 h; makes repeating safe.',
            '^[!-~]{1,255}$',
          ),
          ...(route.path.includes('{')
            ? [
                header(
                  'If-Match',
                  'ETag that the client has seen; changed since answers 412.',
                  `^(\\*|${entityTag}(, *${entityTag})*)$`,
                  route.method === 'PATCH',
                ),
              ]
            : []),
        ];
  return [...ofPath, ...ofQuery, ...(route.open ? [] : ofHeader)];
}

function described(schema: JsonObject): { schema: JsonObject; description?: string } {
  const { description, ...rest } = schema;
  return typeof description === 'string' ? { description, schema: rest } : { schema };
}

const entityTag = '(W/)?"[!#-~]*"';

function fieldsOf(
  schema: z.core.$ZodType,
  schemas: Record<string, JsonObject>,
): { fields: Record<string, JsonObject>; required: readonly unknown[] } {
  const { properties, required } = jsonSchema(schema, 'input', schemas);
  const fields = Object.entries(isObject(properties) ? properties : {}).filter(
    (entry): entry is [string, JsonObject] => isObject(entry[1]),
  );
  return { fields: Object.fromEntries(fields), required: Array.isArray(required) ? required : [] };
}
