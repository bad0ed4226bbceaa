import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  ApplyOptions,
  ApplyResult,
  EngineEvent,
  PlanOptions,
  StackLocation,
} from '../../../src/engine/engine.ts';
import { createEngine } from '../../../src/engine/index.ts';
import type { Plan } from '../../../src/engine/plan-model.ts';
import { type JsonValue, readStateFile, type State } from '../../../src/state/index.ts';
import { MemoryAccount, memoryProvider } from './memory-provider.ts';

export const PLAN: PlanOptions = {
  mode: 'normal',
  refresh: true,
  targets: [],
  excludes: [],
  replace: [],
  variables: {},
  environmentVariables: {},
  variableFiles: [],
  reassert: false,
  parallelism: 10,
  lock: true,
  lockTimeout: 0,
};

export const APPLY: ApplyOptions = { parallelism: 10, lock: true, lockTimeout: 0, approve: async () => true };

/** A stack folder with a real state file, the engine, and a pretended account. */
export class TestStack {
  readonly folder: string;
  readonly account = new MemoryAccount();
  readonly events: EngineEvent[] = [];
  interruption = new AbortController();

  constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<TestStack> {
    const folder = await mkdtemp(join(tmpdir(), 'otform-engine-'));
    await mkdir(join(folder, 'cdktf.out/stacks/jobs'), { recursive: true });
    return new TestStack(folder);
  }

  get location(): StackLocation {
    return {
      name: 'jobs',
      configPath: join(this.folder, 'cdktf.out/stacks/jobs/cdk.tf.json'),
      projectDir: this.folder,
    };
  }

  get statePath(): string {
    return join(this.folder, 'terraform.jobs.tfstate');
  }

  get engine() {
    return createEngine({
      provider: memoryProvider(this.account),
      credentials: { read: async () => ({ token: null, baseUrl: null }) },
      clock: { now: () => 1_000 },
      signal: this.interruption.signal,
      events: (event) => this.events.push(event),
      every: () => () => {},
      version: '1.2.3',
    });
  }

  /** Writes the program: jobs by name and anything else of the stack file. */
  async program(jobs: JsonValue, rest: { readonly [key: string]: JsonValue } = {}): Promise<void> {
    await writeFile(this.location.configPath, JSON.stringify({ ...rest, resource: { opentrain_job: jobs } }));
  }

  async plan(options: Partial<PlanOptions> = {}) {
    return this.engine.plan(this.location, { ...PLAN, ...options });
  }

  /** The plan; throws with the diagnostics when there is none. */
  async planned(options: Partial<PlanOptions> = {}): Promise<Plan> {
    const { plan, diagnostics } = await this.plan(options);
    if (plan === null) throw new Error(JSON.stringify(diagnostics, null, 1));
    return plan;
  }

  async apply(options: Partial<PlanOptions> = {}, apply: Partial<ApplyOptions> = {}): Promise<ApplyResult> {
    return this.engine.planAndApply(this.location, { ...PLAN, ...options }, { ...APPLY, ...apply });
  }

  async state(): Promise<State | null> {
    return readStateFile(this.statePath);
  }

  stateText(): Promise<string> {
    return readFile(this.statePath, 'utf8');
  }

  /** Calls since the last time, reads left out. */
  takeWrites(): string[] {
    return this.account.calls.splice(0).filter((call) => !/^(read|answer) /.test(call));
  }

  async dispose(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** `address action` lines of a plan, no-ops left out. */
export function actions(plan: Plan): string[] {
  return plan.changes
    .filter((change) => change.action !== 'no-op')
    .map((change) => [change.address, change.action, change.actionReason].filter(Boolean).join(' '));
}

/** `address: id` of every object in a state, deposed ones marked. */
export function stateIds(state: State | null): Record<string, string> {
  const ids: Record<string, string> = {};
  for (const resource of state?.resources ?? []) {
    for (const instance of resource.instances) {
      const index = instance.indexKey === undefined ? '' : `[${JSON.stringify(instance.indexKey)}]`;
      const deposed = instance.deposed === undefined ? '' : ' deposed';
      const mode = resource.mode === 'data' ? 'data.' : '';
      ids[`${mode}${resource.type}.${resource.name}${index}${deposed}`] = String(
        instance.attributes.id ?? '',
      );
    }
  }
  return ids;
}
