import type { ResourceChange } from '../../engine/plan-model.ts';
import type { Attribute } from '../../provider/schema-model.ts';
import { type ObjectValue, UNKNOWN } from '../../provider/values.ts';
import { sanitiseLine } from '../terminal/sanitise.ts';
import type { Paint, Style } from '../terminal/style.ts';
import { effectLines } from './job-effects.ts';
import type { SchemaLookup } from './schema-lookup.ts';
import { DiffWriter } from './value-diff.ts';

/** Shown even when unchanged, so that a reader knows which job it is. */
const ALWAYS = ['id', 'job_title'];
/** Unknowns worth a line of their own; the others that the program leaves out are counted. */
const NOTABLE_UNKNOWNS = ['id', 'status', 'job_url'];

/** One planned change as Terraform shows it, with what it does to the job on the marketplace. */
export function changeText(change: ResourceChange, schema: SchemaLookup, style: Style): string {
  const attributes = schema.attributes(change);
  const lines = [...headLines(change, style), openingLine(change, style)];
  const writer = new DiffWriter(style);
  const forced = new Set(change.replacePaths.map((path) => String(path[0])));
  const tailOf = (name: string) => (forced.has(name) ? style.red(' # forces replacement') : '');
  if (change.prior !== null && change.planned !== null) {
    writer.object(6, change.prior, change.planned, attributes, { always: ALWAYS, tailOf });
  } else if (change.planned !== null) {
    newObject(writer, change.planned, change.config, attributes);
  } else if (change.prior !== null) {
    oldObject(writer, change, change.prior, attributes);
  }
  return `${[...lines, ...writer.lines, '    }'].join('\n')}\n`;
}

/** What refresh found different: `prior` is the stored state, `planned` what is there now. */
export function driftText(change: ResourceChange, schema: SchemaLookup, style: Style): string {
  const address = sanitiseLine(change.address);
  const writer = new DiffWriter(style);
  const gone = change.planned === null;
  const head = `  # ${address} ${gone ? 'is gone from OpenTrain' : 'has changed'}`;
  const symbol = gone ? style.red('-') : style.yellow('~');
  const opening = `  ${symbol} ${change.mode === 'data' ? 'data' : 'resource'} "${sanitiseLine(change.type)}" "${sanitiseLine(change.name)}" {`;
  const attributes = schema.attributes(change);
  if (change.prior !== null && change.planned !== null) {
    writer.object(6, change.prior, change.planned, attributes, { always: ALWAYS });
  } else if (change.prior !== null) {
    oldObject(writer, change, change.prior, attributes);
  }
  return `${[style.bold(head), opening, ...writer.lines, '    }'].join('\n')}\n`;
}

function newObject(
  writer: DiffWriter,
  planned: ObjectValue,
  config: ObjectValue | null,
  attributes: Readonly<Record<string, Partial<Attribute>>>,
): void {
  const names = Object.keys(planned)
    .filter((name) => planned[name] !== null)
    .sort();
  const isLeftOut = (name: string) =>
    planned[name] === UNKNOWN && (config?.[name] ?? null) === null && !NOTABLE_UNKNOWNS.includes(name);
  const shown = names.filter((name) => !isLeftOut(name));
  const width = Math.max(0, ...shown.map((name) => name.length));
  for (const name of shown) {
    writer.value(6, '+', `${name.padEnd(width)} = `, planned[name] ?? null, attributes[name] ?? {}, '');
  }
  const left = names.length - shown.length;
  if (left > 0) {
    writer.note(
      6,
      `# (${left} more attribute${left === 1 ? '' : 's'} known after apply: filled in by OpenTrain)`,
    );
  }
}

