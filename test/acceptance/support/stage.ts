import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect } from 'vitest';
import { Simulator, type SimulatorOptions } from '../../../src/simulator/index.ts';
import { bundlePlugin } from '../../plugin/support/plugin-bundle.ts';
import { type RunningTerraform, type RunResult, Workspace } from '../../plugin/support/terraform.ts';

/** The provider as it is shipped, bundled once for a test file. */
export class PluginFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'acceptance-plugin-'));

  static async make(): Promise<PluginFolder> {
    const folder = new PluginFolder();
    await bundlePlugin('real', folder.path);
    return folder;
  }

  get executable(): string {
    return join(this.path, 'terraform-provider-opentrain');
  }

  dispose(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Terraform's words for a provider that broke the rules of the protocol. */
export const BROKEN_PLANS = /inconsistent (?:result|final plan)|produced an? (?:invalid|unexpected)|panic:/i;

/** The same, and for one that is gone. */
const BROKEN_RULES = new RegExp(`${BROKEN_PLANS.source}|did not respond`, 'i');

/** Advice that names a command: ours for what Terraform has a command for, or one that Terraform does not have. */
const WRONG_ADVICE =
  /`(?:otform\s+(?:plan|apply|destroy|import|state)|terraform\s+(?!(?:plan|apply|destroy|import|init|providers|state)\b)\S+)[^`]*`/;

export interface Instance {
  readonly address: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly tainted: boolean;
}

export interface PlanFacts {
  readonly code: number | null;
  /** Actions by address; what stays as it is is left out. */
  readonly actions: Readonly<Record<string, string>>;
  /** Severity and summary of each diagnostic. */
  readonly diagnostics: readonly string[];
  readonly output: string;
}

/**
 * One working folder, one simulator, and the real terraform between them. Every run is looked through for the words
 * with which Terraform reports a provider that breaks the protocol, and for the token.
 */
export class Stage {
  readonly work: Workspace;
  readonly simulator: Simulator;

  private constructor(work: Workspace, simulator: Simulator) {
    this.work = work;
    this.simulator = simulator;
  }

  static async start(plugins: PluginFolder | null, options: SimulatorOptions = {}): Promise<Stage> {
    return new Stage(
      new Workspace(plugins === null ? null : plugins.path),
      await Simulator.start({ publishQuota: 100_000, ...options }),
    );
  }

  async stop(): Promise<void> {
    await this.simulator.stop();
    this.work.dispose();
  }

  /** Replaces main.tf. */
  write(body: string, providerBody = ''): void {
    this.work.write(body, providerBody);
  }

  get credentials(): Record<string, string> {
    return { OT_API_TOKEN: this.simulator.token, OT_API_BASE_URL: this.simulator.url };
  }

  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): RunningTerraform {
    return this.work.start(args, { ...this.credentials, ...env });
  }

  /** Runs terraform to its end. The simulator lives in this process, so nothing here may block. */
  async terraform(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<RunResult> {
    const result = await this.start(args, env).done;
    this.check(result.output, `terraform ${args.join(' ')}`);
    return result;
  }

  check(output: string, what: string, rules: RegExp = BROKEN_RULES): void {
    const broken = rules.exec(output);
    if (broken) throw new Error(`${what} says "${broken[0]}":\n${output}`);
    const advice = WRONG_ADVICE.exec(output);
    if (advice) throw new Error(`${what} advises ${advice[0]}:\n${output}`);
    expect(output.includes(this.simulator.token), `the token in the output of ${what}`).toBe(false);
  }

  /** As `terraform`, and any other exit code than 0 is a failed test with Terraform's own words. */
  async must(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    const { code, output } = await this.terraform(args, env);
    if (code !== 0) throw new Error(`terraform ${args.join(' ')} ended with ${code}:\n${output}`);
    return output;
  }

  apply(...args: readonly string[]): Promise<string> {
    return this.must(['apply', '-auto-approve', '-no-color', ...args]);
  }

  async plan(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<PlanFacts> {
    const { code, output } = await this.terraform(['plan', '-json', '-detailed-exitcode', ...args], env);
    const actions: Record<string, string> = {};
    const diagnostics: string[] = [];
    for (const line of output.split('\n')) {
      if (!line.startsWith('{')) continue;
      const event = JSON.parse(line);
      if (event.type === 'planned_change') actions[event.change.resource.addr] = event.change.action;
      if (event.type === 'diagnostic') {
        diagnostics.push(`${event.diagnostic.severity}: ${event.diagnostic.summary}`);
      }
    }
    return { code, actions, diagnostics, output };
  }

  async expectEmptyPlan(...args: readonly string[]): Promise<void> {
    const { code, actions, output } = await this.plan(args);
    if (code !== 0) throw new Error(`the plan is not empty: ${JSON.stringify(actions)}\n${output}`);
  }

  instances(): readonly Instance[] {
    if (!existsSync(this.statePath)) return [];
    return this.work.state().resources.flatMap((resource) =>
      resource.instances.map((instance) => ({
        address: `${resource.type}.${resource.name}${
          instance.index_key === undefined ? '' : `[${JSON.stringify(instance.index_key)}]`
        }`,
        attributes: instance.attributes,
        tainted: instance.status === 'tainted',
      })),
    );
  }

  get statePath(): string {
    return join(this.work.folder, 'terraform.tfstate');
  }

  /** The instance at an address; raises when the state has none. */
  instance(address: string): Instance {
    const found = this.instances().find((instance) => instance.address === address);
    if (found === undefined) throw new Error(`no ${address} in the state`);
    return found;
  }

  id(address: string): string {
    return String(this.instance(address).attributes.id);
  }

  /** The account's jobs by status. */
  statuses(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { status } of this.simulator.dump().jobs) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }

  /** Field values of a job as the server has them. */
  fields(jobId: string): Readonly<Record<string, unknown>> {
    const job = this.simulator.dump().jobs.find(({ id }) => id === jobId);
    if (job === undefined) throw new Error(`no job ${jobId} on the account`);
    return job.fields;
  }

  /** Method and path of every request after the mark, IDs left out. */
  requests(after = 0): readonly string[] {
    return this.simulator.log
      .entries({ after })
      .map(
        ({ method, path }) =>
          `${method} ${path.replace('/api/public/v1', '').replace(/\/cm[0-9a-z]{23}/, '/ID')}`,
      );
  }

  get mark(): number {
    return this.simulator.log.total;
  }

  /** Every file of the folder by its name within it. */
  files(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    const walk = (folder: string): void => {
      for (const name of readdirSync(folder)) {
        const path = join(folder, name);
        if (statSync(path).isDirectory()) walk(path);
        else found.set(relative(this.work.folder, path), readFileSync(path, 'latin1'));
      }
    };
    walk(this.work.folder);
    return found;
  }
}
