import type { Diagnostic } from '../../provider/diagnostics.ts';
import type { ResourceType } from '../../provider/resource.ts';
import type { Schema } from '../../provider/schema-model.ts';
import type { ObjectValue } from '../../provider/values.ts';
import { decodeObject, encodeDynamic } from '../cty/dynamic-value.ts';
import { parseExactJson } from '../cty/exact-json.ts';
import { encodeDiagnostics } from '../diagnostic-encoding.ts';
import { DiagnosticError } from '../diagnostic-error.ts';
import type * as wire from '../messages/shared-messages.ts';
import { schemaType } from '../schema-encoding.ts';

function withoutWriteOnly(schema: Schema, value: ObjectValue): ObjectValue {
  const names = Object.keys(schema.attributes).filter((name) => schema.attributes[name]?.writeOnly === true);
  return names.length === 0 ? value : { ...value, ...Object.fromEntries(names.map((name) => [name, null])) };
}

/** Decodes and encodes whatever belongs to one resource type. */
export class ResourceCodec {
  readonly resource: ResourceType;

  constructor(resource: ResourceType) {
    this.resource = resource;
  }

  decode(value: wire.DynamicValue | null): ObjectValue | null {
    return decodeObject(value, schemaType(this.resource.schema));
  }

  /** Write-only attributes are always null here: Terraform refuses a state or plan that holds one. */
  encode(value: ObjectValue | null): wire.DynamicValue {
    const { schema } = this.resource;
    return encodeDynamic(value === null ? null : withoutWriteOnly(schema, value), schemaType(schema));
  }

  /**
   * As `encode`, for an answer that is mostly what the request held: where every attribute is the very value that was
   * decoded, the request's own bytes are the answer. A refresh of unchanged objects then encodes nothing.
   */
  encodeLike(
    value: ObjectValue | null,
    asked: { readonly value: ObjectValue | null; readonly wire: wire.DynamicValue | null },
  ): wire.DynamicValue {
    const { value: before, wire: bytes } = asked;
    const names = Object.keys(this.resource.schema.attributes);
    const same =
      value !== null && before !== null && names.every((name) => (value[name] ?? null) === before[name]);
    return same && bytes !== null && bytes.msgpack.length > 0 ? bytes : this.encode(value);
  }

  diagnostics(diagnostics: readonly Diagnostic[]): wire.Diagnostic[] {
    return encodeDiagnostics(diagnostics, this.resource.schema);
  }
}

/** `private` is opaque to Terraform; ours is text. Empty bytes and no text are the same. */
export function decodePrivate(bytes: Uint8Array): string | null {
  return bytes.length === 0 ? null : Buffer.from(bytes).toString('utf8');
}

export function encodePrivate(text: string | null): Uint8Array {
  return Buffer.from(text ?? '', 'utf8');
}

/** A state as it lies in the state file. Raises `DiagnosticError` for one that is no JSON object. */
export function decodeRawState(raw: wire.RawState | null): ObjectValue {
  try {
    const value = parseExactJson(Buffer.from(raw?.json ?? []).toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as ObjectValue;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new DiagnosticError({
    severity: 'error',
    code: 'state-unreadable',
    summary: 'Stored State Is Unreadable',
    detail:
      'The attributes that the state file holds for this resource are not a JSON object. Nothing was changed. ' +
      'Restore the state from its backup, or run `{command} state rm ADDRESS` and `{command} import ADDRESS ID`.',
    origin: 'environment',
  });
}
