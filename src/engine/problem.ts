import type { AttributePath, Diagnostic } from '../provider/diagnostics.ts';

/** Where a problem sits; both parts are optional because some belong to the whole stack. */
export interface ProblemPlace {
  readonly address?: string | undefined;
  readonly attribute?: AttributePath | undefined;
}

function place(at: ProblemPlace | undefined): ProblemPlace {
  return {
    ...(at?.address === undefined ? {} : { address: at.address }),
    ...(at?.attribute === undefined ? {} : { attribute: at.attribute }),
  };
}

/** A mistake in the program or its inputs: the user's move. */
export function configError(code: string, summary: string, detail: string, at?: ProblemPlace): Diagnostic {
  return { severity: 'error', code, summary, detail, origin: 'config', ...place(at) } as Diagnostic;
}

/** Something about the machine or its files stands in the way. */
export function environmentError(
  code: string,
  summary: string,
  detail: string,
  at?: ProblemPlace,
): Diagnostic {
  return { severity: 'error', code, summary, detail, origin: 'environment', ...place(at) } as Diagnostic;
}

/** The engine or provider broke its own promise. */
export function bugError(code: string, summary: string, detail: string, at?: ProblemPlace): Diagnostic {
  return { severity: 'error', code, summary, detail, origin: 'bug', ...place(at) } as Diagnostic;
}

/** Worth knowing, stops nothing. */
export function configWarning(code: string, summary: string, detail: string, at?: ProblemPlace): Diagnostic {
  return { severity: 'warning', code, summary, detail, origin: 'config', ...place(at) } as Diagnostic;
}

/** The diagnostic with the place filled in where it names none itself. */
export function placed(diagnostic: Diagnostic, at: ProblemPlace): Diagnostic {
  return {
    ...diagnostic,
    ...place({
      address: diagnostic.address ?? at.address,
      attribute: diagnostic.attribute ?? at.attribute,
    }),
  } as Diagnostic;
}

/** A diagnostic on its way up through code that returns values. Never leaves the engine. */
export class Problem extends Error {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(`${diagnostic.summary}: ${diagnostic.detail}`);
    this.name = 'Problem';
    this.diagnostic = diagnostic;
  }
}

/** Runs `work`; a `Problem` lands in `into` and the answer is null. Anything else thrown is a bug and passes. */
export function collect<T>(into: Diagnostic[], work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    into.push(error.diagnostic);
    return null;
  }
}
