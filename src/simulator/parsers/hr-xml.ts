import { fieldValue } from './field-values.ts';
import { hrSalary } from './hr-xml-pay.ts';
import { htmlToText } from './html-text.ts';
import { FieldCollector, type ParsedSource } from './parsed-source.ts';
import { placeSalary } from './salary.ts';
import { sourceError } from './source-error.ts';
import { fillFromDescription, readEmploymentType, readExperienceText, readSkills } from './text-fallback.ts';
import { parseDigits } from './text-numbers.ts';
import { tryCountry } from './vocabulary-countries.ts';
import { tryLanguage } from './vocabulary-languages.ts';
import { parseXml, walk, type XmlElement } from './xml-document.ts';

/** Elements that are one position, in the dialects of HR-XML 1, 2 and 3. */
const POSITIONS = new Set(['PositionOpening', 'JobPositionPosting']);
const TITLES = new Set(['PositionTitle', 'JobPositionTitle', 'Title']);
const DESCRIPTIONS = new Set([
  'PositionFormattedDescription',
  'FormattedPositionDescription',
  'JobPositionDescription',
  'PositionDescription',
  'Description',
]);
const PAY = new Set(['BasePay', 'RatePerHour', 'PieceRate']);
const OPENINGS = new Set(['NumberToFill', 'NumberOfOpenings', 'OpenQuantity']);
const COMPETENCIES = new Set([
  'Competency',
  'PositionCompetency',
  'LanguageCompetency',
  'Language',
  'LanguageCode',
]);
const LEVELS = new Set([
  'CareerLevel',
  'ExperienceLevel',
  'ExperienceSummary',
  'RequiredExperience',
  'YearsOfExperience',
]);
const SCHEDULES = new Set([
  'PositionSchedule',
  'Schedule',
  'PositionScheduleTypeCode',
  'PositionClassification',
]);
/** Addresses in these are the employer's, not the place of work. */
const EMPLOYER = new Set([
  'HiringOrg',
  'PositionSupplier',
  'Organization',
  'PositionContact',
  'Contact',
  'ContactMethod',
  'ApplyInfo',
  'HowToApply',
  'ApplicationArea',
  'Sender',
]);

type Use = (element: XmlElement, out: FieldCollector) => boolean;

/**
 * Fields of an HR-XML position (`PositionOpening`, `JobPositionPosting`), also inside an envelope. Elements are
 * matched by local name at any depth, since the versions nest them differently.
 *
 * @throws SourceError if the XML is malformed or does not hold exactly one position.
 */
export function parseHrXml(xml: string | undefined): ParsedSource {
  const root = parseXml(xml);
  const positions = [...walk(root)].filter(({ name }) => POSITIONS.has(name));
  const [position] = positions;
  if (!position || positions.length > 1)
    throw sourceError(
      ['xml'],
      `The document holds ${positions.length} positions (PositionOpening, JobPositionPosting); a draft is made of exactly one.`,
      { line: root.line, column: root.column },
    );
  const out = new FieldCollector();
  visit(position, out);
  fillFromDescription(out);
  return out.finish('hr_xml');
}

function visit(element: XmlElement, out: FieldCollector): void {
  const use = EMPLOYER.has(element.name) ? undefined : userOf(element.name);
  if (use?.(element, out)) return;
  if (element.text !== '') out.unmapped(element.path, 'No field of a job takes this value.', element.text);
  for (const child of element.children) EMPLOYER.has(element.name) ? report(child, out) : visit(child, out);
}

function report(element: XmlElement, out: FieldCollector): void {
  for (const { path, text } of walk(element))
    if (text !== '') out.unmapped(path, 'The job belongs to the account of the token.', text);
}

function userOf(name: string): Use | undefined {
  if (TITLES.has(name)) return setText('jobTitle');
  if (DESCRIPTIONS.has(name)) return setText('jobDescription');
  if (PAY.has(name)) return usePay;
  if (OPENINGS.has(name)) return useOpenings;
  if (COMPETENCIES.has(name)) return useCompetency;
  if (LEVELS.has(name)) return useLevel;
  if (SCHEDULES.has(name)) return (element, out) => readEmploymentType(element.text, out);
  if (name === 'CountryCode' || name === 'Country') return useCountry;
  return undefined;
}

/** The text of an element and of all below it, one line each. */
function deepText(element: XmlElement): string {
  return [...walk(element)]
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join('\n');
}

function setText(key: string): Use {
  return (element, out) => {
    const checked = fieldValue(key, htmlToText(deepText(element)));
    if (out.has(key) || !('value' in checked)) return false;
    out.set(key, checked.value);
    return true;
  };
}

function usePay(element: XmlElement, out: FieldCollector): boolean {
  placeSalary(hrSalary(element), out);
  return true;
}

function useOpenings(element: XmlElement, out: FieldCollector): boolean {
  const checked = fieldValue('headcount', parseDigits(element.text));
  if (!('value' in checked) || checked.value === 0) return false;
  out.set('headcount', checked.value);
  return true;
}

function useCompetency(element: XmlElement, out: FieldCollector): boolean {
  const name = element.attributes.get('name') ?? deepText(element).split('\n', 1)[0] ?? '';
  const language = tryLanguage(name);
  if (language !== undefined) out.add('languages', language);
  else if (!readSkills(name, out)) {
    out.unmapped(element.path, 'No language, label type or tool is recognised.', name);
  }
  return true;
}

function useLevel(element: XmlElement, out: FieldCollector): boolean {
  const text = deepText(element);
  return readExperienceText(element.name === 'YearsOfExperience' ? `${text} years of experience` : text, out);
}

function useCountry(element: XmlElement, out: FieldCollector): boolean {
  const code = tryCountry(element.text);
  if (code === undefined) return false;
  // The place of work; that trainers must live there is a guess.
  out.add('countries', code, true);
  return true;
}
