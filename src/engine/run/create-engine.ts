import type { Diagnostic } from '../../provider/diagnostics.ts';
import type { ObjectValue } from '../../provider/values.ts';
import { StateStore } from '../../state/index.ts';
import { tryParseAddress } from '../address.ts';
import { refreshFoundNews } from '../apply/execute.ts';
import type {
  ApplyOptions,
  ApplyResult,
  Engine,
  EngineContext,
  ImportTarget,
  PlanOptions,
  StackLocation,
} from '../engine.ts';
import { configurationJson } from '../plan/configuration-json.ts';
import { makePlan } from '../plan/make-plan.ts';
import { type PlanRun, report } from '../plan/plan-run.ts';
import { type Plan, planHasChanges, type ResourceChange } from '../plan-model.ts';
import { environmentError } from '../problem.ts';
import { applyPlan, earlyResult } from './apply-run.ts';
import { openSession, providerConfig } from './configure.ts';
import { importInto } from './import-run.ts';
import { type StartingPoint, startingPoint } from './leftovers.ts';
import { type OpenedStack, openStack, type VariableSource } from './open-stack.ts';
import { staleReason } from './stale-plan.ts';
import { stateDiagnostic } from './state-diagnostic.ts';
import { validateStack } from './validate.ts';

interface LockChoice {
  readonly lock: boolean;
  readonly lockTimeout: number;
}

type Attempt<T> = { readonly value: T } | { readonly diagnostics: readonly Diagnostic[] };

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function interruptedBefore(): Diagnostic {
  return environmentError('interrupted', 'Interrupted', 'The run was stopped before anything was changed.');
}

/** As in Terraform, an apply without changes still writes down what refresh found. */
function isWorthApplying(plan: Plan, start: StartingPoint): boolean {
  return planHasChanges(plan) || start.hasLeftovers || refreshFoundNews(start.state, plan);
}

/** One run of the engine: lock, session and starting point, released in any case. */
class EngineRun {
  readonly #context: EngineContext;
  readonly #location: StackLocation;
  readonly #version: string;

  constructor(context: EngineContext, location: StackLocation) {
    this.#context = context;
    this.#location = location;
    this.#version = context.version ?? '0.0.0';
  }

  /** Opens the stack and locks its state around `work`. What the state layer raises becomes diagnostics. */
  async locked<T>(
    operation: string,
    source: VariableSource,
    choice: LockChoice,
    diagnostics: Diagnostic[],
    work: (opened: OpenedStack, store: StateStore, start: StartingPoint) => Promise<T>,
  ): Promise<Attempt<T>> {
    const opened = await openStack(this.#context.provider, this.#location, source, diagnostics);
    if (opened === null) return { diagnostics };
    const store = new StateStore(opened.statePath, { locking: choice.lock });
    try {
      await store.lock(
        { operation, version: this.#version },
        {
          timeoutMs: choice.lockTimeout,
          signal: this.#context.signal,
          onWait: (holder) =>
            this.#context.events({
              type: 'waiting',
              message: `Waiting for the state lock${holder === null ? '' : `, held by ${holder.who} (${holder.operation})`}`,
            }),
          onBroken: (holder) =>
            this.#context.events({
              type: 'settled',
              message: `The lock of a process that died was removed (${holder.id}).`,
            }),
        },
      );
      try {
        const start = await startingPoint(opened.statePath, await store.load());
        return { value: await work(opened, store, start) };
      } finally {
        await store.unlock();
      }
    } catch (error) {
      if (isAbort(error)) diagnostics.push(interruptedBefore());
      else diagnostics.push(stateDiagnostic(error));
      return { diagnostics };
    }
  }

  /** Plans on `start`, whose state takes the moves. Null plan only with errors; the session outlives it. */
  async plan(
    opened: OpenedStack,
    start: StartingPoint,
    options: PlanOptions,
    signal: AbortSignal,
    diagnostics: Diagnostic[],
  ): Promise<{ readonly plan: Plan; readonly run: PlanRun } | null> {
    const config = providerConfig(opened.program, diagnostics);
    if (config === null) return null;
    const session = await openSession(
      this.#context,
      config,
      { reassert: options.reassert, signal },
      diagnostics,
    );
    if (session === null) return null;
    const run: PlanRun = {
      program: opened.program,
      provider: this.#context.provider,
      session,
      state: start.state,
      options,
      events: this.#context.events,
      diagnostics,
      hasOpenIntents: start.intents.length > 0,
    };
    try {
      const content = await makePlan(run);
      if (content === null) {
        await session.dispose();
        return null;
      }
      const plan: Plan = {
        formatVersion: 1,
        otformVersion: this.#version,
        stack: opened.location.name,
        mode: options.mode,
        createdAt: new Date(this.#context.clock.now()).toISOString(),
        state: { path: opened.statePath, ...start.onDisk },
        configHash: opened.configHash,
        targets: options.targets,
        excludes: options.excludes,
        variables: opened.variables,
        sensitiveVariables: opened.sensitiveVariables,
        ...content,
        configuration: configurationJson(opened.program),
        diagnostics: [...diagnostics],
        pendingSettlements: start.lines,
      };
      return { plan, run };
    } catch (error) {
      await session.dispose();
      throw error;
    }
  }
}

