/** A JSON Schema of OpenAPI 3.1. */
export type Schema = Readonly<Record<string, unknown>>;

export const TEXT: Schema = { type: 'string' };
export const NUMBER: Schema = { type: 'number' };
export const COUNT: Schema = { type: 'integer', minimum: 0 };
export const FLAG: Schema = { type: 'boolean' };
export const TIME: Schema = { type: 'string', format: 'date-time' };
export const ANY_OBJECT: Schema = { type: 'object', additionalProperties: true };

export function textIn(values: readonly string[]): Schema {
  return { type: 'string', enum: [...values] };
}

export function listOf(items: Schema): Schema {
  return { type: 'array', items };
}

/** The same schema with null allowed. */
export function orNull(schema: Schema): Schema {
  const type = typeof schema.type === 'string' ? [schema.type, 'null'] : schema.type;
  if (type === undefined) return { anyOf: [schema, { type: 'null' }] };
  return Array.isArray(schema.enum) ? { ...schema, type, enum: [...schema.enum, null] } : { ...schema, type };
}

/** An object in which every key is there unless it is named in `optional`. Other keys may come. */
export function objectOf(
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): Schema {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}) };
}

export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}
