import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Simulator } from '../../src/simulator/index.ts';
import { buildCli } from '../../tools/build/cli.ts';

const PACKAGE = fileURLToPath(new URL('../../package.json', import.meta.url));

/** What a child did. `signal` is set when it was killed. */
export interface ChildResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** A child that is running otform. */
export interface Child {
  readonly ended: Promise<ChildResult>;
  /** Kills it and resolves when it is gone. */
  kill(): Promise<void>;
}

/** What all cases share: the command as it is shipped, and one simulator on a real socket whose clock stands still. */
export class CrashWorld {
  readonly simulator: Simulator;
  readonly #folder: string;
  readonly #main: string;

  private constructor(simulator: Simulator, folder: string) {
    this.simulator = simulator;
    this.#folder = folder;
    this.#main = join(folder, 'dist', 'cli', 'main.js');
  }

  static async start(): Promise<CrashWorld> {
    const folder = mkdtempSync(join(tmpdir(), 'crash-'));
    await buildCli(join(folder, 'dist'));
    copyFileSync(PACKAGE, join(folder, 'package.json'));
    const simulator = await Simulator.start({ clock: 'virtual', startTime: Date.now(), seed: 'crash' });
    return new CrashWorld(simulator, folder);
  }

  async stop(): Promise<void> {
    await this.simulator.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Starts `otform WORDS` in a process of its own. */
  otform(
    dir: string,
    words: readonly string[],
    server: { readonly url: string; readonly token: string },
    failPoint?: string,
  ): Child {
    const child = spawn(process.execPath, [this.#main, ...words, '-synthesized=cdktf.out'], {
      cwd: dir,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH ?? '',
        HOME: dir,
        OT_API_BASE_URL: server.url,
        OT_API_TOKEN: server.token,
        ...(failPoint === undefined ? {} : { OTFORM_FAIL_POINT: failPoint }),
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        output += text;
      });
    }
    const gone = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    return {
      ended: gone.then(([code, signal]) => ({ code, signal, output })),
      async kill() {
        child.kill('SIGKILL');
        await gone;
      },
    };
  }
}

/** Somebody else writes the state: same lineage and content, one serial on. */
export function bumpSerial(statePath: string): void {
  if (!existsSync(statePath)) return;
  const state = JSON.parse(readFileSync(statePath, 'utf8'));
  writeFileSync(statePath, JSON.stringify({ ...state, serial: state.serial + 1 }, null, 2));
}
