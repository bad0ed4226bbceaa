import type { ApplyResult, EngineEvent } from '../../engine/engine.ts';
import { type Plan, planCounts, type ResourceChange } from '../../engine/plan-model.ts';
import type { OutputStream } from '../terminal/io.ts';
import { otformVersion } from '../version.ts';
import { uiReason } from './action-reason.ts';
import { parseAddress } from './address-parts.ts';
import { applyWords, elapsedText, resultLine } from './apply-words.ts';
import { UI_VERSION, type UiMessage, uiLine, valueJson } from './json-lines.ts';
import type { OperationView } from './operation-view.ts';
import { planSummary, quotaLine } from './plan-text.ts';

/** One JSON object a line, in the shapes of Terraform's machine-readable UI. */
export class JsonOperationView implements OperationView {
  readonly #out: OutputStream;
  #published = 0;

  constructor(out: OutputStream) {
    this.#out = out;
    const version = otformVersion();
    this.#line({
      message: `otform ${version}`,
      type: 'version',
      fields: { otform: version, ui: UI_VERSION },
    });
  }

  notice(text: string): void {
    this.#line({ message: text, type: 'log' });
  }

  event(event: EngineEvent): void {
    if (event.type === 'waiting' || event.type === 'settled') {
      this.#line({ message: event.message, type: 'log', fields: { reason: event.type } });
      return;
    }
    const id = 'id' in event && event.id !== null ? { id_key: 'id', id_value: event.id } : {};
    const hook: Record<string, unknown> = { resource: parseAddress(event.address), ...id };
    if ('action' in event) hook.action = event.action === 'no-op' ? 'noop' : event.action;
    if ('elapsed' in event) hook.elapsed_seconds = Math.floor(event.elapsed / 1000);
    if (event.type === 'apply_complete') {
      if (event.note?.startsWith('published')) this.#published += 1;
      if (event.note !== null) hook.note = event.note;
    }
    this.#line({
      level: event.type === 'apply_errored' ? 'error' : 'info',
      message: `${event.address}: ${eventWords(event)}`,
      type: event.type,
      fields: { hook },
    });
  }

  plan(plan: Plan): void {
    for (const change of plan.drift)
      this.#change('resource_drift', change, `Drift detected (${uiAction(change)})`);
    for (const change of plan.changes) {
      const silent = change.importId === undefined && change.previousAddress === undefined;
      if (change.action === 'no-op' && silent) continue;
      this.#change('planned_change', change, `Plan to ${uiAction(change)}`);
    }
    const counts = planCounts(plan);
    this.#line({
      message: `Plan: ${planSummary(plan)}`,
      type: 'change_summary',
      fields: {
        changes: {
          add: counts.add,
          change: counts.change,
          import: counts.import,
          remove: counts.destroy,
          forget: counts.forget,
          publish: plan.publishes,
          operation: 'plan',
        },
      },
    });
    const quota = quotaLine(plan);
    if (quota !== undefined) this.#line({ level: 'warn', message: quota, type: 'log' });
    const outputs = plan.outputs.map((output) => [
      output.name,
      { sensitive: output.sensitive, action: output.action === 'no-op' ? 'noop' : output.action },
    ]);
    if (outputs.length > 0) {
      this.#line({
        message: `Outputs: ${outputs.length}`,
        type: 'outputs',
        fields: { outputs: Object.fromEntries(outputs) },
      });
    }
  }

  planDone(_plan: Plan, savedTo: string | undefined): void {
    if (savedTo !== undefined) this.#line({ message: `Saved the plan to: ${savedTo}`, type: 'log' });
  }

  result(operation: 'apply' | 'destroy' | 'refresh' | 'import', result: ApplyResult): void {
    this.#line({
      level: result.outcome === 'failed' ? 'error' : 'info',
      message: result.outcome === 'declined' ? 'Cancelled' : resultLine(operation, result, this.#published),
      type: 'change_summary',
      fields: {
        changes: {
          add: result.added,
          change: result.changed,
          import: result.imported,
          remove: result.destroyed,
          forget: result.forgotten,
          publish: this.#published,
          operation: operation === 'destroy' ? 'destroy' : 'apply',
        },
        outcome: result.outcome,
        unpublished: result.unpublished,
      },
    });
    const outputs = Object.entries(result.outputs).map(([name, { value, sensitive, type }]) => [
      name,
      {
        sensitive,
        ...(type === undefined ? {} : { type }),
        ...(sensitive ? {} : { value: valueJson(value) }),
      },
    ]);
    this.#line({
      message: `Outputs: ${outputs.length}`,
      type: 'outputs',
      fields: { outputs: Object.fromEntries(outputs) },
    });
  }

  #change(type: string, change: ResourceChange, words: string): void {
    const reason = uiReason(change);
    this.#line({
      message: `${change.address}: ${words}`,
      type,
      fields: {
        change: {
          resource: parseAddress(change.address),
          ...(change.previousAddress === undefined
            ? {}
            : { previous_resource: parseAddress(change.previousAddress) }),
          action: uiAction(change),
          ...(reason === undefined ? {} : { reason }),
          ...(change.importId === undefined ? {} : { importing: { id: change.importId } }),
          effects: change.effects,
        },
      },
    });
  }

  #line(message: UiMessage): void {
    this.#out.write(uiLine(message));
  }
}

/** Terraform's word for an action; what changes nothing is shown for its new address or its import. */
function uiAction(change: ResourceChange): string {
  if (change.action !== 'no-op') return change.action;
  return change.importId === undefined ? 'move' : 'import';
}

type ResourceEvent = Exclude<EngineEvent, { type: 'waiting' | 'settled' }>;

function eventWords(event: ResourceEvent): string {
  switch (event.type) {
    case 'refresh_start':
      return 'Refreshing state...';
    case 'refresh_complete':
      return 'Refresh complete';
    case 'apply_start':
      return `${applyWords.STARTED[event.action]}...`;
    case 'apply_progress':
      return `Still ${applyWords.STARTED[event.action].toLowerCase()}... [${elapsedText(event.elapsed)} elapsed]`;
    case 'apply_complete':
      return `${applyWords.DONE[event.action]} after ${elapsedText(event.elapsed)}`;
    default:
      return `${applyWords.FAILED[event.action]} after ${elapsedText(event.elapsed)}`;
  }
}
