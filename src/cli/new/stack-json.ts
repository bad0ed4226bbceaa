import { PROVIDER_SOURCE, PROVIDER_TYPE } from '../../contract/index.ts';
import type { JsonValue } from '../../state/index.ts';

/** A stack in Terraform's JSON syntax. */
export type StackJson = { readonly [block: string]: JsonValue };

/** A stack with the provider and nothing else. */
export const BARE_STACK: StackJson = {
  terraform: { required_providers: { [PROVIDER_TYPE]: { source: PROVIDER_SOURCE } } },
  provider: { [PROVIDER_TYPE]: [{}] },
};

/** A stack and the values of its variables. */
export interface FilledStack {
  readonly json: StackJson;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The stack with one more job. Every text goes in as the value of a variable and not into the JSON, where `${` would
 * open a template: so it arrives as it is, whatever it holds.
 */
export function withJob(
  base: StackJson,
  name: string,
  attributes: { readonly [attribute: string]: JsonValue },
): FilledStack {
  const variables: Record<string, string> = {};
  const literal = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') {
      const variable = `otform_new_${Object.keys(variables).length}`;
      variables[variable] = value;
      return `\${var.${variable}}`;
    }
    if (Array.isArray(value)) return value.map(literal);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)]));
  };
  const block = literal(attributes);
  const declarations = Object.fromEntries(
    Object.keys(variables).map((variable) => [variable, { type: 'string' }]),
  );
  return {
    variables,
    json: {
      ...base,
      resource: [...asList(base.resource), { opentrain_job: { [name]: block } }],
      variable: [...asList(base.variable), declarations],
    },
  };
}

/** Terraform takes a block's bodies as one object or as a list of them. */
function asList(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
