/** Steps into a value: attribute names and list indexes. */
export type AttributePath = readonly (string | number)[];

/**
 * Whose move it is, which decides how a diagnostic looks: `config` the program, `api` OpenTrain's answer,
 * `environment` the machine, network or credentials, `bug` ours.
 */
export type Origin = 'config' | 'api' | 'environment' | 'bug';

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Stable kebab-case identifier, e.g. `publish-fields-missing`; tests and JSON consumers key on it. */
  readonly code: string;
  /** Title Case, at most 60 characters, no full stop. */
  readonly summary: string;
  /**
   * Which address, got and expected, what may now exist remotely, the next command to run. May hold `{address}` and
   * `{command}`: the provider knows neither, so the shell that shows it fills them in with `presentDiagnostic`.
   */
  readonly detail: string;
  readonly origin: Origin;
  /** Address of the resource; filled in by the engine, which alone knows it. */
  readonly address?: string;
  readonly attribute?: AttributePath;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** Fills in what only the shell knows: the tool the user runs, and the resource's address (null: not told). */
export function presentDiagnostic(
  diagnostic: Diagnostic,
  shell: { readonly command: string; readonly address: string | null },
): Diagnostic {
  const detail = diagnostic.detail
    .replaceAll('{command}', shell.command)
    .replaceAll('{address}', shell.address ?? 'ADDRESS');
  return shell.address === null || diagnostic.address !== undefined
    ? { ...diagnostic, detail }
    : { ...diagnostic, detail, address: shell.address };
}
