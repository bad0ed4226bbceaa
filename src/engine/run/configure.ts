import type { Diagnostic } from '../../provider/diagnostics.ts';
import { presentDiagnostic } from '../../provider/diagnostics.ts';
import type { ProviderSession } from '../../provider/session.ts';
import type { ObjectValue } from '../../provider/values.ts';
import type { EngineContext } from '../engine.ts';
import { COMMAND } from '../plan/plan-run.ts';
import { evaluateBlock } from '../program/evaluate-block.ts';
import type { Program } from '../program/program.ts';
import { RunScope, RunValues } from '../program/scope.ts';

/** The provider block's values; null only with errors, which go to `into`. */
export function providerConfig(program: Program, into: Diagnostic[]): ObjectValue | null {
  const scope = new RunScope(new RunValues(program));
  const schema = program.schemas.provider;
  return (
    evaluateBlock(program.config.provider ?? {}, schema, scope, 'provider.opentrain', into)?.config ?? null
  );
}

/** A session for one run. Null only with errors. `signal` cuts waits and reads short, never a write. */
export async function openSession(
  context: EngineContext,
  config: ObjectValue,
  options: { readonly reassert: boolean; readonly signal?: AbortSignal; readonly maxConcurrency?: number },
  into: Diagnostic[],
): Promise<ProviderSession | null> {
  const configured = await context.provider.configure(config, context.credentials, {
    reassert: options.reassert,
    clock: context.clock,
    syntax: 'typescript',
    onWait: ({ reason, ms }) => {
      if (ms >= LONG_WAIT_MS) {
        context.events({ type: 'waiting', message: `${reason}: resuming in ${Math.ceil(ms / 1000)} s` });
      }
    },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.maxConcurrency === undefined ? {} : { maxConcurrency: options.maxConcurrency }),
  });
  for (const diagnostic of configured.diagnostics) {
    into.push(presentDiagnostic(diagnostic, { command: COMMAND, address: null }));
  }
  return configured.session;
}

/** Shorter waits are part of every run and not worth a line. */
const LONG_WAIT_MS = 2000;
