import { randomBytes } from 'node:crypto';
import type { PlanResponse, ResourceType } from '../../provider/resource.ts';
import { isWhollyKnown, type ObjectValue } from '../../provider/values.ts';
import { blockAddress } from '../address.ts';
import { formatPath } from '../attribute-path.ts';
import { report } from '../plan/plan-run.ts';
import type { ResourceChange } from '../plan-model.ts';
import { bugError, collect } from '../problem.ts';
import { evaluateBlock, ignoreChanges } from '../program/evaluate-block.ts';
import { expand } from '../program/repetition.ts';
import { type Repetition, RunScope } from '../program/scope.ts';
import { sameAttributes } from '../state-values.ts';
import { type ApplyContext, addressOf, instanceOf, recordResult } from './apply-context.ts';
import { firstDifference, unknownPlaces } from './consistency.ts';
import { RUN_POINTS, step } from './run-points.ts';

interface FinalPlan {
  readonly config: ObjectValue;
  readonly planned: ObjectValue;
  readonly plannedPrivate: string | null;
  readonly isSame: boolean;
}

/** Applies creates, updates, the creating half of replaces and deferred reads. Repetitions are expanded once a block. */
export class ChangeApplier {
  readonly #context: ApplyContext;
  /** Deposed keys of this run's replacements, by address: what their destroying half has to end. */
  readonly deposedKeys = new Map<string, string>();
  readonly #repetitions = new Map<string, ReadonlyMap<string, Repetition>>();

  constructor(context: ApplyContext) {
    this.#context = context;
  }

  /** False when the change failed; what exists is in state and journal either way. */
  async apply(change: ResourceChange): Promise<boolean> {
    if (change.mode === 'data') return this.#read(change);
    if (change.action === 'no-op') {
      if (change.importId !== undefined) await this.#adopt(change);
      return true;
    }
    const resource = this.#context.provider.resources[change.type];
    if (resource === undefined) return false;
    if (change.importId !== undefined) await this.#adopt(change);
    const final = await this.#finalPlan(resource, change);
    if (final === null) return false;
    if (final.isSame) return true;
    return this.#send(resource, change, final);
  }

  /** An import is a fact of its own: it stays even when the update after it fails. */
  async #adopt(change: ResourceChange): Promise<void> {
    if (change.prior === null) return;
    const instance = instanceOf(this.#context, change, change.prior, change.priorPrivate);
    await recordResult(this.#context, addressOf(change), undefined, instance);
    this.#context.counts.imported += 1;
  }

  #repetition(change: ResourceChange): Repetition | null {
    const block = this.#context.program.config.resources.get(blockAddress(change));
    if (block === undefined) return null;
    let known = this.#repetitions.get(block.address);
    if (known === undefined) {
      const expansion = collect(this.#context.diagnostics, () =>
        expand(block, new RunScope(this.#context.values)),
      );
      known = new Map(
        (expansion?.instances ?? []).map((repetition) => [
          JSON.stringify(repetition.index ?? null),
          repetition,
        ]),
      );
      this.#repetitions.set(block.address, known);
    }
    return known.get(JSON.stringify(change.index ?? null)) ?? null;
  }

  #config(resource: Pick<ResourceType, 'schema'>, change: ResourceChange): ObjectValue | null {
    if (change.config !== null && isWhollyKnown(change.config)) return change.config;
    const { program, values, diagnostics } = this.#context;
    const repetition = this.#repetition(change);
    const block = program.config.resources.get(blockAddress(change));
    if (repetition === null || block === undefined) return null;
    const scope = new RunScope(values, repetition);
    const evaluated = evaluateBlock(block.attributes, resource.schema, scope, change.address, diagnostics);
    if (evaluated === null) return null;
    return change.action === 'update' && change.prior !== null
      ? ignoreChanges(evaluated.config, change.prior, block.lifecycle, resource.schema)
      : evaluated.config;
  }

  /** The plan again with everything known, held against what was approved. Null with errors. */
  async #finalPlan(resource: ResourceType, change: ResourceChange): Promise<FinalPlan | null> {
    const { diagnostics, session } = this.#context;
    if (change.planned === null) return null;
    const isReplace = change.action === 'replace';
    const prior = isReplace ? null : change.prior;
    if (change.config !== null && isWhollyKnown(change.config)) {
      const { config, planned, plannedPrivate } = change;
      return { config, planned, plannedPrivate, isSame: false };
    }
    const config = this.#config(resource, change);
    if (config === null) return null;
    if (!report(diagnostics, change.address, resource.validate(config))) return null;
    const response: PlanResponse = await resource.plan(session, {
      prior,
      priorPrivate: prior === null ? null : change.priorPrivate,
      config,
    });
    if (
      !report(
        diagnostics,
        change.address,
        response.diagnostics.filter(({ severity }) => severity === 'error'),
      )
    ) {
      return null;
    }
    const place =
      response.planned === null
        ? []
        : firstDifference(change.planned, response.planned, resource.schema.attributes);
    if (
      place !== null ||
      (prior !== null && response.requiresReplace.length > 0) ||
      response.planned === null
    ) {
      diagnostics.push(
        bugError(
          'inconsistent-final-plan',
          'Provider Produced Inconsistent Final Plan',
          `${change.address}: with all values known the plan for ${formatPath(place ?? response.requiresReplace[0] ?? [])} ` +
            'is not the one that was approved. Nothing was sent for it. This is a bug of otform; planning again usually helps.',
          { address: change.address },
        ),
      );
      return null;
    }
    return {
      config,
      planned: response.planned,
      // Made from what the new object follows, which this second plan was not told.
      plannedPrivate: prior === null ? change.plannedPrivate : response.plannedPrivate,
      isSame: prior !== null && sameAttributes(prior, response.planned, resource.schema.attributes),
    };
  }

