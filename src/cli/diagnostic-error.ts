import type { Diagnostic } from '../provider/diagnostics.ts';

/** Ends a command with diagnostics that are already worded for the user. Exit 1. */
export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(...diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((diagnostic) => diagnostic.summary).join('; '));
    this.name = 'DiagnosticError';
    this.diagnostics = diagnostics;
  }
}

type Facts = Pick<Diagnostic, 'code' | 'summary' | 'detail'>;

/** The program, a file of the user's or the command line is wrong. */
export function configError(code: string, summary: string, detail: string): DiagnosticError {
  return failure({ code, summary, detail }, 'config');
}

/** The machine, network or file system is in the way. */
export function environmentError(code: string, summary: string, detail: string): DiagnosticError {
  return failure({ code, summary, detail }, 'environment');
}

function failure(facts: Facts, origin: 'config' | 'environment'): DiagnosticError {
  return new DiagnosticError({ severity: 'error', ...facts, origin });
}
