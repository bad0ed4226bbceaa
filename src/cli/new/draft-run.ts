import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { OpentrainApi } from '../../api/index.ts';
import { JOB_FIELDS } from '../../contract/index.ts';
import type { ApplyResult, EngineEvent, StackLocation } from '../../engine/engine.ts';
import type { Plan } from '../../engine/plan-model.ts';
import { type Diagnostic, hasErrors } from '../../provider/diagnostics.ts';
import { type JsonValue, journalPath, readJournal, readStateFile } from '../../state/index.ts';
import { extraFieldsOf, type JobCode, tableFields } from '../codegen/job-code.ts';
import type { CommandContext } from '../command.ts';
import { DiagnosticError } from '../diagnostic-error.ts';
import { type EngineSession, openEngine } from '../runtime/engine-session.ts';
import { applyOptions, planOptions } from '../runtime/plan-options.ts';
import { sanitise } from '../terminal/sanitise.ts';
import type { DraftRecord } from './draft-record.ts';
import { withJob } from './stack-json.ts';
import type { Workspace } from './workspace.ts';

/** Warnings that a targeted run is one, which is how this command works and no news to its user. */
const OF_TARGETING: ReadonlySet<string> = new Set(['targeting-in-effect', 'applied-incomplete']);

const FIELD_KEYS = new Map(JOB_FIELDS.map((field) => [field.attribute, field.key]));

/** A job as the state has it. */
export type JobState = { readonly [attribute: string]: JsonValue };

export interface StepResult {
  readonly ok: boolean;
  readonly outcome: ApplyResult['outcome'];
  readonly diagnostics: readonly Diagnostic[];
  /** The job in the state after the step; null when there is none. */
  readonly job: JobState | null;
}

/**
 * Brings one job to what is declared of it, through the engine and with the job as its only target: lock, journal,
 * idempotency key and state are those of `otform apply`, and nothing else of the stack is touched.
 */
export class DraftRun {
  readonly address: string;
  readonly #context: CommandContext;
  readonly #workspace: Workspace;
  readonly #session: EngineSession;
  readonly #name: string;

  private constructor(context: CommandContext, workspace: Workspace, name: string, session: EngineSession) {
    this.#context = context;
    this.#workspace = workspace;
    this.#session = session;
    this.#name = name;
    this.address = addressOf(name);
  }

  /** Close it when done. Every envelope that the server sends is noted in `record` as it arrives. */
  static async open(
    context: CommandContext,
    workspace: Workspace,
    name: string,
    record: DraftRecord,
  ): Promise<DraftRun> {
    const say = (event: EngineEvent) => {
      if (event.type === 'waiting' || event.type === 'settled')
        context.io.stderr.write(`${sanitise(event.message)}\n`);
    };
    const session = await openEngine(context, say, { wrapClient: (api) => noting(api, record) });
    if (session.notice !== undefined) context.io.stderr.write(`${session.notice}\n`);
    return new DraftRun(context, workspace, name, session);
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  /** Throws DiagnosticError for a program that the embedded engine cannot run: it could not run it afterwards either. */
  async checkProgram(): Promise<void> {
    const { program } = this.#workspace;
    if (program === null) return;
    const found = await this.#session.engine.validate(program);
    if (hasErrors(found)) throw new DiagnosticError(...found);
  }

  /**
   * Makes, patches or publishes the job as declared. Replacing or closing it is refused, and with `onlyState` anything
   * that would reach OpenTrain.
   */
  async declare(job: JobCode, onlyState = false): Promise<StepResult> {
    return this.#withStack(attributesOf(job), async (location, variables) => {
      let refusal: Diagnostic | null = null;
      const planned: Diagnostic[] = [];
      const approve = async (plan: Plan) => {
        planned.push(...plan.diagnostics);
        refusal = refusalOf(plan, this.address) ?? (onlyState ? writeRefusal(plan, this.address) : null);
        return refusal === null;
      };
      const options = planOptions(this.#context, 'normal');
      const result = await this.#session.engine.planAndApply(
        location,
        { ...options, targets: [this.address], variables: { ...options.variables, ...variables } },
        applyOptions(this.#context, approve),
      );
      const diagnostics = [...planned, ...result.diagnostics, ...(refusal === null ? [] : [refusal])];
      return this.#finished(result, diagnostics);
    });
  }

