import type { Mark } from './job-fields.ts';
import { IDENTITY_QUESTIONS } from './questions-identity.ts';
import { JOB_QUESTIONS } from './questions-jobs.ts';

/** Constraints of a schema that can answer a question. */
export type SchemaFacet =
  | 'type'
  | 'enum'
  | 'items'
  | 'format'
  | 'pattern'
  | 'minLength'
  | 'maxLength'
  | 'minimum'
  | 'maximum'
  | 'default'
  | 'nullable'
  | 'additionalProperties';

/**
 * Where in a served OpenAPI document an answer would stand. `at` is an operation as in `ENDPOINTS`
 * (`POST /job-drafts`); `key` a path of keys from the body (`jobs[].id`, empty for the body itself).
 */
export type SpecLook =
  /** Whether the operation exists at all. A document without it says no. */
  | { readonly what: 'operation'; readonly at: string }
  | { readonly what: 'success-statuses' | 'error-statuses' | 'scopes'; readonly at: string }
  /** Which of these statuses the operation has, with the document's words. None of them: not settled. */
  | { readonly what: 'statuses'; readonly at: string; readonly statuses: readonly number[] }
  | {
      readonly what: 'parameter';
      readonly at: string;
      readonly name: string;
      readonly facets: readonly SchemaFacet[];
    }
  /** Names of all query parameters. */
  | { readonly what: 'parameters'; readonly at: string }
  | {
      readonly what: 'request' | 'answer';
      readonly at: string;
      readonly key: string;
      readonly facets: readonly SchemaFacet[];
    }
  /** Names of the keys that are declared under `key`. */
  | { readonly what: 'request-keys' | 'answer-keys'; readonly at: string; readonly key: string }
  | { readonly what: 'error-keys'; readonly at: string; readonly status: number; readonly key: string }
  /** Which of these headers an answer of that status declares. None: not settled. */
  | {
      readonly what: 'headers';
      readonly at: string;
      readonly status: number | 'success';
      readonly names: readonly string[];
    };

/** Something the documentation leaves open (U), infers (I) or contradicts itself about (X). */
export interface OpenQuestion {
  /** Stable kebab-case identifier. */
  readonly id: string;
  /** One line, ends with a question mark. */
  readonly question: string;
  readonly mark: Mark;
  /** Part and number in our notes on the documentation: `jobs 13.6`, `identity 7.1`. */
  readonly asked: string;
  /** What otform does until it is settled. */
  readonly assumed: string;
  /** Any one of them that finds something settles the question. */
  readonly looks: readonly SpecLook[];
}

/** Every open question that a served OpenAPI document could settle. */
export const OPEN_QUESTIONS: readonly OpenQuestion[] = [...JOB_QUESTIONS, ...IDENTITY_QUESTIONS];
