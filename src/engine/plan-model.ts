import type { AttributePath, Diagnostic } from '../provider/diagnostics.ts';
import type { PlanEffects } from '../provider/resource.ts';
import type { ObjectValue, Value } from '../provider/values.ts';
import type { JsonValue } from '../state/model.ts';

export type Action = 'no-op' | 'create' | 'update' | 'delete' | 'replace' | 'forget' | 'read';

/** Why Terraform-like tools chose the action, in the words of `terraform show -json`'s `action_reason`. */
export type ActionReason =
  | 'replace_because_cannot_update'
  | 'replace_by_request'
  | 'replace_by_triggers'
  | 'replace_because_tainted'
  | 'delete_because_no_resource_config'
  | 'delete_because_count_index'
  | 'delete_because_each_key'
  | 'delete_because_wrong_repetition';

export interface ResourceChange {
  /** e.g. `opentrain_job.support["es"]`. */
  readonly address: string;
  readonly previousAddress?: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly action: Action;
  readonly actionReason?: ActionReason;
  /** State after refresh. */
  readonly prior: ObjectValue | null;
  readonly priorPrivate: string | null;
  readonly config: ObjectValue | null;
  /** May hold `UNKNOWN`. For a replace: what the new object is planned to be. */
  readonly planned: ObjectValue | null;
  readonly plannedPrivate: string | null;
  readonly replacePaths: readonly AttributePath[];
  readonly createBeforeDestroy: boolean;
  readonly effects: PlanEffects;
  readonly importId?: string;
  readonly deposed?: string;
  /** Direct dependencies, as resource addresses without index. */
  readonly dependencies: readonly string[];
  /** Places whose values come from sensitive variables or sensitive attributes and must not be printed. */
  readonly sensitivePaths?: readonly AttributePath[];
}

export interface OutputChange {
  readonly name: string;
  readonly action: 'no-op' | 'create' | 'update' | 'delete';
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  readonly sensitive: boolean;
  /** Type of `after` in Terraform's JSON type syntax, as state stores it. */
  readonly type?: JsonValue;
}

export type PlanMode = 'normal' | 'destroy' | 'refresh-only';

export interface Plan {
  readonly formatVersion: 1;
  readonly otformVersion: string;
  readonly stack: string;
  readonly mode: PlanMode;
  readonly createdAt: string;
  /** State the plan was made from; null lineage when there was no state. Apply refuses any other. */
  readonly state: { readonly path: string; readonly lineage: string | null; readonly serial: number };
  /** SHA-256 of the synthesised stack. */
  readonly configHash: string;
  readonly targets: readonly string[];
  readonly excludes: readonly string[];
  readonly variables: Readonly<Record<string, Value>>;
  /** Names of variables whose values must not be printed. */
  readonly sensitiveVariables?: readonly string[];
  /** Every instance, no-ops included, in a stable order. */
  readonly changes: readonly ResourceChange[];
  /** What refresh found different from the stored state: shown apart from the planned changes. */
  readonly drift: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  /** The program in the shape of Terraform's plan document, for tools that read it there. */
  readonly configuration?: JsonValue;
  readonly diagnostics: readonly Diagnostic[];
  /** Publishes this plan will ask for, and the server's daily limit where known. */
  readonly publishes: number;
  readonly publishLimit: number | null;
  /** Leftovers of an interrupted run that apply will settle first, one line each. */
  readonly pendingSettlements: readonly string[];
}

export interface PlanCounts {
  readonly import: number;
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  readonly forget: number;
}

/** True when apply would do something: a resource or output action, or state to write (moves, forgets, imports). */
export function planHasChanges(plan: Plan): boolean {
  return (
    plan.changes.some(
      (change) =>
        (change.action !== 'no-op' && change.action !== 'read') ||
        change.previousAddress !== undefined ||
        change.importId !== undefined,
    ) ||
    plan.outputs.some((output) => output.action !== 'no-op') ||
    (plan.mode === 'refresh-only' && plan.drift.length > 0)
  );
}

/** Terraform's counting: a replace is one add and one destroy. */
export function planCounts(plan: Plan): PlanCounts {
  const count = (test: (change: ResourceChange) => boolean) => plan.changes.filter(test).length;
  return {
    import: count((c) => c.importId !== undefined),
    add: count((c) => c.action === 'create' || c.action === 'replace'),
    change: count((c) => c.action === 'update'),
    destroy: count((c) => c.action === 'delete' || c.action === 'replace'),
    forget: count((c) => c.action === 'forget'),
  };
}
