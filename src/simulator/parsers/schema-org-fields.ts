import { fieldValue } from './field-values.ts';
import { htmlToText } from './html-text.ts';
import type { FieldCollector } from './parsed-source.ts';
import { placeSalary } from './salary.ts';
import { isObject, type JsonObject } from './schema-org-posting.ts';
import { readEmploymentType, readExperienceText, readSkills } from './text-fallback.ts';
import { parseDigits } from './text-numbers.ts';
import { tryCountry } from './vocabulary-countries.ts';
import { tryLanguage } from './vocabulary-languages.ts';

type Reader = (value: unknown, path: string, out: FieldCollector) => void;

/** How each property of a JobPosting becomes a field. Anything a reader cannot use it reports as unmapped. */
export const FIELD_READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['title', html('jobTitle')],
  ['description', html('jobDescription')],
  ['baseSalary', readBaseSalary],
  ['employmentType', eachText(readEmploymentType, 'The kind of employment has no field.')],
  ['applicantLocationRequirements', each(readCountry(false))],
  ['jobLocation', each(readCountry(true))],
  ['experienceRequirements', each(readExperience)],
  ['skills', eachText(readSkills, 'No label type, tool or language is recognised.')],
  ['totalJobOpenings', readOpenings],
  ['inLanguage', each(readLanguage)],
  ['industry', html('subjectMatter', true)],
  ['workHours', html('timeRequirement')],
]);

function html(key: string, low = false): Reader {
  return (value, path, out) => {
    const checked = fieldValue(key, typeof value === 'string' ? htmlToText(value) : value);
    if ('value' in checked) out.set(key, checked.value, low);
    else out.unmapped(path, checked.reason, value);
  };
}

function each(read: Reader): Reader {
  return (value, path, out) => {
    if (!Array.isArray(value)) read(value, path, out);
    else for (const [n, item] of value.entries()) read(item, `${path}[${n}]`, out);
  };
}

function eachText(use: (text: string, out: FieldCollector) => boolean, reason: string): Reader {
  return each((value, path, out) => {
    const text = nameOf(value);
    if (text === undefined || !use(text, out)) out.unmapped(path, reason, value);
  });
}

/** A text, or the `name` of an object. */
function nameOf(value: unknown): string | undefined {
  const name = isObject(value) ? (own(value, 'name') ?? own(value, 'alternateName')) : value;
  return typeof name === 'string' && name.trim() !== '' ? name : undefined;
}

function own(value: JsonObject, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A text field of an object, or undefined. */
function ownText(value: JsonObject, key: string): string | undefined {
  const text = own(value, key);
  return typeof text === 'string' ? text : undefined;
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? parseDigits(value.trim()) : undefined;
}

function readBaseSalary(value: unknown, path: string, out: FieldCollector): void {
  const amount: JsonObject = isObject(value) ? value : { value };
  const inner = own(amount, 'value');
  const quantity: JsonObject = isObject(inner) ? inner : { ...amount, value: inner };
  const exact = numberOf(own(quantity, 'value'));
  placeSalary(
    {
      path,
      currency: ownText(amount, 'currency') ?? ownText(quantity, 'currency'),
      interval: ownText(quantity, 'unitText') ?? ownText(amount, 'unitText') ?? unitOfCode(quantity),
      low: exact ?? numberOf(own(quantity, 'minValue')),
      high: exact === undefined ? numberOf(own(quantity, 'maxValue')) : undefined,
      shown: value,
    },
    out,
  );
}

/** UN/CEFACT code of the hour, the one unit code a salary of ours can have. */
function unitOfCode(quantity: JsonObject): string | undefined {
  const code = ownText(quantity, 'unitCode');
  return code === 'HUR' ? 'HOUR' : code;
}

function readCountry(low: boolean): Reader {
  return (value, path, out) => {
    const address = isObject(value) ? own(value, 'address') : undefined;
    const country = isObject(address) ? own(address, 'addressCountry') : (address ?? value);
    const name = nameOf(country) ?? (isObject(country) ? ownText(country, 'addressCountry') : undefined);
    const code = name === undefined ? undefined : tryCountry(name);
    // A place of work is not a rule about where trainers live, so it is doubtful.
    if (code !== undefined) out.add('countries', code, low);
    else out.unmapped(path, 'No country is recognised.', value);
  };
}

function readExperience(value: unknown, path: string, out: FieldCollector): void {
  const months = isObject(value) ? numberOf(own(value, 'monthsOfExperience')) : undefined;
  const text = months === undefined ? nameOf(value) : `${Math.floor(months / 12)} years of experience`;
  if (text === undefined || !readExperienceText(text, out))
    out.unmapped(path, 'No experience level is recognised.', value);
}

function readOpenings(value: unknown, path: string, out: FieldCollector): void {
  const checked = fieldValue('headcount', numberOf(value));
  if ('value' in checked && checked.value !== 0) out.set('headcount', checked.value);
  else out.unmapped(path, 'reason' in checked ? checked.reason : 'Expected a number above zero.', value);
}

function readLanguage(value: unknown, path: string, out: FieldCollector): void {
  const name = nameOf(value);
  const language = name === undefined ? undefined : tryLanguage(name);
  // It is the language of the posting; that trainers need it is a guess.
  if (language !== undefined) out.add('languages', language, true);
  else out.unmapped(path, 'No language is recognised.', value);
}
