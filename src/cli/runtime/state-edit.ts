import { formatAddress, type ResourceAddress, tryParseAddress } from '../../engine/address.ts';
import type { State, StateInstance, StateResource } from '../../state/index.ts';
import { configError } from '../diagnostic-error.ts';

export interface StateEdit {
  readonly state: State;
  /** Addresses that moved or went. */
  readonly touched: readonly string[];
}

/** Renames a resource or one instance of it. Throws DiagnosticError; the state given is left as it is. */
export function moveInState(state: State, source: string, destination: string): StateEdit {
  const from = parse(source);
  const to = parse(destination);
  if (from.mode !== to.mode || from.type !== to.type) {
    throw refusal(`${source} and ${destination} are of different types. A resource keeps its type.`);
  }
  if (from.index === undefined && to.index !== undefined && instancesAt(state, from).length > 1) {
    throw refusal(`${source} has several instances, and ${destination} is one. Name the instance to move.`);
  }
  const moving = instancesAt(state, from);
  if (moving.length === 0) throw refusal(`${source} is not in the state. All addresses: otform state list`);
  const [block] = state.resources.filter((resource) => isBlock(resource, from));
  if (block === undefined) throw refusal(`${source} is not in the state.`);
  const whole = from.index === undefined && to.index === undefined;
  const target = moving.map((instance): StateInstance => (whole ? instance : reindexed(instance, to.index)));
  const rest = without(state, from, new Set(moving));
  for (const instance of target) {
    const taken = instancesAt(rest, { ...to, ...indexOf(instance.indexKey) });
    if (taken.some((other) => other.deposed === instance.deposed)) {
      throw refusal(
        `${destination} is in the state already. Forget it first: otform state rm ${destination}`,
      );
    }
  }
  const existing = rest.resources.find((resource) => isBlock(resource, to));
  const resources =
    existing === undefined
      ? [...rest.resources, { ...block, name: to.name, instances: target }]
      : rest.resources.map((resource) =>
          resource === existing ? { ...resource, instances: [...resource.instances, ...target] } : resource,
        );
  return { state: { ...rest, resources }, touched: [formatAddress(from)] };
}

/** Forgets a resource or one instance of it; the job stays as it is. Throws DiagnosticError. */
export function removeFromState(state: State, address: string): StateEdit {
  const from = parse(address);
  const going = instancesAt(state, from);
  if (going.length === 0) throw refusal(`${address} is not in the state. All addresses: otform state list`);
  const touched = going.map((instance) => formatAddress({ ...from, ...indexOf(instance.indexKey) }));
  return { state: without(state, from, new Set(going)), touched: [...new Set(touched)] };
}

function parse(text: string): ResourceAddress {
  const address = tryParseAddress(text);
  if (address !== null) return address;
  throw refusal(
    `"${text}" is no resource address. One looks like opentrain_job.support or opentrain_job.support["es"].`,
  );
}

function isBlock(resource: StateResource, address: ResourceAddress): boolean {
  return (
    resource.module === undefined &&
    resource.mode === address.mode &&
    resource.type === address.type &&
    resource.name === address.name
  );
}

function instancesAt(state: State, address: ResourceAddress): readonly StateInstance[] {
  return state.resources
    .filter((resource) => isBlock(resource, address))
    .flatMap((resource) => resource.instances)
    .filter((instance) => address.index === undefined || instance.indexKey === address.index);
}

/** Blocks that nothing is taken from stay the same objects, so that their text stays the same too. */
function without(state: State, address: ResourceAddress, going: ReadonlySet<StateInstance>): State {
  const resources = state.resources
    .map((resource) =>
      isBlock(resource, address)
        ? { ...resource, instances: resource.instances.filter((instance) => !going.has(instance)) }
        : resource,
    )
    .filter((resource) => resource.instances.length > 0);
  return { ...state, resources };
}

function reindexed(instance: StateInstance, index: string | number | undefined): StateInstance {
  const { indexKey: _old, ...rest } = instance;
  return index === undefined ? rest : { ...rest, indexKey: index };
}

function indexOf(index: string | number | undefined): { readonly index?: string | number } {
  return index === undefined ? {} : { index };
}

function refusal(detail: string): Error {
  return configError('state-edit', 'State Not Changed', detail);
}
