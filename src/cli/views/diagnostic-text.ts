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
  const paint = diagnostic.severity === 'error' ? style.red : style.yellow;
  const label = diagnostic.severity === 'error' ? 'Error' : 'Warning';
  const lines = [`${paint(style.bold(`${label}: `))}${style.bold(clean(diagnostic.summary))}`, ''];
  if (diagnostic.address !== undefined) {
    const on = diagnostic.attribute?.length ? `,\n  on attribute ${attributeText(diagnostic.attribute)}` : '';
    lines.push(...sanitiseAll(`  with ${diagnostic.address}${on}`), `  ${ORIGIN[diagnostic.origin]}`, '');
  } else if (diagnostic.attribute?.length) {
    lines.push(
      `  on attribute ${clean(attributeText(diagnostic.attribute))}`,
      `  ${ORIGIN[diagnostic.origin]}`,
      '',
    );
  } else {
    lines.push(`  ${ORIGIN[diagnostic.origin]}`, '');
  }
  for (const line of sanitiseAll(diagnostic.detail)) lines.push(...wrap(line, width));
  if (diagnostic.origin === 'bug') {
    lines.push(
      '',
      ...wrap('Run again with OTFORM_LOG=trace and report the output, together with this text.', width),
    );
  }
  return frame(lines, paint);
}

/** Several diagnostics: errors and warnings with the same title and text are shown once, with all their addresses. */
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
    errors: errors.map((error) => renderDiagnostic(error, style, options.width)).join(''),
  };
}

function compactList(warnings: readonly Diagnostic[], style: Style): string {
  const lines = warnings.map(
    (warning) =>
      `- ${clean(warning.summary)}${warning.address === undefined ? '' : ` (${clean(warning.address)})`}\n`,
  );
  return `${style.yellow(style.bold('Warnings:'))}\n\n${lines.join('')}\nLeave out -compact-warnings to see what they say.\n`;
}

function consolidate(warnings: readonly Diagnostic[], style: Style, width: number | undefined): string {
  const groups = new Map<string, Diagnostic[]>();
  for (const warning of warnings) {
    const key = `${warning.code}\n${warning.summary}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [warning]);
    else group.push(warning);
  }
  let text = '';
  for (const [first, ...rest] of groups.values()) {
    if (first === undefined) continue;
    const others =
      rest.length === 0
        ? ''
        : `\n\n(and ${rest.length} more of the same kind${rest.length > 0 ? `: ${namesOf(rest)}` : ''})`;
    text += renderDiagnostic({ ...first, detail: first.detail + others }, style, width);
  }
  return text;
}

const NAMED = 8;

function namesOf(diagnostics: readonly Diagnostic[]): string {
  const names = [...new Set(diagnostics.map((diagnostic) => diagnostic.address ?? diagnostic.summary))];
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
  for (const word of line.split(' ')) {
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
