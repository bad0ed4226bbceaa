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
  /** Code of another diagnostic at the same place that this one makes superfluous. */
  readonly supersedes?: string;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** Without those that another one at the same address and attribute makes superfluous. */
export function withoutSuperseded(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const placeOf = (code: string, { address, attribute }: Diagnostic) =>
    `${code} ${address ?? ''} ${JSON.stringify(attribute ?? [])}`;
  const superseded = new Set(
    diagnostics.flatMap((one) => (one.supersedes === undefined ? [] : [placeOf(one.supersedes, one)])),
  );
  if (superseded.size === 0) return diagnostics;
  return diagnostics.filter((one) => !superseded.has(placeOf(one.code, one)));
}

/** A command keeps a place to fill in; a sentence speaks of the resource, whose address the tool prints beside it. */
function withoutAddress(detail: string): string {
  return detail
    .replace(/`[^`]*`/g, (command) => command.replaceAll('{address}', 'ADDRESS'))
    .replace(/(^|[.!?]\s+)\{address\}/g, '$1This resource')
    .replaceAll('{address}', 'this resource');
}

/** Fills in what only the shell knows: the tool the user runs, and the resource's address (null: not told). */
export function presentDiagnostic(
  diagnostic: Diagnostic,
  shell: { readonly command: string; readonly address: string | null },
): Diagnostic {
  const told = diagnostic.detail.replaceAll('{command}', shell.command);
  const detail = shell.address === null ? withoutAddress(told) : told.replaceAll('{address}', shell.address);
  // A dead connection or token concerns the run; naming one of a thousand jobs would only mislead.
  const isOfRun = diagnostic.origin === 'environment' && diagnostic.code.startsWith('api-');
  return shell.address === null || diagnostic.address !== undefined || isOfRun
    ? { ...diagnostic, detail }
    : { ...diagnostic, detail, address: shell.address };
}
