import * as z from 'zod/mini';

export type JsonObject = { [key: string]: unknown };

/** A schema with its named parts moved to the components, and a reference in place of a schema that is itself named. */
export function jsonSchema(
  schema: z.core.$ZodType,
  io: 'input' | 'output',
  schemas: Record<string, JsonObject>,
): JsonObject {
  const generated: unknown = JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }), (key, value) =>
      key === '$ref' && typeof value === 'string'
        ? value.replace('#/$defs/', '#/components/schemas/')
        : value,
    ),
  );
  const { $schema: _, $defs, id, ...own } = tolerant(generated, io);
  if (isObject($defs)) {
    for (const [name, definition] of Object.entries($defs)) {
      if (isObject(definition)) schemas[name] = withoutId(definition);
    }
  }
  if (typeof id !== 'string') return own;
  schemas[id] = own;
  return { $ref: `#/components/schemas/${id}` };
}

function withoutId({ id: _, ...rest }: JsonObject): JsonObject {
  return rest;
}

/** Answers may grow: a client must not refuse fields that it does not know. */
function tolerant(value: unknown, io: 'input' | 'output'): JsonObject {
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(walk);
    if (!isObject(part)) return part;
    const entries = Object.entries(part).filter(
      ([key, item]) => !(io === 'output' && key === 'additionalProperties' && item === false),
    );
    return Object.fromEntries(entries.map(([key, item]) => [key, walk(item)]));
  };
  const walked = walk(value);
  return isObject(walked) ? walked : {};
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
