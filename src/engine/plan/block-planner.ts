import type { AttributePath } from '../../provider/diagnostics.ts';
import { isWhollyKnown, type Value } from '../../provider/values.ts';
import { blockAddress, formatAddress, matchAddress, type ResourceAddress } from '../address.ts';
import type { ResourceBlock } from '../config/config-model.ts';
import { unknownComputed } from '../convert.ts';
import type { ResourceChange } from '../plan-model.ts';
import { collect, configError, Problem, placed } from '../problem.ts';
import { combineInstances } from '../program/block-value.ts';
import { type EvaluatedBlock, evaluateBlock } from '../program/evaluate-block.ts';
import { type Expansion, expand, type RepetitionMode } from '../program/repetition.ts';
import { type Repetition, RunScope, type RunValues } from '../program/scope.ts';
import type { Imported } from './imports.ts';
import { changeHead, type KnownObject, knownKey, NO_EFFECTS } from './known-object.ts';
import type { Moves } from './moves.ts';
import { type ForcedReplace, planInstance } from './plan-instance.ts';
import { type PlanRun, report } from './plan-run.ts';
import { isTriggered } from './replace-triggers.ts';
import type { Selection } from './selection.ts';

export interface BlockPlannerInputs {
  readonly run: PlanRun;
  readonly values: RunValues;
  readonly selection: Selection;
  readonly known: ReadonlyMap<string, KnownObject>;
  readonly imports: ReadonlyMap<string, Imported>;
  readonly moves: Moves;
  /** Addresses of `-replace`. */
  readonly replace: readonly ResourceAddress[];
  /** Blocks whose replacements create first, their own choice or a dependent's. */
  readonly createBeforeDestroy: ReadonlySet<string>;
  readonly stateIsEmpty: boolean;
}

/** Plans the blocks of the program one by one, in the order of their dependencies. */
export class BlockPlanner {
  readonly #inputs: BlockPlannerInputs;
  readonly #changes = new Map<string, ResourceChange[]>();
  /** How each block that could be expanded repeats; its instances' keys by their JSON. */
  readonly expansions = new Map<
    string,
    { readonly mode: RepetitionMode; readonly keys: ReadonlySet<string> }
  >();
  /** Blocks whose instances are not known because of an error: their leftovers must not be called orphans. */
  readonly failed = new Set<string>();

  constructor(inputs: BlockPlannerInputs) {
    this.#inputs = inputs;
  }

  /** Changes so far, by block. */
  changesOf(block: string): readonly ResourceChange[] {
    return this.#changes.get(block) ?? [];
  }

  get changes(): ResourceChange[] {
    return [...this.#changes.values()].flat();
  }

  /** Plans a block and lets its values be seen. False with errors, which are reported. */
  async plan(block: ResourceBlock): Promise<boolean> {
    const { run, values } = this.#inputs;
    const expansion = this.#expand(block);
    if (expansion === null) {
      this.failed.add(block.address);
      return false;
    }
    const keys = new Set(expansion.instances.map((instance) => JSON.stringify(instance.index ?? null)));
    this.expansions.set(block.address, { mode: expansion.mode, keys });
    const before = run.diagnostics.length;
    const planned = await Promise.all(
      expansion.instances.map((repetition) => this.#instance(block, repetition)),
    );
    this.#changes.set(
      block.address,
      planned.flatMap((change) => (change === null ? [] : [change])),
    );
    const failed = run.diagnostics.slice(before).some((diagnostic) => diagnostic.severity === 'error');
    const selected = this.#inputs.selection.includesBlock(block.address);
    if (selected && planned.includes(null) && failed) return false;
    values.set(block.address, this.#value(block, expansion, planned));
    return true;
  }

  #expand(block: ResourceBlock): Expansion | null {
    const { run, values } = this.#inputs;
    return collect(run.diagnostics, () => {
      try {
        return expand(block, new RunScope(values));
      } catch (error) {
        if (error instanceof Problem) throw new Problem(placed(error.diagnostic, { address: block.address }));
        throw error;
      }
    });
  }

  async #instance(block: ResourceBlock, repetition: Repetition): Promise<ResourceChange | null> {
    const { run, values, selection } = this.#inputs;
    const { mode, type, name } = block;
    const address: ResourceAddress = {
      mode,
      type,
      name,
      ...(repetition.index === undefined ? {} : { index: repetition.index }),
    };
    if (!selection.includes(address)) return null;
    const schema = run.program.schemaOf(mode, type);
    if (schema === undefined) return null;
    const scope = new RunScope(values, repetition);
    const evaluated = evaluateBlock(block.attributes, schema, scope, formatAddress(address), run.diagnostics);
    if (evaluated === null) return null;
    return mode === 'data'
      ? this.#data(block, address, evaluated)
      : this.#managed(block, address, evaluated, scope);
  }

