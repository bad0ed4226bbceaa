import type { CommandContext } from '../command.ts';
import { maskTokens, sanitise, sanitiseLine } from '../terminal/sanitise.ts';

/**
 * What auth commands say: results on stdout, everything on the way to them on stderr. With -json stdout holds one
 * document and nothing else.
 */
export class AuthOutput {
  readonly json: boolean;
  readonly #context: CommandContext;

  constructor(context: CommandContext) {
    this.#context = context;
    this.json = context.flags.on('json');
  }

  /** True when a person looks at the result. */
  get isTerminal(): boolean {
    return !this.json && this.#context.io.stdout.isTTY === true;
  }

  /** A remark beside the result. */
  note(text: string): void {
    this.#context.io.stderr.write(`${sanitise(maskTokens(text))}\n`);
  }

  warn(text: string): void {
    this.note(`Warning: ${text}`);
  }

  warnAll(texts: readonly string[]): void {
    for (const text of texts) this.warn(text);
  }

  /** The result: text for people, any token in it masked; a document for programs, as it is. */
  result(text: string, document: Readonly<Record<string, unknown>>): void {
    const { stdout } = this.#context.io;
    stdout.write(this.json ? `${JSON.stringify(document, null, 2)}\n` : sanitise(maskAllButPreviews(text)));
  }

  /**
   * Text that a person needs before the command goes on, with what must not be masked (the claim link). On stderr with
   * -json, so that stdout stays one document.
   */
  show(text: string): void {
    const { stdout, stderr } = this.#context.io;
    (this.json ? stderr : stdout).write(sanitise(text));
  }

  /** As `show`, for text with escape sequences of our own making. */
  showRaw(text: string): void {
    const { stdout, stderr } = this.#context.io;
    (this.json ? stderr : stdout).write(text);
  }

  /** Tokens that could not be saved: the one place that prints them, because nothing else will ever show them again. */
  secrets(
    why: string,
    tokens: Readonly<Record<string, string>>,
    remedy: readonly string[],
    document: Readonly<Record<string, unknown>>,
  ): void {
    const { stdout, stderr } = this.#context.io;
    stderr.write(
      `\nError: Tokens Could Not Be Saved\n\n${sanitise(maskTokens(why))}\n\nThis is the only time they are shown. Keep them somewhere safe now, and clear the screen afterwards.\n\n`,
    );
    if (this.json) {
      stdout.write(`${JSON.stringify({ ...document, saved: false, ...tokens }, null, 2)}\n`);
    } else {
      for (const [name, token] of Object.entries(tokens)) stdout.write(`  ${name}  ${sanitiseLine(token)}\n`);
    }
    stderr.write(`\n${remedy.map((line) => `${sanitise(line)}\n`).join('')}`);
  }
}

const PREVIEW = /(ot_[a-z]{3}_[A-Za-z0-9]{4}\*{8}[A-Za-z0-9_-]{4}(?![A-Za-z0-9_-]))/;

/** The vendor's masked form of a token is there to be shown; anything longer is not. */
function maskAllButPreviews(text: string): string {
  return text
    .split(PREVIEW)
    .map((part, at) => (at % 2 === 1 ? part : maskTokens(part)))
    .join('');
}

/** `Name  value` rows, aligned. */
export function rows(pairs: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...pairs.map(([name]) => name.length)) + 2;
  return pairs.map(([name, value]) => `${name.padEnd(width)}${sanitiseLine(value)}\n`).join('');
}
