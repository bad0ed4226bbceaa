/** Terraform attribute types that our schemas use. `object` is a single nested attribute (protocol 6 nested type). */
export type AttributeType =
  | 'string'
  | 'number'
  | 'bool'
  | { readonly list: 'string' }
  | { readonly set: 'string' }
  | { readonly map: 'string' }
  | { readonly object: Readonly<Record<string, Attribute>> }
  | { readonly listOfObject: Readonly<Record<string, Attribute>> };

export interface Attribute {
  readonly type: AttributeType;
  /** Markdown; it is the documentation. */
  readonly description: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly writeOnly?: boolean;
  readonly deprecated?: boolean;
}

export interface Schema {
  readonly version: number;
  readonly description: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface ProviderSchema {
  readonly provider: Schema;
  readonly resources: Readonly<Record<string, Schema>>;
  readonly dataSources: Readonly<Record<string, Schema>>;
}
