import { JOB_FIELDS, MAX_SOURCE_TEXT_CHARS, PRICE_KEY, tryFieldByKey } from '../contract/index.ts';
import type { AttributePath, Diagnostic } from './diagnostics.ts';
import { jsonFault } from './json-fault.ts';
import { sourceParts } from './source.ts';
import { checkSourceDocument } from './source-documents.ts';
import { ExactNumber, isObjectValue, isUnknown, type ObjectValue, type Value } from './values.ts';

function problem(code: string, summary: string, detail: string, attribute: AttributePath): Diagnostic {
  return {
    severity: 'error',
    code,
    summary,
    detail: `${detail} Nothing was sent.`,
    origin: 'config',
    attribute,
  };
}

const PRICES = JOB_FIELDS.filter((field) => field.unit === 'USD');

function checkNumbers(config: ObjectValue): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const field of JOB_FIELDS) {
    if (field.type !== 'number') continue;
    const value = config[field.attribute];
    const at = [field.attribute];
    if (value instanceof ExactNumber) {
      found.push(
        problem(
          'number-too-precise',
          'Number Too Precise',
          `${field.attribute} is ${value.text}, which has more digits than OpenTrain's JSON numbers keep.`,
          at,
        ),
      );
    } else if (typeof value === 'number') {
      if (field.unit === 'USD' ? value <= 0 : value < 0) {
        const least = field.unit === 'USD' ? 'more than 0 US dollars' : '0 or more';
        found.push(
          problem(
            'number-out-of-range',
            'Number Out Of Range',
            `${field.attribute} is ${value}; it must be ${least}.`,
            at,
          ),
        );
      }
      if (field.integer && !Number.isInteger(value)) {
        found.push(
          problem(
            'number-not-whole',
            'Whole Number Expected',
            `${field.attribute} is ${value}; it must be a whole number.`,
            at,
          ),
        );
      }
    }
  }
  return found;
}

function checkPrices(config: ObjectValue): Diagnostic[] {
  const set = PRICES.filter((field) => (config[field.attribute] ?? null) !== null);
  if (set.length > 1) {
    const names = set.map((field) => field.attribute);
    return [
      problem(
        'two-prices',
        'More Than One Price',
        `${names.join(' and ')} are both set; a job has the one price of its payment_type. Keep one and remove the others.`,
        [names[1] ?? 'payment_type'],
      ),
    ];
  }
  const [price] = set;
  const type = config.payment_type;
  if (!price || typeof type !== 'string' || !(type in PRICE_KEY)) return [];
  const wanted = PRICE_KEY[type as keyof typeof PRICE_KEY];
  if (wanted === price.key) return [];
  const wantedAttribute = tryFieldByKey(wanted)?.attribute ?? wanted;
  return [
    problem(
      'price-mismatch',
      'Price Does Not Fit The Payment Type',
      `payment_type is ${type}, whose price is ${wantedAttribute}, but ${price.attribute} is set.`,
      [price.attribute],
    ),
  ];
}

function checkText(config: ObjectValue): Diagnostic[] {
  return ['job_title', 'job_description'].flatMap((name) => {
    const value = config[name];
    if (typeof value !== 'string' || value.trim() !== '') return [];
    return [
      problem(
        'text-empty',
        'Empty Text',
        `${name} is empty; leave it out to let OpenTrain's parser fill it.`,
        [name],
      ),
    ];
  });
}

function sourceSaysNothing(): Diagnostic {
  return {
    severity: 'warning',
    code: 'source-says-nothing',
    summary: 'Source Says Nothing',
    detail:
      'source is there, but none of text, canonical, schema_org, indeed_xml and hr_xml is set: it counts as left out. ' +
      'A new job is drafted from its title and description then. Set one of them, or remove source.',
    origin: 'config',
    attribute: ['source'],
  };
}

