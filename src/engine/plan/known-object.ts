import type { Diagnostic } from '../../provider/diagnostics.ts';
import type { PlanEffects } from '../../provider/resource.ts';
import type { ObjectValue } from '../../provider/values.ts';
import { formatAddress, type ResourceAddress } from '../address.ts';
import type { ResourceChange } from '../plan-model.ts';
import { readAttributes, sameAttributes } from '../state-values.ts';
import type { StateObject } from '../working-state.ts';
import { type PlanRun, report } from './plan-run.ts';
import type { Selection } from './selection.ts';

/** Effects of a change that does nothing outside. */
export const NO_EFFECTS: PlanEffects = {
  createsDraft: false,
  publishes: false,
  liveEdit: [],
  draftEdit: [],
  closes: false,
  abandons: false,
};

/** A managed object of the state, as stored and as it is now. */
export interface KnownObject {
  readonly address: ResourceAddress;
  readonly text: string;
  readonly deposed: string | undefined;
  readonly stored: ObjectValue;
  /** After refresh; null: gone. */
  readonly current: ObjectValue | null;
  readonly private: string | null;
  readonly isTainted: boolean;
  readonly createBeforeDestroy: boolean;
  readonly dependencies: readonly string[];
}

/** `current` of an object's block, or deposed ones, by this key. */
export function knownKey(address: ResourceAddress, deposed: string | undefined): string {
  return `${formatAddress(address)}\n${deposed ?? ''}`;
}

async function readObject(
  run: PlanRun,
  object: StateObject,
  selection: Selection,
): Promise<KnownObject | null> {
  const { address, instance } = object;
  const text = formatAddress(address);
  const resource = Object.hasOwn(run.provider.resources, address.type)
    ? run.provider.resources[address.type]
    : undefined;
  if (resource === undefined) return null;
  const diagnostics: Diagnostic[] = [];
  const stored = readAttributes(resource, instance, text, diagnostics);
  run.diagnostics.push(...diagnostics);
  if (stored === null) return null;
  const known: KnownObject = {
    address,
    text,
    deposed: instance.deposed,
    stored,
    current: stored,
    private: instance.private,
    isTainted: instance.status === 'tainted',
    createBeforeDestroy: instance.createBeforeDestroy === true,
    dependencies: instance.dependencies,
  };
  if (!run.options.refresh || !selection.includes(address)) return known;
  const id = typeof stored.id === 'string' ? stored.id : null;
  run.events({ type: 'refresh_start', address: text, id });
  const response = await resource.read(run.session, { state: stored, private: instance.private });
  run.events({ type: 'refresh_complete', address: text, id });
  report(run.diagnostics, text, response.diagnostics);
  if (response.diagnostics.some((diagnostic) => diagnostic.severity === 'error')) return known;
  return { ...known, current: response.state, private: response.private };
}

/**
 * Every managed object with its present values. All reads are asked for at once: the provider answers them from one
 * sweep over the account, and its client keeps the requests within what the server takes.
 */
export async function readObjects(
  run: PlanRun,
  selection: Selection,
): Promise<ReadonlyMap<string, KnownObject>> {
  const reads: Promise<KnownObject | null>[] = [];
  for (const object of run.state.objects()) {
    if (object.address.mode === 'managed') reads.push(readObject(run, object, selection));
  }
  const known = new Map<string, KnownObject>();
  for (const object of await Promise.all(reads)) {
    if (object !== null) known.set(knownKey(object.address, object.deposed), object);
  }
  return known;
}

/** What the world did since the last run: objects that differ from the stored state, or are gone. */
export function driftOf(run: PlanRun, objects: Iterable<KnownObject>): ResourceChange[] {
  const drift: ResourceChange[] = [];
  for (const object of objects) {
    const schema = run.provider.resources[object.address.type]?.schema;
    if (schema === undefined) continue;
    if (object.current !== null && sameAttributes(object.stored, object.current, schema.attributes)) continue;
    drift.push({
      ...changeHead(object.address),
      action: object.current === null ? 'delete' : 'update',
      prior: object.stored,
      priorPrivate: null,
      config: null,
      planned: object.current,
      plannedPrivate: object.private,
      replacePaths: [],
      createBeforeDestroy: false,
      effects: NO_EFFECTS,
      dependencies: object.dependencies,
      ...(object.deposed === undefined ? {} : { deposed: object.deposed }),
    });
  }
  return drift;
}

/** The fields of a change that say what it is about. */
export function changeHead(
  address: ResourceAddress,
): Pick<ResourceChange, 'address' | 'mode' | 'type' | 'name' | 'index'> {
  return {
    address: formatAddress(address),
    mode: address.mode,
    type: address.type,
    name: address.name,
    ...(address.index === undefined ? {} : { index: address.index }),
  };
}
