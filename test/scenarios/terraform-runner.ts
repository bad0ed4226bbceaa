import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installProvider, renderProviderConfig } from '../../src/plugin/install.ts';
import { type Dialect, Simulator } from '../../src/simulator/index.ts';
import { bundlePlugin } from '../plugin/support/plugin-bundle.ts';
import { Workspace } from '../plugin/support/terraform.ts';
import { planSummary } from './observe.ts';
import { Project } from './project.ts';
import type { Scenario, Step, World } from './scenario.ts';
import { expectNoToken } from './secrets.ts';

const VERSION = '0.1.0';

/**
 * Makes the plugin live at the simulator's time. Only after the handshake: the certificates of the connection are
 * checked by Terraform against the machine's time.
 */
const CLOCK_SHIM = `
{
  const offset = Number(process.env.SCENARIO_CLOCK_OFFSET);
  const now = Date.now.bind(Date);
  const write = process.stdout.write.bind(process.stdout);
  if (offset) process.stdout.write = (...words) => { Date.now = () => now() + offset; return write(...words); };
}
`;

/** The provider in a mirror of the test's own, so that the real `terraform init` finds it without any network. */
export class InstalledPlugin {
  readonly #folder = mkdtempSync(join(tmpdir(), 'scenario-plugin-'));
  readonly cliConfig = join(this.#folder, 'cli.tfrc');

  static async install(): Promise<InstalledPlugin> {
    const plugin = new InstalledPlugin();
    const executable = await bundlePlugin('real', plugin.#folder);
    const [shebang = '', ...rest] = readFileSync(executable, 'utf8').split('\n');
    writeFileSync(executable, [shebang, CLOCK_SHIM, ...rest].join('\n'));
    const mirror = join(plugin.#folder, 'mirror');
    await installProvider({ executable, version: VERSION, directory: mirror });
    const texts = renderProviderConfig({ version: VERSION, executableFolder: plugin.#folder, mirror });
    writeFileSync(plugin.cliConfig, texts.mirrorConfig ?? '');
    return plugin;
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Terraform's words for a provider that broke the rules of the protocol. */
const BROKEN_RULES = [
  'inconsistent result after apply',
  'inconsistent final plan',
  'invalid plan',
  'invalid new value',
  'plugin did not respond',
];

/** Adds the flags that terraform wants where nobody can answer it. */
export function asTerraform(words: readonly string[]): readonly string[] {
  const asks = ['plan', 'apply', 'destroy', 'refresh', 'import'].includes(words[0] ?? '');
  if (!asks) return words;
  const [command = '', ...rest] = words;
  return [command, '-no-color', '-input=false', ...rest];
}

export interface TerraformResult {
  readonly code: number;
  readonly output: string;
}

/** A scenario's world with the real terraform: the same programs, a simulator of its own, the same virtual time. */
export class TerraformWorld implements World {
  readonly project: Project;
  readonly simulator: Simulator;
  readonly notes = new Map<string, string>();
  /** Everything that terraform printed, for the checks that look at all of it. */
  transcript = '';
  readonly #workspace = new Workspace(null);
  readonly #ownsParts: boolean;
  #initialised = false;

  private constructor(
    plugin: InstalledPlugin,
    parts: { simulator: Simulator; project: Project },
    owns: boolean,
  ) {
    this.simulator = parts.simulator;
    this.project = parts.project;
    this.#ownsParts = owns;
    this.#workspace.env.TF_CLI_CONFIG_FILE = plugin.cliConfig;
  }

  static async start(
    plugin: InstalledPlugin,
    scenario: Scenario,
    dialect: Partial<Dialect> = {},
  ): Promise<TerraformWorld> {
    const simulator = await Simulator.start({
      clock: 'virtual',
      seed: 'scenario',
      dialect: { ...scenario.dialect, ...dialect },
      ...(scenario.publishQuota === undefined ? {} : { publishQuota: scenario.publishQuota }),
    });
    return new TerraformWorld(plugin, { simulator, project: new Project() }, true);
  }

  /** Terraform in the folder and on the simulator of another world. */
  static beside(plugin: InstalledPlugin, parts: { simulator: Simulator; project: Project }): TerraformWorld {
    return new TerraformWorld(plugin, parts, false);
  }

  async stop(): Promise<void> {
    this.#workspace.dispose();
    if (!this.#ownsParts) return;
    await this.simulator.stop();
    this.project.dispose();
  }

  /** Fails when Terraform has called the provider a liar so far. */
  expectRulesKept(): void {
    for (const words of BROKEN_RULES) {
      if (this.transcript.toLowerCase().includes(words)) throw new Error(`"${words}" in\n${this.transcript}`);
    }
  }

  readonly command = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    this.terraform(asTerraform(words), env);

  readonly id = (address: string): string => this.project.id(address);

  begin(step: Step): void {
    step.before?.(this);
    if (typeof step.program === 'function') this.project.declare(step.program(this));
    else if (step.program !== undefined) this.project.declare(step.program);
  }

  async terraform(
    words: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<TerraformResult> {
    if (!this.#initialised) {
      this.#initialised = true;
      const init = await this.terraform(['init', '-input=false', '-no-color']);
      if (init.code !== 0) throw new Error(init.output);
    }
    mkdirSync(this.project.stackDir, { recursive: true });
    const offset = this.simulator.clock.now() - Date.now();
    const { code, output } = await this.#workspace.start(
      words,
      {
        OT_API_BASE_URL: this.simulator.url,
        OT_API_TOKEN: this.simulator.token,
        SCENARIO_CLOCK_OFFSET: String(offset),
        ...env,
      },
      this.project.stackDir,
    ).done;
    this.transcript += output;
    expectNoToken(output, `the output of terraform ${words.join(' ')}`);
    return { code: code ?? -1, output };
  }

  /** Plans into a file and reads it back as facts. Null with errors. */
  async plan(
    words: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly result: TerraformResult; readonly facts: Record<string, string> | null }> {
    const asked = words.find((word) => word.startsWith('-out='))?.slice('-out='.length);
    const file = asked ?? join(this.project.dir, 'terraform.plan');
    const others = words.filter((word) => !word.startsWith('-out='));
    const result = await this.terraform([...others, '-input=false', '-no-color', `-out=${file}`], env);
    if (result.code !== 0 && result.code !== 2) return { result, facts: null };
    const shown = await this.terraform(['show', '-json', file]);
    return { result, facts: planSummary(JSON.parse(shown.output)) };
  }
}
