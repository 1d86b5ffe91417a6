import { isObject, type JsonObject } from '../json-schema.ts';

/** One row of the table that shows an object's fields. */
export type FieldRow = { name: string; type: string; required: boolean; description: string };

type Schemas = Record<string, JsonObject>;

/** The fields of a schema that is, or refers to, an object. */
export function fieldRows(schema: JsonObject, schemas: Schemas): FieldRow[] {
  const { properties, required } = resolve(schema, schemas);
  const must = Array.isArray(required) ? required : [];
  return Object.entries(isObject(properties) ? properties : {}).flatMap(([name, field]) =>
    isObject(field)
      ? [
          {
            name,
            type: typeText(field, schemas),
            required: must.includes(name),
            description: textOf(field, schemas),
          },
        ]
      : [],
  );
}

/** A schema in a few words: `string`, `date`, `Task[]`, `normal | high | urgent`. */
export function typeText(schema: JsonObject, schemas: Schemas, depth = 0): string {
  const { $ref, type, enum: values, const: fixed, format, items, properties, additionalProperties } = schema;
  const must = Array.isArray(schema.required) ? schema.required : [];
  if (typeof $ref === 'string') {
    const named = resolve(schema, schemas);
    return Array.isArray(named.enum) ? typeText(named, schemas, depth) : nameOf($ref);
  }
  if (fixed !== undefined) return JSON.stringify(fixed);
  if (Array.isArray(values)) return values.map(String).join(' | ');
  const options = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(options)) return union(options.filter(isObject), schemas, depth);
  if (type === 'array') return `${isObject(items) ? typeText(items, schemas, depth + 1) : 'any'}[]`;
  if (type === 'object' && isObject(properties)) {
    if (depth > 2) return 'object';
    return `{${Object.entries(properties)
      .flatMap(([name, field]) =>
        isObject(field)
          ? [`${name}${must.includes(name) ? '' : '?'}: ${typeText(field, schemas, depth + 1)}`]
          : [],
      )
      .join(', ')}}`;
  }
  if (type === 'object') {
    return isObject(additionalProperties)
      ? `{[id]: ${typeText(additionalProperties, schemas, depth + 1)}}`
      : 'object';
  }
  if (type === 'string' && typeof format === 'string') return format;
  return Array.isArray(type) ? type.join(' | ') : typeof type === 'string' ? type : 'any';
}

function union(options: JsonObject[], schemas: Schemas, depth: number): string {
  const texts = [...new Set(options.map((option) => typeText(option, schemas, depth + 1)))];
  return texts.join(' | ');
}

function textOf(field: JsonObject, schemas: Schemas): string {
  const own = field.description ?? resolve(field, schemas).description;
  const preset = field.default === undefined ? '' : ` Default ${JSON.stringify(field.default)}.`;
  return `${typeof own === 'string' ? own : ''}${preset}`.trim();
}

/** Follows references to the schema itself. */
export function resolve(schema: JsonObject, schemas: Schemas): JsonObject {
  if (typeof schema.$ref !== 'string') return schema;
  const target = schemas[nameOf(schema.$ref)];
  return target ? resolve(target, schemas) : schema;
}

function nameOf(ref: string): string {
  return ref.split('/').at(-1) ?? ref;
}