  /** Takes an existing job of the account into the state. */
  async adopt(job: JobCode, id: string): Promise<StepResult> {
    return this.#withStack(attributesOf(job), async (location, variables) => {
      const options = planOptions(this.#context, 'normal');
      const result = await this.#session.engine.importResources(location, [{ address: this.address, id }], {
        ...options,
        variables: { ...options.variables, ...variables },
      });
      return this.#finished(result, result.diagnostics);
    });
  }

  /** A client configured like the last step's, or null before the first one. Dispose it. */
  openClient(): Promise<OpentrainApi | null> {
    return this.#session.openClient();
  }

  async #finished(result: ApplyResult, diagnostics: readonly Diagnostic[]): Promise<StepResult> {
    const ok = (result.outcome === 'applied' || result.outcome === 'no-changes') && !hasErrors(diagnostics);
    const told = diagnostics.filter((one) => !OF_TARGETING.has(one.code));
    const unique = [...new Map(told.map((one) => [JSON.stringify(one), one])).values()];
    return {
      ok,
      outcome: result.outcome,
      diagnostics: unique,
      job: await readJob(this.#workspace.statePath, this.#name),
    };
  }

  /** The stack with the job in it exists as a file only while a step runs: it holds the whole description. */
  async #withStack<T>(
    attributes: { readonly [attribute: string]: JsonValue },
    work: (location: StackLocation, variables: Readonly<Record<string, string>>) => Promise<T>,
  ): Promise<T> {
    const { projectDir, stack, statePath, base } = this.#workspace;
    const { json, variables } = withJob(base, this.#name, attributes);
    const configPath = join(projectDir, '.otform', 'new', `${stack}.${this.#name}`, 'cdk.tf.json');
    await mkdir(dirname(configPath), { recursive: true });
    try {
      await writeFile(configPath, JSON.stringify(json), { mode: 0o600 });
      return await work({ name: stack, configPath, projectDir, statePath }, variables);
    } finally {
      await rm(dirname(configPath), { recursive: true, force: true });
    }
  }
}

export function addressOf(name: string): string {
  return `opentrain_job.${name}`;
}

/** The job of that name in a state file; null when it is not there. */
export async function readJob(statePath: string, name: string): Promise<JobState | null> {
  const state = await readStateFile(statePath);
  const resource = state?.resources.find(
    (one) =>
      one.mode === 'managed' && one.type === 'opentrain_job' && one.name === name && one.module === undefined,
  );
  return resource?.instances.find((instance) => instance.deposed === undefined)?.attributes ?? null;
}

/** True when an earlier run was cut off and left something that the next one settles. */
export async function hasLeftovers(statePath: string): Promise<boolean> {
  return (await readJournal(journalPath(statePath))) !== null;
}

function noting(api: OpentrainApi, record: DraftRecord): OpentrainApi {
  return {
    ...api,
    createDraft: async (input, options) => {
      const envelope = await api.createDraft(input, options);
      record.noteEnvelope('create', envelope);
      return envelope;
    },
    updateDraft: async (jobId, fields, options) => {
      const envelope = await api.updateDraft(jobId, fields, options);
      record.noteEnvelope('update', envelope);
      return envelope;
    },
  };
}

function attributesOf(job: JobCode): { readonly [attribute: string]: JsonValue } {
  const attributes: Record<string, JsonValue> = {};
  if (job.source !== null) attributes.source = { [job.source.attribute]: job.source.text };
  for (const { field, value } of tableFields(job.fields)) attributes[field.attribute] = value as JsonValue;
  const extra = extraFieldsOf(job.fields);
  if (extra !== null) attributes.extra_fields = JSON.stringify(extra);
  if (job.identity !== null) {
    attributes.external_id = job.identity.externalId;
    attributes.idempotency_key = job.identity.idempotencyKey;
  }
  if (!job.publish) attributes.publish = false;
  return attributes;
}

function refusalOf(plan: Plan, address: string): Diagnostic | null {
  const other = plan.changes.find(
    (change) =>
      change.action !== 'no-op' &&
      change.action !== 'read' &&
      (change.address !== address || (change.action !== 'create' && change.action !== 'update')),
  );
  if (other === undefined) return null;
  const why =
    other.address === address
      ? `${address} is in the state as job ${String(other.prior?.id)}, which was made from another description; this command would ${other.action} it`
      : `this command would also ${other.action} ${other.address}`;
  return {
    severity: 'error',
    code: 'new-would-change-more',
    summary: 'This Is Another Job',
    detail:
      `${why}, so nothing was changed. Choose another name, go on with that draft by leaving the description out, or drop it first:\n` +
      `    otform state rm '${address}'`,
    origin: 'config',
    address,
  };
}

function writeRefusal(plan: Plan, address: string): Diagnostic | null {
  const change = plan.changes.find((one) => one.address === address);
  if (change === undefined) return null;
  const { effects } = change;
  const writes =
    effects.createsDraft || effects.publishes || effects.liveEdit.length > 0 || effects.draftEdit.length > 0;
  if (!writes) return null;
  return {
    severity: 'error',
    code: 'generate-would-write',
    summary: 'The Job Would Be Changed',
    detail: `Declaring ${address} as it is seen would send something to OpenTrain, which is a fault of otform; nothing was sent.`,
    origin: 'bug',
    address,
  };
}

/** Field values of a job as the state has them, under update keys. */
export function fieldsOfState(job: JobState | null): Readonly<Record<string, JsonValue>> {
  if (job === null) return {};
  const entries = Object.entries(job).flatMap(([attribute, value]): [string, JsonValue][] => {
    const key = FIELD_KEYS.get(attribute);
    return key === undefined || value === null ? [] : [[key, value]];
  });
  return Object.fromEntries(entries);
}
