import { type PaymentType, PRICE_KEY } from '../../contract/index.ts';
import type { FieldCollector } from './parsed-source.ts';
import { isLoose, warnRange } from './text-counts.ts';
import type { Quantity } from './text-numbers.ts';
import type { TokenText } from './text-tokens.ts';

const HOUR = new Set(['hour', 'hours', 'hr', 'hrs', 'h', 'hourly']);
const LABEL = new Set(['label', 'labels', 'annotation', 'annotations', 'each', 'apiece', 'tag']);
/** A piece of work that is not called a label: paid per label all the same, but that is our reading. */
const PIECE = new Set(
  'image photo picture file document record item task box clip video sentence review tweet message sample row page unit piece prompt response frame polygon'.split(
    ' ',
  ),
);
const OTHER_UNITS = new Set(
  'word words minute minutes day week month year daily weekly monthly annum'.split(' '),
);
const FIXED_PHRASES = [
  ['fixed', 'price'],
  ['fixed', 'fee'],
  ['fixed', 'rate'],
  ['fixed', 'budget'],
  ['flat', 'fee'],
  ['flat', 'rate'],
  ['flat', 'price'],
  ['lump', 'sum'],
];
const TOTAL = new Set(['total', 'fixed', 'flat', 'overall', 'altogether']);
const PAY_WORDS = new Set([
  'pay',
  'paid',
  'pays',
  'paying',
  'payment',
  'rate',
  'rates',
  'compensation',
  'price',
  'billed',
]);
const BARE_UNITS = new Set(['each', 'apiece', 'hourly']);
const LOOK_BACK = 5;
const LOOK_AHEAD = 5;

interface PayUnit {
  readonly type: PaymentType | 'other';
  readonly unsure: boolean;
  readonly word: string;
}

/** `paymentType` and the price that belongs to it, and `budgetRange` for a budget without a unit. */
export function readPayment(text: TokenText, all: readonly Quantity[], out: FieldCollector): void {
  const spoken = spokenType(text);
  if (spoken) out.set('paymentType', spoken.type, spoken.unsure);
  for (const quantity of all) {
    const plain = quantity.currency === undefined;
    const unit = unitAfter(text, quantity) ?? unitBefore(text, quantity);
    if (plain && !(unit && unit.type !== 'other' && isPayTalk(text, quantity))) continue;
    readAmount(text, quantity, unit, out);
  }
}

function readAmount(
  text: TokenText,
  quantity: Quantity,
  unit: PayUnit | undefined,
  out: FieldCollector,
): void {
  const shown = shownAmount(text, quantity);
  const known = out.get('paymentType');
  if (!unit && isBudget(text, quantity) && known !== 'FIXED_PRICE') {
    out.set('budgetRange', shown, true);
    return;
  }
  const type = unit && unit.type !== 'other' ? unit.type : tryPaymentType(known);
  const refusal = whyNoPrice(quantity, unit, type, known);
  if (refusal !== undefined || !type) {
    out.unmapped(
      text.path,
      refusal ?? 'No payment type.',
      unit?.type === 'other' ? `${shown} ${unit.word}` : shown,
    );
    return;
  }
  out.set('paymentType', type, unit?.unsure);
  const doubtful = quantity.currency === undefined || isLoose(quantity) || isNegotiable(text, quantity);
  out.set(PRICE_KEY[type], quantity.value, doubtful);
  warnRange(PRICE_KEY[type], quantity, out);
}

function whyNoPrice(
  quantity: Quantity,
  unit: PayUnit | undefined,
  type: PaymentType | undefined,
  known: unknown,
): string | undefined {
  if (quantity.currency !== undefined && quantity.currency !== 'USD')
    return `Prices are in US dollars only; this one is in ${quantity.currency}.`;
  if (unit?.type === 'other') return `There is no payment type for pay by "${unit.word}".`;
  if (!type) return 'An amount without a pay unit (per label, per hour, fixed price).';
  if (quantity.value <= 0) return 'A price must be above zero.';
  if (known !== undefined && known !== type)
    return `A price for ${type}, but the source says ${String(known)} first.`;
  return undefined;
}

function tryPaymentType(value: unknown): PaymentType | undefined {
  return typeof value === 'string' && Object.hasOwn(PRICE_KEY, value) ? (value as PaymentType) : undefined;
}

