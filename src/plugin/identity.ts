import type { Schema } from '../provider/schema-model.ts';
import type { ObjectValue, Value } from '../provider/values.ts';
import type { CtyType } from './cty/cty-type.ts';
import { encodeType, objectType } from './cty/cty-type.ts';
import { decodeObject, encodeDynamic } from './cty/dynamic-value.ts';
import type { ResourceIdentityData } from './messages/shared-messages.ts';

/** Version of the identity's shape, apart from the schema's version. */
export const IDENTITY_VERSION = 0;
const IDENTITY_TYPE: CtyType = objectType({ id: 'string' });

/** A resource has an identity when its schema has a text attribute `id`; the identity is that ID and nothing else. */
export function hasIdentity(schema: Schema): boolean {
  return schema.attributes.id?.type === 'string';
}

/** Identity schema of such a resource, as GetResourceIdentitySchemas answers it. */
export function identitySchema(schema: Schema) {
  const id = {
    name: 'id',
    type: encodeType('string'),
    required_for_import: true,
    optional_for_import: false,
    description: schema.attributes.id?.description ?? '',
  };
  return { version: IDENTITY_VERSION, identity_attributes: [id] };
}

export function encodeIdentity(id: string): ResourceIdentityData {
  return { identity_data: encodeDynamic({ id }, IDENTITY_TYPE) };
}

/** Identity of an object, null while its ID is not known. */
export function identityOf(state: ObjectValue | null, schema: Schema): ResourceIdentityData | null {
  const id: Value = state?.id ?? null;
  return hasIdentity(schema) && typeof id === 'string' ? encodeIdentity(id) : null;
}

/** The ID in an identity that Terraform sent, null when there is none. */
export function decodeIdentity(identity: ResourceIdentityData | null): string | null {
  const id = decodeObject(identity?.identity_data ?? null, IDENTITY_TYPE)?.id ?? null;
  return typeof id === 'string' && id !== '' ? id : null;
}
