import type { JobField } from '../../../contract/index.ts';
import type { Finding } from './finding.ts';
import type { SpecReader } from './spec-reader.ts';
import { type SchemaFacts, schemaFacts } from './spec-schema.ts';

const WIRE_TYPES: Readonly<Record<JobField['type'], readonly string[]>> = {
  string: ['string'],
  number: ['number', 'integer'],
  string_set: ['array'],
};

/** The keys of a PATCH body against the table of job fields. `facts` are those of the body. */
export function compareUpdateKeys(
  reader: SpecReader,
  facts: SchemaFacts,
  fields: readonly JobField[],
  at: readonly string[],
): readonly Finding[] {
  if (facts.keys.size === 0) return [];
  const findings: Finding[] = [];
  for (const field of fields) {
    const schemas = facts.keys.get(field.key);
    if (schemas !== undefined) findings.push(...compareField(schemaFacts(reader, schemas), field, at));
    else if (!facts.partial) findings.push(goneKey(field.key, at));
  }
  const known = new Set(fields.map((field) => field.key));
  for (const key of facts.keys.keys()) if (!known.has(key)) findings.push(newKey(key, at));
  for (const key of facts.required) {
    findings.push({
      effect: 'breaks',
      kind: 'request key',
      subject: key,
      message: 'is required in every edit, and otform sends only what differs',
      at,
    });
  }
  return findings;
}

export function goneKey(key: string, at: readonly string[]): Finding {
  const message = 'is gone: jobs that declare it cannot be created or edited';
  return { effect: 'breaks', kind: 'update key', subject: key, message, at };
}

export function newKey(key: string, at: readonly string[]): Finding {
  const message = 'is new: otform has no attribute for it, extra_fields takes it';
  return { effect: 'addition', kind: 'update key', subject: key, message, at };
}

function compareField(facts: SchemaFacts, field: JobField, at: readonly string[]): readonly Finding[] {
  // A branch that could not be read may take what the others do not.
  if (facts.partial) return [];
  const findings: Finding[] = [];
  const wanted = WIRE_TYPES[field.type];
  const types = [...facts.types].filter((type) => type !== 'null');
  if (types.length > 0 && !types.some((type) => wanted.includes(type))) {
    const message = `takes ${types.join(' or ')}, and otform sends ${wanted[0] ?? 'text'} [${field.typeMark}]`;
    findings.push({ effect: 'breaks', kind: 'type', subject: field.key, message, at });
  }
  if (field.type === 'number' && field.integer !== true && types.length === 1 && types[0] === 'integer') {
    const message = 'takes whole numbers only; otform lets fractions pass';
    findings.push({ effect: 'differs', kind: 'type', subject: field.key, message, at });
  }
  if (facts.values !== undefined && field.enumValues !== undefined) {
    findings.push(...compareValues(field.key, field.enumValues, facts.values, at));
  }
  return findings;
}

/** A closed list of values against the one that otform knows. */
export function compareValues(
  key: string,
  known: readonly string[],
  served: readonly string[],
  at: readonly string[],
): readonly Finding[] {
  const gone = known.filter((value) => !served.includes(value));
  const fresh = [...new Set(served)].filter((value) => !known.includes(value));
  return [
    ...gone.map(
      (value): Finding => ({
        effect: 'breaks',
        kind: 'value',
        subject: `${key} ${value}`,
        message: 'is gone: jobs that declare it are refused',
        at,
      }),
    ),
    ...fresh.map(
      (value): Finding => ({
        effect: 'addition',
        kind: 'value',
        subject: `${key} ${value}`,
        message: 'is new: programs may declare it, the server’s list wins',
        at,
      }),
    ),
  ];
}
