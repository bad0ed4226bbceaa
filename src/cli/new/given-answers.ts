import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { tryFieldByKey } from '../../contract/index.ts';
import { jsonFault } from '../../provider/json-fault.ts';
import { UsageError } from '../args/usage-error.ts';
import type { CommandContext } from '../command.ts';
import { configError } from '../diagnostic-error.ts';
import { answerKind, checkAnswer, readAnswer, updateKeyOf } from './answer-value.ts';

/** Values under update keys. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Answers of `-answers` and `-set`, under update keys; `-set` wins. Everything that is wrong with them is reported
 * together, before anything is sent.
 */
export async function readGivenAnswers(context: CommandContext): Promise<Fields> {
  const { flags, dir, name } = context;
  const problems: string[] = [];
  const fields: Record<string, unknown> = {};
  const file = flags.text('answers');
  if (file !== undefined) {
    for (const [given, value] of Object.entries(await readAnswersFile(resolve(dir, file)))) {
      const key = updateKeyOf(given);
      const answer = checkAnswer(answerKind(key), value);
      if ('problem' in answer) problems.push(`${file}, ${given}: ${answer.problem}`);
      else fields[key] = answer.value;
    }
  }
  for (const text of flags.list('set')) {
    const at = text.indexOf('=');
    if (at <= 0) throw new UsageError(`-set takes KEY=VALUE, not "${text}".`, name);
    const key = updateKeyOf(text.slice(0, at).trim());
    const answer = readSet(key, text.slice(at + 1));
    if ('problem' in answer) problems.push(`-set ${key}: ${answer.problem}`);
    else fields[key] = answer.value;
  }
  if (problems.length === 0) return fields;
  throw configError(
    'new-answers',
    'Answers Not Allowed',
    `${problems.map((problem) => `  - ${problem}`).join('\n')}\n\nNothing was sent. The keys and values that the server takes:\n    otform capabilities`,
  );
}

/** A key that the table does not know has no known type: JSON is taken as JSON, anything else as text. */
function readSet(key: string, text: string) {
  if (tryFieldByKey(key) !== undefined) return readAnswer(answerKind(key), text);
  try {
    return checkAnswer(answerKind(key), JSON.parse(text));
  } catch {
    // Plain words are no JSON, and are meant as text.
    return readAnswer(answerKind(key), text);
  }
}

async function readAnswersFile(path: string): Promise<Fields> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw configError('new-answers-file', 'Cannot Read the Answers', `${why}. Nothing was sent.`);
  }
  const refuse = (why: string) =>
    configError('new-answers-file', 'Cannot Read the Answers', `${path}: ${why}. Nothing was sent.`);
  const bare = text.replace(/^\ufeff/, '');
  const fault = jsonFault(bare);
  if (fault !== null) {
    const before = bare.slice(0, fault.offset).split('\n');
    throw refuse(`line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${fault.reason}`);
  }
  const parsed: unknown = JSON.parse(bare);
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  throw refuse('it must hold one JSON object, e.g. { "experienceLevel": "EXPERT" }');
}
