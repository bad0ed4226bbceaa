import type { TokenText } from './text-tokens.ts';

/** A number in the text, with what its neighbours say about it. Token indexes: `from` is the first, `to` is after it. */
export interface Quantity {
  readonly value: number;
  /** Upper end if the text gives a range; `value` is then the lower end. */
  readonly high?: number;
  readonly from: number;
  readonly to: number;
  /** "around", "at least", "up to", "~", "+": the number is not meant exactly. */
  readonly hedged: boolean;
  /** `USD`, another currency's sign or code, or undefined for a plain number. */
  readonly currency?: string;
}

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const UNITS = new Map<string, number>([
  ...SMALL.map((word, n): [string, number] => [word, n]),
  ...TENS.map((word, n): [string, number] => [word, (n + 2) * 10]),
]);
const SCALES = new Map([
  ['hundred', 100],
  ['dozen', 12],
  ['thousand', 1_000],
  ['million', 1_000_000],
]);
const SUFFIXES = new Map([
  ['k', 1_000],
  ['m', 1_000_000],
]);
/** Words that may touch a number ("20hrs"); any other letter makes it a name, as in "3D" or "1st". */
const TOUCHING = new Set(['k', 'm', 'h', 'hr', 'hrs', 'usd']);

const HEDGES_BEFORE = new Set(
  'around about approximately approx roughly circa nearly almost over under maybe perhaps estimated ~ ≈ ca minimum maximum min max from starting'.split(
    ' ',
  ),
);
const HEDGE_PAIRS = new Set([
  'at least',
  'at most',
  'up to',
  'more than',
  'less than',
  'close to',
  'starting at',
]);
const DOLLAR_PREFIXES = new Set(['c', 'ca', 'a', 'au', 'nz', 'hk', 's', 'sg', 'mx', 'r']);
const SIGNS = new Set(['€', '£', '₹', '¥', '₦', '₱', '₽', '₩']);
const CODES = new Set(
  'eur gbp inr cad aud jpy brl mxn euro euros pounds rupees yen chf php ngn kes'.split(' '),
);
const DASHES = new Set(['-', '–', '—', 'to', 'or']);

const MAX_NUMBER_CHARS = 20;
const MAX_NUMBER_WORDS = 8;

/** Every number of the text in order, not overlapping. */
export function quantities(text: TokenText): Quantity[] {
  const found: Quantity[] = [];
  for (let index = 0; index < text.tokens.length; ) {
    const quantity = quantityAt(text, index);
    if (quantity) found.push(quantity);
    index = quantity ? quantity.to : index + 1;
  }
  return found;
}

function quantityAt(text: TokenText, from: number): Quantity | undefined {
  const first = numberAt(text, from);
  if (!first || isPartOfName(text, from)) return undefined;
  let { next } = first;
  let currency = currencyBefore(text, from);
  let scale = 1;
  let high: number | undefined;
  const second = rangeEnd(text, from, next);
  if (second && second.value > first.value) {
    high = second.value;
    next = second.next;
  }
  const after = currencyAfter(text, next);
  if (after) {
    currency ??= after.currency;
    scale = after.scale;
    next += 1;
  }
  const plus = text.lower(next) === '+';
  if (plus) next += 1;
  return {
    value: scaled(first.value, scale),
    ...(high === undefined ? {} : { high: scaled(high, scale) }),
    from,
    to: next,
    hedged: plus || hedgedBefore(text, from),
    ...(currency === undefined ? {} : { currency }),
  };
}

/** Cents to dollars without a binary tail (5 cents are 0.05, not 0.05000000000000001). */
function scaled(value: number, scale: number): number {
  return scale === 1 ? value : Number((value * scale).toFixed(6));
}

function rangeEnd(text: TokenText, from: number, next: number): { value: number; next: number } | undefined {
  const joiner = text.lower(next);
  if (!DASHES.has(joiner) && !(joiner === 'and' && text.lower(startOfMoney(text, from) - 1) === 'between'))
    return undefined;
  const start = text.lower(next + 1) === '$' ? next + 2 : next + 1;
  return numberAt(text, start);
}

function startOfMoney(text: TokenText, from: number): number {
  return text.lower(from - 1) === '$' ? from - 1 : from;
}

/** "GPT-4" and "mid-2024": a number joined to a word by a hyphen is part of a name. */
function isPartOfName(text: TokenText, from: number): boolean {
  const joined =
    text.lower(from - 1) === '-' && text.touches(from - 1, from) && text.touches(from - 2, from - 1);
  return joined && text.at(from - 2)?.kind === 'word';
}

