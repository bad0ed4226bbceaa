import type { AttributeType } from './schema-model.ts';
import type { Value } from './values.ts';

export interface FunctionParameter {
  readonly name: string;
  readonly type: AttributeType;
  /** Markdown; it is the documentation. */
  readonly description: string;
}

/** A function of the provider, e.g. `provider::opentrain::job_file`. Pure: no session, no request, no file. */
export interface ProviderFunction {
  /** One line. */
  readonly summary: string;
  /** Markdown; it is the documentation. */
  readonly description: string;
  readonly parameters: readonly FunctionParameter[];
  readonly returns: AttributeType;
  /** One known, non-null value a parameter. Rejects with `FunctionFailure` for what cannot be computed. */
  call(args: readonly Value[]): Promise<Value>;
}

/** The arguments do not allow a result. The text may hold `{command}`. */
export class FunctionFailure extends Error {
  /** Index of the argument at fault; null when it is none in particular. */
  readonly argument: number | null;
  constructor(message: string, argument: number | null) {
    super(message);
    this.argument = argument;
  }
}
