import { configError, type Problem, Problem as ProblemError, type ProblemPlace } from '../problem.ts';
import { type Remedy, remedyText } from '../remedy.ts';
import { FUNCTIONS } from './functions.ts';
import { InvalidSyntax, UnsupportedSyntax } from './syntax.ts';

const SUPPORTED_FUNCTIONS = [...FUNCTIONS.keys()].join(', ');

const MAX_SHOWN = 200;

function shown(expression: string): string {
  return expression.length > MAX_SHOWN ? `${expression.slice(0, MAX_SHOWN)}…` : expression;
}

/** The refusal of an expression that only Terraform evaluates. */
export function unsupportedExpression(
  what: string,
  expression: string,
  remedy: Remedy,
  at?: ProblemPlace,
): Problem {
  return new ProblemError(
    configError(
      'unsupported-expression',
      'Unsupported Expression',
      `${shown(expression)} uses ${what}. The embedded engine evaluates literals, references, variables, locals and ` +
        `the functions ${SUPPORTED_FUNCTIONS} only, and changed nothing. ${remedyText(remedy)}`,
      at,
    ),
  );
}

/** Turns what the parser raised into a `Problem`; anything else comes back as it was. */
export function syntaxProblem(error: unknown, remedy: Remedy, at?: ProblemPlace): unknown {
  if (error instanceof UnsupportedSyntax) {
    return unsupportedExpression(error.what, error.expression, remedy, at);
  }
  if (error instanceof InvalidSyntax) {
    return new ProblemError(
      configError(
        'invalid-expression',
        'Invalid Expression',
        `${shown(error.expression)}: ${error.message} (at character ${error.offset + 1})`,
        at,
      ),
    );
  }
  return error;
}
