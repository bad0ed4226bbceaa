import { asList, asObject, asText, type JsonObject, member } from './json-values.ts';
import type { SpecOperation, SpecReader } from './spec-reader.ts';

/** Statuses of an operation: `201`, `4XX`, `default`. */
export function statusesOf(found: SpecOperation): readonly string[] {
  return Object.keys(asObject(found.operation.responses) ?? {}).map((status) => status.toUpperCase());
}

/** Whether one of the statuses covers this number. */
export function coversStatus(statuses: readonly string[], status: number): boolean {
  return statuses.includes(String(status)) || statuses.includes(`${Math.floor(status / 100)}XX`);
}

export function isSuccess(status: string): boolean {
  return status.startsWith('2');
}

/** The answer of a status, by its number, its range, or `default`; of a success, the first that has a body. */
export function answerOf(
  reader: SpecReader,
  found: SpecOperation,
  status: number | 'success',
): JsonObject | undefined {
  const responses = asObject(found.operation.responses) ?? {};
  const names = Object.keys(responses);
  const wanted =
    status === 'success'
      ? names.filter(isSuccess)
      : [String(status), `${Math.floor(status / 100)}XX`, `${Math.floor(status / 100)}xx`, 'default'];
  const answers: JsonObject[] = [];
  for (const name of wanted) {
    const answer = asObject(reader.resolve(member(responses, name)));
    if (answer !== undefined) answers.push(answer);
  }
  return answers.find((answer) => bodySchemas(reader, answer).length > 0) ?? answers[0];
}

/** Schemas of a body, JSON before any other form. */
export function bodySchemas(reader: SpecReader, holder: unknown): readonly unknown[] {
  const content = asObject(member(reader.resolve(holder), 'content')) ?? {};
  const forms = Object.entries(content).sort(
    ([a], [b]) => Number(b.includes('json')) - Number(a.includes('json')),
  );
  for (const [, form] of forms) {
    const schema = member(reader.resolve(form), 'schema');
    if (schema !== undefined) return [schema];
  }
  return [];
}

export function requestSchemas(reader: SpecReader, found: SpecOperation): readonly unknown[] {
  return bodySchemas(reader, found.operation.requestBody);
}

/** Query parameters by name, with their schemas. */
export function queryParameters(reader: SpecReader, found: SpecOperation): ReadonlyMap<string, JsonObject> {
  const parameters = found.parameters.flatMap((raw) => {
    const parameter = asObject(reader.resolve(raw));
    const name = asText(parameter?.name);
    return parameter !== undefined && name !== undefined && parameter.in === 'query'
      ? [[name, parameter] as const]
      : [];
  });
  return new Map(parameters);
}

/** Whether a parameter stands in a place that cannot be read: it may be any. */
export function hasUnreadableParameter(reader: SpecReader, found: SpecOperation): boolean {
  return found.parameters.some((raw) => asText(member(reader.resolve(raw), 'name')) === undefined);
}

/** Names of an answer's headers, as the document spells them. */
export function headerNames(reader: SpecReader, answer: JsonObject | undefined): readonly string[] {
  return Object.keys(asObject(reader.resolve(answer?.headers)) ?? {});
}

/** Scopes of an operation, one list an alternative; null when the document says nothing of scopes. */
export function scopesOf(found: SpecOperation): readonly (readonly string[])[] | null {
  const stated = found.operation['x-required-scopes'] ?? found.operation['x-scopes'];
  if (Array.isArray(stated)) return [texts(stated)];
  if (!Array.isArray(found.security)) return null;
  const alternatives = found.security.map((requirement) =>
    Object.values(asObject(requirement) ?? {}).flatMap((scopes) => texts(asList(scopes))),
  );
  return alternatives.some((scopes) => scopes.length > 0) ? alternatives : null;
}

function texts(list: readonly unknown[]): readonly string[] {
  return list.filter((item) => typeof item === 'string');
}
