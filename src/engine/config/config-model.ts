import type { AttributePath } from '../../provider/diagnostics.ts';
import type { JsonValue } from '../../state/model.ts';
import type { Expression } from '../expression/syntax.ts';

export type JsonObject = { readonly [key: string]: JsonValue };

/** Meta-arguments of a resource block. */
export interface Lifecycle {
  readonly preventDestroy: boolean;
  readonly ignoreChanges: 'all' | readonly AttributePath[];
  readonly createBeforeDestroy: boolean;
  /** References to resources or their attributes. */
  readonly replaceTriggeredBy: readonly Expression[];
}

/** A `resource` or `data` block, its attributes still unevaluated. */
export interface ResourceBlock {
  /** Without index; `data.` in front for data sources. */
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly attributes: JsonObject;
  readonly count: JsonValue | undefined;
  readonly forEach: JsonValue | undefined;
  /** Block addresses. */
  readonly dependsOn: readonly string[];
  readonly lifecycle: Lifecycle;
  /** Path in the construct tree, where cdktf wrote one. */
  readonly constructPath: string | null;
}

export interface VariableBlock {
  readonly name: string;
  readonly type: string;
  /** Undefined: the variable must be set. */
  readonly default: JsonValue | undefined;
  readonly sensitive: boolean;
  readonly nullable: boolean;
  readonly description: string | null;
}

export interface OutputBlock {
  readonly name: string;
  readonly value: JsonValue;
  readonly sensitive: boolean;
  readonly dependsOn: readonly string[];
}

export interface MovedBlock {
  readonly from: string;
  readonly to: string;
}

export interface ImportBlock {
  readonly to: string;
  readonly id: JsonValue;
}

export interface RemovedBlock {
  readonly from: string;
  readonly destroy: boolean;
}

/** A synthesised stack as the embedded engine can run it. */
export interface StackConfig {
  /** `path` of the local backend; null without a backend block. */
  readonly backendPath: string | null;
  /** Body of the provider block; null when there is none. */
  readonly provider: JsonObject | null;
  /** By block address. */
  readonly resources: ReadonlyMap<string, ResourceBlock>;
  readonly variables: ReadonlyMap<string, VariableBlock>;
  readonly locals: ReadonlyMap<string, JsonValue>;
  readonly outputs: ReadonlyMap<string, OutputBlock>;
  readonly moved: readonly MovedBlock[];
  readonly imports: readonly ImportBlock[];
  readonly removed: readonly RemovedBlock[];
}
