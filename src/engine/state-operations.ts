import type { Diagnostic } from '../provider/diagnostics.ts';
import { didYouMean } from '../provider/near-names.ts';
import { instanceAddress, type State, type StateInstance, type StateResource } from '../state/index.ts';
import {
  blockAddress,
  formatAddress,
  matchAddress,
  type ResourceAddress,
  tryParseAddress,
} from './address.ts';
import { configError } from './problem.ts';

/** A state operation: the new state, or why not. Objects that it does not touch keep their identity. */
export type StateEdit =
  | { readonly state: State; readonly changed: readonly string[] }
  | { readonly error: Diagnostic };

function addressOf(resource: StateResource, instance: StateInstance): ResourceAddress {
  const { mode, type, name } = resource;
  return { mode, type, name, ...(instance.indexKey === undefined ? {} : { index: instance.indexKey }) };
}

function matches(pattern: string, resource: StateResource, instance: StateInstance): boolean {
  if (resource.module !== undefined)
    return instanceAddress(resource, instance) === pattern || pattern === resource.module;
  const address = tryParseAddress(pattern);
  return address !== null && matchAddress(address, addressOf(resource, instance));
}

function unknownAddress(pattern: string, state: State): StateEdit {
  return {
    error: configError(
      'unknown-address',
      'Unknown Address',
      `The state has nothing at ${pattern}.${didYouMean(pattern, listState(state))} \`otform state list\` shows what there is.`,
    ),
  };
}

/** Addresses of all instances, in the state's order; with patterns, of those they name. */
export function listState(state: State, patterns: readonly string[] = []): string[] {
  const found: string[] = [];
  for (const resource of state.resources) {
    for (const instance of resource.instances) {
      if (patterns.length > 0 && !patterns.some((pattern) => matches(pattern, resource, instance))) continue;
      found.push(instanceAddress(resource, instance));
    }
  }
  return found;
}

/** The current object at an address, null when there is none. */
export function showInState(
  state: State,
  address: string,
): { readonly resource: StateResource; readonly instance: StateInstance } | null {
  for (const resource of state.resources) {
    for (const instance of resource.instances) {
      if (instance.deposed === undefined && instanceAddress(resource, instance) === address)
        return { resource, instance };
    }
  }
  return null;
}

/** `state rm`: drops what the patterns name, all or nothing. The jobs themselves stay as they are. */
export function removeFromState(state: State, patterns: readonly string[]): StateEdit {
  for (const pattern of patterns) {
    if (listState(state, [pattern]).length === 0) return unknownAddress(pattern, state);
  }
  const changed: string[] = [];
  const resources = state.resources.flatMap((resource) => {
    const kept = resource.instances.filter((instance) => {
      const isNamed = patterns.some((pattern) => matches(pattern, resource, instance));
      if (isNamed) changed.push(instanceAddress(resource, instance));
      return !isNamed;
    });
    if (kept.length === resource.instances.length) return [resource];
    return kept.length === 0 ? [] : [{ ...resource, instances: kept }];
  });
  return { state: { ...state, resources }, changed };
}

function invalidMove(detail: string): StateEdit {
  return { error: configError('invalid-move', 'Invalid Move', `${detail} Nothing was changed.`) };
}

/** `state mv`: gives an instance, or a whole block, another address of the same type. */
export function moveInState(state: State, from: string, to: string): StateEdit {
  const source = tryParseAddress(from);
  const target = tryParseAddress(to);
  if (source === null || target === null)
    return invalidMove(`${source === null ? from : to} is no resource address of the root module.`);
  if (source.mode !== target.mode || source.type !== target.type)
    return invalidMove(`${from} and ${to} are of different types.`);
  if (source.index === undefined && target.index !== undefined && listState(state, [from]).length > 1) {
    return invalidMove(`${from} has several instances, which cannot all become ${to}.`);
  }
  const isRoot = (resource: StateResource) => resource.module === undefined;
  const origin = state.resources.find(
    (resource) => isRoot(resource) && blockAddress(resource) === blockAddress(source),
  );
  const moving = (origin?.instances ?? []).filter(
    (instance) => origin !== undefined && matchAddress(source, addressOf(origin, instance)),
  );
  if (origin === undefined || moving.length === 0) return unknownAddress(from, state);
  const destination = state.resources.find(
    (resource) => isRoot(resource) && blockAddress(resource) === blockAddress(target),
  );
  const occupied = (destination?.instances ?? []).some(
    (instance) => destination !== undefined && matchAddress(target, addressOf(destination, instance)),
  );
  if (occupied) return invalidMove(`There is an object at ${to} already.`);
  const moved = moving.map((instance) => {
    const { indexKey, ...rest } = instance;
    const index = source.index === undefined && target.index === undefined ? indexKey : target.index;
    return { ...(index === undefined ? {} : { indexKey: index }), ...rest };
  });
  const { mode, type, name } = target;
  const resources = state.resources.flatMap((resource): StateResource[] => {
    let instances = resource.instances;
    if (resource === origin) instances = instances.filter((instance) => !moving.includes(instance));
    if (resource === destination) instances = [...instances, ...moved];
    if (instances === resource.instances) return [resource];
    return instances.length === 0 ? [] : [{ ...resource, instances }];
  });
  if (destination === undefined)
    resources.push({ mode, type, name, provider: origin.provider, instances: moved });
  const renamed = renameDependencies(resources, source, target);
  return {
    state: { ...state, resources: renamed },
    changed: moving.map((instance) => formatAddress(addressOf(origin, instance))),
  };
}

/** Who depended on a whole block that moved depends on its new name. */
function renameDependencies(
  resources: readonly StateResource[],
  from: ResourceAddress,
  to: ResourceAddress,
): readonly StateResource[] {
  const old = blockAddress(from);
  const name = blockAddress(to);
  if (from.index !== undefined || old === name) return resources;
  return resources.map((resource) => {
    if (!resource.instances.some((instance) => instance.dependencies.includes(old))) return resource;
    const instances = resource.instances.map((instance) =>
      instance.dependencies.includes(old)
        ? {
            ...instance,
            dependencies: instance.dependencies.map((dependency) => (dependency === old ? name : dependency)),
          }
        : instance,
    );
    return { ...resource, instances };
  });
}
