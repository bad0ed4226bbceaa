export type { AccountOptions } from './auth/accounts.ts';
export type { Clock, ClockKind } from './clock.ts';
export { VIRTUAL_START } from './clock.ts';
export { type RunSimulatorContext, type RunSimulatorOptions, runSimulator } from './command.ts';
export { DIALECT_SWITCHES, type DialectSwitch } from './dialect-switches.ts';
export {
  allDialects,
  type Dialect,
  type DialectKey,
  defaultDialect,
  describeDialects,
  type NamedDialect,
} from './dialects.ts';
export type { FaultKind, FaultSpec, FaultState } from './faults/fault.ts';
export type { LogEntry, LogFilter } from './http/request-log.ts';
export type { Human, HumanClaim } from './human.ts';
export type { SimulatorOptions } from './options.ts';
export type { NewProposal } from './proposals/arrival.ts';
export { Simulator, type StoreDump } from './simulator.ts';
export type { RateLimit, Settings } from './world.ts';
