import type { FlagRow } from './flag-model.ts';
import { UsageError } from './usage-error.ts';

type FlagValue = boolean | number | string | readonly string[];

/**
 * Flags of one command line, read by name. Asking for a flag that the command's row does not have is a bug and throws:
 * a typo in code cannot turn into a flag that is silently ignored.
 */
export class ParsedFlags {
  readonly #rows: ReadonlyMap<string, FlagRow>;
  readonly #values = new Map<string, FlagValue>();

  constructor(rows: readonly FlagRow[], given: ReadonlyMap<string, FlagValue>) {
    this.#rows = new Map(rows.map((row) => [row.name, row]));
    for (const row of rows) {
      const value = given.get(row.name) ?? parseDefault(row);
      if (value !== undefined) this.#values.set(row.name, value);
    }
  }

  /** True when the command's row has the flag. */
  knows(name: string): boolean {
    return this.#rows.has(name);
  }

  /** A `bool` flag; false when the command has no such flag. */
  on(name: string): boolean {
    return this.#values.get(name) === true;
  }

  /** A `text` flag, undefined when not given or when the command has no such flag. */
  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === 'string' ? value : undefined;
  }

  /** A `list` flag in the order typed. */
  list(name: string): readonly string[] {
    const value = this.#values.get(name);
    return Array.isArray(value) ? value : [];
  }

  /** A `count` or `duration` (milliseconds) flag. */
  number(name: string): number | undefined {
    const value = this.#values.get(name);
    return typeof value === 'number' ? value : undefined;
  }
}

function parseDefault(row: FlagRow): FlagValue | undefined {
  return row.default === undefined ? undefined : parseFlagValue(row, row.default);
}

/** Reads the text of one flag value; throws a UsageError that says what was expected and what was given. */
export function parseFlagValue(row: FlagRow, text: string, command?: string): boolean | number | string {
  switch (row.kind) {
    case 'bool': {
      if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
      if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return false;
      throw new UsageError(`-${row.name} takes true or false, not "${text}".`, command);
    }
    case 'count': {
      if (/^\d{1,9}$/.test(text)) return Number(text);
      throw new UsageError(`-${row.name} takes a whole number, not "${text}".`, command);
    }
    case 'duration': {
      const milliseconds = parseDuration(text);
      if (milliseconds !== undefined) return milliseconds;
      throw new UsageError(`-${row.name} takes a duration such as 30s, 2m or 1m30s, not "${text}".`, command);
    }
    default: {
      if (row.choices !== undefined && !row.choices.includes(text)) {
        throw new UsageError(`-${row.name} takes one of ${row.choices.join(', ')}, not "${text}".`, command);
      }
      return text;
    }
  }
}

const UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a duration as Terraform writes it; undefined when it is none. `0` needs no unit. */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, , unit] of text.matchAll(/(\d+(\.\d+)?)(ms|s|m|h)/g)) {
    total += Number(amount) * (UNIT[unit ?? ''] ?? 0);
  }
  return Math.round(total);
}
