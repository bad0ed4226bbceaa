import type { SchemaFacet, SpecLook } from '../../../contract/index.ts';
import { asText, type JsonObject } from './json-values.ts';
import {
  answerOf,
  bodySchemas,
  coversStatus,
  headerNames,
  isSuccess,
  queryParameters,
  requestSchemas,
  scopesOf,
  statusesOf,
} from './spec-operation.ts';
import type { SpecOperation, SpecReader } from './spec-reader.ts';
import { type SchemaFacts, schemaFacts, schemasAt } from './spec-schema.ts';

/** Names shown of a long list. */
const MAX_NAMES = 40;

/** What the document says where this look points, as a phrase; null when it says nothing. */
export function lookUp(reader: SpecReader, look: SpecLook): string | null {
  const found = reader.find(look.at);
  if (look.what === 'operation') return operationPhrase(reader, look.at, found);
  return found === undefined ? null : phraseOf(reader, look, found);
}

function operationPhrase(reader: SpecReader, at: string, found: SpecOperation | undefined): string | null {
  if (found !== undefined) {
    const summary = asText(found.operation.summary);
    return summary === undefined ? `${at} exists` : `${at} exists (${summary})`;
  }
  const outside = at.includes(' /api/agent/') && !reader.describesAgentCalls;
  return outside || reader.cutOff ? null : `no ${at}`;
}

function phraseOf(
  reader: SpecReader,
  look: Exclude<SpecLook, { what: 'operation' }>,
  found: SpecOperation,
): string | null {
  switch (look.what) {
    case 'success-statuses':
      return names(statusesOf(found).filter(isSuccess));
    case 'error-statuses':
      return names(statusesOf(found).filter((status) => !isSuccess(status)));
    case 'statuses':
      return statusesPhrase(reader, found, look.statuses);
    case 'scopes': {
      const alternatives = scopesOf(found);
      return alternatives === null ? null : alternatives.map((scopes) => scopes.join(' and ')).join(', or ');
    }
    case 'parameters':
      return labelled('query', names([...queryParameters(reader, found).keys()]));
    case 'parameter': {
      const parameter = queryParameters(reader, found).get(look.name);
      if (parameter === undefined) return null;
      const facts = schemaFacts(reader, parameter.schema === undefined ? [] : [parameter.schema]);
      return labelled(look.name, facetsPhrase(reader, facts, look.facets));
    }
    case 'request':
    case 'answer':
      return valuePhrase(reader, rootsOf(reader, look, found), look.key, look.facets);
    case 'request-keys':
    case 'answer-keys':
      return keysPhrase(reader, rootsOf(reader, look, found), look.key);
    case 'error-keys':
      return keysPhrase(reader, bodySchemas(reader, answerOf(reader, found, look.status)), look.key);
    case 'headers':
      return headersPhrase(reader, answerOf(reader, found, look.status), look.names);
  }
}

function rootsOf(
  reader: SpecReader,
  look: Extract<SpecLook, { what: 'request' | 'answer' | 'request-keys' | 'answer-keys' }>,
  found: SpecOperation,
): readonly unknown[] {
  return look.what.startsWith('request')
    ? requestSchemas(reader, found)
    : bodySchemas(reader, answerOf(reader, found, 'success'));
}

function statusesPhrase(reader: SpecReader, found: SpecOperation, wanted: readonly number[]): string | null {
  const statuses = statusesOf(found);
  const listed = wanted.filter((status) => coversStatus(statuses, status));
  if (listed.length === 0) return null;
  return listed
    .map((status) => {
      const description = asText(answerOf(reader, found, status)?.description);
      return description === undefined || description === '' ? String(status) : `${status} (${description})`;
    })
    .join(', ');
}

function headersPhrase(
  reader: SpecReader,
  answer: JsonObject | undefined,
  wanted: readonly string[],
): string | null {
  const lower = wanted.map((name) => name.toLowerCase());
  return names(headerNames(reader, answer).filter((name) => lower.includes(name.toLowerCase())));
}

function valuePhrase(
  reader: SpecReader,
  roots: readonly unknown[],
  key: string,
  facets: readonly SchemaFacet[],
): string | null {
  const there = schemasAt(reader, roots, key);
  if ('undescribed' in there) return null;
  if ('missing' in there) return `${key} is not declared`;
  const facts = schemaFacts(reader, there.schemas);
  return labelled(key, facetsPhrase(reader, facts, facets));
}

function keysPhrase(reader: SpecReader, roots: readonly unknown[], key: string): string | null {
  const there = schemasAt(reader, roots, key);
  if ('undescribed' in there) return null;
  if ('missing' in there) return `${key} is not declared`;
  const facts = schemaFacts(reader, there.schemas);
  if (facts.values !== undefined) return labelled(key, names(facts.values));
  return labelled(key, names([...facts.keys.keys()]));
}

function facetsPhrase(reader: SpecReader, facts: SchemaFacts, facets: readonly SchemaFacet[]): string | null {
  const parts = facets.flatMap((facet) => facetText(reader, facts, facet) ?? []);
  return parts.length === 0 ? null : parts.join(', ');
}

function facetText(reader: SpecReader, facts: SchemaFacts, facet: SchemaFacet): string | null {
  const types = [...facts.types].filter((type) => type !== 'null');
  switch (facet) {
    case 'type':
      return types.length === 0 ? null : types.join(' or ');
    case 'enum':
      return facts.values === undefined ? null : `one of ${names(facts.values) ?? 'none'}`;
    case 'items': {
      const inner = [...schemaFacts(reader, facts.items).types];
      return inner.length === 0 ? null : `of ${inner.join(' or ')}`;
    }
    case 'nullable':
      if (!facts.described) return null;
      return facts.types.has('null') ? 'null is taken' : 'null is not taken';
    case 'additionalProperties':
      if (!facts.described) return null;
      return facts.closed ? 'other keys are refused' : 'other keys are not ruled out';
    default: {
      const value = facts.facets.get(facet);
      return value === undefined ? null : `${facet} ${plain(value)}`;
    }
  }
}

function labelled(key: string, phrase: string | null): string | null {
  if (phrase === null) return null;
  return key === '' ? phrase : `${key}: ${phrase}`;
}

function names(all: readonly string[]): string | null {
  if (all.length === 0) return null;
  const more = all.length > MAX_NAMES ? ` and ${all.length - MAX_NAMES} more` : '';
  return [...new Set(all)].slice(0, MAX_NAMES).join(', ') + more;
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
