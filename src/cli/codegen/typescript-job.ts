import { PAYMENT_TYPES, PRICE_KEY } from '../../contract/index.ts';
import type { SourceAttribute } from '../../provider/source.ts';
import { sanitiseLine } from '../terminal/sanitise.ts';
import { extraFieldsOf, type JobCode, tableFields } from './job-code.ts';
import { typescriptString, typescriptValue } from './typescript-value.ts';

const SOURCE_MAKER: Readonly<Record<SourceAttribute, string>> = {
  text: 'text',
  canonical: 'canonical',
  schema_org: 'schemaOrg',
  indeed_xml: 'indeedXml',
  hr_xml: 'hrXml',
};

const PAY_MAKER: Readonly<Record<string, string>> = {
  PAY_PER_LABEL: 'perLabel',
  PAY_PER_HOUR: 'perHour',
  FIXED_PRICE: 'fixed',
};

/** Words that cannot name a function in a module, and the names that the module imports. */
const TAKEN = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield ' +
    'Construct Job JobSource Pay'
  ).split(' '),
);

/** Name of the function that declares the job: `image-labels` is `imageLabels`. */
export function functionName(name: string): string {
  const camel = name.replace(/[-_]+([A-Za-z0-9]?)/g, (_whole, letter: string) => letter.toUpperCase());
  return TAKEN.has(camel) ? `${camel}Job` : camel;
}

/** A module that exports a function which declares the job in a scope. */
export function typescriptModule(job: JobCode): string {
  const properties = jobProperties(job);
  const used = ['Job', ...(job.source === null ? [] : ['JobSource']), ...(usesPay(job) ? ['Pay'] : [])];
  return `import type { Construct } from 'constructs';
import { ${used.join(', ')} } from 'otform';

${docComment(job.notes)}export function ${functionName(job.name)}(scope: Construct): Job {
  return new Job(scope, ${typescriptString(job.name)}, {
${properties.map((line) => `    ${line}\n`).join('')}  });
}
`;
}

function docComment(notes: readonly string[]): string {
  if (notes.length === 0) return '';
  const lines = notes.map((note) => sanitiseLine(note).replaceAll('*/', '* /'));
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`;
}

function jobProperties(job: JobCode): string[] {
  const lines: string[] = [];
  if (job.source !== null) {
    const maker = SOURCE_MAKER[job.source.attribute];
    lines.push(`source: JobSource.${maker}(${typescriptString(job.source.text)}),`);
  }
  const pay = usesPay(job);
  for (const { field, value } of tableFields(job.fields)) {
    if (pay && field.key === 'paymentType') lines.push(`pay: ${payCall(job)},`);
    else if (!pay || !isPrice(field.key)) lines.push(`${field.key}: ${typescriptValue(value)},`);
  }
  const extra = extraFieldsOf(job.fields);
  if (extra !== null) lines.push(`extraFields: ${typescriptValue(extra)},`);
  if (job.identity !== null) {
    lines.push(`externalId: ${typescriptString(job.identity.externalId)},`);
    lines.push(`idempotencyKey: ${typescriptString(job.identity.idempotencyKey)},`);
  }
  if (!job.publish) {
    lines.push('// A draft. Remove this line, and `otform apply` publishes the job.', 'publish: false,');
  }
  return lines;
}

function isPrice(key: string): boolean {
  return Object.values(PRICE_KEY).includes(key);
}

/** `Pay` says payment type and price in one: only where both are declared and belong together. */
function usesPay(job: JobCode): boolean {
  const type = PAYMENT_TYPES.find((candidate) => candidate === job.fields.paymentType);
  if (type === undefined) return false;
  const prices = Object.values(PRICE_KEY).filter((key) => job.fields[key] !== undefined);
  return prices.length === 1 && prices[0] === PRICE_KEY[type];
}

function payCall(job: JobCode): string {
  const type = PAYMENT_TYPES.find((candidate) => candidate === job.fields.paymentType);
  const price = type === undefined ? undefined : job.fields[PRICE_KEY[type]];
  return `Pay.${PAY_MAKER[type ?? ''] ?? 'fixed'}(${typescriptValue(price)})`;
}
