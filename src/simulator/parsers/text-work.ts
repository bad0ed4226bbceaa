import type { FieldCollector } from './parsed-source.ts';
import { isLoose } from './text-counts.ts';
import type { Quantity } from './text-numbers.ts';
import type { TokenText } from './text-tokens.ts';
import { DATA_TYPE_WORDS, LABEL_TYPES, TOOLS } from './vocabulary-work.ts';

interface Entry {
  readonly words: readonly string[];
  readonly value: string;
  readonly sure: boolean;
}

/** Phrases by first word, longest first. */
function lexicon(entries: readonly Entry[]): ReadonlyMap<string, Entry[]> {
  const map = new Map<string, Entry[]>();
  for (const entry of entries) {
    const first = entry.words[0] ?? '';
    map.set(
      first,
      [...(map.get(first) ?? []), entry].sort((a, b) => b.words.length - a.words.length),
    );
  }
  return map;
}

const LABELS = lexicon(
  LABEL_TYPES.flatMap(({ value, seen, phrases }) =>
    phrases.map((phrase) => ({ words: phrase.split(' '), value, sure: seen })),
  ),
);
const SOFTWARE = lexicon(
  TOOLS.map((tool) => ({ words: tool.toLowerCase().split(' '), value: tool, sure: true })),
);

function scan(
  text: TokenText,
  entries: ReadonlyMap<string, Entry[]>,
  visit: (entry: Entry, at: number) => void,
): void {
  for (let index = 0; index < text.tokens.length; index += 1) {
    for (const entry of entries.get(text.lower(index)) ?? []) {
      const next = text.phrase(index, entry.words);
      if (next === undefined) continue;
      visit(entry, index);
      index = next - 1;
      break;
    }
  }
}

/** "a rate of $5", "hourly rate": money, not a rating task. */
function isPayRate(text: TokenText, index: number): boolean {
  if (text.lower(index) !== 'rate') return false;
  const before = text.lower(index - 1);
  const after = text.lower(index + 1);
  return (
    !(before === 'to' || before === 'and' || before === '' || before === '.') ||
    after === ':' ||
    after === 'of'
  );
}

/** `labelTypes`; "into 12 categories" is classification too. */
export function readLabelTypes(text: TokenText, out: FieldCollector): void {
  scan(text, LABELS, (entry, index) => {
    if (!isPayRate(text, index)) out.add('labelTypes', entry.value, !entry.sure);
  });
  for (let index = 0; index < text.tokens.length; index += 1) {
    const word = text.lower(index);
    if (word !== 'categories' && word !== 'classes') continue;
    if (
      text.lower(index - 2) === 'into' ||
      text.lower(index - 1) === 'into' ||
      text.lower(index - 3) === 'into'
    )
      out.add('labelTypes', 'CLASSIFICATION');
  }
}

/** `dataType`, unless the data volume already told it: the only kind named, or the first and doubtful. */
export function readDataType(text: TokenText, out: FieldCollector): void {
  if (out.has('dataType')) return;
  const kinds = new Set<string>();
  for (let index = 0; index < text.tokens.length; index += 1) {
    const kind = DATA_TYPE_WORDS.get(text.lower(index));
    if (kind) kinds.add(kind);
  }
  const [first] = kinds;
  if (first !== undefined) out.set('dataType', first, kinds.size > 1);
}

/** `labelingSoftware`: one text field, so several tools are joined and doubtful. */
export function readTools(text: TokenText, out: FieldCollector): void {
  const tools = new Set<string>();
  scan(text, SOFTWARE, ({ value }, index) => {
    // ELAN and Kili are also ordinary words or names when written small.
    const written = text.at(index)?.text ?? '';
    if (value.length > 4 || written[0] !== written[0]?.toLowerCase()) tools.add(value);
  });
  if (tools.size > 0) out.set('labelingSoftware', [...tools].join(', '), tools.size > 1);
}

const SPANS = new Map([
  ['day', 'day'],
  ['days', 'day'],
  ['week', 'week'],
  ['weeks', 'week'],
  ['month', 'month'],
  ['months', 'month'],
  ['year', 'year'],
  ['years', 'year'],
]);
const SPAN_AFTER = new Set([
  'project',
  'contract',
  'engagement',
  'long',
  'duration',
  'assignment',
  'job',
  'gig',
  'campaign',
]);
const SPAN_BEFORE = new Set([
  'for',
  'over',
  'lasts',
  'last',
  'lasting',
  'duration',
  'takes',
  'take',
  'length',
  'timeline',
  'runs',
]);

/** `projectDuration` ("2 weeks") and `timeRequirement` ("20 hours per week"); both are free text [U]. */
export function readTime(text: TokenText, all: readonly Quantity[], out: FieldCollector): void {
  for (const quantity of all) {
    if (quantity.currency !== undefined) continue;
    const unit = text.lower(quantity.to) === '-' ? quantity.to + 1 : quantity.to;
    const span = SPANS.get(text.lower(unit));
    if (span) readDuration(text, quantity, unit, span, out);
    else readWeeklyHours(text, quantity, unit, out);
  }
  for (let index = 0; index < text.tokens.length; index += 1) {
    for (const kind of ['full', 'part'])
      if (text.phrase(index, [kind, 'time']) && !out.has('timeRequirement'))
        out.set('timeRequirement', `${kind === 'full' ? 'Full' : 'Part'} time`);
    if (text.phrase(index, ['ongoing', 'project']) && !out.has('projectDuration'))
      out.set('projectDuration', 'Ongoing');
  }
}

function readDuration(
  text: TokenText,
  quantity: Quantity,
  unit: number,
  span: string,
  out: FieldCollector,
): void {
  const after = [1, 2].map((n) => text.lower(unit + n));
  const before = [1, 2, 3, 4].map((n) => text.lower(quantity.from - n));
  const cued = after.some((word) => SPAN_AFTER.has(word)) || before.some((word) => SPAN_BEFORE.has(word));
  const other =
    [1, 2, 3, 4, 5].some((n) => text.lower(unit + n).startsWith('experience')) ||
    text.lower(unit + 1) === 'old';
  if (!cued || other || quantity.value <= 0) return;
  out.set('projectDuration', `${amount(quantity)} ${span}${isOne(quantity) ? '' : 's'}`, isLoose(quantity));
}

function readWeeklyHours(text: TokenText, quantity: Quantity, unit: number, out: FieldCollector): void {
  if (!['hours', 'hour', 'hrs', 'hr', 'h'].includes(text.lower(unit))) return;
  const link = text.lower(unit + 1);
  const span = link === 'weekly' || link === 'daily' ? link : text.lower(unit + 2);
  if (span !== link && !['per', '/', 'a', 'each', 'every'].includes(link)) return;
  const name =
    span === 'week' || span === 'weekly' ? 'week' : span === 'day' || span === 'daily' ? 'day' : undefined;
  if (name) out.set('timeRequirement', `${amount(quantity)} hours per ${name}`, isLoose(quantity));
}

function isOne(quantity: Quantity): boolean {
  return quantity.value === 1 && quantity.high === undefined;
}

function amount({ value, high }: Quantity): string {
  return high === undefined ? String(value) : `${value}-${high}`;
}
