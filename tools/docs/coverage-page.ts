import {
  type ContractEndpoint,
  type ContractStatus,
  ENDPOINTS,
  JOB_FIELDS,
  OPEN_QUESTIONS,
} from '../../src/contract/index.ts';
import { describeDialects } from '../../src/simulator/index.ts';
import { code, codes, table } from './markdown.ts';
import { QUESTION_DIALECTS } from './question-dialects.ts';

/** A status with its mark, where it is not documented. */
function statusText({ status, mark }: ContractStatus): string {
  return mark === 'D' ? String(status) : `${status} [${mark}]`;
}

function endpointRow(endpoint: ContractEndpoint): readonly string[] {
  const { method, path, family, success, errors, scopes, without, source } = endpoint;
  return [
    code(`${method} ${family === 'public' ? `/api/public/v1${path}` : path}`),
    scopes.length === 0 ? '' : scopes.map(code).join(' or '),
    success.map(statusText).join(', '),
    errors.map(statusText).join(', '),
    `otform ${without}`,
    source,
  ];
}

function fieldRows(): readonly (readonly string[])[] {
  return JOB_FIELDS.map(({ key, attribute, type, typeMark, required, enumValues, source }) => [
    code(key),
    code(attribute),
    `${type === 'string_set' ? 'set of texts' : type} [${typeMark}]`,
    enumValues === undefined ? '' : String(enumValues.length),
    required === undefined
      ? ''
      : `${required.when === 'always' ? 'always' : `for ${required.when.paymentType}`} [${required.mark}]`,
    source,
  ]);
}

function questionRows(): readonly (readonly string[])[] {
  return OPEN_QUESTIONS.map(({ id, question, mark, assumed }) => [
    `[${mark}]`,
    question,
    assumed,
    codes(QUESTION_DIALECTS[id] ?? []),
  ]);
}

/** Switches about points that no document can settle, so that no open question asks for them. */
function furtherRows(): readonly (readonly string[])[] {
  const asked = new Set(Object.values(QUESTION_DIALECTS).flat());
  return describeDialects()
    .filter(({ key, documentOnly }) => !asked.has(key) && documentOnly !== true)
    .map(({ key, mark, doc }) => [`[${mark}]`, doc, code(key)]);
}

/** Generated sections of docs/api-coverage.md. */
export function coverageSections(): Readonly<Record<string, string>> {
  return {
    endpoints: table(
      ['endpoint', 'scope', 'success', 'errors', 'without it', 'page'],
      ENDPOINTS.map(endpointRow),
    ),
    fields: table(['update key', 'attribute', 'type', 'values', 'needed to publish', 'pages'], fieldRows()),
    questions: table(['mark', 'open question', 'otform assumes', 'dialect switches'], questionRows()),
    further: table(['mark', 'what may be', 'dialect switch'], furtherRows()),
  };
}
