import type { Command } from '../command.ts';

/** Each command is its own module, loaded only when it runs: `otform version` reads no engine. */
export const LOADERS: Readonly<Record<string, () => Promise<Command>>> = {
  init: async () => (await import('./init.ts')).initCommand,
  synth: async () => (await import('./synth.ts')).synthCommand,
  validate: async () => (await import('./validate.ts')).validateCommand,
  plan: async () => (await import('./plan.ts')).planCommand,
  apply: async () => (await import('./apply.ts')).applyCommand,
  destroy: async () => (await import('./apply.ts')).destroyCommand,
  refresh: async () => (await import('./apply.ts')).refreshCommand,
  import: async () => (await import('./import.ts')).importCommand,
  proposals: async () => (await import('./proposals.ts')).proposalsCommand,
  capabilities: async () => (await import('./capabilities.ts')).capabilitiesCommand,
  show: async () => (await import('./show.ts')).showCommand,
  output: async () => (await import('./output.ts')).outputCommand,
  'state list': async () => (await import('./state-read.ts')).stateListCommand,
  'state show': async () => (await import('./state-read.ts')).stateShowCommand,
  'state pull': async () => (await import('./state-read.ts')).statePullCommand,
  'state mv': async () => (await import('./state-write.ts')).stateMvCommand,
  'state rm': async () => (await import('./state-write.ts')).stateRmCommand,
  'state push': async () => (await import('./state-write.ts')).statePushCommand,
  'force-unlock': async () => (await import('./force-unlock.ts')).forceUnlockCommand,
  demo: async () => (await import('./demo.ts')).demoCommand,
  simulator: async () => (await import('./simulator.ts')).simulatorCommand,
  completion: async () => (await import('./completion.ts')).completionCommand,
  version: async () => (await import('./version.ts')).versionCommand,
};