  #managed(
    block: ResourceBlock,
    address: ResourceAddress,
    evaluated: EvaluatedBlock,
    scope: RunScope,
  ): Promise<ResourceChange | null> {
    const { known, imports, moves, run, stateIsEmpty, createBeforeDestroy } = this.#inputs;
    const text = formatAddress(address);
    const imported = imports.get(text);
    const object = known.get(knownKey(address, undefined)) ?? imported?.object ?? null;
    return planInstance(run, {
      block,
      address,
      evaluated,
      known: object,
      forced: object?.current ? this.#forced(block, address, object, scope) : null,
      createBeforeDestroy: createBeforeDestroy.has(block.address),
      dependencies: run.program.references.blocks.get(block.address)?.dependencies ?? [],
      importId: imported?.id,
      previousAddress: moves.get(text),
      deposedPrivate: this.#deposedPrivate(address),
      stateIsEmpty,
    });
  }

  /** Of the newest deposed object, where an interrupted replacement left one. */
  #deposedPrivate(address: ResourceAddress): string | null {
    const left = this.#inputs.run.state
      .ofBlock(blockAddress(address))
      .filter(
        ({ address: { index }, instance }) => index === address.index && instance.deposed !== undefined,
      );
    return left.at(-1)?.instance.private ?? null;
  }

  #forced(
    block: ResourceBlock,
    address: ResourceAddress,
    known: KnownObject,
    scope: RunScope,
  ): ForcedReplace | null {
    if (known.isTainted) return 'replace_because_tainted';
    if (this.#inputs.replace.some((wanted) => matchAddress(wanted, address))) return 'replace_by_request';
    const triggers = block.lifecycle.replaceTriggeredBy;
    const triggered =
      triggers.length > 0 &&
      collect(this.#inputs.run.diagnostics, () =>
        isTriggered(triggers, scope, (other) => this.changesOf(other)),
      );
    return triggered === true ? 'replace_by_triggers' : null;
  }

  async #data(
    block: ResourceBlock,
    address: ResourceAddress,
    evaluated: EvaluatedBlock,
  ): Promise<ResourceChange | null> {
    const { run } = this.#inputs;
    const text = formatAddress(address);
    const source = run.provider.dataSources[block.type];
    if (source === undefined || !report(run.diagnostics, text, source.validate(evaluated.config)))
      return null;
    const head = {
      ...changeHead(address),
      prior: null,
      priorPrivate: null,
      config: evaluated.config,
      plannedPrivate: null,
      replacePaths: [],
      createBeforeDestroy: false,
      effects: NO_EFFECTS,
      dependencies: run.program.references.blocks.get(block.address)?.dependencies ?? [],
      sensitivePaths: evaluated.sensitivePaths,
    };
    const waits = block.dependsOn.some((other) =>
      this.changesOf(other).some((change) => change.mode === 'managed' && change.action !== 'no-op'),
    );
    if (waits || !isWhollyKnown(evaluated.config)) {
      return { ...head, action: 'read', planned: unknownComputed(evaluated.config, source.schema) };
    }
    const response = await source.read(run.session, evaluated.config);
    if (!report(run.diagnostics, text, response.diagnostics)) return null;
    if (response.state !== null)
      return { ...head, action: 'no-op', prior: response.state, planned: response.state };
    run.diagnostics.push(
      configError('data-not-found', 'Nothing Found for Data Source', `${text} found nothing.`, {
        address: text,
      }),
    );
    return null;
  }

  /** What references to the block see: what is planned, and for instances left out of this run what they are now. */
  #value(block: ResourceBlock, expansion: Expansion, planned: readonly (ResourceChange | null)[]) {
    const { known } = this.#inputs;
    const { mode, type, name } = block;
    return combineInstances(
      expansion.mode,
      expansion.instances.map((repetition, position) => {
        const change = planned[position] ?? null;
        if (change !== null) {
          return {
            index: repetition.index,
            value: change.planned as Value,
            sensitive: change.sensitivePaths ?? ([] as readonly AttributePath[]),
          };
        }
        const index = repetition.index === undefined ? {} : { index: repetition.index };
        const current = known.get(knownKey({ mode, type, name, ...index }, undefined))?.current;
        return { index: repetition.index, value: (current ?? null) as Value, sensitive: [] };
      }),
    );
  }
}

/** The block a change belongs to. */
export function blockOf(change: Pick<ResourceChange, 'mode' | 'type' | 'name'>): string {
  return blockAddress(change);
}