/** Aborts with `signal`, but only until it is let go: what is in flight while applying must be finished. */
function planningSignal(signal: AbortSignal): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const forward = () => controller.abort(signal.reason);
  if (signal.aborted) forward();
  else signal.addEventListener('abort', forward, { once: true });
  return { signal: controller.signal, release: () => signal.removeEventListener('abort', forward) };
}

function loadSource(options: PlanOptions): VariableSource {
  const { variables, environmentVariables, variableFiles, mode } = options;
  return { variables, environmentVariables, variableFiles, mode };
}

/** The embedded engine. It reads no environment, prints nothing, and keeps nothing between two calls. */
export function createEngine(context: EngineContext): Engine {
  async function plan(location: StackLocation, options: PlanOptions) {
    const diagnostics: Diagnostic[] = [];
    const engineRun = new EngineRun(context, location);
    const attempt = await engineRun.locked(
      'plan',
      loadSource(options),
      options,
      diagnostics,
      async (opened, _store, start) => {
        const planned = await engineRun.plan(opened, start, options, context.signal, diagnostics);
        await planned?.run.session.dispose();
        return planned?.plan ?? null;
      },
    );
    return { plan: 'value' in attempt ? attempt.value : null, diagnostics };
  }

  async function planAndApply(
    location: StackLocation,
    options: PlanOptions,
    apply: ApplyOptions,
  ): Promise<ApplyResult> {
    const diagnostics: Diagnostic[] = [];
    const engineRun = new EngineRun(context, location);
    const attempt = await engineRun.locked(
      'apply',
      loadSource(options),
      apply,
      diagnostics,
      async (opened, store, start) => {
        const planning = planningSignal(context.signal);
        try {
          const planned = await engineRun.plan(opened, start, options, planning.signal, diagnostics);
          if (planned === null) return earlyResult('failed', diagnostics, start.state);
          try {
            if (context.signal.aborted) return earlyResult('interrupted', [interruptedBefore()], start.state);
            if (!(await apply.approve(planned.plan))) return earlyResult('declined', [], start.state);
            if (context.signal.aborted) return earlyResult('interrupted', [interruptedBefore()], start.state);
            if (!isWorthApplying(planned.plan, start)) return earlyResult('no-changes', [], start.state);
            planning.release();
            const inputs = {
              context,
              opened,
              session: planned.run.session,
              store,
              start,
              plan: planned.plan,
            };
            return await applyPlan({ ...inputs, parallelism: apply.parallelism });
          } finally {
            await planned.run.session.dispose();
          }
        } finally {
          planning.release();
        }
      },
    );
    return resultOf(attempt);
  }

  async function applySaved(location: StackLocation, saved: Plan, apply: ApplyOptions): Promise<ApplyResult> {
    const diagnostics: Diagnostic[] = [];
    const engineRun = new EngineRun(context, location);
    const attempt = await engineRun.locked(
      'apply',
      { plan: saved },
      apply,
      diagnostics,
      async (opened, store, start) => {
        const stale = staleReason(saved, opened, start);
        if (stale !== null) return earlyResult('failed', [stale], start.state);
        if (!(await apply.approve(saved))) return earlyResult('declined', [], start.state);
        if (context.signal.aborted) return earlyResult('interrupted', [interruptedBefore()], start.state);
        if (!isWorthApplying(saved, start)) return earlyResult('no-changes', [], start.state);
        const config = providerConfig(opened.program, diagnostics);
        const session =
          config === null ? null : await openSession(context, config, { reassert: false }, diagnostics);
        if (session === null) return earlyResult('failed', diagnostics, start.state);
        try {
          for (const change of saved.changes) moveAsPlanned(start, change);
          const inputs = { context, opened, session, store, start, plan: saved };
          return await applyPlan({ ...inputs, parallelism: apply.parallelism });
        } finally {
          await session.dispose();
        }
      },
    );
    return resultOf(attempt);
  }

  async function importResources(
    location: StackLocation,
    targets: readonly ImportTarget[],
    options: PlanOptions,
  ): Promise<ApplyResult> {
    const diagnostics: Diagnostic[] = [];
    const engineRun = new EngineRun(context, location);
    const attempt = await engineRun.locked(
      'import',
      loadSource(options),
      options,
      diagnostics,
      async (opened, store, start) => {
        const config = providerConfig(opened.program, diagnostics);
        const session =
          config === null
            ? null
            : await openSession(context, config, { reassert: false, signal: context.signal }, diagnostics);
        if (session === null) return earlyResult('failed', diagnostics, start.state);
        try {
          return await importInto({ context, opened, session, store, start, targets, diagnostics });
        } finally {
          await session.dispose();
        }
      },
    );
    return resultOf(attempt);
  }

  return {
    validate: (location) => validateStack(context.provider, location),
    plan,
    planAndApply,
    applySaved,
    importResources,
    async readDataSource(typeName, given) {
      const diagnostics: Diagnostic[] = [];
      const source = Object.hasOwn(context.provider.dataSources, typeName)
        ? context.provider.dataSources[typeName]
        : undefined;
      if (source === undefined) throw new Error(`no data source ${typeName}`);
      const nothing: ObjectValue = Object.fromEntries(
        Object.keys(context.provider.schema.provider.attributes).map((name) => [name, null]),
      );
      const session = await openSession(
        context,
        nothing,
        { reassert: false, signal: context.signal },
        diagnostics,
      );
      if (session === null) return { state: null, diagnostics };
      try {
        const config: ObjectValue = Object.fromEntries(
          Object.keys(source.schema.attributes).map((name) => [name, given[name] ?? null]),
        );
        if (!report(diagnostics, null, source.validate(config))) return { state: null, diagnostics };
        const response = await source.read(session, config);
        report(diagnostics, null, response.diagnostics);
        return { state: response.state, diagnostics };
      } finally {
        await session.dispose();
      }
    },
  };
}

/** A saved plan was made on the state after its moves. */
function moveAsPlanned(start: StartingPoint, change: ResourceChange): void {
  const from = change.previousAddress === undefined ? null : tryParseAddress(change.previousAddress);
  const to = tryParseAddress(change.address);
  if (from !== null && to !== null) start.state.move(from, to);
}

function resultOf(attempt: Attempt<ApplyResult>): ApplyResult {
  if ('value' in attempt) return attempt.value;
  const isInterrupted = attempt.diagnostics.some((diagnostic) => diagnostic.code === 'interrupted');
  return earlyResult(isInterrupted ? 'interrupted' : 'failed', attempt.diagnostics, null);
}
