import { createApiClient } from '../../src/api/index.ts';
import { createProvider } from '../../src/provider/create-provider.ts';
import { type Diagnostic, hasErrors } from '../../src/provider/diagnostics.ts';
import { jobResource } from '../../src/provider/job-resource.ts';
import { jobSchema } from '../../src/provider/job-schema.ts';
import type { CreateIntent, IntentLog, OpenIntent } from '../../src/provider/resource.ts';
import type { ProviderSession } from '../../src/provider/session.ts';
import type { ObjectValue, Value } from '../../src/provider/values.ts';
import type { Simulator } from '../../src/simulator/index.ts';

export const QUICKSTART_TEXT =
  'We need 3 AI trainers to label 10,000 product images into 12 categories. Pay per label, around $0.05 each. ' +
  'English required, prior image annotation experience preferred. Two-week project.';

/** A whole config object of `opentrain_job`: what is not given is null. */
export function jobConfig(given: Record<string, Value>): ObjectValue {
  const config: Record<string, Value> = {};
  for (const name of Object.keys(jobSchema.attributes)) config[name] = given[name] ?? null;
  if (typeof given.source === 'object' && given.source !== null) {
    const empty = { text: null, canonical: null, schema_org: null, indeed_xml: null, hr_xml: null };
    config.source = { ...empty, ...(given.source as Record<string, Value>) };
  }
  return config;
}

/** The intent log of one run, in memory; `lose` makes the next answers look lost, as a crash does. */
export class MemoryIntents implements IntentLog {
  readonly open_: OpenIntent[] = [];
  async open(intent: CreateIntent): Promise<void> {
    if (!this.open_.some((other) => other.idempotencyKey === intent.idempotencyKey)) this.open_.push(intent);
  }
  async created(intent: CreateIntent): Promise<void> {
    this.#drop(intent);
  }
  async abandoned(intent: CreateIntent): Promise<void> {
    this.#drop(intent);
  }
  async findOpen(query: { address: string | null; contentHash: string }): Promise<OpenIntent | null> {
    return this.open_.find((intent) => intent.address === query.address) ?? null;
  }
  #drop(intent: CreateIntent): void {
    const at = this.open_.findIndex((other) => other.idempotencyKey === intent.idempotencyKey);
    if (at >= 0) this.open_.splice(at, 1);
  }
}

export interface Known {
  state: ObjectValue | null;
  private: string | null;
}

/** The provider with a client that waits no real time between repeats. */
const provider = createProvider((options) => createApiClient({ ...options, wait: async () => {} }));

/** One run of one resource, the way an engine drives it: read, plan, apply. Each run has a session of its own. */
export class Run {
  readonly session: ProviderSession;
  readonly intents: MemoryIntents;
  readonly diagnostics: Diagnostic[] = [];

  constructor(session: ProviderSession, intents = new MemoryIntents()) {
    this.session = session;
    this.intents = intents;
  }

  static async start(
    simulator: Simulator,
    options: { reassert?: boolean; intents?: MemoryIntents; token?: string; signal?: AbortSignal } = {},
  ): Promise<Run> {
    const credentials = {
      read: async () => ({ token: options.token ?? simulator.token, baseUrl: simulator.url }),
    };
    const { session, diagnostics } = await provider.configure({}, credentials, {
      reassert: options.reassert ?? false,
      clock: simulator.clock,
      ...(options.signal ? { signal: options.signal } : {}),
    });
    if (session === null) throw new Error(JSON.stringify(diagnostics));
    return new Run(session, options.intents);
  }

  async read(known: Known): Promise<Known> {
    if (known.state === null) return known;
    const response = await jobResource.read(this.session, { state: known.state, private: known.private });
    this.diagnostics.push(...response.diagnostics);
    return { state: response.state, private: response.private };
  }

  plan(known: Known, config: ObjectValue | null, extra: { stateIsEmpty?: boolean } = {}) {
    return jobResource.plan(this.session, {
      prior: known.state,
      priorPrivate: known.private,
      config,
      ...extra,
    });
  }

  /** Refresh, plan and apply one job at one address; a replacement closes first, then creates. */
  async apply(known: Known, config: ObjectValue | null, address = 'opentrain_job.a'): Promise<Known> {
    const refreshed = await this.read(known);
    if (hasErrors(this.diagnostics)) return known;
    let plan = await this.plan(refreshed, config);
    this.diagnostics.push(...plan.diagnostics);
    if (hasErrors(this.diagnostics)) return refreshed;
    let before = refreshed;
    if (plan.requiresReplace.length > 0) {
      const closed = await this.send(before, null, null, null, address);
      if (closed.state !== null) return closed;
      before = { state: null, private: null };
      plan = await jobResource.plan(this.session, { prior: null, priorPrivate: plan.plannedPrivate, config });
    }
    return this.send(before, plan.planned, plan.plannedPrivate, config, address);
  }

  async send(
    known: Known,
    planned: ObjectValue | null,
    plannedPrivate: string | null,
    config: ObjectValue | null,
    address: string,
  ): Promise<Known> {
    const response = await jobResource.apply(this.session, {
      prior: known.state,
      priorPrivate: known.private,
      planned,
      plannedPrivate,
      config,
      address,
      lineage: 'lineage-1',
      intents: this.intents,
    });
    this.diagnostics.push(...response.diagnostics);
    return { state: response.state, private: response.private };
  }

  codes(): string[] {
    return this.diagnostics.map((diagnostic) => diagnostic.code);
  }
}

export const NOTHING: Known = { state: null, private: null };
