/** What a flag's value is and how it is read. `duration` is Terraform's (`10s`, `1m30s`); it arrives as milliseconds. */
export type FlagKind = 'bool' | 'text' | 'list' | 'count' | 'duration';

/** One option of a command: a row from which parser, help, completion and reference page are made. */
export interface FlagRow {
  /** Without dashes. */
  readonly name: string;
  readonly kind: FlagKind;
  /** Stands for the value in help, e.g. `FILE`. Absent for `bool`. */
  readonly value?: string;
  /** As a user would type it; absent when leaving the flag out means "not set". */
  readonly default?: string;
  /** Exact values accepted, when the list is closed. */
  readonly choices?: readonly string[];
  readonly description: string;
}

/** One positional argument. */
export interface ArgumentRow {
  /** Upper case, as shown in help. */
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
}

export type CommandGroup = 'main' | 'jobs' | 'auth' | 'state' | 'terraform' | 'other';

/** One command: the row from which everything a user reads about it is made. */
export interface CommandRow {
  /** Words as typed, e.g. `state mv`. */
  readonly name: string;
  readonly group: CommandGroup;
  /** One line, no full stop. */
  readonly summary: string;
  /** Paragraphs of the help text. */
  readonly description: readonly string[];
  readonly args: readonly ArgumentRow[];
  readonly flags: readonly FlagRow[];
  readonly examples?: readonly string[];
}
