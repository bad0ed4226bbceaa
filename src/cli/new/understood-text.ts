import { tryFieldByKey } from '../../contract/index.ts';
import { sanitise, sanitiseLine } from '../terminal/sanitise.ts';
import type { Style } from '../terminal/style.ts';
import type { Understanding } from './draft-record.ts';
import type { Gap } from './gaps.ts';
import type { Fields } from './given-answers.ts';

const LONGEST_VALUE = 72;

/** What OpenTrain made of the description, for a person. */
export function understoodText(told: Understanding, style: Style): string {
  const url = told.draftUrl === null ? '' : `  ${sanitiseLine(told.draftUrl)}\n`;
  const parts = [
    `${style.bold(`Draft ${sanitiseLine(told.jobId)}`)}: not public, nobody sees it yet.\n${url}`,
  ];
  const entries = Object.entries(told.normalizedFields ?? {}).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  const width = Math.max(0, ...entries.map(([key]) => key.length));
  const unsure = new Set(told.lowConfidence);
  parts.push(
    entries.length === 0
      ? `${style.bold('Understood:')} OpenTrain does not say.\n`
      : `${style.bold('Understood:')}\n${entries
          .map(
            ([key, value]) =>
              `  ${sanitiseLine(key).padEnd(width)}  ${short(value)}${unsure.has(key) ? style.yellow('  (not sure)') : ''}\n`,
          )
          .join('')}`,
  );
  const elsewhere = told.lowConfidence.filter((name) => !entries.some(([key]) => key === name));
  if (elsewhere.length > 0) parts.push(list('Not sure about:', elsewhere, style));
  if (told.unmapped.length > 0) {
    const lines = told.unmapped.map(({ path, reason, preview }) =>
      [path, reason, preview === null ? null : `"${preview}"`].filter((part) => part !== null).join(': '),
    );
    parts.push(list('Found no place for:', lines, style));
  }
  if (told.warnings.length > 0) parts.push(list('Warnings:', told.warnings, style));
  return parts.join('\n');
}

/** What is missing, with the words that answer it on the command line. */
export function missingText(gaps: readonly Gap[], issues: readonly string[], style: Style): string {
  const blocks = gaps.map((gap) => {
    const { key, type, values } = gap.kind;
    const expected =
      type === 'enum' ? values.join(', ') : type === 'list' ? 'values separated by commas' : type;
    const lines = [
      `  ${style.bold(sanitiseLine(key))}: ${sanitise(gap.prompt)}`,
      ...(gap.hint === null ? [] : [`    ${sanitise(gap.hint)}`]),
      `    Allowed: ${sanitiseLine(expected)}${gap.example === null ? '' : `; for example ${sanitiseLine(gap.example)}`}`,
      `    -set ${sanitiseLine(key)}=${exampleOf(gap)}`,
    ];
    return `${lines.join('\n')}\n`;
  });
  const others = issues.length === 0 ? '' : list('OpenTrain also says:', issues, style);
  return `${style.bold('Missing before it can be published:')}\n${blocks.join('')}${others}`;
}

function exampleOf(gap: Gap): string {
  const { type, values } = gap.kind;
  const text = gap.example ?? (type === 'enum' ? values[0] : type === 'number' ? '1' : 'TEXT') ?? 'TEXT';
  return /^[A-Za-z0-9_.,-]+$/.test(text) ? text : `'${sanitiseLine(text).replaceAll("'", "'\\''")}'`;
}

/** Fields that the parser marked as unsure, with their present values, as far as the table knows them. */
export function unsureFields(
  told: Understanding | null,
  answered: Fields,
): readonly { readonly key: string; readonly value: unknown }[] {
  const seen = told?.normalizedFields ?? {};
  return [...new Set(told?.lowConfidence ?? [])]
    .filter((key) => tryFieldByKey(key) !== undefined && !(key in answered) && (seen[key] ?? null) !== null)
    .map((key) => ({ key, value: seen[key] }));
}

function short(value: unknown): string {
  const text = sanitiseLine(typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? ''));
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}

function list(title: string, items: readonly string[], style: Style): string {
  return `${style.bold(title)}\n${items.map((item) => `  - ${sanitiseLine(item)}\n`).join('')}`;
}
