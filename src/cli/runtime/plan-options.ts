import { resolve } from 'node:path';
import type { ApplyOptions, PlanOptions } from '../../engine/engine.ts';
import type { PlanMode } from '../../engine/plan-model.ts';
import { UsageError } from '../args/usage-error.ts';
import type { CommandContext } from '../command.ts';

/** Flags that shape a plan, as the engine takes them. Throws UsageError for flags that exclude each other. */
export function planOptions(context: CommandContext, mode?: PlanMode): PlanOptions {
  const { flags, io, dir, name } = context;
  const asked = flags.on('destroy') ? 'destroy' : flags.on('refresh-only') ? 'refresh-only' : 'normal';
  if (flags.on('destroy') && flags.on('refresh-only')) {
    throw new UsageError('-destroy and -refresh-only exclude each other.', name);
  }
  const refresh = flags.knows('refresh') ? flags.on('refresh') : true;
  if ((mode ?? asked) === 'refresh-only' && !refresh) {
    throw new UsageError('-refresh-only and -refresh=false exclude each other.', name);
  }
  if ((mode ?? asked) !== 'normal' && flags.list('replace').length > 0) {
    throw new UsageError('-replace cannot be used with -destroy or -refresh-only.', name);
  }
  return {
    mode: mode ?? asked,
    refresh,
    targets: flags.list('target'),
    excludes: flags.list('exclude'),
    replace: flags.list('replace'),
    variables: Object.fromEntries(flags.list('var').map((text) => variable(text, name))),
    environmentVariables: environmentVariables(io.env),
    variableFiles: flags.list('var-file').map((file) => resolve(dir, file)),
    reassert: flags.on('reassert'),
    ...sharedOptions(context),
  };
}

/** Flags that shape an apply. */
export function applyOptions(context: CommandContext, approve: ApplyOptions['approve']): ApplyOptions {
  return { ...sharedOptions(context), approve };
}

function sharedOptions({
  flags,
  name,
}: CommandContext): Pick<PlanOptions, 'parallelism' | 'lock' | 'lockTimeout'> {
  const parallelism = flags.number('parallelism') ?? 10;
  if (parallelism < 1) throw new UsageError('-parallelism must be at least 1.', name);
  return { parallelism, lock: flags.on('lock'), lockTimeout: flags.number('lock-timeout') ?? 0 };
}

function variable(text: string, command: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at <= 0) throw new UsageError(`-var takes NAME=VALUE, not "${text}".`, command);
  return [text.slice(0, at).trim(), text.slice(at + 1)];
}

const PREFIX = 'TF_VAR_';

function environmentVariables(env: CommandContext['io']['env']): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (name.startsWith(PREFIX) && name.length > PREFIX.length && value !== undefined) {
      found[name.slice(PREFIX.length)] = value;
    }
  }
  return found;
}

/** The stack that was asked for, as argument or with -stack. */
export function stackName({ flags, positionals, name }: CommandContext): string | undefined {
  const flag = flags.text('stack');
  const [argument] = positionals;
  if (flag !== undefined && argument !== undefined && flag !== argument) {
    throw new UsageError(`Two stacks are named: ${argument} and -stack=${flag}.`, name);
  }
  return argument ?? flag;
}
