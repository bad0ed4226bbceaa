import { fieldValue } from './field-values.ts';
import { htmlToText } from './html-text.ts';
import { FieldCollector, type ParsedSource } from './parsed-source.ts';
import { sourceError } from './source-error.ts';
import { fillFromDescription, readEmploymentType, readExperienceText } from './text-fallback.ts';
import { quantities } from './text-numbers.ts';
import { readPayment } from './text-payment.ts';
import { TokenText } from './text-tokens.ts';
import { tryCountry } from './vocabulary-countries.ts';
import { tryLanguage } from './vocabulary-languages.ts';
import { parseXml, walk, type XmlElement } from './xml-document.ts';

const REASONS = new Map([
  ['referencenumber', 'An identifier of the source; send it as externalId.'],
  ['requisitionid', 'An identifier of the source; send it as externalId.'],
  ['date', 'The date of a listing is set when it is published.'],
  ['expirationdate', 'The end date of a listing cannot be set.'],
  ['company', 'The job belongs to the account of the token.'],
]);
const TEXT_FIELDS = new Map([
  ['title', 'jobTitle'],
  ['description', 'jobDescription'],
  ['category', 'subjectMatter'],
]);

/**
 * Fields of an Indeed feed: `<source>` with one `<job>`, or the `<job>` alone.
 *
 * @throws SourceError if the XML is malformed or does not hold exactly one job.
 */
export function parseIndeedXml(xml: string | undefined): ParsedSource {
  const job = onlyJob(parseXml(xml));
  const out = new FieldCollector();
  for (const element of job.children) {
    if (element.children.length > 0) reportLeaves(element, out);
    else if (element.text !== '') readElement(element, out);
  }
  fillFromDescription(out);
  return out.finish('indeed_xml');
}

function onlyJob(root: XmlElement): XmlElement {
  const at = { line: root.line, column: root.column };
  if (root.name === 'job') return root;
  if (root.name !== 'source')
    throw sourceError(['xml'], `Expected <source> or <job> as the root of the feed, got <${root.name}>.`, at);
  const jobs = root.children.filter(({ name }) => name === 'job');
  const [job] = jobs;
  if (!job || jobs.length > 1)
    throw sourceError(['xml'], `The feed holds ${jobs.length} jobs; a draft is made of exactly one.`, at);
  return job;
}

function readElement(element: XmlElement, out: FieldCollector): void {
  const name = element.name.toLowerCase();
  const used = use(name, element, out);
  if (!used)
    out.unmapped(element.path, REASONS.get(name) ?? 'No field of a job takes this value.', element.text);
}

function use(name: string, element: XmlElement, out: FieldCollector): boolean {
  const field = TEXT_FIELDS.get(name);
  if (field) return setText(field, element, out);
  switch (name) {
    case 'salary':
      return readSalary(element, out);
    case 'country':
      return readList(element, 'countries', tryCountry, out);
    case 'language':
    case 'languages':
      return readList(element, 'languages', tryLanguage, out);
    case 'experience':
      return readExperienceText(element.text, out);
    case 'jobtype':
      return readEmploymentType(element.text, out);
    default:
      return false;
  }
}

function setText(key: string, element: XmlElement, out: FieldCollector): boolean {
  const checked = fieldValue(key, htmlToText(element.text));
  if ('value' in checked) out.set(key, checked.value, key === 'subjectMatter');
  return 'value' in checked;
}

function readSalary(element: XmlElement, out: FieldCollector): boolean {
  const text = new TokenText(element.text, element.path);
  const all = quantities(text);
  readPayment(text, all, out);
  return all.length > 0;
}

/** A comma list; false if no item is recognised, so that the caller reports the whole. */
function readList(
  element: XmlElement,
  key: string,
  recognise: (item: string) => string | undefined,
  out: FieldCollector,
): boolean {
  let used = false;
  const unknown: string[] = [];
  for (const item of element.text.split(/[,;|]/)) {
    const value = recognise(item);
    if (value === undefined) unknown.push(item.trim());
    else out.add(key, value);
    used ||= value !== undefined;
  }
  if (used) for (const item of unknown) out.unmapped(element.path, 'Not recognised.', item);
  return used;
}

function reportLeaves(element: XmlElement, out: FieldCollector): void {
  for (const { path, text } of walk(element))
    if (text !== '') out.unmapped(path, 'No field of a job takes this value.', text);
}
