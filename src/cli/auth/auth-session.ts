import { homedir } from 'node:os';
import {
  BaseUrlError,
  ClaimFile,
  ClientOptionsError,
  CredentialsFile,
  CredentialsFileError,
  createCredentialSource,
  DEFAULT_BASE_URL,
  type IdentityClient,
  OpentrainError,
  PrivateFileError,
  parseBaseUrl,
  type SavedCredentials,
  type TokenClient,
} from '../../api/index.ts';
import type { Command, CommandContext } from '../command.ts';
import { configError, DiagnosticError, environmentError } from '../diagnostic-error.ts';
import { AuthOutput } from './auth-output.ts';
import { type AuthTools, realTools } from './tools.ts';

/** Where the token that calls use comes from. */
export type TokenSource =
  | { readonly kind: 'environment'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'none' };

const TOKEN_VARIABLES = ['OT_API_TOKEN', 'OPENTRAIN_API_TOKEN'] as const;

/** What one auth command works with. */
export class AuthSession {
  readonly context: CommandContext;
  readonly tools: AuthTools;
  readonly out: AuthOutput;
  readonly file: CredentialsFile;
  readonly claimFile: ClaimFile;
  readonly #open: { dispose(): Promise<void> }[] = [];

  constructor(context: CommandContext, tools: AuthTools) {
    this.context = context;
    this.tools = tools;
    this.out = new AuthOutput(context);
    this.file = new CredentialsFile(context.io.env, this.#home);
    this.claimFile = new ClaimFile(this.file);
  }

  get #home(): string {
    return this.context.io.env.HOME ?? homedir();
  }

  get signal(): AbortSignal {
    return this.context.interruption.signal;
  }

  /** The variable that sets the token, whatever the file says; null when none does. */
  get tokenVariable(): string | null {
    const { env } = this.context.io;
    return TOKEN_VARIABLES.find((name) => (env[name] ?? '').trim() !== '') ?? null;
  }

  /** The token that calls use, the server they go to, and where each is from. */
  async credentials() {
    const flag = this.context.flags.text('base-url');
    const found = await createCredentialSource({
      env: this.context.io.env,
      homeDir: this.#home,
      ...(flag === undefined ? {} : { baseUrl: flag }),
    }).read();
    const base = parseBaseUrl(found.baseUrl ?? DEFAULT_BASE_URL);
    const name = this.tokenVariable;
    const source: TokenSource =
      name !== null
        ? { kind: 'environment', name }
        : found.token !== null
          ? { kind: 'file', path: this.file.path }
          : { kind: 'none' };
    return { base, token: found.token, note: found.note, source };
  }

  /** As `credentials`, for commands that do nothing without a token. */
  async requireToken() {
    const found = await this.credentials();
    if (found.token !== null) return { ...found, token: found.token };
    throw environmentError(
      'token-missing',
      'No OpenTrain API Token',
      `${found.note === null ? '' : `${found.note} `}No API token is set and none is saved in ${this.file.path}, so nothing was sent. Run \`otform auth login\` with a token, or \`otform auth register\` for a new account.`,
    );
  }

  identity(baseUrl: string): IdentityClient {
    const client = this.tools.identity({
      baseUrl,
      clock: this.tools.clock,
      wait: this.tools.wait,
      signal: this.signal,
    });
    this.#open.push(client);
    return client;
  }

  tokens(baseUrl: string, token: string): TokenClient {
    const client = this.tools.tokens({ baseUrl, token, signal: this.signal });
    this.#open.push(client);
    return client;
  }

  /** What a second interrupt, which leaves at once, has to say about a request that may be under way. */
  ifCutOff(text: string): void {
    this.context.interruption.describeUnknown = () => text;
  }

  /** Says that a saved token is not the one in use, where that is so. */
  noteOverride(): void {
    const name = this.tokenVariable;
    if (name !== null) {
      this.out.note(
        `${name} is set and wins over the saved token: unset it to use what is saved in ${this.file.path}.`,
      );
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.map((client) => client.dispose()));
  }
}

/** True when the saved tokens belong to this server: they go to no other. */
export function savedFor(saved: SavedCredentials, origin: string): boolean {
  try {
    return parseBaseUrl(saved.baseUrl ?? DEFAULT_BASE_URL).origin === origin;
  } catch (error) {
    if (error instanceof BaseUrlError) return false;
    throw error;
  }
}

/** Makes a command of a function on a session; every error of the layers below becomes a diagnostic. */
export function authCommand(
  action: (session: AuthSession) => Promise<number>,
  tools: AuthTools = realTools,
): Command {
  return async (context) => {
    const session = new AuthSession(context, tools);
    try {
      return await action(session);
    } catch (error) {
      if (context.interruption.exitCode !== undefined && isAbort(error)) return context.interruption.exitCode;
      throw asDiagnostic(error);
    } finally {
      await session.close();
    }
  };
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function asDiagnostic(error: unknown): unknown {
  if (error instanceof OpentrainError) {
    const { summary, detail } = error.facts;
    const code = error.name.replace(/Error$/, '').replace(/([a-z])([A-Z])/g, '$1-$2');
    return new DiagnosticError({
      severity: 'error',
      code: `api-${code.toLowerCase()}`,
      summary,
      detail,
      origin: 'api',
    });
  }
  if (error instanceof PrivateFileError || error instanceof CredentialsFileError) {
    return environmentError('credentials-file', error.summary, error.detail);
  }
  if (error instanceof BaseUrlError) return configError('base-url', error.summary, error.detail);
  if (error instanceof ClientOptionsError) {
    return configError('token-malformed', 'Malformed API Token', error.detail);
  }
  return error;
}
