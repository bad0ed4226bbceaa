export {
  blockAddress,
  compareAddresses,
  formatAddress,
  matchAddress,
  type ResourceAddress,
  tryParseAddress,
} from './address.ts';
export type * from './engine.ts';
export { decodePlan, encodePlan, PlanDecodeError } from './plan-codec.ts';
export * from './plan-model.ts';
export { createEngine } from './run/create-engine.ts';
export { locateState, statePathOf } from './run/locate-state.ts';
export { listState, moveInState, removeFromState, showInState } from './state-operations.ts';
