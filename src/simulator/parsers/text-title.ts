import type { FieldCollector } from './parsed-source.ts';
import type { CountedNoun } from './text-counts.ts';
import type { TokenText } from './text-tokens.ts';
import { singular } from './vocabulary-work.ts';

/** Longest title the parser makes; the API's limit is not documented [U]. */
const MAX_TITLE_CHARS = 100;

/** Half a character, left at the end where a cut went through it. */
const LONE_HIGH_SURROGATE = /[\uD800-\uDBFF]$/;

const ACTIVITY = new Map([
  ['CLASSIFICATION', 'classification'],
  ['OBJECT_DETECTION', 'object detection'],
  ['POLYGON', 'polygon annotation'],
  ['SEGMENTATION', 'segmentation'],
  ['DATA_COLLECTION', 'collection'],
  ['EVALUATION_RATING', 'evaluation'],
  ['QUESTION_ANSWERING', 'question answering'],
  ['ACTION_RECOGNITION', 'action recognition'],
  ['EMOTION_RECOGNITION', 'emotion recognition'],
  ['TRANSCRIPTION', 'transcription'],
  ['TRANSLATION', 'translation'],
  ['NAMED_ENTITY_RECOGNITION', 'entity annotation'],
  ['KEYPOINT', 'keypoint annotation'],
]);

/** `jobTitle`: a heading or a short first line as it stands; else a title made of the parsed fields, which is a guess. */
export function readTitle(text: TokenText, counted: CountedNoun | undefined, out: FieldCollector): void {
  if (out.has('jobTitle')) return;
  const written = firstLineTitle(text.source);
  if (written) {
    out.set('jobTitle', written);
    return;
  }
  const object = counted ? objectOf(text, counted) : kindOf(out);
  const first = out.get('labelTypes');
  const activity = (Array.isArray(first) ? ACTIVITY.get(String(first[0])) : undefined) ?? 'annotation';
  const made = object ? `${object} ${activity}` : firstSentence(text);
  out.set('jobTitle', shorten(made.charAt(0).toUpperCase() + made.slice(1)), true);
}

/** A first line that stands alone, is short and is no sentence. */
function firstLineTitle(source: string): string | undefined {
  const trimmed = source.trimStart();
  const end = trimmed.indexOf('\n');
  if (end < 0 || end > MAX_TITLE_CHARS) return undefined;
  const raw = trimmed.slice(0, end).trim();
  const heading = raw.startsWith('#');
  const line = raw.replace(/^[#*_ ]{1,10}/, '').replace(/[#*_ ]{1,10}$/, '');
  const alone = heading || trimmed.slice(end + 1, end + 80).trimStart() !== '';
  const sentence = /[.!?:,;]$/.test(line) || line.includes(': ');
  const blankAfter = /^[ \t\r]{0,20}\n/.test(trimmed.slice(end + 1, end + 24));
  return line !== '' && alone && (heading || (!sentence && blankAfter)) ? line : undefined;
}

function objectOf(text: TokenText, counted: CountedNoun): string {
  const words = text.between(counted.from, counted.to - 1).replace(/\s{1,20}/g, ' ');
  return words.slice(0, words.length - counted.noun.length) + singular(counted.noun);
}

function kindOf(out: FieldCollector): string | undefined {
  const kind = out.get('dataType');
  return typeof kind === 'string' ? kind.toLowerCase() : undefined;
}

function firstSentence(text: TokenText): string {
  const sentence = text.at(0)?.sentence;
  let last = 0;
  while (last + 1 < Math.min(text.tokens.length, 40) && text.at(last + 1)?.sentence === sentence) last += 1;
  return text.between(0, last).replace(/[.!?;]$/, '');
}

function shorten(title: string): string {
  const flat = title.replace(/\s{1,200}/g, ' ').trim();
  if (flat.length <= MAX_TITLE_CHARS) return flat;
  const cut = flat.slice(0, MAX_TITLE_CHARS - 1);
  const space = cut.lastIndexOf(' ');
  return `${space > 20 ? cut.slice(0, space) : cut.replace(LONE_HIGH_SURROGATE, '')}…`;
}
