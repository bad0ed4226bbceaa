import type { ParsedFlags } from './args/parsed-flags.ts';
import type { Reporter } from './reporter.ts';
import type { Interruption } from './terminal/interruption.ts';
import type { CliIo } from './terminal/io.ts';
import type { Style } from './terminal/style.ts';

/** What every command is handed. */
export interface CommandContext {
  /** Full name, e.g. `state mv`. */
  readonly name: string;
  readonly io: CliIo;
  readonly flags: ParsedFlags;
  readonly positionals: readonly string[];
  /** Folder to work in, after -chdir. */
  readonly dir: string;
  /** Colours of stdout. */
  readonly style: Style;
  readonly reporter: Reporter;
  readonly interruption: Interruption;
  /** One line on stderr with OTFORM_LOG=trace, else nothing. */
  readonly trace: (message: string) => void;
}

/** Runs and returns the exit code. Throws DiagnosticError or UsageError for what the user can mend. */
export type Command = (context: CommandContext) => Promise<number>;
