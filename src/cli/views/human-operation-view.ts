import type { ApplyResult, EngineEvent } from '../../engine/engine.ts';
import { type Plan, planHasChanges } from '../../engine/plan-model.ts';
import type { OutputStream } from '../terminal/io.ts';
import { maskTokens, sanitiseLine } from '../terminal/sanitise.ts';
import type { Style } from '../terminal/style.ts';
import { applyWords, elapsedText, resultLine } from './apply-words.ts';
import type { OperationView } from './operation-view.ts';
import { outputsText } from './outputs-text.ts';
import { planText } from './plan-text.ts';
import type { SchemaLookup } from './schema-lookup.ts';

/** Terraform's words on a terminal or in a log. */
export class HumanOperationView implements OperationView {
  readonly #out: OutputStream;
  readonly #style: Style;
  #published = 0;

  constructor(out: OutputStream, style: Style) {
    this.#out = out;
    this.#style = style;
  }

  notice(text: string): void {
    this.#write(`${this.#style.cyan(clean(text))}\n`);
  }

  event(event: EngineEvent): void {
    if (event.type === 'waiting' || event.type === 'settled') {
      this.#write(`${clean(event.message)}\n`);
      return;
    }
    // One line for each of ten thousand unchanged jobs would bury the plan.
    if (event.type === 'refresh_start' || event.type === 'refresh_complete') return;
    const address = this.#style.bold(`${clean(event.address)}:`);
    switch (event.type) {
      case 'apply_start':
        this.#write(`${address} ${applyWords.STARTED[event.action]}...${idText(event.id)}\n`);
        break;
      case 'apply_progress':
        this.#write(
          `${address} Still ${applyWords.STARTED[event.action].toLowerCase()}... [${elapsedText(event.elapsed)} elapsed]\n`,
        );
        break;
      case 'apply_complete': {
        if (event.note?.startsWith('published')) this.#published += 1;
        const note = event.note === null ? '' : `: ${clean(event.note)}`;
        this.#write(
          `${address} ${applyWords.DONE[event.action]} after ${elapsedText(event.elapsed)}${idText(event.id)}${note}\n`,
        );
        break;
      }
      case 'apply_errored':
        this.#write(`${address} ${applyWords.FAILED[event.action]} after ${elapsedText(event.elapsed)}\n`);
        break;
    }
  }

  plan(plan: Plan, schema: SchemaLookup): void {
    this.#write(planText(plan, schema, this.#style));
  }

  planDone(plan: Plan, savedTo: string | undefined): void {
    const rule = `\n${'─'.repeat(77)}\n\n`;
    if (savedTo !== undefined) {
      const file = clean(savedTo);
      this.#write(
        `${rule}Saved the plan to: ${file}\n\nTo perform exactly these actions, run the following command to apply:\n    otform apply ${quoteForShell(file)}\n`,
      );
    } else if (planHasChanges(plan)) {
      this.#write(
        `${rule}Note: The plan was not saved (-out), so "otform apply" makes a new one before it does anything.\n`,
      );
    }
  }

  result(operation: 'apply' | 'destroy' | 'refresh' | 'import', result: ApplyResult): void {
    if (result.outcome === 'declined') {
      const name = operation === 'destroy' ? 'Destroy' : operation === 'import' ? 'Import' : 'Apply';
      this.#write(`${name} cancelled. Nothing was changed.\n`);
      return;
    }
    const nothingDone =
      result.added + result.changed + result.destroyed + result.imported + result.forgotten === 0;
    if (result.outcome === 'failed' && nothingDone) return;
    const line = resultLine(operation, result, this.#published);
    const good = result.outcome === 'applied' || result.outcome === 'no-changes';
    this.#write(`\n${good ? this.#style.bold(this.#style.green(line)) : this.#style.bold(line)}\n`);
    this.#unpublished(result);
    if (good && Object.keys(result.outputs).length > 0) {
      this.#write(`\n${this.#style.bold(this.#style.green('Outputs:'))}\n\n${outputsText(result.outputs)}`);
    }
  }

  #unpublished(result: ApplyResult): void {
    if (result.unpublished.length === 0) return;
    const lines = result.unpublished.map(
      ({ address, jobId, draftUrl }) =>
        `  - ${clean(address)} [id=${clean(jobId)}]${draftUrl === null ? '' : ` ${clean(draftUrl)}`}\n`,
    );
    this.#write(
      `\n${this.#style.yellow(`Not published yet (${result.unpublished.length}); the next apply tries again:`)}\n${lines.join('')}`,
    );
  }

  #write(text: string): void {
    this.#out.write(text);
  }
}

function idText(id: string | null): string {
  return id === null ? '' : ` [id=${clean(id)}]`;
}

function clean(text: string): string {
  return sanitiseLine(maskTokens(text));
}

function quoteForShell(text: string): string {
  return /^[A-Za-z0-9_./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
