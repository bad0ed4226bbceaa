import type { Diagnostic } from '../provider/diagnostics.ts';
import type { CredentialSource, Provider } from '../provider/provider.ts';
import type { Clock } from '../provider/session.ts';
import type { ObjectValue, Value } from '../provider/values.ts';
import type { JsonValue } from '../state/model.ts';
import type { Action, Plan, PlanMode } from './plan-model.ts';

/** Everything a run needs from outside; the engine itself reads no environment and prints nothing. */
export interface EngineContext {
  readonly provider: Provider;
  readonly credentials: CredentialSource;
  readonly clock: Clock;
  /** First SIGINT/SIGTERM: start nothing new, finish what is in flight, checkpoint. */
  readonly signal: AbortSignal;
  readonly events: (event: EngineEvent) => void;
  /** Version of otform for lock files and plans; the package's own by default. */
  readonly version?: string;
  /** Calls `tick` every `ms` until the returned function is called; drives progress events. Default: a timer. */
  readonly every?: (ms: number, tick: () => void) => () => void;
}

/** A synthesised stack on disk and where its state lives. */
export interface StackLocation {
  readonly name: string;
  /** The `cdk.tf.json`. */
  readonly configPath: string;
  /** Folder that relative paths in the program's backend block are relative to. */
  readonly projectDir: string;
  /** `-state`-like override; normally the local backend's path decides. */
  readonly statePath?: string;
}

export interface PlanOptions {
  readonly mode: PlanMode;
  readonly refresh: boolean;
  readonly targets: readonly string[];
  readonly excludes: readonly string[];
  readonly replace: readonly string[];
  /** Values of `-var`, as text (parsed by the variable's type), last one wins over files and environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** Values from `TF_VAR_*`. */
  readonly environmentVariables: Readonly<Record<string, string>>;
  /** Paths of `.tfvars.json`/`.tfvars` files in order. */
  readonly variableFiles: readonly string[];
  readonly reassert: boolean;
  readonly parallelism: number;
  readonly lock: boolean;
  /** Milliseconds to wait for a held lock. */
  readonly lockTimeout: number;
}

export interface ApplyOptions {
  readonly parallelism: number;
  readonly lock: boolean;
  readonly lockTimeout: number;
  /** Asked once, with the lock held, after planning. False: nothing is changed. */
  readonly approve: (plan: Plan) => Promise<boolean>;
}

/** A job that should be live and is not, with the reason in `diagnostics`. */
export interface UnpublishedJob {
  readonly address: string;
  readonly jobId: string;
  readonly draftUrl: string | null;
}

export interface OutputResult {
  readonly value: Value;
  readonly sensitive: boolean;
  /** In Terraform's JSON type syntax. */
  readonly type?: JsonValue;
}

export interface ApplyResult {
  readonly outcome: 'applied' | 'declined' | 'failed' | 'interrupted' | 'no-changes';
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
  readonly imported: number;
  readonly forgotten: number;
  readonly unpublished: readonly UnpublishedJob[];
  readonly outputs: Readonly<Record<string, OutputResult>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Progress, in the shapes of Terraform's machine-readable UI. Times are milliseconds. */
export type EngineEvent =
  | { readonly type: 'waiting'; readonly message: string }
  | { readonly type: 'settled'; readonly message: string }
  | {
      readonly type: 'refresh_start' | 'refresh_complete';
      readonly address: string;
      readonly id: string | null;
    }
  | {
      readonly type: 'apply_start';
      readonly address: string;
      readonly action: Action;
      readonly id: string | null;
    }
  | {
      readonly type: 'apply_progress';
      readonly address: string;
      readonly action: Action;
      readonly elapsed: number;
    }
  | {
      readonly type: 'apply_complete';
      readonly address: string;
      readonly action: Action;
      readonly id: string | null;
      readonly elapsed: number;
      /** e.g. `published`, `kept as draft`, `closed`. */
      readonly note: string | null;
    }
  | {
      readonly type: 'apply_errored';
      readonly address: string;
      readonly action: Action;
      readonly elapsed: number;
    };

export interface ImportTarget {
  readonly address: string;
  readonly id: string;
}

/**
 * The embedded engine. Every method returns diagnostics instead of throwing for anything a user can cause; a throw
 * is our bug. Plan writes nothing. Apply holds the lock from before planning until after the last checkpoint.
 */
export interface Engine {
  validate(stack: StackLocation): Promise<readonly Diagnostic[]>;
  /** Null plan only with errors. */
  plan(
    stack: StackLocation,
    options: PlanOptions,
  ): Promise<{ readonly plan: Plan | null; readonly diagnostics: readonly Diagnostic[] }>;
  /** Plans, asks, applies, all under one lock. */
  planAndApply(stack: StackLocation, plan: PlanOptions, apply: ApplyOptions): Promise<ApplyResult>;
  /** Applies a saved plan, exactly; refuses a stale one. */
  applySaved(stack: StackLocation, plan: Plan, apply: ApplyOptions): Promise<ApplyResult>;
  importResources(
    stack: StackLocation,
    targets: readonly ImportTarget[],
    options: PlanOptions,
  ): Promise<ApplyResult>;
  /** Reads a data source outside any stack (used by `otform capabilities` and `otform proposals`). */
  readDataSource(
    typeName: string,
    config: ObjectValue,
  ): Promise<{ readonly state: ObjectValue | null; readonly diagnostics: readonly Diagnostic[] }>;
}
