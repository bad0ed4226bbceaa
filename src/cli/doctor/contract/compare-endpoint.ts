import { COMMON_ERRORS, type ContractEndpoint, type JobField } from '../../../contract/index.ts';
import { compareUpdateKeys } from './compare-updates.ts';
import type { Finding } from './finding.ts';
import {
  answerOf,
  bodySchemas,
  coversStatus,
  hasUnreadableParameter,
  isSuccess,
  queryParameters,
  requestSchemas,
  scopesOf,
  statusesOf,
} from './spec-operation.ts';
import type { SpecOperation, SpecReader } from './spec-reader.ts';
import { schemaFacts, schemasAt } from './spec-schema.ts';

/** What one endpoint gave. `unseen` are needed keys about which the document says nothing. */
export interface EndpointComparison {
  readonly findings: readonly Finding[];
  readonly unseen: readonly string[];
}

export function endpointName(endpoint: ContractEndpoint): string {
  return `${endpoint.method} ${endpoint.path}`;
}

/** One endpoint of the contract against the operation of that name. */
export function compareEndpoint(
  reader: SpecReader,
  endpoint: ContractEndpoint,
  fields: readonly JobField[],
): EndpointComparison {
  const name = endpointName(endpoint);
  const found = reader.find(name);
  if (found === undefined) {
    if (reader.cutOff) return { findings: [], unseen: [name] };
    const message = `is gone: without it, otform ${endpoint.without}`;
    return {
      findings: [{ effect: 'breaks', kind: 'endpoint', subject: name, message, at: [name] }],
      unseen: [],
    };
  }
  const answers = compareAnswer(reader, found, endpoint, name);
  return {
    findings: [
      ...compareStatuses(found, endpoint, name),
      ...compareScopes(found, endpoint, name),
      ...compareRequest(reader, found, endpoint, fields, name),
      ...answers.findings,
    ],
    unseen: [...undescribedUpdates(reader, found, endpoint, name), ...answers.unseen],
  };
}

function undescribedUpdates(
  reader: SpecReader,
  found: SpecOperation,
  endpoint: ContractEndpoint,
  name: string,
): readonly string[] {
  if (endpoint.sends !== 'update-keys') return [];
  return schemaFacts(reader, requestSchemas(reader, found)).keys.size > 0 ? [] : [`update keys of ${name}`];
}

function compareStatuses(found: SpecOperation, endpoint: ContractEndpoint, name: string): readonly Finding[] {
  const statuses = statusesOf(found);
  const findings: Finding[] = [];
  const at = [name];
  const successes = statuses.filter(isSuccess);
  const known = endpoint.success.map(({ status }) => status);
  if (successes.length > 0 && !known.some((status) => coversStatus(statuses, status))) {
    const message = `succeeds with ${successes.join(', ')}, and otform was built on ${known.join(' or ')}`;
    findings.push({ effect: 'breaks', kind: 'status', subject: name, message, at });
  } else {
    for (const status of successes.filter((value) => /^\d+$/.test(value) && !known.includes(Number(value)))) {
      const message = 'is a success that otform was not built on; it reads every 2xx as one';
      findings.push({ effect: 'differs', kind: 'status', subject: status, message, at });
    }
  }
  const errors = endpoint.errors.map(({ status }) => status);
  for (const status of errors) {
    // Documents seldom list server errors, and many have one row for all refusals.
    if (status >= 500 || statuses.includes('DEFAULT') || coversStatus(statuses, status)) continue;
    const message = 'is known from the documentation and not listed; otform still handles it';
    findings.push({ effect: 'differs', kind: 'status', subject: String(status), message, at });
  }
  for (const status of statuses.filter((value) => /^[345]\d\d$/.test(value))) {
    if ([...errors, ...COMMON].includes(Number(status))) continue;
    const message =
      'is not in the documentation that otform was built on; it is handled like others of its kind';
    findings.push({ effect: 'addition', kind: 'status', subject: status, message, at });
  }
  return findings;
}