  async #send(resource: ResourceType, change: ResourceChange, final: FinalPlan): Promise<boolean> {
    const context = this.#context;
    const { progress, diagnostics, counts } = context;
    const address = addressOf(change);
    const isCreate = change.action !== 'update';
    const deposed =
      change.action === 'replace' && change.createBeforeDestroy ? await this.#depose(change) : null;
    // The destroying half of a replace has events of its own.
    const shown = isCreate ? 'create' : 'update';
    progress.start(change.address, shown, isCreate ? null : idOf(change.prior));
    let succeeded = false;
    try {
      const request = {
        prior: isCreate ? null : change.prior,
        priorPrivate: isCreate ? null : change.priorPrivate,
        planned: final.planned,
        plannedPrivate: final.plannedPrivate,
        config: final.config,
        address: change.address,
        lineage: context.state.lineage,
        intents: context.intents,
      };
      const response = await step(RUN_POINTS.call, () => resource.apply(context.session, request));
      succeeded = report(diagnostics, change.address, response.diagnostics);
      // An update that failed before it was sent may answer with nothing; the object it was to change still exists.
      const state = response.state;
      if (state !== null) {
        if (succeeded) succeeded = this.#checkResult(resource, change, final.planned, state);
        await recordResult(context, address, undefined, instanceOf(context, change, state, response.private));
      } else if (succeeded) {
        succeeded = false;
        diagnostics.push(missingState(change));
      }
      if (state === null && deposed !== null) await this.#restore(change, deposed);
      if (state !== null && isCreate) counts.added += 1;
      if (state !== null && !isCreate && succeeded) counts.changed += 1;
      progress.end(
        change.address,
        shown,
        succeeded ? { id: idOf(state), note: noteOf(change, state) } : 'errored',
      );
    } catch (error) {
      progress.end(change.address, shown, 'errored');
      throw error;
    }
    return succeeded;
  }

  #checkResult(
    resource: ResourceType,
    change: ResourceChange,
    planned: ObjectValue,
    state: ObjectValue,
  ): boolean {
    const unknown = unknownPlaces(state)[0];
    const place = unknown ?? firstDifference(planned, state, resource.schema.attributes);
    if (place === null) return true;
    this.#context.diagnostics.push(
      bugError(
        'inconsistent-result',
        'Provider Produced Inconsistent Result',
        `${change.address}: ${formatPath(place)} is ${unknown === undefined ? 'not what was planned' : 'still unknown'} after ` +
          'apply. What OpenTrain confirmed is in the state. This is a bug of otform; the next plan shows the difference.',
        { address: change.address, attribute: place },
      ),
    );
    return false;
  }

  /** Puts the old object aside, so that both are known while both exist. */
  async #depose(change: ResourceChange): Promise<string> {
    const { state } = this.#context;
    const address = addressOf(change);
    const key = randomBytes(4).toString('hex');
    const old = state.get(address);
    const aside = recordResult(this.#context, address, key, old);
    const empty = recordResult(this.#context, address, undefined, null);
    await Promise.all([aside, empty]);
    this.deposedKeys.set(change.address, key);
    return key;
  }

  async #restore(change: ResourceChange, key: string): Promise<void> {
    const address = addressOf(change);
    const old = this.#context.state.get(address, key);
    if (old === null) return;
    const back = recordResult(this.#context, address, undefined, old);
    const cleared = recordResult(this.#context, address, key, null);
    await Promise.all([back, cleared]);
    this.deposedKeys.delete(change.address);
  }

  async #read(change: ResourceChange): Promise<boolean> {
    const context = this.#context;
    const source = context.provider.dataSources[change.type];
    if (source === undefined) return false;
    let state = change.planned;
    if (change.action === 'read') {
      const config = this.#config(source, change);
      if (config === null) return false;
      context.progress.start(change.address, 'read', null);
      const response = await source.read(context.session, config);
      const succeeded = report(context.diagnostics, change.address, response.diagnostics);
      state = response.state;
      context.progress.end(change.address, 'read', succeeded ? { id: idOf(state), note: null } : 'errored');
      if (!succeeded || state === null) return false;
    }
    if (state !== null)
      context.state.set(addressOf(change), undefined, instanceOf(context, change, state, null));
    return true;
  }
}

function idOf(state: ObjectValue | null): string | null {
  return typeof state?.id === 'string' ? state.id : null;
}

/** One word on what became of it, where the values tell. */
function noteOf(change: ResourceChange, state: ObjectValue | null): string | null {
  const status = state?.status;
  if (typeof status !== 'string') return null;
  if (status === 'DRAFT') return 'kept as draft';
  return change.effects.publishes ? 'published' : null;
}

function missingState(change: ResourceChange) {
  return bugError(
    'missing-state-after-apply',
    'Missing Resource State After Apply',
    `${change.address}: the provider reported success and no state. This is a bug of otform. The job may exist on ` +
      'OpenTrain without being in the state: look for it there before applying again, and import it with `otform import`.',
    { address: change.address },
  );
}
