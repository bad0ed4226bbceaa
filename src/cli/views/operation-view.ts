import type { ApplyResult, EngineEvent } from '../../engine/engine.ts';
import type { Plan } from '../../engine/plan-model.ts';
import type { SchemaLookup } from './schema-lookup.ts';

/** What plan, apply, destroy, refresh and import show while they run and when they are done. */
export interface OperationView {
  /** A line that is no warning, e.g. that a simulator answers. */
  notice(text: string): void;
  event(event: EngineEvent): void;
  plan(plan: Plan, schema: SchemaLookup): void;
  /** After `plan`: where it was saved and how to apply it, or that it was not saved. */
  planDone(plan: Plan, savedTo: string | undefined): void;
  result(operation: 'apply' | 'destroy' | 'refresh' | 'import', result: ApplyResult): void;
}
