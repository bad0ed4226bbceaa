import {
  type Action,
  type OutputChange,
  type Plan,
  planCounts,
  planHasChanges,
  type ResourceChange,
} from '../../engine/plan-model.ts';
import { sanitiseLine } from '../terminal/sanitise.ts';
import type { Style } from '../terminal/style.ts';
import { changeSymbol, changeText, driftText } from './change-text.ts';
import type { SchemaLookup } from './schema-lookup.ts';
import { DiffWriter } from './value-diff.ts';

/** Destroys first: nobody should have to look for them. */
const ORDER: readonly Action[] = ['delete', 'replace', 'forget', 'update', 'create', 'read', 'no-op'];

const LEGEND: Readonly<Record<string, string>> = {
  create: 'create',
  update: 'update in-place',
  delete: 'destroy',
  replace: 'destroy and then create replacement',
  'replace-cbd': 'create replacement and then destroy',
  forget: 'forget, leave as it is',
  read: 'read (data sources)',
};

/** The whole plan as text: settlements, drift, destroys by address, changes, outputs, summary. */
export function planText(plan: Plan, schema: SchemaLookup, style: Style): string {
  const parts = [settlementText(plan), driftSection(plan, schema, style)];
  if (!planHasChanges(plan)) {
    parts.push(`${style.bold(style.green('No changes.'))} ${style.bold(noChanges(plan))}\n`);
    return joined(parts);
  }
  const shown = plan.changes
    .filter(
      (change) =>
        change.action !== 'no-op' || change.importId !== undefined || change.previousAddress !== undefined,
    )
    .map((change, index) => ({ change, index }))
    .sort((a, b) => ORDER.indexOf(a.change.action) - ORDER.indexOf(b.change.action) || a.index - b.index)
    .map(({ change }) => change);
  if (shown.length > 0) {
    parts.push(
      legend(shown, style),
      destroyList(shown, style),
      'otform will perform the following actions:\n',
      ...shown.map((change) => changeText(change, schema, style)),
    );
  }
  if (plan.mode === 'refresh-only') {
    parts.push(
      'This is a refresh-only plan: otform will only bring the state up to date and change no job.\n',
    );
  }
  if (shown.length > 0) parts.push(summaryText(plan, style));
  parts.push(outputSection(plan.outputs, style));
  return joined(parts);
}

/** `Plan: 1 to add, 0 to change, 0 to destroy. 1 to publish.` and what the day's quota makes of it. */
export function planSummary(plan: Plan): string {
  const counts = planCounts(plan);
  const parts = [
    ...(counts.import > 0 ? [`${counts.import} to import`] : []),
    `${counts.add} to add`,
    `${counts.change} to change`,
    `${counts.destroy} to destroy`,
    ...(counts.forget > 0 ? [`${counts.forget} to forget`] : []),
  ];
  return `${parts.join(', ')}.${plan.publishes > 0 ? ` ${plan.publishes} to publish.` : ''}`;
}

/** A warning line when the plan asks for more publishes than a day allows, else undefined. */
export function quotaLine(plan: Plan): string | undefined {
  if (plan.publishLimit === null || plan.publishes <= plan.publishLimit) return undefined;
  const over = plan.publishes - plan.publishLimit;
  return `${plan.publishes} publishes exceed today's limit of ${plan.publishLimit}: the rest (${over}) stay drafts and wait for the next apply.`;
}

function summaryText(plan: Plan, style: Style): string {
  const quota = quotaLine(plan);
  return `${style.bold('Plan:')} ${planSummary(plan)}\n${quota === undefined ? '' : `${style.yellow(quota)}\n`}`;
}

function noChanges(plan: Plan): string {
  if (plan.mode === 'destroy') return 'There is nothing to destroy.';
  if (plan.mode === 'refresh-only') return 'The state matches OpenTrain.';
  return 'Your jobs match the configuration.';
}

function settlementText(plan: Plan): string {
  if (plan.pendingSettlements.length === 0) return '';
  const lines = plan.pendingSettlements.map((line) => `  - ${sanitiseLine(line)}\n`);
  return `An earlier run was cut off. Apply will first settle what it left:\n${lines.join('')}`;
}

function driftSection(plan: Plan, schema: SchemaLookup, style: Style): string {
  if (plan.drift.length === 0) return '';
  const blocks = plan.drift.map((change) => driftText(change, schema, style));
  return `${style.bold(style.cyan('Note:'))} ${style.bold('Objects have changed outside of otform')}

otform detected the following changes made outside of otform since the last
"otform apply":

${blocks.join('\n')}
${'─'.repeat(77)}
`;
}

function legend(changes: readonly ResourceChange[], style: Style): string {
  const kinds = new Set(
    changes.map((change) =>
      change.action === 'replace' && change.createBeforeDestroy ? 'replace-cbd' : change.action,
    ),
  );
  const lines = Object.keys(LEGEND)
    .filter((kind) => kinds.has(kind as Action))
    .map((kind) => {
      const action = kind === 'replace-cbd' ? 'replace' : (kind as Action);
      return `${changeSymbol({ action, createBeforeDestroy: kind === 'replace-cbd' }, style)} ${LEGEND[kind]}\n`;
    });
  if (lines.length === 0) return '';
  return `otform made the following plan. Actions are shown with these symbols:\n${lines.join('')}`;
}

function destroyList(changes: readonly ResourceChange[], style: Style): string {
  const destroyed = changes.filter((change) => change.action === 'delete' || change.action === 'replace');
  if (destroyed.length === 0) return '';
  const lines = destroyed.map((change) => {
    const id = typeof change.prior?.id === 'string' ? ` [id=${sanitiseLine(change.prior.id)}]` : '';
    const fate = change.effects.abandons
      ? 'left as it is (abandon)'
      : change.effects.closes
        ? 'closed (ARCHIVED)'
        : 'destroyed';
    const then = change.action === 'replace' ? ', then replaced' : '';
    return `${changeSymbol(change, style)} ${sanitiseLine(change.address)}${id}: ${fate}${then}\n`;
  });
  return `${style.bold(style.red(`${destroyed.length} to destroy:`))}\n${lines.join('')}`;
}

/** The outputs that change, or nothing. */
function outputSection(outputs: readonly OutputChange[], style: Style): string {
  const changed = outputs.filter((output) => output.action !== 'no-op');
  if (changed.length === 0) return '';
  const writer = new DiffWriter(style);
  const width = Math.max(...changed.map((output) => output.name.length));
  for (const output of changed) {
    const head = `${sanitiseLine(output.name).padEnd(width)} = `;
    const shape = { sensitive: output.sensitive };
    if (output.action === 'create') writer.value(2, '+', head, output.after ?? null, shape, '');
    else if (output.action === 'delete') writer.value(2, '-', head, output.before ?? null, shape, ' -> null');
    else writer.change(2, head, output.before ?? null, output.after ?? null, shape, '');
  }
  return `Changes to Outputs:\n${writer.lines.join('\n')}\n`;
}

function joined(parts: readonly string[]): string {
  return `\n${parts.filter((part) => part !== '').join('\n')}`;
}