function checkSource(config: ObjectValue): Diagnostic[] {
  const source = config.source ?? null;
  if (source === null || isUnknown(source) || !isObjectValue(source)) return [];
  const parts = sourceParts(source);
  // What terraform writes for an imported job, whose source nobody knows: it must plan as it stands.
  if (parts.length === 0) return [sourceSaysNothing()];
  const names = parts.map(([name]) => name);
  // An unknown part may turn out to be null, so only known ones can be too many by now.
  if (parts.filter(([, value]) => !isUnknown(value)).length > 1) {
    return [
      problem(
        'source-not-one',
        'Exactly One Source Expected',
        `source takes exactly one of text, canonical, schema_org, indeed_xml and hr_xml; ${names.join(' and ')} are set.`,
        ['source'],
      ),
    ];
  }
  const [part] = parts;
  if (!part || typeof part[1] !== 'string') return [];
  const [name, text] = part;
  const at = ['source', name];
  if (name === 'text') {
    const length = [...text].length;
    if (text.trim() === '')
      return [problem('source-empty', 'Empty Source Text', 'source.text is empty.', at)];
    if (length > MAX_SOURCE_TEXT_CHARS) {
      return [
        problem(
          'source-too-long',
          'Source Text Too Long',
          `source.text has ${length} characters; OpenTrain takes at most ${MAX_SOURCE_TEXT_CHARS}.`,
          at,
        ),
      ];
    }
    return [];
  }
  const declared = { title: isDeclared(config.job_title), description: isDeclared(config.job_description) };
  return checkSourceDocument(name, text, declared).map(({ severity, code, summary, detail }) =>
    severity === 'error'
      ? problem(code, summary, detail, at)
      : { severity, code, summary, detail, origin: 'config', attribute: at },
  );
}

function isDeclared(value: Value | undefined): boolean {
  return value !== undefined && value !== null;
}

function checkExtraFields(config: ObjectValue): Diagnostic[] {
  const text = config.extra_fields;
  if (typeof text !== 'string') return [];
  const fault = jsonFault(text);
  if (fault !== null) {
    const detail = `extra_fields must be a JSON object; at character ${fault.offset + 1}: ${fault.reason}.`;
    return [problem('extra-fields-malformed', 'Extra Fields Are Not JSON', detail, ['extra_fields'])];
  }
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return [
      problem(
        'extra-fields-malformed',
        'Extra Fields Are Not An Object',
        'extra_fields must be a JSON object of update keys.',
        ['extra_fields'],
      ),
    ];
  }
  return Object.keys(parsed).flatMap((key) => {
    const field = tryFieldByKey(key);
    return field
      ? [
          problem(
            'extra-field-known',
            'Extra Field Has Its Own Attribute',
            `extra_fields sets "${key}"; use the attribute ${field.attribute} instead.`,
            ['extra_fields'],
          ),
        ]
      : [];
  });
}

function checkEnums(config: ObjectValue): Diagnostic[] {
  const found: Diagnostic[] = JOB_FIELDS.flatMap((field) => {
    const value = config[field.attribute];
    if (!field.enumValues || typeof value !== 'string' || field.enumValues.includes(value)) return [];
    return [
      {
        severity: 'warning' as const,
        code: 'enum-not-known',
        summary: 'Value Not Known To This Version',
        detail:
          `${field.attribute} is "${value}"; this version knows ${field.enumValues.join(', ')}. ` +
          'The plan asks the server, whose list wins.',
        origin: 'config' as const,
        attribute: [field.attribute],
      },
    ];
  });
  const onDestroy = config.on_destroy;
  if (typeof onDestroy === 'string' && onDestroy !== 'close' && onDestroy !== 'abandon') {
    found.push(
      problem(
        'on-destroy-value',
        'Value Not Allowed',
        `on_destroy is "${onDestroy}"; it takes "close" or "abandon".`,
        ['on_destroy'],
      ),
    );
  }
  return found;
}

/** Every mistake of one job's configuration that can be seen without a server. Unknown values pass. */
export function validateJob(config: ObjectValue): readonly Diagnostic[] {
  return [
    ...checkSource(config),
    ...checkText(config),
    ...checkEnums(config),
    ...checkPrices(config),
    ...checkNumbers(config),
    ...checkExtraFields(config),
  ];
}
