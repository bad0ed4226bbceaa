import {
  IMPORT_FORMATS,
  type ImportFormat,
  JOB_FIELDS,
  type JobField,
  MAX_SOURCE_TEXT_CHARS,
  tryFieldByKey,
} from '../../contract/index.ts';
import type { Dialect } from '../dialects.ts';
import { type ApiError, badRequest } from '../http/errors.ts';
import { CREATE_KEYS } from './constants.ts';

/** An issue in zod's own form; where it sits in `details` is the dialect's business [U]. */
export interface ZodIssue {
  readonly code: string;
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly [key: string]: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** A 400 with zod issues, laid out as the dialect says. */
export function invalidRequest(dialect: Dialect, issues: readonly ZodIssue[]): ApiError {
  return badRequest('Invalid request body.', layoutIssues(dialect, issues));
}

/** `details` of a validation failure in each layout that zod users are known to send. */
export function layoutIssues(dialect: Dialect, issues: readonly ZodIssue[]) {
  switch (dialect.issuesLayout) {
    case 'issues':
      return { issues };
    case 'errors':
      return { errors: issues };
    case 'array':
      return issues;
    case 'flattened': {
      const fieldErrors: Record<string, string[]> = {};
      for (const issue of issues.filter(({ path }) => path.length > 0)) {
        const key = String(issue.path[0]);
        fieldErrors[key] = [...(fieldErrors[key] ?? []), issue.message];
      }
      return {
        formErrors: issues.filter(({ path }) => path.length === 0).map(({ message }) => message),
        fieldErrors,
      };
    }
  }
}

/**
 * Checks the body of a PATCH: known update keys, right types, exact enum values, at least one key.
 * Raises 400 with every issue found; nothing is applied then [D job-drafts/update; that it is atomic I].
 */
export function checkPatch(dialect: Dialect, body: Fields): void {
  const keys = Object.keys(body);
  if (keys.length === 0) {
    throw invalidRequest(dialect, [
      { code: 'custom', path: [], message: 'Provide at least one field to update.' },
    ]);
  }
  const issues: ZodIssue[] = [];
  const unknown = keys.filter((key) => tryFieldByKey(key) === undefined);
  if (unknown.length > 0) issues.push(unrecognized(unknown));
  for (const key of keys) {
    const field = tryFieldByKey(key);
    if (field !== undefined) issues.push(...checkValue(dialect, field, body[key]));
  }
  if (issues.length > 0) throw invalidRequest(dialect, issues);
}

/** Issues of one value against its row of the field table. */
export function checkValue(dialect: Dialect, field: JobField, value: unknown): readonly ZodIssue[] {
  const path = [field.key];
  if (value === null && dialect.nullValue === 'clears') return [];
  if (field.type === 'number') {
    if (typeof value !== 'number' || !Number.isFinite(value)) return [wrongType(path, 'number', value)];
    if (value < 0) {
      return [
        {
          code: 'too_small',
          origin: 'number',
          minimum: 0,
          inclusive: true,
          path,
          message: 'Too small: expected number to be >=0',
        },
      ];
    }
    if (field.integer === true && !Number.isInteger(value)) return [wrongType(path, 'int', value)];
    return [];
  }
  if (field.type === 'string_set') {
    if (!Array.isArray(value)) return [wrongType(path, 'array', value)];
    return value.flatMap((item: unknown, index) =>
      typeof item === 'string' ? [] : [wrongType([...path, index], 'string', item)],
    );
  }
  if (typeof value !== 'string') return [wrongType(path, 'string', value)];
  if (field.enumValues !== undefined && value !== '' && !field.enumValues.includes(value)) {
    const expected = field.enumValues.map((item) => JSON.stringify(item)).join('|');
    return [
      {
        code: 'invalid_value',
        values: field.enumValues,
        path,
        message: `Invalid option: expected one of ${expected}`,
      },
    ];
  }
  return [];
}

/** A create body in one form: the format, its payload, and the two optional ids. */
export interface CreateRequest {
  readonly format: ImportFormat;
  readonly text?: string;
  readonly job?: Record<string, unknown>;
  readonly jsonLd?: unknown;
  readonly xml?: string;
  readonly externalId: string | null;
  readonly idempotencyKey: string | null;
}

/**
 * Reads the five documented body shapes of `POST /job-drafts` [D job-drafts/create]. `source` may carry the payload
 * as well as the top level [U]; `source` wins. Raises 400 for an unknown format or a missing payload [I].
 */
export function readCreate(dialect: Dialect, body: Fields): CreateRequest {
  const issues: ZodIssue[] = [];
  const unknown = Object.keys(body).filter((key) => !CREATE_KEYS.includes(key));
  if (unknown.length > 0 && dialect.unknownCreateKeys === 'rejected') issues.push(unrecognized(unknown));
  const source = body.source ?? {};
  if (typeof source !== 'object' || Array.isArray(source)) {
    throw invalidRequest(dialect, [wrongType(['source'], 'object', body.source)]);
  }
  const merged: Record<string, unknown> = { ...body, ...(source as object) };
  const text = merged.text ?? body.rawJobDescription;
  const named = (source as Fields).type ?? body.format ?? (text === undefined ? undefined : 'text');
  if (named === undefined || !IMPORT_FORMATS.includes(named as ImportFormat)) {
    const expected = IMPORT_FORMATS.map((item) => JSON.stringify(item)).join('|');
    const path = (source as Fields).type === undefined ? ['format'] : ['source', 'type'];
    issues.push({
      code: 'invalid_value',
      values: IMPORT_FORMATS,
      path,
      message: `Invalid option: expected one of ${expected}`,
    });
    throw invalidRequest(dialect, issues);
  }
  const format = named as ImportFormat;
  const ids = {
    externalId: optionalText(merged, 'externalId', issues),
    idempotencyKey: optionalText(merged, 'idempotencyKey', issues),
  };
  const payload = readPayload(format, merged, text, issues);
  if (issues.length > 0) throw invalidRequest(dialect, issues);
  return { format, ...payload, ...ids };
}

function readPayload(format: ImportFormat, body: Fields, text: unknown, issues: ZodIssue[]) {
  switch (format) {
    case 'text':
      if (typeof text !== 'string') issues.push(wrongType(['text'], 'string', text));
      else if (text.trim() === '')
        issues.push({ code: 'too_small', path: ['text'], message: 'The job description is empty.' });
      else if (text.length > MAX_SOURCE_TEXT_CHARS) {
        const message = `The job description exceeds ${MAX_SOURCE_TEXT_CHARS} characters.`;
        issues.push({ code: 'too_big', maximum: MAX_SOURCE_TEXT_CHARS, path: ['text'], message });
      } else return { text };
      return {};
    case 'opentrain_canonical':
      if (isObject(body.job)) return { job: body.job };
      issues.push(wrongType(['job'], 'object', body.job));
      return {};
    case 'schema_org_job_posting':
      if (body.jsonLd !== undefined && body.jsonLd !== null) return { jsonLd: body.jsonLd };
      issues.push(wrongType(['jsonLd'], 'object', body.jsonLd));
      return {};
    default:
      if (typeof body.xml === 'string') return { xml: body.xml };
      issues.push(wrongType(['xml'], 'string', body.xml));
      return {};
  }
}

/** All update keys in the order of the contract's table: `draft.updateKeys` of the capabilities. */
export const UPDATE_KEYS: readonly string[] = JOB_FIELDS.map((field) => field.key);

export function wrongType(path: readonly (string | number)[], expected: string, value: unknown): ZodIssue {
  const got = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return {
    code: 'invalid_type',
    expected,
    path,
    message: `Invalid input: expected ${expected}, received ${got}`,
  };
}

export function unrecognized(keys: readonly string[]): ZodIssue {
  const list = keys.map((key) => JSON.stringify(key)).join(', ');
  return {
    code: 'unrecognized_keys',
    keys,
    path: [],
    message: keys.length === 1 ? `Unrecognized key: ${list}` : `Unrecognized keys: ${list}`,
  };
}

function optionalText(body: Fields, key: string, issues: ZodIssue[]): string | null {
  const value = body[key];
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && value !== '') return value;
  issues.push(wrongType([key], 'string', value));
  return null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