function oldObject(
  writer: DiffWriter,
  change: ResourceChange,
  prior: ObjectValue,
  attributes: Readonly<Record<string, Partial<Attribute>>>,
): void {
  const names = Object.keys(prior)
    .filter((name) => prior[name] !== null)
    .sort();
  const width = Math.max(0, ...names.map((name) => name.length));
  const symbol = change.action === 'forget' ? ' ' : '-';
  const tail = change.action === 'forget' ? '' : ' -> null';
  for (const name of names) {
    writer.value(6, symbol, `${name.padEnd(width)} = `, prior[name] ?? null, attributes[name] ?? {}, tail);
  }
}

function headLines(change: ResourceChange, style: Style): readonly string[] {
  const address = sanitiseLine(change.address);
  const deposed = change.deposed === undefined ? '' : ` (deposed object ${sanitiseLine(change.deposed)})`;
  const lines = [style.bold(`  # ${address}${deposed} ${phrase(change, style)}`)];
  const reason = reasonLine(change);
  if (reason !== undefined) lines.push(`  # (${reason})`);
  if (change.previousAddress !== undefined && change.action !== 'no-op') {
    lines.push(`  # (moved from ${sanitiseLine(change.previousAddress)})`);
  }
  if (change.importId !== undefined && change.action !== 'no-op') {
    lines.push(`  # (imported from "${sanitiseLine(change.importId)}")`);
  }
  for (const { tone, text } of effectLines(change)) {
    const paint: Paint = tone === 'plain' ? (same) => same : tone === 'warn' ? style.yellow : style.red;
    lines.push(`  # ${paint(`→ ${sanitiseLine(text)}`)}`);
  }
  return lines;
}

function phrase(change: ResourceChange, style: Style): string {
  switch (change.action) {
    case 'create':
      return 'will be created';
    case 'update':
      return 'will be updated in-place';
    case 'delete':
      return style.red('will be destroyed');
    case 'forget':
      return 'will no longer be managed by otform, but will not be destroyed';
    case 'read':
      return 'will be read during apply';
    case 'replace':
      switch (change.actionReason) {
        case 'replace_by_request':
          return `will be ${style.red('replaced')}, as requested`;
        case 'replace_by_triggers':
          return `will be ${style.red('replaced')} due to changes in replace_triggered_by`;
        case 'replace_because_tainted':
          return `is tainted, so must be ${style.red('replaced')}`;
        default:
          return `must be ${style.red('replaced')}`;
      }
    default:
      if (change.importId !== undefined) return 'will be imported';
      return change.previousAddress === undefined
        ? 'is unchanged'
        : `has moved from ${sanitiseLine(change.previousAddress)}`;
  }
}

function reasonLine(change: ResourceChange): string | undefined {
  const address = sanitiseLine(change.address);
  switch (change.actionReason) {
    case 'delete_because_no_resource_config':
      return `because ${address} is not in configuration`;
    case 'delete_because_count_index':
      return `because index [${change.index}] is out of range for count`;
    case 'delete_because_each_key':
      return `because key ["${sanitiseLine(String(change.index))}"] is not in for_each map`;
    case 'delete_because_wrong_repetition':
      return 'because the resource uses another kind of repetition now';
    default:
      return undefined;
  }
}

function openingLine(change: ResourceChange, style: Style): string {
  const kind = change.mode === 'data' ? 'data' : 'resource';
  return `${changeSymbol(change, style)} ${kind} "${sanitiseLine(change.type)}" "${sanitiseLine(change.name)}" {`;
}

/** The three columns before a block. */
export function changeSymbol(
  change: Pick<ResourceChange, 'action' | 'createBeforeDestroy'>,
  style: Style,
): string {
  switch (change.action) {
    case 'create':
      return `  ${style.green('+')}`;
    case 'update':
      return `  ${style.yellow('~')}`;
    case 'delete':
      return `  ${style.red('-')}`;
    case 'replace':
      return change.createBeforeDestroy
        ? `${style.green('+')}/${style.red('-')}`
        : `${style.red('-')}/${style.green('+')}`;
    case 'forget':
      return `  ${style.red('.')}`;
    case 'read':
      return ` ${style.cyan('<=')}`;
    default:
      return '   ';
  }
}
