import { MAX_SOURCE_TEXT_CHARS } from '../../contract/index.ts';
import { FieldCollector } from './parsed-source.ts';
import { readText } from './text.ts';
import { quantities } from './text-numbers.ts';
import { clauseMoods, readExperience, readLanguages } from './text-requirements.ts';
import { TokenText } from './text-tokens.ts';
import { readLabelTypes, readTools } from './text-work.ts';

const PAYMENT_KEYS = new Set(['paymentType', 'pricePerLabel', 'pricePerHour', 'fixedPrice', 'budgetRange']);

/**
 * Fields that a structured source left open and its description tells: all of them doubtful, since a feed that has an
 * element for something and does not use it may mean the text otherwise.
 */
export function fillFromDescription(out: FieldCollector): void {
  const description = out.get('jobDescription');
  if (typeof description !== 'string' || description.length > MAX_SOURCE_TEXT_CHARS) return;
  const found = new FieldCollector();
  readText(new TokenText(description), found);
  const paid = out.has('paymentType');
  for (const [key, value] of Object.entries(found.finish('text').fields)) {
    if (out.has(key) || (paid && PAYMENT_KEYS.has(key))) continue;
    out.set(key, value, true);
  }
}

/** What a list of skills or competencies says about label types, tools and languages; true if anything. */
export function readSkills(value: string, out: FieldCollector): boolean {
  const text = new TokenText(value.normalize('NFC').slice(0, MAX_SOURCE_TEXT_CHARS));
  const found = new FieldCollector();
  readLabelTypes(text, found);
  readLanguages(text, clauseMoods(text), found);
  readTools(text, found);
  const { fields, lowConfidence } = found.finish('text');
  for (const [key, item] of Object.entries(fields)) {
    const low = lowConfidence.includes(key);
    if (Array.isArray(item)) for (const one of item) out.add(key, String(one), low);
    else out.set(key, item, low);
  }
  return Object.keys(fields).length > 0;
}

/** `experienceLevel` from a text that is only about experience; true if it names one. */
export function readExperienceText(value: string, out: FieldCollector): boolean {
  const text = new TokenText(value.normalize('NFC').slice(0, MAX_SOURCE_TEXT_CHARS));
  const found = new FieldCollector();
  readExperience(text, quantities(text), clauseMoods(text), found);
  const level = found.get('experienceLevel');
  if (level === undefined) return false;
  out.set('experienceLevel', level, found.isLow('experienceLevel'));
  return true;
}

/** `timeRequirement` from an employment type such as `FULL_TIME`; false for types that say nothing about time. */
export function readEmploymentType(value: string, out: FieldCollector): boolean {
  const plain = value.toLowerCase().replace(/[^a-z]/g, '');
  if (plain !== 'fulltime' && plain !== 'parttime') return false;
  out.set('timeRequirement', plain === 'fulltime' ? 'Full time' : 'Part time');
  return true;
}
