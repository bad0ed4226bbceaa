import { type Diagnostic, withoutSuperseded } from '../provider/diagnostics.ts';
import type { CliIo } from './terminal/io.ts';
import { chooseStyle } from './terminal/style.ts';
import { renderDiagnostics } from './views/diagnostic-text.ts';
import { diagnosticLine, uiLine } from './views/json-lines.ts';

export interface ReporterOptions {
  /** Diagnostics as lines of the machine-readable UI on stdout. */
  readonly jsonLines: boolean;
  readonly noColor: boolean;
  readonly compactWarnings: boolean;
}

/** The one place that diagnostics leave through: errors to stderr, warnings to stdout, as Terraform does. */
export class Reporter {
  readonly #io: CliIo;
  readonly #options: ReporterOptions;
  readonly #seen = new Set<string>();

  constructor(io: CliIo, options: ReporterOptions) {
    this.#io = io;
    this.#options = options;
  }

  get jsonLines(): boolean {
    return this.#options.jsonLines;
  }

  /** Says each thing once: what a plan warned of is not repeated after its apply. */
  report(all: readonly Diagnostic[]): void {
    const diagnostics = withoutSuperseded(all).filter((diagnostic) => {
      const key = JSON.stringify(diagnostic);
      if (this.#seen.has(key)) return false;
      this.#seen.add(key);
      return true;
    });
    if (diagnostics.length === 0) return;
    if (this.#options.jsonLines) {
      for (const diagnostic of diagnostics) this.#io.stdout.write(uiLine(diagnosticLine(diagnostic)));
      return;
    }
    const render = (stream: CliIo['stdout']) =>
      renderDiagnostics(diagnostics, chooseStyle(stream, this.#io.env, this.#options.noColor), {
        // Some terminals report no width, or none that a sentence fits into.
        width: stream.isTTY === true && (stream.columns ?? 0) >= 40 ? stream.columns : undefined,
        compactWarnings: this.#options.compactWarnings,
      });
    const { warnings } = render(this.#io.stdout);
    const { errors } = render(this.#io.stderr);
    if (warnings !== '') this.#io.stdout.write(`\n${warnings}`);
    if (errors !== '') this.#io.stderr.write(`\n${errors}`);
  }
}
