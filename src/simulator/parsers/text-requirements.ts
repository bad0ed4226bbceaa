import type { FieldCollector } from './parsed-source.ts';
import type { Quantity } from './text-numbers.ts';
import type { Token, TokenText } from './text-tokens.ts';
import { countriesFrom, tryCountry } from './vocabulary-countries.ts';
import { tryLanguageWord } from './vocabulary-languages.ts';

const SOFT = new Set([
  'preferred',
  'preferably',
  'ideally',
  'bonus',
  'optional',
  'optionally',
  'desirable',
  'plus',
  'maybe',
  'advantage',
]);
const DENIED = [
  ['not', 'required'],
  ['not', 'needed'],
  ['not', 'necessary'],
];

/** What the clauses of a text say about all that stands in them. */
export interface ClauseMoods {
  /** "preferred", "ideally", "a plus". */
  readonly soft: ReadonlySet<number>;
  /** "not required". */
  readonly denied: ReadonlySet<number>;
}

export function clauseMoods(text: TokenText): ClauseMoods {
  const soft = new Set<number>();
  const denied = new Set<number>();
  for (let index = 0; index < text.tokens.length; index += 1) {
    const token = text.at(index);
    if (!token) continue;
    if (SOFT.has(token.lower)) soft.add(token.clause);
    if (text.phrase(index, ['nice', 'to', 'have'])) soft.add(token.clause);
    if (DENIED.some((words) => text.phrase(index, words) !== undefined)) denied.add(token.clause);
  }
  return { soft, denied };
}

/** `languages`: every language named, unless the clause says it is not needed. */
export function readLanguages(text: TokenText, moods: ClauseMoods, out: FieldCollector): void {
  for (let index = 0; index < text.tokens.length; index += 1) {
    const token = text.at(index);
    const name = token?.kind === 'word' ? tryLanguageWord(token.text) : undefined;
    if (!token || name === undefined || text.lower(index - 1) === 'no') continue;
    if (moods.denied.has(token.clause)) continue;
    out.add('languages', name, moods.soft.has(token.clause));
  }
}

const RESIDENCE = new Set(
  'based located residing reside resides resident residents living live lives from country countries location locations only citizens citizen applicants candidates'.split(
    ' ',
  ),
);
const LIST_LABELS = new Set(['countries', 'country']);
const EXCLUSION = new Set(['excluding', 'except', 'outside', 'exclude', 'not']);

/** `countries`: those named in a sentence about where people live; any other mention is reported, not applied. */
export function readCountries(text: TokenText, out: FieldCollector): void {
  const cues = sentencesWith(text, RESIDENCE);
  const excluded = sentencesWith(text, EXCLUSION);
  const listed = sentencesWith(text, LIST_LABELS);
  for (let index = 0; index < text.tokens.length; index += 1) {
    const token = text.at(index);
    if (token?.kind !== 'word') continue;
    const match =
      countryAt(text, index, token) ?? (listed.has(token.sentence) ? codeAt(index, token) : undefined);
    if (!match) continue;
    const shown = text.between(index, match.next - 1);
    index = match.next - 1;
    if (excluded.has(token.sentence))
      out.unmapped(
        text.path,
        'A country that is left out; the API has no list of excluded countries.',
        shown,
      );
    else if (cues.has(token.sentence)) out.add('countries', match.code);
    else out.unmapped(text.path, 'A country is named, but not as a place where trainers must live.', shown);
  }
}

function sentencesWith(text: TokenText, words: ReadonlySet<string>): Set<number> {
  const found = new Set<number>();
  for (let index = 0; index < text.tokens.length; index += 1) {
    const token = text.at(index);
    if (token && words.has(token.lower)) found.add(token.sentence);
  }
  return found;
}

/** "Countries: US, CA": only in such a list are all codes read, since "IN" and "NO" are mostly words. */
function codeAt(index: number, token: Token): { code: string; next: number } | undefined {
  const code = /^[A-Z]{2}$/.test(token.text) ? tryCountry(token.text) : undefined;
  return code === undefined ? undefined : { code, next: index + 1 };
}

