import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { PROVIDER_SOURCE } from '../../src/contract/index.ts';
import { Simulator, type SimulatorOptions } from '../../src/simulator/index.ts';
import { type FakeIo, fakeIo, folder } from '../cli/fake-io.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The description of the quickstart: everything but the experience level and the data volume's unit. */
export const QUICKSTART_TEXT =
  'We need 3 AI trainers to label 10,000 product images into 12 categories. Pay per label, around $0.05 each. ' +
  'English required, prior image annotation experience preferred. Two-week project.';

/** Answers that make any of the descriptions here complete. */
export const ALL_ANSWERS = {
  jobTitle: 'Label product images',
  jobDescription: 'Sort product images into categories.',
  paymentType: 'PAY_PER_LABEL',
  pricePerLabel: 0.05,
  experienceLevel: 'INTERMEDIATE',
  dataVolume: 10_000,
  dataVolumeUnit: 'NUMBER_OF_FILES',
};

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder with a CDKTF program that reads otform from the sources, and a simulator to talk to. */
export class NewWorld {
  readonly dir: string;
  readonly simulator: Simulator;

  constructor(dir: string, simulator: Simulator) {
    this.dir = dir;
    this.simulator = simulator;
  }

  static async start(options: SimulatorOptions = {}): Promise<NewWorld> {
    const simulator = await Simulator.start({ seed: 'new', ...options });
    onTestFinished(() => simulator.stop());
    return new NewWorld(folder(), simulator);
  }

  /** Makes the folder a project: node_modules with the sources, cdktf.json and a main.ts. */
  asProject(lines: { readonly imports?: string; readonly calls?: string } = {}): this {
    this.link();
    this.write('cdktf.json', JSON.stringify({ language: 'typescript', app: APP }));
    this.write('main.ts', mainText(lines.imports ?? '', lines.calls ?? ''));
    return this;
  }

  /** A program that was synthesised already, for tests in which running one proves nothing. */
  asSynthesised(jobs: Readonly<Record<string, unknown>> = {}): this {
    const stack = {
      terraform: {
        required_providers: { opentrain: { source: PROVIDER_SOURCE } },
        backend: { local: { path: join(this.dir, 'terraform.jobs.tfstate') } },
      },
      provider: { opentrain: [{}] },
      ...(Object.keys(jobs).length === 0 ? {} : { resource: { opentrain_job: jobs } }),
    };
    const manifest = {
      version: '0.21.0',
      stacks: {
        jobs: {
          name: 'jobs',
          constructPath: 'jobs',
          synthesizedStackPath: 'stacks/jobs/cdk.tf.json',
          annotations: [],
          dependencies: [],
        },
      },
    };
    this.write('cdktf.json', '{"app":"false"}');
    this.write('cdktf.out/stacks/jobs/cdk.tf.json', JSON.stringify(stack));
    this.write('cdktf.out/manifest.json', JSON.stringify(manifest));
    return this;
  }

  link(): void {
    mkdirSync(join(this.dir, 'node_modules'), { recursive: true });
    for (const [name, target] of [
      ['otform', ROOT],
      ['cdktf', join(ROOT, 'node_modules', 'cdktf')],
      ['constructs', join(ROOT, 'node_modules', 'constructs')],
      ['tsx', join(ROOT, 'node_modules', 'tsx')],
    ] as const) {
      symlinkSync(target, join(this.dir, 'node_modules', name), 'dir');
    }
    if (!existsSync(join(this.dir, 'package.json'))) this.write('package.json', '{"type":"module"}');
  }

  /** Puts the two lines that `otform new` prints into main.ts. */
  addPrintedLines(out: string): void {
    const imports = /^ {4}(import \{.*)$/m.exec(out)?.[1] ?? '';
    const calls = /^ {4}(\w+\(stack\);)$/m.exec(out)?.[1] ?? '';
    expect(imports).not.toBe('');
    expect(calls).not.toBe('');
    const main = this.read('main.ts');
    this.write('main.ts', `${imports}\n${main.replace('app.synth();', `${calls}\napp.synth();`)}`);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.dir, name)), { recursive: true });
    writeFileSync(join(this.dir, name), text);
  }

  read(name: string): string {
    return readFileSync(join(this.dir, name), 'utf8');
  }

  io(options: Parameters<typeof fakeIo>[1] = {}): FakeIo {
    const env = { OT_API_BASE_URL: this.simulator.url, OT_API_TOKEN: this.simulator.token, ...options.env };
    return fakeIo(this.dir, { ...options, env });
  }

  async otform(...words: readonly string[]): Promise<Ran> {
    const fake = this.io();
    const code = await run(words, fake.io);
    expect(fake.out() + fake.err()).not.toContain(this.simulator.token);
    return { code, out: fake.out(), err: fake.err() };
  }

  /** At a terminal: each text that ends with the given words is answered with a line. */
  async typing(
    words: readonly string[],
    answers: readonly (readonly [after: RegExp, typed: string])[],
  ): Promise<Ran & { readonly unused: number }> {
    const queue = [...answers];
    let seen = '';
    const fake = this.io({
      tty: true,
      env: { NO_COLOR: '1' },
      onWrite: (text, { stdin }) => {
        seen += text;
        if (!/:\s*$|only a dot\.\s*$/.test(text) || !/Enter|dot/.test(text)) return;
        const [next] = queue;
        // An unforeseen question gets no answer, and the end of input instead of a test that waits.
        if (next === undefined || !next[0].test(seen)) {
          stdin.end();
          return;
        }
        queue.shift();
        seen = '';
        stdin.write(next[1]);
      },
    });
    const code = await run(words, fake.io);
    return { code, out: fake.out(), err: fake.err(), unused: queue.length };
  }

  writes(): readonly string[] {
    return this.simulator.log
      .entries()
      .filter((entry) => entry.method !== 'GET')
      .map(
        (entry) =>
          `${entry.method} ${entry.path.replace('/api/public/v1', '').replace(/[0-9a-zA-Z_-]{12,}/, 'ID')}`,
      );
  }

  creates(): number {
    return this.writes().filter((line) => line === 'POST /job-drafts').length;
  }
}

/** Finds the stack that `asSynthesised` wrote. */
export const SYNTHESISED = '-synthesized=cdktf.out';

/** As a project's own `app`, but with otform read from the sources. */
export const APP = 'node --conditions=otform-source --import tsx main.ts';

export function mainText(imports: string, calls: string): string {
  return `${imports}
import { App, TerraformStack } from 'cdktf';
import { OpentrainProvider } from 'otform';
const app = new App();
const stack = new TerraformStack(app, 'jobs');
new OpentrainProvider(stack, 'opentrain');
${calls}
app.synth();
`;
}
