import type { ChildProcess, SpawnSyncReturns } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROVIDER_SOURCE } from '../../../src/contract/provider-address.ts';
import { renderProviderConfig } from '../../../src/plugin/install.ts';

/** True when the real terraform is there; where it is not, suites say so in their title and are skipped. */
export const hasTerraform = spawnSync('terraform', ['version']).status === 0;
export const SUITE_NOTE = hasTerraform ? '' : ' (SKIPPED: no terraform on the PATH)';

export interface RunResult {
  readonly code: number | null;
  readonly output: string;
}

export interface RunningTerraform {
  readonly process: ChildProcess;
  readonly done: Promise<RunResult>;
}

/** Resolves when a file exists. */
export async function appearance(path: string): Promise<void> {
  while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 20));
}

interface StateFile {
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly status?: string;
      readonly private?: string;
      readonly index_key?: string | number;
      readonly attributes: Readonly<Record<string, unknown>>;
    }[];
  }[];
}

/** A Terraform working folder of its own: configuration, state, CLI configuration, nothing of the user's. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'terraform-work-'));
  readonly env: Record<string, string>;

  /** `pluginFolder` goes into dev_overrides; null leaves provider installation alone. */
  constructor(pluginFolder: string | null) {
    mkdirSync(join(this.folder, 'home'));
    const rc = join(this.folder, 'cli.tfrc');
    writeFileSync(
      rc,
      pluginFolder === null
        ? ''
        : renderProviderConfig({ version: '0.1.0', executableFolder: pluginFolder }).devOverrides,
    );
    this.env = {
      PATH: process.env.PATH ?? '',
      HOME: join(this.folder, 'home'),
      TF_CLI_CONFIG_FILE: rc,
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
    };
  }

  get store(): string {
    return join(this.folder, 'store.json');
  }

  /** Writes main.tf: the provider block and what is given. */
  write(body: string, providerBody = `store = ${JSON.stringify(this.store)}`): void {
    writeFileSync(
      join(this.folder, 'main.tf'),
      `terraform {
  required_providers {
    opentrain = { source = "${PROVIDER_SOURCE}" }
  }
}
provider "opentrain" {
  ${providerBody}
}
${body}
`,
    );
  }

  run(args: readonly string[], env: Readonly<Record<string, string>> = {}): RunResult {
    const result: SpawnSyncReturns<string> = spawnSync('terraform', [...args], {
      cwd: this.folder,
      env: { ...this.env, ...env },
      encoding: 'utf8',
      timeout: 50_000,
    });
    return { code: result.status, output: `${result.stdout}${result.stderr}` };
  }

  /** Starts terraform and leaves it running. */
  start(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    cwd: string = this.folder,
  ): RunningTerraform {
    const child = spawn('terraform', [...args], { cwd, env: { ...this.env, ...env } });
    let output = '';
    const collect = (chunk: unknown) => {
      output += String(chunk);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const done = new Promise<RunResult>((resolve) => {
      child.on('exit', (code) => resolve({ code, output }));
    });
    return { process: child, done };
  }

  /** As `run`, but any failure is a failed test with Terraform's own words. */
  must(args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
    const { code, output } = this.run(args, env);
    if (code !== 0) throw new Error(`terraform ${args.join(' ')} ended with ${code}:\n${output}`);
    return output;
  }

  apply(...args: readonly string[]): string {
    return this.must(['apply', '-auto-approve', '-no-color', ...args]);
  }

  /** The plan as JSON: action lists by address. */
  planActions(...args: readonly string[]): Record<string, string> {
    this.must(['plan', '-no-color', '-out=plan.bin', ...args]);
    const plan = JSON.parse(this.must(['show', '-json', 'plan.bin'])) as {
      resource_changes?: readonly { address: string; change: { actions: readonly string[] } }[];
    };
    return Object.fromEntries(
      (plan.resource_changes ?? []).map(({ address, change }) => [address, change.actions.join('/')]),
    );
  }

  state(): StateFile {
    return JSON.parse(readFileSync(join(this.folder, 'terraform.tfstate'), 'utf8')) as StateFile;
  }

  /** The instance of `opentrain_thing.NAME`. */
  thing(name: string): StateFile['resources'][number]['instances'][number] {
    const found = this.state().resources.find(
      (resource) => resource.type === 'opentrain_thing' && resource.name === name,
    )?.instances[0];
    if (found === undefined) throw new Error(`no opentrain_thing.${name} in the state`);
    return found;
  }

  stored(): Record<string, Record<string, unknown>> {
    return JSON.parse(readFileSync(this.store, 'utf8')) as Record<string, Record<string, unknown>>;
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
