import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Simulator } from '../../src/simulator/index.ts';
import { newConsumer, ROOT } from '../package/consumer.ts';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly done: Promise<Ended>;
  /** SIGKILL for the program and everything it started. */
  kill(): void;
}

/** Answers nothing: whoever asks a machine beyond this one is written down. */
async function startLookout(asked: string[]): Promise<Server> {
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/**
 * An example in a project of somebody else: the packed otform in node_modules, the provider in a mirror, a home of its
 * own, a simulator. Programs run beside us, so that the simulator can answer them.
 */
export class ExampleProject {
  readonly dir: string;
  readonly simulator: Simulator;
  readonly env: Record<string, string>;
  /** Requests to machines other than this one. */
  readonly asked: readonly string[];
  readonly #lookout: Server;

  private constructor(dir: string, simulator: Simulator, lookout: Server, asked: readonly string[]) {
    this.dir = dir;
    this.simulator = simulator;
    this.asked = asked;
    this.#lookout = lookout;
    const proxy = `http://127.0.0.1:${(lookout.address() as AddressInfo).port}`;
    this.env = {
      PATH: process.env.PATH ?? '',
      HOME: join(dir, 'home'),
      CI: 'true',
      CHECKPOINT_DISABLE: '1',
      TF_CLI_CONFIG_FILE: join(dir, 'mirror.tfrc'),
      OT_API_BASE_URL: simulator.url,
      OT_API_TOKEN: simulator.token,
      HTTP_PROXY: proxy,
      HTTPS_PROXY: proxy,
      http_proxy: proxy,
      https_proxy: proxy,
      NO_PROXY: '127.0.0.1',
    };
  }

  /** `change` makes the program what a test needs, e.g. one with another import. */
  static async start(
    tarball: string,
    example: string,
    change: (program: string) => string = (program) => program,
  ): Promise<ExampleProject> {
    const asked: string[] = [];
    const [simulator, lookout] = await Promise.all([
      Simulator.start({ seed: 'alongside' }),
      startLookout(asked),
    ]);
    const project = new ExampleProject(newConsumer(tarball, 'module'), simulator, lookout, asked);
    cpSync(join(ROOT, 'examples', example, 'cdktf.json'), join(project.dir, 'cdktf.json'));
    const program = readFileSync(join(ROOT, 'examples', example, 'main.ts'), 'utf8');
    writeFileSync(join(project.dir, 'main.ts'), change(program));
    mkdirSync(project.env.HOME ?? '');
    await project.must('otform', 'provider', 'install', '-dir=mirror');
    const { out } = await project.must('otform', 'provider', 'config', '-dir=mirror');
    writeFileSync(project.env.TF_CLI_CONFIG_FILE ?? '', out);
    return project;
  }

  async stop(): Promise<void> {
    this.#lookout.closeAllConnections();
    await Promise.all([
      this.simulator.stop(),
      new Promise<void>((resolve) => this.#lookout.close(() => resolve())),
    ]);
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** `otform` is the installed package's; a path ending in .js is run by Node. */
  run(command: string, ...args: readonly string[]): Running {
    return this.#runIn(this.dir, command, args);
  }

  #runIn(cwd: string, command: string, args: readonly string[]): Running {
    const bin = command === 'otform' ? join(this.dir, 'node_modules/otform/dist/cli/main.js') : command;
    const isScript = bin.endsWith('.js');
    const child = spawn(isScript ? process.execPath : bin, isScript ? [bin, ...args] : args, {
      cwd,
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: unknown) => {
      out += String(chunk);
    });
    child.stderr.on('data', (chunk: unknown) => {
      err += String(chunk);
    });
    const done = new Promise<Ended>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, out, err }));
    });
    return {
      done,
      kill: () => {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      },
    };
  }

  /** As `run`, to its end; any failure is a failed test with the program's own words. */
  must(command: string, ...args: readonly string[]): Promise<Ended> {
    return this.mustIn(this.dir, command, ...args);
  }

  async mustIn(folder: string, command: string, ...args: readonly string[]): Promise<Ended> {
    const ended = await this.#runIn(folder, command, args).done;
    if (ended.code !== 0) {
      throw new Error(`${command} ${args.join(' ')} ended with ${ended.code}:\n${ended.out}${ended.err}`);
    }
    return ended;
  }

  /** The real terraform in the folder of a synthesised stack. */
  terraform(stack: string, ...args: readonly string[]): Promise<Ended> {
    return this.must('terraform', `-chdir=cdktf.out/stacks/${stack}`, ...args);
  }

  async synth(): Promise<void> {
    await this.must(process.execPath, '--import', 'otform/register', 'main.ts');
  }

  /** Outputs of a stack, from the state that its engine wrote. */
  outputs(stack: string): Record<string, unknown> {
    const state: { outputs: Record<string, { value: unknown }> } = JSON.parse(
      readFileSync(join(this.dir, `terraform.${stack}.tfstate`), 'utf8'),
    );
    return Object.fromEntries(Object.entries(state.outputs).map(([name, { value }]) => [name, value]));
  }

  /** Requests that change something, with IDs left out. */
  writes(): readonly string[] {
    return this.simulator.log
      .entries()
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path.replace(/^.*\/v1/, '').replace(/[0-9a-z]{20,}/, 'ID')}`);
  }
}
