import { createHash } from 'node:crypto';
import { identityOfPath } from '../../contract/index.ts';
import { configError } from '../diagnostic-error.ts';
import type { SourceInput } from './source-input.ts';

const MAX_LENGTH = 64;
/** Words of a description that make a name. */
const NAME_WORDS = 4;

/** What is wrong with a name, to go after "NAME"; null when nothing is. */
export function nameProblem(name: string): string | null {
  if (name.length > MAX_LENGTH) return `is ${name.length} characters long; ${MAX_LENGTH} are allowed`;
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) {
    return 'must begin with a letter and hold only letters, digits, "-" and "_": it becomes part of an address';
  }
  // CDKTF leaves this one out of addresses.
  return name === 'Default' ? 'cannot be Default' : null;
}

/** Throws DiagnosticError for a name that cannot be part of an address. */
export function checkName(name: string): void {
  const problem = nameProblem(name);
  if (problem === null) return;
  throw configError(
    'new-name',
    'Name Not Allowed',
    `The name ${JSON.stringify(name)} ${problem}. Nothing was sent.`,
  );
}

/**
 * A name for a job whose user gave none: from the file, else from the first words. The same input always gets the
 * same name, so that a repeated command goes on with its draft instead of making another.
 */
export function suggestName(input: SourceInput): string {
  const words = input.file === null ? firstWords(input.text) : input.file.replace(/\.[^.]*$/, '');
  const slug = words
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return slug === '' ? 'job' : slug;
}

function firstWords(text: string): string {
  const words = text.match(/\p{L}+/gu) ?? [];
  return words.slice(0, NAME_WORDS).join('-');
}

/** `externalId` and `idempotencyKey` that a construct `name` directly in the stack at `stackPath` will derive. */
export function identityInStack(stackPath: string, name: string): string {
  return identityOfPath(`${stackPath}/${name}`, sha256);
}

/**
 * The same for HCL, where nothing derives one: written into the block. The text is part of it, so that two projects of
 * one account that call a job alike have different keys.
 */
export function identityInHcl(name: string, text: string): string {
  return `${name}-${sha256(text).slice(0, 12)}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
