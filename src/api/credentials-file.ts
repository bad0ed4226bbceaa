import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRecord } from './answer-body.ts';
import { CredentialsFileError, credentialsPath } from './credentials.ts';
import {
  checkWritable,
  PrivateFileError,
  systemCode,
  tightenModes,
  withWriteLock,
  writePrivateFile,
} from './private-file.ts';
import { maskTokens } from './redact.ts';

/** The three keys that the vendor's tools and otform share [D cli/overview]. Null: not set. */
export interface SavedCredentials {
  readonly apiToken: string | null;
  readonly baseUrl: string | null;
  /** Only between a registration and its completed claim. */
  readonly claimToken: string | null;
}

/** Keys to set; null takes a key out, and one left out stays as it is. */
export type CredentialChanges = { readonly [K in keyof SavedCredentials]?: string | null };

const KEYS = ['apiToken', 'baseUrl', 'claimToken'] as const;
const NOTHING: SavedCredentials = { apiToken: null, baseUrl: null, claimToken: null };

/**
 * The credentials file as a place to write to: `${XDG_CONFIG_HOME:-~/.config}/opentrain/cli.json`. Keys that otform
 * does not know are kept, in their order. Methods throw `CredentialsFileError` for a file that cannot be understood
 * and `PrivateFileError` for one that cannot be written.
 */
export class CredentialsFile {
  readonly path: string;

  constructor(env: Readonly<Record<string, string | undefined>>, homeDir: string) {
    this.path = credentialsPath(env, homeDir);
  }

  /** A file of otform's own in the same folder, so that the vendor's file keeps its keys. */
  sibling(name: string): string {
    return join(dirname(this.path), name);
  }

  /** What is saved now; nulls when there is no file. */
  async read(): Promise<SavedCredentials> {
    const content = await readObject(this.path);
    return content === null ? NOTHING : pick(this.path, content);
  }

  /** Whether an `update` would work, found out without changing anything. */
  async check(): Promise<void> {
    await this.read();
    await checkWritable(this.path);
  }

  /**
   * Sets keys. The file is read again right before it is written, so that what another program put there in the
   * meantime stays. Durable when the promise resolves. Returns warnings about modes that had to be repaired.
   * `unless`: looks at what is saved by then; a sentence from it is why nothing is written, a `PrivateFileError`.
   */
  update(
    changes: CredentialChanges,
    unless: (saved: SavedCredentials) => string | null = () => null,
  ): Promise<readonly string[]> {
    return withWriteLock(this.path, async () => {
      const content = { ...(await readObject(this.path)) };
      const veto = unless(pick(this.path, content));
      if (veto !== null) throw new PrivateFileError(this.path, new Error(veto));
      for (const key of KEYS) {
        const value = changes[key];
        if (value === null) delete content[key];
        else if (value !== undefined) content[key] = value;
      }
      return writePrivateFile(this.path, `${JSON.stringify(content, null, 2)}\n`);
    });
  }

  /**
   * Takes the shared keys out: the file goes, as with the vendor's `auth logout`, unless other keys are in it.
   * `kept` says whether it stayed for their sake.
   */
  forget(): Promise<{ readonly existed: boolean; readonly kept: boolean }> {
    return withWriteLock(this.path, async () => {
      const content = await readObject(this.path);
      if (content === null) return { existed: false, kept: false };
      const rest = Object.fromEntries(Object.entries(content).filter(([key]) => !isShared(key)));
      if (Object.keys(rest).length > 0) {
        await writePrivateFile(this.path, `${JSON.stringify(rest, null, 2)}\n`);
        return { existed: true, kept: true };
      }
      try {
        await rm(this.path);
      } catch (error) {
        throw new PrivateFileError(this.path, error);
      }
      return { existed: true, kept: false };
    });
  }

  /** Repairs modes that let others read; a sentence for each. */
  tighten(): Promise<readonly string[]> {
    return tightenModes(this.path);
  }
}

/** A short fingerprint that tells two tokens apart and gives neither away. */
export function tokenFingerprint(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16);
}

/** `ot_pat_8f2a********91cd`: the vendor's form of a token that may be shown [D tokens/create]. Short ones show nothing. */
export function tokenPreview(token: string): string {
  const prefix = /^(?:ot_(?:pat|clm|cat|ptk)_|whsec_)/.exec(token)?.[0] ?? '';
  const secret = token.slice(prefix.length);
  return secret.length < 16
    ? `${prefix}********`
    : `${prefix}${secret.slice(0, 4)}********${secret.slice(-4)}`;
}

function isShared(key: string): boolean {
  return (KEYS as readonly string[]).includes(key);
}

function pick(path: string, content: Readonly<Record<string, unknown>>): SavedCredentials {
  const text = (key: (typeof KEYS)[number]): string | null => {
    const value = content[key];
    if (value === undefined || value === null) return null;
    if (typeof value !== 'string') throw new CredentialsFileError(path, `expected a text in "${key}".`);
    return value.trim() === '' ? null : value.trim();
  };
  return { apiToken: text('apiToken'), baseUrl: text('baseUrl'), claimToken: text('claimToken') };
}

async function readObject(path: string): Promise<Record<string, unknown> | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = systemCode(error) ?? 'unknown error';
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new CredentialsFileError(path, `cannot be read (${maskTokens(code)}).`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    // The parser's message quotes the text, and the text holds the token: it is not passed on.
    throw new CredentialsFileError(path, 'expected JSON, got text that does not parse.');
  }
  if (!isRecord(value)) throw new CredentialsFileError(path, 'expected a JSON object.');
  return value;
}
