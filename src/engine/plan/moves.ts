import type { Diagnostic } from '../../provider/diagnostics.ts';
import { blockAddress, formatAddress, type ResourceAddress, tryParseAddress } from '../address.ts';
import type { StackConfig } from '../config/config-model.ts';
import { configError, configWarning } from '../problem.ts';
import { type Remedy, remedyText } from '../remedy.ts';
import type { WorkingState } from '../working-state.ts';

/** Old address by new one, for the objects that were moved. */
export type Moves = ReadonlyMap<string, string>;

function record(
  state: WorkingState,
  from: ResourceAddress,
  to: ResourceAddress,
  moves: Map<string, string>,
): void {
  // An object keeps its attributes' identity when it moves, which makes this linear.
  const before = new Map(
    state.ofBlock(blockAddress(from)).map((object) => [object.instance.attributes, object.address]),
  );
  state.move(from, to);
  for (const object of state.ofBlock(blockAddress(to))) {
    const address = before.get(object.instance.attributes);
    if (address === undefined) continue;
    const text = formatAddress(object.address);
    const old = formatAddress(address);
    if (text !== old) moves.set(text, moves.get(old) ?? old);
  }
}

function occupied(state: WorkingState, address: ResourceAddress): boolean {
  return state
    .ofBlock(blockAddress(address))
    .some((object) => address.index === undefined || object.address.index === address.index);
}

/** Adding or removing `count` alone does not make another object: Terraform moves `x` to `x[0]` and back. */
function moveByRepetition(config: StackConfig, state: WorkingState, moves: Map<string, string>): void {
  for (const block of config.resources.values()) {
    if (block.mode !== 'managed' || block.forEach !== undefined) continue;
    const { mode, type, name } = block;
    const whole: ResourceAddress = { mode, type, name };
    const first: ResourceAddress = { ...whole, index: 0 };
    const hasWhole = state.get(whole) !== null;
    const hasFirst = state.get(first) !== null;
    if (block.count !== undefined && hasWhole && !hasFirst) record(state, whole, first, moves);
    if (block.count === undefined && hasFirst && !hasWhole) record(state, first, whole, moves);
  }
}

/** Applies `moved` blocks and Terraform's implied moves to `state`. */
export function applyMoves(
  config: StackConfig,
  state: WorkingState,
  remedy: Remedy,
  into: Diagnostic[],
): Moves {
  const moves = new Map<string, string>();
  for (const block of config.moved) {
    const from = tryParseAddress(block.from);
    const to = tryParseAddress(block.to);
    if (from === null || to === null || from.type !== to.type || from.mode !== to.mode) {
      into.push(
        configError(
          'unsupported-move',
          'Unsupported Move',
          `moved from ${block.from} to ${block.to}: only resources of one type in the root module can be moved. ${remedyText(remedy)}`,
        ),
      );
      continue;
    }
    if (
      from.index === undefined &&
      config.resources.has(blockAddress(from)) &&
      blockAddress(from) !== blockAddress(to)
    ) {
      into.push(
        configError(
          'moved-object-exists',
          'Moved Object Still Exists',
          `moved from ${block.from} to ${block.to}, but the program still declares ${block.from}. Remove one of them.`,
          { address: block.from },
        ),
      );
      continue;
    }
    if (!occupied(state, from)) continue;
    if (occupied(state, to)) {
      into.push(
        configWarning(
          'unresolved-move',
          'Unresolved Move',
          `${block.from} was not moved to ${block.to}: there is an object at that address already. Both stay in the state.`,
          { address: block.to },
        ),
      );
      continue;
    }
    record(state, from, to, moves);
  }
  moveByRepetition(config, state, moves);
  return moves;
}
