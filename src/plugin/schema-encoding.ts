import type { Attribute, AttributeType, Schema } from '../provider/schema-model.ts';
import type { CtyType } from './cty/cty-type.ts';
import { encodeType, objectType } from './cty/cty-type.ts';
import type { SchemaAttribute, SchemaMessage } from './messages/schema-messages.ts';
import { MARKDOWN, NESTING_LIST, NESTING_SINGLE } from './messages/schema-messages.ts';

type Attributes = Readonly<Record<string, Attribute>>;

function attributesType(attributes: Attributes): CtyType {
  return objectType(
    Object.fromEntries(
      Object.entries(attributes).map(([name, attribute]) => [name, attributeType(attribute.type)]),
    ),
  );
}

/** Value type of an attribute. */
export function attributeType(type: AttributeType): CtyType {
  if (typeof type === 'string') return type;
  if ('object' in type) return attributesType(type.object);
  if ('listOfObject' in type) return { kind: 'list', element: attributesType(type.listOfObject) };
  if ('list' in type) return { kind: 'list', element: type.list };
  return 'set' in type ? { kind: 'set', element: type.set } : { kind: 'map', element: type.map };
}

const types = new WeakMap<Schema, CtyType>();

/** Object type of a whole schema. Made once per schema: every request needs it. */
export function schemaType(schema: Schema): CtyType {
  let type = types.get(schema);
  if (type === undefined) {
    type = attributesType(schema.attributes);
    types.set(schema, type);
  }
  return type;
}

/** Nested objects go out as nested attributes, everything else as a plain type; Terraform takes one of the two. */
function typeOrNesting(type: AttributeType): Pick<Partial<SchemaAttribute>, 'type' | 'nested_type'> {
  if (typeof type === 'object' && 'object' in type) {
    return { nested_type: { attributes: encodeAttributes(type.object), nesting: NESTING_SINGLE } };
  }
  if (typeof type === 'object' && 'listOfObject' in type) {
    return { nested_type: { attributes: encodeAttributes(type.listOfObject), nesting: NESTING_LIST } };
  }
  return { type: encodeType(attributeType(type)) };
}

function encodeAttributes(attributes: Attributes): Partial<SchemaAttribute>[] {
  return Object.entries(attributes).map(([name, attribute]) => ({
    name,
    ...typeOrNesting(attribute.type),
    description: attribute.description,
    description_kind: MARKDOWN,
    required: attribute.required ?? false,
    optional: attribute.optional ?? false,
    computed: attribute.computed ?? false,
    sensitive: attribute.sensitive ?? false,
    deprecated: attribute.deprecated ?? false,
    write_only: attribute.writeOnly ?? false,
  }));
}

/** A schema as GetProviderSchema answers it. */
export function encodeSchema(schema: Schema): SchemaMessage {
  return {
    version: schema.version,
    block: {
      version: schema.version,
      attributes: encodeAttributes(schema.attributes) as SchemaAttribute[],
      description: schema.description,
      description_kind: MARKDOWN,
    },
  };
}
