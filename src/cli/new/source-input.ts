import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { SourceAttribute } from '../../provider/source.ts';
import { UsageError } from '../args/usage-error.ts';
import type { CommandContext } from '../command.ts';
import { configError, environmentError } from '../diagnostic-error.ts';

/** The description that a job is to be made from. */
export interface SourceInput {
  readonly attribute: SourceAttribute;
  /** Word for word, without a byte order mark. */
  readonly text: string;
  /** Name of the file it came from, null for a terminal or a pipe. */
  readonly file: string | null;
}

/** Flags that name a description, and the attribute of `source` that each fills. */
export const SOURCE_FLAGS: readonly (readonly [flag: string, attribute: SourceAttribute])[] = [
  ['text', 'text'],
  ['schema-org', 'schema_org'],
  ['indeed-xml', 'indeed_xml'],
  ['hr-xml', 'hr_xml'],
  ['canonical', 'canonical'],
];

/** Reads the one description that the command line names; null when it names none. */
export async function readSourceInput(context: CommandContext): Promise<SourceInput | null> {
  const given = SOURCE_FLAGS.filter(([flag]) => context.flags.text(flag) !== undefined);
  if (given.length > 1) {
    throw new UsageError(
      `-${given.map(([flag]) => flag).join(' and -')} exclude each other: a job has one description.`,
      context.name,
    );
  }
  const [only] = given;
  if (only === undefined) return null;
  const [flag, attribute] = only;
  const path = context.flags.text(flag) ?? '';
  const bytes = path === '-' ? await readAll(context) : await readBytes(resolve(context.dir, path), flag);
  const text = decode(bytes, path === '-' ? 'standard input' : path);
  if (text.trim() === '') {
    throw configError(
      'new-source-empty',
      'The Description Is Empty',
      `-${flag}=${path} holds no text. Nothing was sent.`,
    );
  }
  return { attribute, text, file: path === '-' ? null : basename(path) };
}

async function readBytes(path: string, flag: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw configError(
      'new-source-unreadable',
      'Cannot Read the Description',
      `-${flag}: ${why}. Nothing was sent.`,
    );
  }
}

async function readAll({ io, interruption }: CommandContext): Promise<Buffer> {
  const { signal } = interruption;
  const chunks: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    const stop = () =>
      reject(environmentError('interrupted', 'Interrupted', 'Stopped before anything was sent.'));
    io.stdin.on('data', (chunk: Buffer | string) => chunks.push(Buffer.from(chunk)));
    io.stdin.once('end', resolve);
    io.stdin.once('error', reject);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  return Buffer.concat(chunks);
}

function decode(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Guessing an encoding would post a job with broken words.
    throw configError(
      'new-source-encoding',
      'The Description Is Not UTF-8',
      `${name} is not valid UTF-8 text. Nothing was sent. Convert it first, e.g. with iconv -t UTF-8.`,
    );
  }
}
