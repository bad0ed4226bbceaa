import { readFile } from 'node:fs/promises';
import { providerSchema } from '../../provider/schema.ts';
import { instanceAddress, resourceAddress, type State } from '../../state/index.ts';
import { didYouMean } from '../args/did-you-mean.ts';
import type { Command } from '../command.ts';
import { configError } from '../diagnostic-error.ts';
import { locateState, readStackState } from '../runtime/stack-state.ts';
import { sanitiseLine } from '../terminal/sanitise.ts';
import { SchemaLookup } from '../views/schema-lookup.ts';
import { instanceText } from '../views/state-text.ts';

/** `otform state list [ADDRESS] [-id=ID]`. */
export const stateListCommand: Command = async (context) => {
  const { state } = await readStackState(context);
  const [address] = context.positionals;
  const id = context.flags.text('id');
  const found = instancesOf(state).filter(
    (entry) =>
      (address === undefined || entry.address === address || entry.block === address) &&
      (id === undefined || entry.instance.attributes.id === id),
  );
  if (address !== undefined && found.length === 0) throw notInState(address, state);
  for (const entry of found) context.io.stdout.write(`${sanitiseLine(entry.address)}\n`);
  return 0;
};

/** `otform state show ADDRESS`. */
export const stateShowCommand: Command = async (context) => {
  const { state } = await readStackState(context);
  const [address = ''] = context.positionals;
  const found = instancesOf(state).filter((entry) => entry.address === address);
  if (found.length === 0) throw notInState(address, state);
  const schema = new SchemaLookup(providerSchema);
  for (const { resource, instance } of found)
    context.io.stdout.write(instanceText(resource, instance, schema));
  return 0;
};

/** `otform state pull`: the bytes on disk, nothing when there is no state. */
export const statePullCommand: Command = async (context) => {
  const { path } = await locateState(context);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw configError('state-unreadable', 'Cannot Read the State', `${path}: ${String(error)}`);
  });
  context.io.stdout.write(text);
  return 0;
};

/** Every instance of a state with its address. */
export function instancesOf(state: State | null) {
  return (state?.resources ?? []).flatMap((resource) =>
    resource.instances.map((instance) => ({
      resource,
      instance,
      block: resourceAddress(resource),
      address: instanceAddress(resource, instance),
    })),
  );
}

/** Error for an address that the state does not hold. */
export function notInState(address: string, state: State | null): Error {
  const known = instancesOf(state).map((entry) => entry.address);
  const near = didYouMean(address, known);
  return configError(
    'address-unknown',
    'Not in the State',
    `${address} is not in the state.${near === undefined ? '' : ` Did you mean ${near}?`} All addresses: otform state list`,
  );
}
