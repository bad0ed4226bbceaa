/**
 * Terraform state, format version 4, as held in memory. Foreign parts (other providers' resources, unknown keys) are
 * carried along untouched; the reader keeps their source text so that the writer can give it back byte for byte.
 */
export type JsonValue =
  | null
  | boolean
  | string
  | number
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export interface StateOutput {
  readonly value: JsonValue;
  /** Type in Terraform's JSON type syntax: `"string"`, `["list","string"]`, … */
  readonly type: JsonValue;
  readonly sensitive?: boolean;
}

export interface StateInstance {
  /** `count` number or `for_each` string; undefined for a single instance. */
  readonly indexKey?: string | number;
  readonly status?: 'tainted';
  /** Deposed key of an object that is waiting to be destroyed. */
  readonly deposed?: string;
  readonly schemaVersion: number;
  readonly attributes: { readonly [attribute: string]: JsonValue };
  /** Decoded text of the base64 `private`; null when absent. */
  readonly private: string | null;
  /** The base64 as it came, when its bytes are not UTF-8 text (foreign providers); `private` is null then. */
  readonly privateBase64?: string;
  readonly sensitiveAttributes: readonly JsonValue[];
  /** Direct dependencies only, as resource addresses without index. */
  readonly dependencies: readonly string[];
  readonly createBeforeDestroy?: boolean;
  /** Keys of the instance object that this version does not know, kept as they came. */
  readonly unknownKeys?: { readonly [key: string]: JsonValue };
}

export interface StateResource {
  readonly module?: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** e.g. `provider["otform.internal/otform/opentrain"]`. */
  readonly provider: string;
  readonly instances: readonly StateInstance[];
}

export interface State {
  readonly terraformVersion: string;
  readonly serial: number;
  readonly lineage: string;
  readonly outputs: { readonly [name: string]: StateOutput };
  readonly resources: readonly StateResource[];
}
