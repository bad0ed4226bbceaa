import { PROVIDER_CONFIG_ADDRESS } from '../contract/index.ts';
import type { ResultRecord, State, StateInstance, StateOutput, StateResource } from '../state/index.ts';
import { blockAddress, formatAddress, type ResourceAddress, tryParseAddress } from './address.ts';

interface Block {
  readonly original: StateResource | null;
  readonly address: Pick<ResourceAddress, 'mode' | 'type' | 'name'>;
  readonly instances: Map<string, StateInstance>;
  isChanged: boolean;
}

/** Key of an object among its block's: an index and, beside the current object, deposed ones. */
function objectKey(index: string | number | undefined, deposed: string | undefined): string {
  return JSON.stringify([index ?? null, deposed ?? null]);
}

function isOurs(resource: StateResource): boolean {
  return resource.module === undefined && resource.provider === PROVIDER_CONFIG_ADDRESS;
}

/** One object of the state with its full address. */
export interface StateObject {
  readonly address: ResourceAddress;
  readonly instance: StateInstance;
}

/**
 * A state that is being worked on. Objects that nobody touches keep their identity, so that the writer gives their
 * text back as it was; other providers' and modules' resources are never touched. All look-ups are by hash.
 */
export class WorkingState {
  readonly lineage: string;
  readonly serial: number;
  readonly foreign: readonly StateResource[];
  outputs: Readonly<Record<string, StateOutput>>;
  readonly #base: State;
  readonly #blocks = new Map<string, Block>();

  constructor(base: State) {
    this.#base = base;
    this.lineage = base.lineage;
    this.serial = base.serial;
    this.outputs = base.outputs;
    this.foreign = base.resources.filter((resource) => !isOurs(resource));
    for (const resource of base.resources) {
      if (!isOurs(resource)) continue;
      const instances = new Map<string, StateInstance>();
      for (const instance of resource.instances) {
        instances.set(objectKey(instance.indexKey, instance.deposed), instance);
      }
      const { mode, type, name } = resource;
      this.#blocks.set(blockAddress(resource), {
        original: resource,
        address: { mode, type, name },
        instances,
        isChanged: false,
      });
    }
  }

  /** Addresses of blocks that have objects. */
  blockAddresses(): string[] {
    return [...this.#blocks].filter(([, block]) => block.instances.size > 0).map(([address]) => address);
  }

  get(address: ResourceAddress, deposed?: string): StateInstance | null {
    return this.#blocks.get(blockAddress(address))?.instances.get(objectKey(address.index, deposed)) ?? null;
  }

  /** Null removes the object. The instance's own index and deposed key are made to fit. */
  set(address: ResourceAddress, deposed: string | undefined, instance: StateInstance | null): void {
    const key = blockAddress(address);
    let block = this.#blocks.get(key);
    if (block === undefined) {
      const { mode, type, name } = address;
      block = { original: null, address: { mode, type, name }, instances: new Map(), isChanged: true };
      this.#blocks.set(key, block);
    }
    block.isChanged = true;
    if (instance === null) {
      block.instances.delete(objectKey(address.index, deposed));
      return;
    }
    const { indexKey: _index, deposed: _deposed, ...rest } = instance;
    block.instances.set(objectKey(address.index, deposed), {
      ...(address.index === undefined ? {} : { indexKey: address.index }),
      ...(deposed === undefined ? {} : { deposed }),
      ...rest,
    });
  }

  /** Objects of one block, deposed ones too. */
  ofBlock(address: string): StateObject[] {
    const block = this.#blocks.get(address);
    if (block === undefined) return [];
    return [...block.instances.values()].map((instance) => ({
      address: { ...block.address, ...(instance.indexKey === undefined ? {} : { index: instance.indexKey }) },
      instance,
    }));
  }

  /** Every object of ours. */
  *objects(): Generator<StateObject> {
    for (const address of this.#blocks.keys()) yield* this.ofBlock(address);
  }

  /** Gives an object, or a whole block's objects, another address. Deposed objects go along. */
  move(from: ResourceAddress, to: ResourceAddress): void {
    for (const object of this.ofBlock(blockAddress(from))) {
      if (from.index !== undefined && object.address.index !== from.index) continue;
      if (from.index === undefined && to.index !== undefined && object.address.index !== undefined) continue;
      const index = from.index === undefined && to.index === undefined ? object.address.index : to.index;
      this.set(object.address, object.instance.deposed, null);
      this.set(
        { mode: to.mode, type: to.type, name: to.name, ...(index === undefined ? {} : { index }) },
        object.instance.deposed,
        object.instance,
      );
    }
  }

  /** True when some job (or other managed object) is known. */
  get hasManaged(): boolean {
    for (const { address } of this.objects()) if (address.mode === 'managed') return true;
    return false;
  }

  /** Applies a journaled result. */
  applyResult(record: ResultRecord): void {
    const address = tryParseAddress(record.address);
    if (address === null || record.module !== undefined) return;
    this.set(address, record.deposed, record.instance as StateInstance | null);
  }

  /** The state as it stands now, for the writer. */
  toState(): State {
    const resources: StateResource[] = [...this.foreign];
    for (const block of this.#blocks.values()) {
      if (!block.isChanged && block.original !== null) resources.push(block.original);
      else if (block.instances.size > 0) {
        resources.push({
          ...(block.original ?? { ...block.address, provider: PROVIDER_CONFIG_ADDRESS }),
          instances: [...block.instances.values()],
        });
      }
    }
    return { ...this.#base, outputs: this.outputs, resources };
  }
}

/** The journal record of what an address is from now on. */
export function resultRecord(
  address: ResourceAddress,
  deposed: string | undefined,
  instance: StateInstance | null,
): ResultRecord {
  return {
    kind: 'result',
    address: formatAddress(address),
    mode: address.mode,
    type: address.type,
    name: address.name,
    provider: PROVIDER_CONFIG_ADDRESS,
    ...(address.index === undefined ? {} : { index: address.index }),
    ...(deposed === undefined ? {} : { deposed }),
    instance: instance as unknown as ResultRecord['instance'],
  };
}
