import {
  AuthenticationError,
  ConnectionError,
  ContractError,
  InvalidRequestError,
  OpentrainError,
  OutcomeUnknownError,
} from '../api/index.ts';
import { tryFieldByKey } from '../contract/index.ts';
import type { AttributePath, Diagnostic, Origin } from './diagnostics.ts';

function originOf(error: OpentrainError): Origin {
  if (error instanceof AuthenticationError || error instanceof ConnectionError) return 'environment';
  if (error instanceof InvalidRequestError) return 'config';
  return 'api';
}

function codeOf(error: OpentrainError): string {
  const name = error.name.replace(/Error$/, '');
  return `api-${name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()}`;
}

/** Keys of the create request that are no update keys [D job-drafts/create]. */
const CREATE_KEYS: Readonly<Record<string, string>> = {
  source: 'source',
  format: 'source',
  text: 'source',
  rawJobDescription: 'source',
  job: 'source',
  jsonLd: 'source',
  xml: 'source',
  externalId: 'external_id',
  idempotencyKey: 'idempotency_key',
};

/** Attribute that a complaint about an update key, or a key of the create request, belongs to. */
export function attributeOfKey(key: string): AttributePath {
  const created = Object.hasOwn(CREATE_KEYS, key) ? CREATE_KEYS[key] : undefined;
  return [tryFieldByKey(key)?.attribute ?? created ?? 'extra_fields'];
}

/** The client knows only our own command. These ones Terraform has too; accounts and tokens stay our own. */
const SHARED_COMMAND = /`otform (plan|apply|destroy|import|refresh|state)\b/g;

/** A server's words as a sentence, whatever it ends them with. */
function sentence(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}

/** A call that failed or was cut off, as against a bug of ours. */
export function isCallFailure(error: unknown): error is OpentrainError | DOMException {
  return error instanceof OpentrainError || isAbort(error);
}

/** The client ends a call with an `AbortError` only when it is sure that nothing of it was carried out. */
function isAbort(error: unknown): error is DOMException {
  return error instanceof DOMException && error.name === 'AbortError';
}

/**
 * Diagnostics of a failed call: one for each input the server complained about, else one for the call. `after` says
 * what now exists and what to do. Anything that is no failure of a call is our bug and is thrown on.
 */
export function apiDiagnostics(
  error: unknown,
  after: string,
  severity: Diagnostic['severity'] = 'error',
): readonly Diagnostic[] {
  if (isAbort(error)) {
    const detail = `The run was interrupted before this request left. ${after}`;
    return [{ severity, code: 'interrupted', summary: 'Interrupted', detail, origin: 'environment' }];
  }
  if (!(error instanceof OpentrainError)) throw error;
  const { facts } = error;
  const base = { severity, code: codeOf(error), summary: facts.summary, origin: originOf(error) };
  const located =
    error instanceof InvalidRequestError
      ? error.issues.flatMap((issue) => {
          const keys = issue.keys.length > 0 ? issue.keys : issue.path.slice(0, 1).map(String);
          return keys.map((key) => ({
            ...base,
            detail: `OpenTrain refused ${key}: ${sentence(issue.message)} ${after}`,
            attribute: attributeOfKey(key),
          }));
        })
      : [];
  if (located.length > 0) return located;
  return [{ ...base, detail: `${facts.detail.replace(SHARED_COMMAND, '`{command} $1')} ${after}` }];
}

/** Whether a failed write may have happened all the same. In doubt it may: a wrong no is a second job. */
export function mayHaveHappened(error: unknown): boolean {
  if (isAbort(error)) return false;
  if (!(error instanceof OpentrainError)) return true;
  if (error instanceof ContractError || error instanceof OutcomeUnknownError) return true;
  if (error.facts.mayHaveApplied !== undefined) return error.facts.mayHaveApplied;
  return error.facts.status === null ? !(error instanceof ConnectionError) : error.facts.status >= 500;
}
