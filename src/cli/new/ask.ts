import type { OutputStream } from '../terminal/io.ts';
import { sanitise, sanitiseLine } from '../terminal/sanitise.ts';
import type { Style } from '../terminal/style.ts';
import { readAnswer } from './answer-value.ts';
import { type Gap, gapOfKey, priceGap } from './gaps.ts';
import type { Fields } from './given-answers.ts';
import type { TerminalLines } from './terminal-lines.ts';

/** A person at a terminal. */
export interface Desk {
  /** Where questions are written. */
  readonly out: OutputStream;
  readonly style: Style;
  readonly lines: TerminalLines;
}

/** Asks every gap until it has a usable answer; undefined when the input ends or is interrupted. */
export async function askGaps(desk: Desk, gaps: readonly Gap[]): Promise<Fields | undefined> {
  const answers: Record<string, unknown> = {};
  const queue = [...gaps];
  for (let at = 0; at < queue.length; at += 1) {
    const gap = queue[at];
    if (gap === undefined || gap.kind.key in answers) continue;
    const value = await askOne(desk, gap, at + 1, queue.length);
    if (value === undefined) return undefined;
    answers[gap.kind.key] = value;
    // One answer opens the next question; asking now saves a round.
    const price = gap.kind.key === 'paymentType' ? priceGap(value) : null;
    if (price !== null && !queue.some((other) => other.kind.key === price.kind.key))
      queue.splice(at + 1, 0, price);
  }
  return answers;
}

async function askOne(desk: Desk, gap: Gap, number: number, count: number): Promise<unknown> {
  const { out, style, lines } = desk;
  out.write(
    `\n${style.bold(`${number} of ${count}: ${sanitiseLine(gap.label)}`)}\n  ${sanitise(gap.prompt)}\n`,
  );
  if (gap.hint !== null) out.write(`  ${style.dim(sanitise(gap.hint))}\n`);
  if (gap.kind.type === 'enum') {
    gap.kind.values.forEach((value, index) => {
      out.write(`    ${index + 1}. ${sanitiseLine(value)}\n`);
    });
  } else if (gap.example !== null) out.write(`  ${style.dim(`Example: ${sanitiseLine(gap.example)}`)}\n`);
  if (gap.kind.type === 'list') out.write(`  ${style.dim('Several values are separated by commas.')}\n`);
  for (;;) {
    out.write(`  ${style.bold(gap.kind.type === 'enum' ? `Enter a number or a value:` : 'Enter a value:')} `);
    const typed = await lines.next();
    if (typed === undefined) return undefined;
    const answer = readAnswer(gap.kind, typed);
    if ('value' in answer) return answer.value;
    out.write(`  ${style.yellow(`Not usable: ${sanitiseLine(answer.problem)}.`)}\n`);
  }
}

/**
 * Offers what the parser is not sure about: Enter keeps it as the parser's, a value replaces it. Undefined when the
 * input ends or is interrupted.
 */
export async function confirmUnsure(
  desk: Desk,
  unsure: readonly { readonly key: string; readonly value: unknown }[],
): Promise<Fields | undefined> {
  const { out, style, lines } = desk;
  const changed: Record<string, unknown> = {};
  for (const { key, value } of unsure) {
    const { kind } = gapOfKey(key);
    out.write(
      `\nOpenTrain is not sure about ${style.bold(key)}: ${sanitiseLine(JSON.stringify(value) ?? '')}\n`,
    );
    kind.values.forEach((allowed, index) => {
      out.write(`    ${index + 1}. ${allowed}\n`);
    });
    for (;;) {
      out.write(`  ${style.bold('Enter to keep it, or a value:')} `);
      const typed = await lines.next();
      if (typed === undefined) return undefined;
      if (typed.trim() === '') break;
      const answer = readAnswer(kind, typed);
      if ('value' in answer) {
        changed[key] = answer.value;
        break;
      }
      out.write(`  ${style.yellow(`Not usable: ${sanitiseLine(answer.problem)}.`)}\n`);
    }
  }
  return changed;
}

/** A description typed at the terminal; undefined when nothing was typed. */
export async function askForDescription(desk: Desk): Promise<string | undefined> {
  desk.out.write(
    'Describe the job in plain English: the work, the pay, who it is for. End with a line that holds only a dot.\n\n',
  );
  const typed: string[] = [];
  for (;;) {
    const line = await desk.lines.next();
    if (line === undefined || line === '.') break;
    typed.push(line);
  }
  const text = typed.join('\n').trim();
  return text === '' ? undefined : text;
}

/** Only a whole `yes` publishes: a post is public, and cannot be taken back. */
export async function askToPublish(desk: Desk, title: string): Promise<boolean> {
  const { out, style, lines } = desk;
  out.write(
    `\n${style.bold(`Publish ${title} now?`)}\n  It goes live on the marketplace after moderation; there is no way back but closing it.\n` +
      `  Only 'yes' publishes; anything else leaves it a draft for \`otform apply\`.\n\n  ${style.bold('Enter a value:')} `,
  );
  return (await lines.next())?.trim() === 'yes';
}
