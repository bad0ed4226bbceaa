import type { Diagnostic } from '../../provider/diagnostics.ts';
import type { PlanResponse, ResourceType } from '../../provider/resource.ts';
import type { ObjectValue } from '../../provider/values.ts';
import { formatAddress, type ResourceAddress } from '../address.ts';
import type { ResourceBlock } from '../config/config-model.ts';
import type { ActionReason, ResourceChange } from '../plan-model.ts';
import { configError, placed } from '../problem.ts';
import { type EvaluatedBlock, ignoreChanges } from '../program/evaluate-block.ts';
import { sameAttributes } from '../state-values.ts';
import { changeHead, type KnownObject } from './known-object.ts';
import { type PlanRun, report } from './plan-run.ts';

/** Why an instance is replaced whatever its attributes say. */
export type ForcedReplace = Extract<
  ActionReason,
  'replace_by_request' | 'replace_by_triggers' | 'replace_because_tainted'
>;

export interface InstanceInputs {
  readonly block: ResourceBlock;
  readonly address: ResourceAddress;
  readonly evaluated: EvaluatedBlock;
  readonly known: KnownObject | null;
  readonly forced: ForcedReplace | null;
  readonly createBeforeDestroy: boolean;
  readonly dependencies: readonly string[];
  readonly importId: string | undefined;
  readonly previousAddress: string | undefined;
  /** Private bytes of a deposed object at this address: a create here goes on with its replacement. */
  readonly deposedPrivate: string | null;
  /** See `PlanRequest.stateIsEmpty`. */
  readonly stateIsEmpty: boolean;
}

/** The refusal to destroy what `lifecycle.prevent_destroy` protects. */
export function destroyPrevented(address: string, why: string): Diagnostic {
  return configError(
    'instance-cannot-be-destroyed',
    'Instance Cannot Be Destroyed',
    `${address} has lifecycle.prevent_destroy set, but ${why}. Nothing was changed. Remove prevent_destroy from the ` +
      'program, or leave the resource out with -target or -exclude.',
    { address },
  );
}

async function planReplace(
  run: PlanRun,
  resource: ResourceType,
  inputs: InstanceInputs,
  first: PlanResponse | null,
  config: ObjectValue,
): Promise<PlanResponse | null> {
  const address = formatAddress(inputs.address);
  const prior = inputs.known?.current ?? null;
  const response = await resource.plan(run.session, {
    prior: null,
    priorPrivate: first?.plannedPrivate ?? inputs.known?.private ?? null,
    config,
  });
  if (!report(run.diagnostics, address, response.diagnostics)) return null;
  const ending = await resource.plan(run.session, {
    prior,
    priorPrivate: inputs.known?.private ?? null,
    config: null,
  });
  const { closes, abandons } = ending.effects;
  return { ...response, effects: { ...response.effects, closes, abandons } };
}

/** The change of one managed instance. Null only with errors, which are reported. */
export async function planInstance(run: PlanRun, inputs: InstanceInputs): Promise<ResourceChange | null> {
  const { block, evaluated, known } = inputs;
  const address = formatAddress(inputs.address);
  const resource = run.provider.resources[block.type];
  if (resource === undefined) return null;
  const prior = known?.current ?? null;
  const isKept = prior !== null && inputs.forced === null;
  const config = isKept
    ? ignoreChanges(evaluated.config, prior, block.lifecycle, resource.schema)
    : evaluated.config;
  if (!report(run.diagnostics, address, resource.validate(config))) return null;

  const first =
    inputs.forced !== null
      ? null
      : await resource.plan(run.session, {
          prior,
          priorPrivate: prior === null ? inputs.deposedPrivate : (known?.private ?? null),
          config,
          stateIsEmpty: inputs.stateIsEmpty,
        });
  const mustReplace = prior !== null && (inputs.forced !== null || (first?.requiresReplace.length ?? 0) > 0);
  // Warnings of the first plan are about an edit that a replacement does not make.
  const firstDiagnostics = (first?.diagnostics ?? []).filter(
    (diagnostic) => !mustReplace || diagnostic.severity === 'error',
  );
  if (!report(run.diagnostics, address, firstDiagnostics)) return null;
  if (mustReplace && block.lifecycle.preventDestroy) {
    run.diagnostics.push(destroyPrevented(address, 'the plan calls for it to be replaced'));
    return null;
  }
  const isCreate = prior === null;
  const response =
    mustReplace || first === null ? await planReplace(run, resource, inputs, first, config) : first;
  if (response === null || response.planned === null) return null;
  const isSame =
    !isCreate && !mustReplace && sameAttributes(prior, response.planned, resource.schema.attributes);
  const reason = mustReplace ? (inputs.forced ?? 'replace_because_cannot_update') : undefined;
  return {
    ...changeHead(inputs.address),
    action: isCreate ? 'create' : mustReplace ? 'replace' : isSame ? 'no-op' : 'update',
    ...(reason === undefined ? {} : { actionReason: reason }),
    ...(inputs.previousAddress === undefined ? {} : { previousAddress: inputs.previousAddress }),
    prior,
    priorPrivate: prior === null ? null : (known?.private ?? null),
    config,
    planned: isSame ? prior : response.planned,
    plannedPrivate: response.plannedPrivate,
    replacePaths: mustReplace && first !== null ? first.requiresReplace : [],
    createBeforeDestroy: inputs.createBeforeDestroy,
    effects: response.effects,
    ...(inputs.importId === undefined ? {} : { importId: inputs.importId }),
    dependencies: inputs.dependencies,
    sensitivePaths: evaluated.sensitivePaths,
  };
}

/** The change that ends an object. Null only with errors, which are reported. */
export async function planDelete(
  run: PlanRun,
  known: KnownObject,
  reason: ActionReason | undefined,
): Promise<ResourceChange | null> {
  const resource = run.provider.resources[known.address.type];
  if (resource === undefined || known.current === null) return null;
  const response = await resource.plan(run.session, {
    prior: known.current,
    priorPrivate: known.private,
    config: null,
  });
  const diagnostics = response.diagnostics.map((diagnostic) => placed(diagnostic, { address: known.text }));
  if (!report(run.diagnostics, known.text, diagnostics)) return null;
  return {
    ...changeHead(known.address),
    action: 'delete',
    ...(reason === undefined ? {} : { actionReason: reason }),
    prior: known.current,
    priorPrivate: known.private,
    config: null,
    planned: null,
    plannedPrivate: null,
    replacePaths: [],
    createBeforeDestroy: known.createBeforeDestroy,
    effects: response.effects,
    ...(known.deposed === undefined ? {} : { deposed: known.deposed }),
    dependencies: known.dependencies,
  };
}
