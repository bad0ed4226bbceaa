import { EventEmitter } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { vi } from 'vitest';
import { run } from '../../src/cli/index.ts';
import { type Dialect, Simulator } from '../../src/simulator/index.ts';
import { planSummary } from './observe.ts';
import { Project } from './project.ts';
import type { Scenario, Step, World } from './scenario.ts';
import { expectNoToken } from './secrets.ts';

/** A word that makes a command run the program of cdktf.json instead of reading the synthesised folder. */
export const RUN_THE_PROGRAM = '-synthesized=';

export interface CommandResult {
  readonly code: number;
  /** Both streams, in the order in which they were written. */
  readonly output: string;
  readonly stdout: string;
}

/**
 * A scenario's world with otform in process: a simulator on a real socket whose clock is virtual, and the machine's
 * date following that clock, so that every time in the output is the same on each run.
 */
export class OtformWorld implements World {
  readonly project = new Project();
  readonly notes = new Map<string, string>();
  readonly simulator: Simulator;

  private constructor(simulator: Simulator) {
    this.simulator = simulator;
  }

  static async start(scenario: Scenario, dialect: Partial<Dialect> = {}): Promise<OtformWorld> {
    const simulator = await Simulator.start({
      clock: 'virtual',
      seed: 'scenario',
      dialect: { ...scenario.dialect, ...dialect },
      ...(scenario.publishQuota === undefined ? {} : { publishQuota: scenario.publishQuota }),
    });
    vi.useFakeTimers({ toFake: ['Date'] });
    return new OtformWorld(simulator);
  }

  async stop(): Promise<void> {
    vi.useRealTimers();
    await this.simulator.stop();
    this.project.dispose();
  }

  readonly id = (address: string): string => this.project.id(address);

  readonly command = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    this.otform(words, env);

  /** Runs one command line. Programs are not run: the synthesised folder is the program. */
  async otform(
    words: readonly string[],
    env: Readonly<Record<string, string | undefined>> = {},
  ): Promise<CommandResult> {
    vi.setSystemTime(this.simulator.clock.now());
    let output = '';
    let stdout = '';
    const asked = words.filter((word) => word !== RUN_THE_PROGRAM);
    const code = await run([...asked, ...this.#place(words)], {
      env: {
        PATH: process.env.PATH,
        HOME: this.project.dir,
        OT_API_BASE_URL: this.simulator.url,
        OT_API_TOKEN: this.simulator.token,
        ...env,
      },
      cwd: this.project.dir,
      stdin: new PassThrough(),
      stdout: {
        write: (text) => {
          output += text;
          stdout += text;
        },
      },
      stderr: {
        write: (text) => {
          output += text;
        },
      },
      signals: new EventEmitter(),
      exit: () => {},
    });
    expectNoToken(output, `the output of otform ${words.join(' ')}`);
    return { code, output, stdout };
  }

  /** Begins a step: program, people, time. */
  begin(step: Step): void {
    step.before?.(this);
    if (typeof step.program === 'function') this.project.declare(step.program(this));
    else if (step.program !== undefined) this.project.declare(step.program);
  }

  /** The plan of a `plan` command as facts, made by the same words into a file that is removed again. */
  async planFacts(
    words: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<Record<string, string>> {
    const file = join(this.project.dir, 'facts.plan');
    const made = await this.otform(
      [...words.filter((word) => !/^--?(out|json)\b/.test(word)), `-out=${file}`],
      env,
    );
    if (made.code !== 0 && made.code !== 2) throw new Error(made.output);
    const shown = await this.otform(['show', '-json', file]);
    rmSync(file);
    return planSummary(JSON.parse(shown.stdout));
  }

  #place(words: readonly string[]): readonly string[] {
    const isPlaced = words[0] === 'capabilities' || words.some((word) => word.startsWith('-synthesized='));
    return isPlaced ? [] : ['-synthesized=cdktf.out'];
  }
}