function compareScopes(found: SpecOperation, endpoint: ContractEndpoint, name: string): readonly Finding[] {
  const alternatives = scopesOf(found);
  if (alternatives === null || endpoint.scopesMark !== 'D') return [];
  const granted = (scope: string) =>
    endpoint.scopes.some((known) => known === scope || scope === known.replace(/:write$/, ':read'));
  if (alternatives.some((scopes) => scopes.every(granted))) return [];
  const wanted = alternatives.map((scopes) => scopes.join(' and ')).join(', or ');
  const had = endpoint.scopes.length === 0 ? 'no scope' : endpoint.scopes.join(' or ');
  const message = `needs ${wanted}, and was known to need ${had}`;
  return [{ effect: 'breaks', kind: 'scope', subject: name, message, at: [name] }];
}

function compareRequest(
  reader: SpecReader,
  found: SpecOperation,
  endpoint: ContractEndpoint,
  fields: readonly JobField[],
  name: string,
): readonly Finding[] {
  const at = [name];
  if (endpoint.method === 'GET') return compareQuery(reader, found, endpoint, at);
  const facts = schemaFacts(reader, requestSchemas(reader, found));
  const { sends } = endpoint;
  if (sends === 'update-keys') return compareUpdateKeys(reader, facts, fields, at);
  const findings: Finding[] = [];
  for (const key of [...facts.required].filter((required) => !sends.includes(required))) {
    const message = 'is required in the request, and otform does not know it';
    findings.push({ effect: 'breaks', kind: 'request key', subject: key, message, at });
  }
  if (facts.keys.size === 0 || facts.partial) return findings;
  for (const key of sends.filter((sent) => !facts.keys.has(sent))) {
    // Without a key a repeated create is a second job, so its loss is never harmless.
    const breaks = facts.closed || key === 'idempotencyKey';
    const message = breaks
      ? 'is gone from the request, and otform sends it'
      : 'is not described in the request; otform sends it';
    findings.push({ effect: breaks ? 'breaks' : 'differs', kind: 'request key', subject: key, message, at });
  }
  for (const key of [...facts.keys.keys()].filter(
    (other) => !sends.includes(other) && !KNOWN_KEYS.has(other),
  )) {
    if (facts.required.has(key)) continue;
    const message = 'is new in the request; otform does not send it';
    findings.push({ effect: 'addition', kind: 'request key', subject: key, message, at });
  }
  return findings;
}

const COMMON = COMMON_ERRORS.map(({ status }) => status);

/** Documented, and not sent: `source.text` stands for it. */
const KNOWN_KEYS: ReadonlySet<string> = new Set(['rawJobDescription']);

function compareQuery(
  reader: SpecReader,
  found: SpecOperation,
  endpoint: ContractEndpoint,
  at: readonly string[],
): readonly Finding[] {
  const parameters = queryParameters(reader, found);
  const findings: Finding[] = [];
  for (const [key, parameter] of parameters) {
    if (parameter.required !== true || endpoint.sends.includes(key)) continue;
    const message = 'is required in the query, and otform does not send it';
    findings.push({ effect: 'breaks', kind: 'parameter', subject: key, message, at });
  }
  if (parameters.size === 0 || hasUnreadableParameter(reader, found)) return findings;
  if (endpoint.sends === 'update-keys') return findings;
  for (const key of endpoint.sends.filter((sent) => !parameters.has(sent))) {
    const breaks = key === 'cursor';
    const message = breaks
      ? 'is gone: otform would see the first page only'
      : 'is not described; otform sends it';
    findings.push({ effect: breaks ? 'breaks' : 'differs', kind: 'parameter', subject: key, message, at });
  }
  return findings;
}

function compareAnswer(
  reader: SpecReader,
  found: SpecOperation,
  endpoint: ContractEndpoint,
  name: string,
): EndpointComparison {
  const roots = bodySchemas(reader, answerOf(reader, found, 'success'));
  const findings: Finding[] = [];
  const unseen: string[] = [];
  for (const { path, reliance } of endpoint.reads) {
    const there = schemasAt(reader, roots, path);
    if ('undescribed' in there && reliance === 'needed') unseen.push(`${path} of ${name}`);
    if (!('missing' in there)) continue;
    const message =
      reliance === 'needed'
        ? `is gone from the answer: without it, otform ${endpoint.without}`
        : 'is not in the answer; otform makes do without';
    const effect = reliance === 'needed' ? 'breaks' : 'differs';
    findings.push({ effect, kind: 'answer key', subject: path, message, at: [name] });
  }
  return { findings, unseen };
}