/** What the words alone say: "pay per label", "hourly rate", "fixed price". */
function spokenType(text: TokenText): PayUnit | undefined {
  for (let index = 0; index < text.tokens.length; index += 1) {
    const word = text.lower(index);
    if (FIXED_PHRASES.some((words) => text.phrase(index, words) !== undefined))
      return pay('FIXED_PRICE', word);
    if (word === 'hourly' && (PAY_WORDS.has(text.lower(index + 1)) || PAY_WORDS.has(text.lower(index - 1))))
      return pay('PAY_PER_HOUR', word);
    if (word !== 'per' && word !== 'by') continue;
    const gap = text.lower(index + 1) === '-' || text.lower(index + 1) === 'the' ? 2 : 1;
    const unit = unitWord(text.lower(index + gap));
    const spoken = PAY_WORDS.has(text.lower(index - 1)) || PAY_WORDS.has(text.lower(index - 2));
    if (unit && unit.type !== 'other' && spoken) return unit;
  }
  return undefined;
}

/** What follows an amount: "each", "in total", "/hour", "per approved label", "an hour". */
function unitAfter(text: TokenText, quantity: Quantity): PayUnit | undefined {
  const sentence = text.at(quantity.from)?.sentence;
  for (let index = quantity.to; index < quantity.to + LOOK_AHEAD; index += 1) {
    const token = text.at(index);
    if (!token || token.sentence !== sentence || token.kind === 'number') return undefined;
    const word = token.lower;
    if (word === '/' || word === 'per') return linkedUnit(text, index + 1, sentence);
    if (word === 'a' || word === 'an' || word === 'every') return unitWord(text.lower(index + 1));
    if (word === 'for' && text.lower(index + 1) === 'each') return linkedUnit(text, index + 2, sentence);
    if (TOTAL.has(word)) return pay('FIXED_PRICE', word);
    const unit = unitWord(word);
    if (unit && (BARE_UNITS.has(word) || word.endsWith('ly'))) return unit;
  }
  return undefined;
}

/** The unit after "per": at once, or behind one or two words ("per bounding box"), and then doubtful. */
function linkedUnit(text: TokenText, start: number, sentence: number | undefined): PayUnit | undefined {
  const first = text.at(start);
  if (first?.kind !== 'word' || first.sentence !== sentence) return undefined;
  for (let index = start; index < start + 3; index += 1) {
    const token = text.at(index);
    if (token?.sentence !== sentence || token?.clause !== first.clause) break;
    const unit = unitWord(token.lower);
    if (unit) return index === start ? unit : { ...unit, unsure: true };
  }
  return { type: 'other', unsure: true, word: first.text };
}

function unitBefore(text: TokenText, quantity: Quantity): PayUnit | undefined {
  const token = text.at(quantity.from);
  for (let index = quantity.from - 1; index >= quantity.from - LOOK_BACK; index -= 1) {
    if (text.at(index)?.sentence !== token?.sentence) return undefined;
    if (FIXED_PHRASES.some((words) => text.phrase(index, words) !== undefined))
      return pay('FIXED_PRICE', 'fixed');
    if (text.lower(index) === 'hourly') return pay('PAY_PER_HOUR', 'hourly');
  }
  return undefined;
}

function unitWord(word: string): PayUnit | undefined {
  if (HOUR.has(word)) return pay('PAY_PER_HOUR', word);
  if (LABEL.has(word)) return pay('PAY_PER_LABEL', word);
  if (PIECE.has(word)) return { ...pay('PAY_PER_LABEL', word), unsure: true };
  return OTHER_UNITS.has(word) ? { type: 'other', unsure: true, word } : undefined;
}

function pay(type: PaymentType, word: string): PayUnit {
  return { type, unsure: false, word };
}

/** A number without a currency is a price only next to a word of paying. */
function isPayTalk(text: TokenText, quantity: Quantity): boolean {
  for (let index = quantity.from - 1; index >= quantity.from - LOOK_BACK; index -= 1) {
    if (text.at(index)?.sentence !== text.at(quantity.from)?.sentence) return false;
    if (PAY_WORDS.has(text.lower(index))) return true;
  }
  return false;
}

function isBudget(text: TokenText, quantity: Quantity): boolean {
  for (let index = quantity.from - 1; index >= quantity.from - LOOK_BACK; index -= 1)
    if (text.lower(index) === 'budget') return text.at(index)?.sentence === text.at(quantity.from)?.sentence;
  return text.lower(quantity.to) === 'budget';
}

function isNegotiable(text: TokenText, quantity: Quantity): boolean {
  const sentence = text.at(quantity.from)?.sentence;
  for (let index = quantity.to; index < quantity.to + 8; index += 1) {
    const token = text.at(index);
    if (token?.sentence !== sentence) return false;
    if (token?.lower === 'negotiable' || token?.lower === 'estimated' || token?.lower === 'preferred')
      return true;
  }
  return false;
}

function shownAmount(text: TokenText, quantity: Quantity): string {
  const sign = text.at(quantity.from - 1);
  const signed =
    sign?.kind === 'mark' && quantity.currency !== undefined && sign.text !== ':' && sign.text !== '~';
  return text.between(signed ? quantity.from - 1 : quantity.from, quantity.to - 1);
}
