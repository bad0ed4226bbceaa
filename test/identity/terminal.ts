import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import {
  createIdentityClient,
  createTokenClient,
  type IdentityClient,
  type TokenClient,
} from '../../src/api/index.ts';
import { parseCommandLine } from '../../src/cli/args/parse.ts';
import { UsageError } from '../../src/cli/args/usage-error.ts';
import { claimWith } from '../../src/cli/auth/claim.ts';
import { loginWith } from '../../src/cli/auth/login.ts';
import { logoutWith } from '../../src/cli/auth/logout.ts';
import { registerWith } from '../../src/cli/auth/register.ts';
import { revokeWith } from '../../src/cli/auth/revoke.ts';
import { rotateWith } from '../../src/cli/auth/rotate.ts';
import { statusWith } from '../../src/cli/auth/status.ts';
import { tokensWith } from '../../src/cli/auth/tokens.ts';
import type { AuthTools } from '../../src/cli/auth/tools.ts';
import type { Command } from '../../src/cli/command.ts';
import { DiagnosticError } from '../../src/cli/diagnostic-error.ts';
import { Reporter } from '../../src/cli/reporter.ts';
import { Interruption } from '../../src/cli/terminal/interruption.ts';
import type { CliIo } from '../../src/cli/terminal/io.ts';
import { plainStyle } from '../../src/cli/terminal/style.ts';
import { Simulator, type SimulatorOptions } from '../../src/simulator/index.ts';

const COMMANDS: Readonly<Record<string, (tools: AuthTools) => Command>> = {
  'auth register': registerWith,
  'auth claim': claimWith,
  'auth status': statusWith,
  'auth login': loginWith,
  'auth logout': logoutWith,
  'auth rotate': rotateWith,
  'auth revoke': revokeWith,
  'auth tokens': tokensWith,
};

export interface Finished {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Codes of the diagnostics that ended it; `usage` for a wrong command line. */
  readonly codes: readonly string[];
  /** Summary and detail of them. */
  readonly said: string;
  readonly all: string;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly tty?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Called in place of every wait, after the clock has moved. */
  readonly onWait?: (ms: number, interrupt: () => void) => Promise<void> | void;
  /** Lets a test stand between the command and the identity endpoints. */
  readonly wrap?: (client: IdentityClient) => IdentityClient;
  /** As `wrap`, for `/tokens`. */
  readonly wrapTokens?: (client: TokenClient) => TokenClient;
}

/** One user of one machine: a home of their own, a simulator, a frozen clock. */
export class Desk {
  readonly simulator: Simulator;
  readonly home: string;
  /** Milliseconds of the waits of all commands, in order. */
  readonly waits: number[] = [];

  private constructor(simulator: Simulator, home: string) {
    this.simulator = simulator;
    this.home = home;
  }

  static async start(options: SimulatorOptions = {}): Promise<Desk> {
    const simulator = await Simulator.start({ clock: 'virtual', ...options });
    const home = await mkdtemp(join(tmpdir(), 'otform-identity-'));
    onTestFinished(async () => {
      await simulator.stop();
      await rm(home, { recursive: true, force: true });
    });
    return new Desk(simulator, home);
  }

  get folder(): string {
    return join(this.home, '.config', 'opentrain');
  }

  get path(): string {
    return join(this.folder, 'cli.json');
  }

  get claimPath(): string {
    return join(this.folder, 'otform-claim.json');
  }

  async saved(): Promise<Record<string, string>> {
    return JSON.parse(await readFile(this.path, 'utf8')) as Record<string, string>;
  }

  async save(content: unknown): Promise<void> {
    await writeFile(this.path, typeof content === 'string' ? content : JSON.stringify(content));
  }

  async mode(path: string): Promise<string> {
    return ((await stat(path)).mode & 0o777).toString(8);
  }

  env(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
    return { HOME: this.home, OT_API_BASE_URL: this.simulator.url, ...extra };
  }

