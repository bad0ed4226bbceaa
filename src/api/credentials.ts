import { readFile as readFileFromDisk } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { DEFAULT_BASE_URL } from './base-url.ts';
import { maskTokens } from './redact.ts';

/** What was found. Null means "not set there". */
export interface Credentials {
  readonly token: string | null;
  readonly baseUrl: string | null;
  /** The only origin that the token may be sent to; null for a token of the environment, which the user aimed. */
  readonly tokenOrigin: string | null;
  /** Why a token that exists is not used, as a sentence for the user; null when there is nothing to say. */
  readonly note: string | null;
  /** True when the token is the file's and its account is waiting to be claimed: then another token may come. */
  readonly claimPending?: boolean;
}

/** Structurally the provider's `CredentialSource`, which this folder may not import. */
export interface CredentialReader {
  /** Reads environment and file anew at each call. Throws `CredentialsFileError`. */
  read(): Promise<Credentials>;
}

export interface CredentialSourceOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDir: string;
  /** Base URL given on the command line or in the configuration: wins over environment and file. */
  readonly baseUrl?: string;
  /** Text of a file; rejects with `code` ENOENT when there is none. */
  readonly readFile?: (path: string) => Promise<string>;
}

/** The credentials file is there and cannot be used. Never quotes its content. */
export class CredentialsFileError extends Error {
  readonly summary = 'Unusable OpenTrain Credentials File';
  readonly detail: string;
  readonly path: string;
  constructor(path: string, problem: string) {
    const detail = `${path}: ${problem} Correct or delete the file, then run \`otform auth login\`.`;
    super(`Unusable OpenTrain Credentials File: ${detail}`);
    this.name = 'CredentialsFileError';
    this.path = path;
    this.detail = detail;
  }
}

/** The parts used here; the vendor's tools keep more in the same file. */
const FILE = z.looseObject({
  apiToken: z.string().nullish(),
  baseUrl: z.string().nullish(),
  claimToken: z.unknown().optional(),
});

/** `${XDG_CONFIG_HOME:-~/.config}/opentrain/cli.json`, shared with the vendor's tools [D cli/overview]. */
export function credentialsPath(env: Readonly<Record<string, string | undefined>>, homeDir: string): string {
  const configured = env.XDG_CONFIG_HOME;
  // The XDG specification tells programs to ignore a relative path.
  const root = configured !== undefined && isAbsolute(configured) ? configured : join(homeDir, '.config');
  return join(root, 'opentrain', 'cli.json');
}

/** Token and base URL: each from the environment if set there, else from the credentials file [D cli/overview]. */
export function createCredentialSource(options: CredentialSourceOptions): CredentialReader {
  const readText = options.readFile ?? ((path: string) => readFileFromDisk(path, 'utf8'));
  const path = credentialsPath(options.env, options.homeDir);
  return {
    async read() {
      const token = setting(options.env.OT_API_TOKEN) ?? setting(options.env.OPENTRAIN_API_TOKEN);
      const baseUrl =
        setting(options.baseUrl) ??
        setting(options.env.OT_API_BASE_URL) ??
        setting(options.env.OPENTRAIN_API_BASE_URL);
      if (token !== null && baseUrl !== null) return { token, baseUrl, tokenOrigin: null, note: null };
      const file = await readCredentialsFile(path, readText);
      if (token !== null) return { token, baseUrl: file.baseUrl, tokenOrigin: null, note: null };
      return fromFile(file, baseUrl, path);
    },
  };
}

/**
 * The file's token goes only where the file says it belongs. The file is written at login for one server; a base URL
 * from elsewhere (a line in a project's .env, a copied command) could otherwise collect the token of the real account.
 */
function fromFile(file: FileCredentials, baseUrl: string | null, path: string): Credentials {
  const home = originOf(file.baseUrl ?? DEFAULT_BASE_URL);
  if (file.token === null)
    return { token: null, baseUrl: baseUrl ?? file.baseUrl, tokenOrigin: null, note: null };
  const usable = { token: file.token, tokenOrigin: home, note: null, claimPending: file.claimPending };
  if (baseUrl === null) return { ...usable, baseUrl: file.baseUrl };
  const target = originOf(baseUrl);
  if (home !== null && target === home) return { ...usable, baseUrl };
  return {
    token: null,
    baseUrl,
    tokenOrigin: null,
    note: `The token in ${path} is for ${home ?? 'another server'} and is not sent to ${
      target ?? 'the base URL that is set'
    }. Set OT_API_TOKEN for that server.`,
  };
}

interface FileCredentials {
  readonly token: string | null;
  readonly baseUrl: string | null;
  readonly claimPending: boolean;
}

async function readCredentialsFile(
  path: string,
  readText: (path: string) => Promise<string>,
): Promise<FileCredentials> {
  let text: string;
  try {
    text = await readText(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT' || code === 'ENOTDIR') return { token: null, baseUrl: null, claimPending: false };
    throw new CredentialsFileError(path, `cannot be read (${maskTokens(code)}).`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    // The parser's message quotes the text, and the text holds the token: it is not passed on.
    throw new CredentialsFileError(path, 'expected JSON, got text that does not parse.');
  }
  const parsed = FILE.safeParse(value);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new CredentialsFileError(
      path,
      where === '' ? 'expected a JSON object.' : `expected a text in "${where}".`,
    );
  }
  const { apiToken, baseUrl, claimToken } = parsed.data;
  return {
    token: setting(apiToken),
    baseUrl: setting(baseUrl),
    claimPending: typeof claimToken === 'string' && claimToken.trim() !== '',
  };
}

/** An empty variable counts as not set; a line break at its end comes from the file it was read from. */
function setting(value: string | null | undefined): string | null {
  const trimmed = value?.trim();
  return trimmed === undefined || trimmed === '' ? null : trimmed;
}

function originOf(url: string): string | null {
  try {
    const { origin } = new URL(url);
    return origin === 'null' ? null : origin;
  } catch {
    return null;
  }
}