function numberAt(text: TokenText, index: number): { value: number; next: number } | undefined {
  const token = text.at(index);
  if (token?.kind === 'word') return wordsAt(text, index);
  if (token?.kind !== 'number') return undefined;
  const groups = spacedGroups(text, index);
  if (groups) return groups;
  const value = parseDigits(token.text);
  if (value === undefined) return undefined;
  const after = text.lower(index + 1);
  if (text.touches(index, index + 1) && text.at(index + 1)?.kind === 'word') {
    if (!TOUCHING.has(after)) return undefined;
    const suffix = SUFFIXES.get(after);
    return suffix ? { value: value * suffix, next: index + 2 } : { value, next: index + 1 };
  }
  const scale = SCALES.get(after);
  return scale ? { value: value * scale, next: index + 2 } : { value, next: index + 1 };
}

/** "10 000": groups of three digits, one space apart. */
function spacedGroups(text: TokenText, index: number): { value: number; next: number } | undefined {
  let digits = text.at(index)?.text ?? '';
  if (!/^[1-9]\d{0,2}$/.test(digits)) return undefined;
  let next = index + 1;
  for (; next <= index + 4; next += 1) {
    const group = text.at(next);
    if (!group || !/^\d{3}$/.test(group.text) || group.start - (text.at(next - 1)?.end ?? 0) !== 1) break;
    digits += group.text;
  }
  return next === index + 1 ? undefined : { value: Number(digits), next };
}

/** `10,000`, `5,000.50`, `0.05`, `.5`; anything else with separators (a version, a date) is no number. */
export function parseDigits(digits: string): number | undefined {
  if (digits === '' || digits.length > MAX_NUMBER_CHARS) return undefined;
  const grouped = /^\d{1,3}(?:,\d{2,3}){1,6}(?:\.\d{1,8})?$/.test(digits);
  const plain = /^\d{0,15}(?:\.\d{1,8})?$/.test(digits);
  return grouped || plain ? Number(digits.replaceAll(',', '')) : undefined;
}

function wordsAt(text: TokenText, start: number): { value: number; next: number } | undefined {
  let total = 0;
  let current = 0;
  let next = start;
  let any = false;
  for (let n = 0; n < MAX_NUMBER_WORDS; n += 1) {
    const joiner = any && (text.lower(next) === '-' || text.lower(next) === 'and') ? 1 : 0;
    const word = text.lower(next + joiner);
    const unit = UNITS.get(word);
    const scale = SCALES.get(word);
    if (unit !== undefined && (!any || current === 0 || fits(current, unit))) current += unit;
    else if (scale !== undefined && (any || isArticle(text, next - 1))) {
      if (scale >= 1_000) {
        total += Math.max(current, 1) * scale;
        current = 0;
      } else current = Math.max(current, 1) * scale;
    } else break;
    any = true;
    next += joiner + 1;
  }
  return any ? { value: total + current, next } : undefined;
}

/** "twenty five" and "hundred fifty" add up; "five six" does not. */
function fits(current: number, unit: number): boolean {
  return unit < 10 ? current % 10 === 0 && current > 10 : current % 100 === 0;
}

function isArticle(text: TokenText, index: number): boolean {
  return text.lower(index) === 'a';
}

function currencyBefore(text: TokenText, from: number): string | undefined {
  const sign = text.lower(from - 1);
  if (sign === 'usd') return 'USD';
  if (SIGNS.has(sign) || CODES.has(sign)) return sign.toUpperCase();
  if (sign !== '$') return undefined;
  const prefix = text.touches(from - 2, from - 1) ? text.lower(from - 2) : '';
  return DOLLAR_PREFIXES.has(prefix) ? `${prefix.toUpperCase()}$` : 'USD';
}

function currencyAfter(text: TokenText, index: number): { currency: string; scale: number } | undefined {
  const word = text.lower(index);
  if (word === 'usd' || word === 'dollar' || word === 'dollars' || word === '$')
    return { currency: 'USD', scale: 1 };
  if (word === 'cent' || word === 'cents' || word === '¢') return { currency: 'USD', scale: 0.01 };
  if (SIGNS.has(word) || CODES.has(word)) return { currency: word.toUpperCase(), scale: 1 };
  return undefined;
}

function hedgedBefore(text: TokenText, from: number): boolean {
  const before = startOfMoney(text, from) - 1;
  const word = text.lower(before);
  return HEDGES_BEFORE.has(word) || HEDGE_PAIRS.has(`${text.lower(before - 1)} ${word}`);
}