/** Capitals are asked for: "us", "turkey" and "georgia" are something else, "US" is not. */
function countryAt(text: TokenText, index: number, token: Token): { code: string; next: number } | undefined {
  const short = token.text.length <= 3;
  if (short ? token.text !== token.text.toUpperCase() : token.text[0] !== token.text[0]?.toUpperCase())
    return undefined;
  for (const { words, code } of countriesFrom(token.lower)) {
    const next = text.phrase(index, words);
    if (next !== undefined) return { code, next };
  }
  return undefined;
}

const LEVEL_PHRASES: readonly [string, string, boolean][] = [
  ['any experience level', 'ANY_EXPERIENCE_LEVEL', false],
  ['any level of experience', 'ANY_EXPERIENCE_LEVEL', false],
  ['all experience levels', 'ANY_EXPERIENCE_LEVEL', false],
  ['all levels of experience', 'ANY_EXPERIENCE_LEVEL', false],
  ['any experience', 'ANY_EXPERIENCE_LEVEL', false],
  ['all levels', 'ANY_EXPERIENCE_LEVEL', false],
  ['entry level', 'ENTRY_LEVEL', false],
  ['no experience', 'ENTRY_LEVEL', false],
  ['no prior experience', 'ENTRY_LEVEL', false],
  ['no previous experience', 'ENTRY_LEVEL', false],
  ['beginner', 'ENTRY_LEVEL', false],
  ['beginners', 'ENTRY_LEVEL', false],
  ['junior', 'ENTRY_LEVEL', false],
  ['novice', 'ENTRY_LEVEL', false],
  ['intermediate', 'INTERMEDIATE', false],
  ['mid level', 'INTERMEDIATE', false],
  ['expert level', 'EXPERT', false],
  ['senior', 'EXPERT', false],
  ['highly experienced', 'EXPERT', false],
  ['expert', 'EXPERT', true],
  ['experts', 'EXPERT', true],
];
const LEVELS = LEVEL_PHRASES.map(([phrase, level, unsure]) => ({ words: phrase.split(' '), level, unsure }));
const LEVEL_STARTS = new Set(LEVELS.map(({ words }) => words[0]));

/** `experienceLevel`. Experience without a degree ("prior experience preferred") is no level. */
export function readExperience(
  text: TokenText,
  all: readonly Quantity[],
  moods: ClauseMoods,
  out: FieldCollector,
): void {
  for (let index = 0; index < text.tokens.length; index += 1) {
    const token = text.at(index);
    if (!token || !LEVEL_STARTS.has(token.lower)) continue;
    const hit = LEVELS.find(({ words }) => text.phrase(index, words) !== undefined);
    if (!hit) continue;
    const next = text.phrase(index, hit.words) ?? index + 1;
    // "intermediate English" grades the language, not the trainer.
    const graded = text.at(next);
    if (graded && tryLanguageWord(graded.text) !== undefined) continue;
    out.set('experienceLevel', hit.level, hit.unsure || moods.soft.has(token.clause));
    index = next - 1;
  }
  if (!out.has('experienceLevel')) readYears(text, all, out);
}

/** "5+ years of experience": the level is our reading of the number, so always doubtful. */
function readYears(text: TokenText, all: readonly Quantity[], out: FieldCollector): void {
  for (const { value, to } of all) {
    const unit = text.lower(to);
    if (unit !== 'years' && unit !== 'year' && unit !== 'yrs') continue;
    const window = [1, 2, 3, 4, 5].map((n) => text.lower(to + n));
    if (!window.some((word) => word.startsWith('experience'))) continue;
    const level = value >= 5 ? 'EXPERT' : value >= 2 ? 'INTERMEDIATE' : 'ENTRY_LEVEL';
    out.set('experienceLevel', level, true);
    return;
  }
}