  /** Runs `otform WORDS` with virtual time: a wait moves the simulator's clock and takes none. */
  async run(line: string, options: RunOptions = {}): Promise<Finished> {
    const { simulator } = this;
    const chunks = { out: '', err: '' };
    const listeners = new Map<string, () => void>();
    const io: CliIo = {
      env: this.env(options.env),
      cwd: this.home,
      stdin: Object.assign(new PassThrough(), { isTTY: options.tty === true }),
      stdout: { isTTY: options.tty === true, columns: 100, write: (text) => (chunks.out += text) },
      stderr: { isTTY: options.tty === true, columns: 100, write: (text) => (chunks.err += text) },
      signals: {
        on: (name, listener) => listeners.set(name, listener),
        off: (name) => listeners.delete(name),
      },
      exit: () => {},
    };
    if (options.stdin !== undefined) (io.stdin as PassThrough).end(options.stdin);
    const interruption = new Interruption(io);
    const tools: AuthTools = {
      clock: simulator.clock,
      wait: async (ms, signal) => {
        this.waits.push(ms);
        simulator.clock.advance(ms);
        await options.onWait?.(ms, () => listeners.get('SIGINT')?.());
        signal?.throwIfAborted();
      },
      identity: (given) => (options.wrap ?? ((client) => client))(createIdentityClient(given)),
      tokens: (given) =>
        (options.wrapTokens ?? ((client) => client))(
          createTokenClient({ ...given, wait: async () => {}, random: () => 0 }),
        ),
    };
    const finish = (code: number, codes: readonly string[] = [], said = ''): Finished => ({
      code,
      ...chunks,
      codes,
      said,
      all: `${chunks.out}${chunks.err}${said}`,
    });
    try {
      const parsed = parseCommandLine(line.split(' ').filter(Boolean), {});
      if (!('command' in parsed)) throw new Error(`no command in ${line}`);
      const make = COMMANDS[parsed.command.name];
      if (make === undefined) throw new Error(`not an auth command: ${line}`);
      const code = await make(tools)({
        name: parsed.command.name,
        io,
        flags: parsed.flags,
        positionals: parsed.positionals,
        dir: this.home,
        style: plainStyle,
        reporter: new Reporter(io, { jsonLines: false, noColor: true, compactWarnings: false }),
        interruption,
        trace: () => {},
      });
      return finish(code);
    } catch (error) {
      if (error instanceof UsageError) return finish(1, ['usage'], error.message);
      if (!(error instanceof DiagnosticError)) throw error;
      const said = error.diagnostics.map((found) => `${found.summary}: ${found.detail}`).join('\n');
      return finish(
        1,
        error.diagnostics.map((found) => found.code),
        said,
      );
    } finally {
      interruption.dispose();
    }
  }

  /** A registered, unclaimed account; returns what was saved. */
  async registered(): Promise<{ apiToken: string; claimToken: string }> {
    const done = await this.run('auth register');
    if (done.code !== 0) throw new Error(done.all);
    const { apiToken = '', claimToken = '' } = await this.saved();
    return { apiToken, claimToken };
  }

  /** Status of `auth/me` under a token: 200 alive, 401 dead. */
  async ask(token: string): Promise<number> {
    const response = await fetch(`${this.simulator.url}/api/public/v1/auth/me`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await response.arrayBuffer();
    return response.status;
  }

  /** Requests to the agent endpoints, as `identity`, `claim`, `token` or `revoke`. */
  agentCalls(): string[] {
    return this.simulator.log
      .entries()
      .filter((entry) => entry.path.startsWith('/api/agent/'))
      .map((entry) => entry.path.split('/').at(-1) ?? '');
  }
}

/** A token of any kind in full; masked forms do not match. */
export const ANY_TOKEN = /ot_(?:pat|clm|cat|ptk)_[A-Za-z0-9_-]{12,}/;
