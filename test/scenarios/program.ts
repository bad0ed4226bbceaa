import { PROVIDER_SOURCE } from '../../src/contract/provider-address.ts';

/** A block of `cdk.tf.json`: attributes and meta-arguments as CDKTF writes them. */
export type Block = Readonly<Record<string, unknown>>;

/** What differs between two programs of a scenario; the rest of the file is always the same. */
export interface ProgramParts {
  /** `opentrain_job` blocks by name. */
  readonly jobs?: Readonly<Record<string, Block>>;
  /** Data blocks by type and name. */
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly outputs?: Readonly<Record<string, Block>>;
  readonly variables?: Readonly<Record<string, Block>>;
  /** Attributes of the provider block. */
  readonly provider?: Block;
  readonly moved?: readonly Block[];
  readonly removed?: readonly Block[];
  readonly imports?: readonly Block[];
  /** Top-level keys laid over everything else, for programs that must be refused. */
  readonly raw?: Block;
}

export const STACK = 'jobs';

/** The quickstart's description, word for word. */
export const QUICKSTART_TEXT =
  'We need 3 AI trainers to label 10,000 product images into 12 categories. Pay per label, around $0.05 each. ' +
  'English required, prior image annotation experience preferred. Two-week project.';

/** Attributes of a job that has everything a publish asks for. */
export const COMPLETE: Block = {
  source: { text: QUICKSTART_TEXT },
  experience_level: 'INTERMEDIATE',
  data_volume: 10_000,
  data_volume_unit: 'NUMBER_OF_FILES',
};

/** A complete job under a title of its own. */
export function titled(title: string, more: Block = {}): Block {
  return { ...COMPLETE, job_title: title, ...more };
}

/** One job as the construct synthesises it: metadata, and an identity made from the construct path. */
function jobBlock(name: string, attributes: Block): Block {
  const repeated = 'count' in attributes ? 'count.index' : 'for_each' in attributes ? 'each.key' : null;
  const identity = repeated === null ? `${STACK}.${name}` : `${STACK}.${name}.${ref(repeated)}`;
  return {
    '//': { metadata: { path: `${STACK}/${name}`, uniqueId: name } },
    external_id: identity,
    idempotency_key: identity,
    ...attributes,
  };
}

/**
 * A stack file in the shape that cdktf 0.21 synthesises, keys in its order. `statePath` is absolute, because CDKTF
 * writes it so. An attribute given as `undefined` is left out.
 */
export function synthesise(parts: ProgramParts, statePath: string): Block {
  const jobs = Object.entries(parts.jobs ?? {}).map(([name, block]) => [name, jobBlock(name, block)]);
  const file: Record<string, unknown> = {
    '//': {
      metadata: { backend: 'local', stackName: STACK, version: '0.21.0' },
      outputs: { [STACK]: Object.fromEntries(Object.keys(parts.outputs ?? {}).map((name) => [name, name])) },
    },
    terraform: {
      backend: { local: { path: statePath } },
      required_providers: { opentrain: { source: PROVIDER_SOURCE } },
    },
    provider: { opentrain: [parts.provider ?? {}] },
    ...(jobs.length === 0 ? {} : { resource: { opentrain_job: Object.fromEntries(jobs) } }),
    ...(parts.data === undefined ? {} : { data: parts.data }),
    ...(parts.outputs === undefined ? {} : { output: parts.outputs }),
    ...(parts.variables === undefined ? {} : { variable: parts.variables }),
    ...(parts.moved === undefined ? {} : { moved: parts.moved }),
    ...(parts.removed === undefined ? {} : { removed: parts.removed }),
    ...(parts.imports === undefined ? {} : { import: parts.imports }),
    ...parts.raw,
  };
  return sorted(file) as Block;
}

/** An expression in Terraform's template marks. */
export function ref(expression: string): string {
  return `\${${expression}}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, sorted(member)]),
  );
}
