import type { FieldCollector } from './parsed-source.ts';
import type { Quantity } from './text-numbers.ts';
import type { TokenText } from './text-tokens.ts';
import { DATA_NOUNS, PEOPLE, RECORDING_WORDS } from './vocabulary-work.ts';

/** Words that end a noun phrase: what comes after belongs to something else. */
const STOP = new Set(
  'to of per for with in and or who that which from at on by is are was be will should must each every into as a an the than then have has their our your / – | day days week weeks month months year years minute minutes usd dollars cents'.split(
    ' ',
  ),
);
/** A number before one of these is a rate or a share, not a total. */
const RATE_AFTER = new Set(['per', 'each', 'every', '/', 'daily', 'weekly']);
const MAX_PHRASE = 6;

const COUNT_LABELS = new Set([
  'headcount',
  'positions',
  'openings',
  'trainers',
  'annotators',
  'hires',
  'vacancies',
]);

/** The plural noun that a number counts, with the words between: what the title of a job is made of. */
export interface CountedNoun {
  readonly quantity: Quantity;
  readonly noun: string;
  readonly from: number;
  readonly to: number;
}

/** `headcount`, `dataVolume` and `dataVolumeUnit`. Returns the phrase of the volume, if it counts files. */
export function readCounts(
  text: TokenText,
  all: readonly Quantity[],
  out: FieldCollector,
): CountedNoun | undefined {
  let counted: CountedNoun | undefined;
  for (const quantity of all) {
    if (quantity.currency !== undefined) continue;
    if (labelledCount(text, quantity)) setHeadcount(quantity, out);
    if (readHours(text, quantity, out)) continue;
    const found = nounOf(text, quantity);
    if (!found) continue;
    if (PEOPLE.has(found.noun)) {
      if (!isRate(text, found.to) && text.lower(quantity.from - 1) !== 'by') setHeadcount(quantity, out);
    } else if (!isRate(text, found.to) && readVolume(found, out)) counted ??= found;
  }
  if (!out.has('headcount')) readArticle(text, out);
  return counted;
}

function setHeadcount(quantity: Quantity, out: FieldCollector): void {
  if (!Number.isInteger(quantity.value) || quantity.value < 1) return;
  out.set('headcount', quantity.value, isLoose(quantity));
  warnRange('headcount', quantity, out);
}

function readVolume(found: CountedNoun, out: FieldCollector): boolean {
  const { quantity, noun } = found;
  const words = noun === 'words';
  if (!Number.isInteger(quantity.value) || quantity.value < 1) return false;
  if (out.has('dataVolume')) {
    out.set('dataVolume', quantity.value);
    return false;
  }
  out.set('dataVolume', quantity.value, isLoose(quantity));
  out.set('dataVolumeUnit', words ? 'NUMBER_OF_WORDS' : 'NUMBER_OF_FILES', DATA_NOUNS.get(noun)?.unsure);
  const kind = words ? 'TEXT' : DATA_NOUNS.get(noun)?.dataType;
  if (kind) out.set('dataType', kind);
  warnRange('dataVolume', quantity, out);
  return !words;
}

/** "120 hours of call recordings", "40 audio hours": recordings, unlike "20 hours per week". */
function readHours(text: TokenText, quantity: Quantity, out: FieldCollector): boolean {
  let recording: string | undefined;
  let hours = false;
  for (let index = quantity.to; index < quantity.to + MAX_PHRASE; index += 1) {
    const word = text.lower(index);
    if (word === 'hours' || word === 'hrs' || word === 'hour') hours = true;
    else if (word === 'per' || word === '/' || word === ',' || word === '.' || word === 'a') break;
    else if (RECORDING_WORDS.has(word)) recording ??= word;
  }
  if (!hours || recording === undefined) return false;
  out.set('dataVolume', quantity.value, isLoose(quantity));
  out.set('dataVolumeUnit', 'HOURS_OF_RECORDING_AUDIO_VIDEO');
  const video = recording === 'video' || recording === 'footage' || recording === 'film';
  out.set('dataType', video ? 'VIDEO' : 'AUDIO', recording === 'media');
  warnRange('dataVolume', quantity, out);
  return true;
}

function nounOf(text: TokenText, quantity: Quantity): CountedNoun | undefined {
  const first = text.at(quantity.to);
  const single = quantity.value === 1 && quantity.high === undefined;
  let last: CountedNoun | undefined;
  for (let index = quantity.to; index < quantity.to + MAX_PHRASE; index += 1) {
    const token = text.at(index);
    if (!token || STOP.has(token.lower)) break;
    // "500-word essays" counts no words; "5 Spanish-speaking annotators" does count annotators.
    if (token.text === '-' && !(index > quantity.to && text.touches(index - 1, index))) break;
    if (token.sentence !== first?.sentence || token.clause !== first.clause) break;
    if (token.kind !== 'word') {
      if (token.kind === 'number') break;
      continue;
    }
    const word = token.lower;
    const found = { quantity, noun: word, from: quantity.to, to: index + 1 };
    if (single && PEOPLE.has(word)) last = found;
    const plural = word === 'words' || DATA_NOUNS.has(word) || (PEOPLE.has(word) && isPlural(word));
    if (!single && plural) return found;
  }
  return last;
}

function isPlural(word: string): boolean {
  return word === 'people' || word.endsWith('s');
}

function isRate(text: TokenText, index: number): boolean {
  return RATE_AFTER.has(text.lower(index));
}

/** "Headcount: 3", also as "**Headcount:** 3". */
function labelledCount(text: TokenText, quantity: Quantity): boolean {
  let before = quantity.from - 1;
  while (before > quantity.from - 4 && text.lower(before) === '*') before -= 1;
  return text.lower(before) === ':' && COUNT_LABELS.has(text.lower(before - 1));
}

const HIRING = new Set(['need', 'hire', 'hiring', 'seeking', 'seek', 'want', 'for', 'looking', 'require']);

/** "We are looking for an experienced annotator": one. */
function readArticle(text: TokenText, out: FieldCollector): void {
  for (let index = 1; index < text.tokens.length; index += 1) {
    const word = text.lower(index);
    if ((word !== 'a' && word !== 'an') || !HIRING.has(text.lower(index - 1))) continue;
    const noun = nounOf(text, { value: 1, from: index, to: index + 1, hedged: false });
    if (!noun || isPlural(noun.noun)) continue;
    out.set('headcount', 1, true);
    return;
  }
}

/** Not an exact number: hedged, or the lower end of a range. */
export function isLoose(quantity: Quantity): boolean {
  return quantity.hedged || quantity.high !== undefined;
}

/** Says which end of a range was kept. */
export function warnRange(key: string, quantity: Quantity, out: FieldCollector): void {
  if (quantity.high === undefined) return;
  out.warn(
    `${key}: the source gives a range of ${quantity.value} to ${quantity.high}; kept ${quantity.value}.`,
  );
}
