import type { AttributePath, Diagnostic, Origin } from '../../provider/diagnostics.ts';
import { maskTokens, sanitise, sanitiseLine } from '../terminal/sanitise.ts';
import type { Style } from '../terminal/style.ts';

/** Whose move it is, in words a user can act on. */
const ORIGIN: Readonly<Record<Origin, string>> = {
  config: '(in your program or command)',
  api: '(answered by OpenTrain)',
  environment: '(on this machine: network, files or credentials)',
  bug: '(this is a bug in otform, not in your program)',
};

/** `title`, `steps[0].name`. */
export function attributeText(path: AttributePath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

/** One diagnostic in Terraform's frame. `width` wraps prose; lines that start with a blank stay as they are. */
export function renderDiagnostic(diagnostic: Diagnostic, style: Style, width: number | undefined): string {
  return renderGroup([{ first: diagnostic, others: [] }], style, width);
}

/** A diagnostic and the addresses of others that say the same. */
interface Merged {
  readonly first: Diagnostic;
  readonly others: string[];
}

/** Several of one title in one frame, each with its own place and text. */
function renderGroup(group: readonly Merged[], style: Style, width: number | undefined): string {
  const [head] = group;
  if (head === undefined) return '';
  const { severity, summary, origin } = head.first;
  const paint = severity === 'error' ? style.red : style.yellow;
  const label = severity === 'error' ? 'Error' : 'Warning';
  const lines = [`${paint(style.bold(`${label}: `))}${style.bold(clean(summary))}`];
  for (const { first, others } of group.slice(0, DETAILED)) {
    const place = placeLines(first);
    lines.push('', ...place, ...(place.length > 0 ? [''] : []));
    for (const line of sanitiseAll(first.detail)) lines.push(...wrap(line, width));
    if (others.length > 0) lines.push('', ...wrap(`The same for ${namesOf(others)}.`, width));
  }
  const left = group.slice(DETAILED).map(({ first }) => first.address ?? first.summary);
  if (left.length > 0)
    lines.push('', ...wrap(`And ${left.length} more of this kind: ${namesOf(left)}.`, width));
  if (origin === 'bug') {
    lines.push(
      '',
      ...wrap('Run again with OTFORM_LOG=trace and report the output, together with this text.', width),
    );
  }
  return frame(lines, paint);
}

function placeLines(diagnostic: Diagnostic): readonly string[] {
  const attribute = diagnostic.attribute?.length
    ? `on attribute ${clean(attributeText(diagnostic.attribute))}`
    : '';
  // Whose move it is decides what to do about an error; a warning says it itself.
  const origin = diagnostic.severity === 'error' ? [`  ${ORIGIN[diagnostic.origin]}`] : [];
  if (diagnostic.address === undefined) return attribute === '' ? origin : [`  ${attribute}`, ...origin];
  const address = `  with ${clean(diagnostic.address)}`;
  return attribute === '' ? [address, ...origin] : [`${address},`, `  ${attribute}`, ...origin];
}

/**
 * Several diagnostics: warnings of one title share a frame, and those that say the same are said once. Errors stand
 * alone, unless there are so many that the first would scroll away.
 */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  style: Style,
  options: { readonly width?: number | undefined; readonly compactWarnings?: boolean } = {},
): { readonly warnings: string; readonly errors: string } {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  const warnings = diagnostics.filter((diagnostic) => diagnostic.severity === 'warning');
  const compact = options.compactWarnings === true && errors.length === 0 && warnings.length > 0;
  return {
    warnings: compact ? compactList(warnings, style) : consolidate(warnings, style, options.width),
    errors:
      errors.length > DETAILED
        ? consolidate(errors, style, options.width)
        : errors.map((error) => renderDiagnostic(error, style, options.width)).join(''),
  };
}

function compactList(warnings: readonly Diagnostic[], style: Style): string {
  const lines = warnings.map(
    (warning) =>
      `- ${clean(warning.summary)}${warning.address === undefined ? '' : ` (${clean(warning.address)})`}\n`,
  );
  return `${style.yellow(style.bold('Warnings:'))}\n\n${lines.join('')}\nLeave out -compact-warnings to see what they say.\n`;
}

/** Shown in full in one frame; what a thousand jobs have in common is then named, not repeated. */
const DETAILED = 25;
const NAMED = 8;

function consolidate(diagnostics: readonly Diagnostic[], style: Style, width: number | undefined): string {
  const groups = new Map<string, Map<string, Merged>>();
  for (const diagnostic of diagnostics) {
    const title = `${diagnostic.code}\n${diagnostic.summary}`;
    const group = groups.get(title) ?? new Map<string, Merged>();
    groups.set(title, group);
    const text = `${attributeText(diagnostic.attribute ?? [])}\n${diagnostic.detail}`;
    const same = group.get(text);
    if (same === undefined) group.set(text, { first: diagnostic, others: [] });
    else same.others.push(diagnostic.address ?? diagnostic.summary);
  }
  return [...groups.values()].map((group) => renderGroup([...group.values()], style, width)).join('');
}

function namesOf(all: readonly string[]): string {
  const names = [...new Set(all)].map(clean);
  const more = names.length > NAMED ? ` and ${names.length - NAMED} others` : '';
  return names.slice(0, NAMED).join(', ') + more;
}

function frame(lines: readonly string[], paint: (text: string) => string): string {
  const body = lines.map((line) => (line === '' ? `${paint('│')}\n` : `${paint('│')} ${line}\n`)).join('');
  return `${paint('╷')}\n${body}${paint('╵')}\n`;
}

function wrap(line: string, width: number | undefined): readonly string[] {
  if (width === undefined || line.length <= width - 2 || /^\s/.test(line)) return [line];
  const lines: string[] = [];
  let current = '';
  for (const word of line.trimEnd().split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width - 2) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}

function sanitiseAll(text: string): readonly string[] {
  return sanitise(maskTokens(text)).trimEnd().split('\n');
}

function clean(text: string): string {
  return sanitiseLine(maskTokens(text));
}

/** Text of another's on one line: safe to print, tokens masked. */
export const plainText = clean;
