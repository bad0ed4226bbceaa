import type { Diagnostic } from '../../provider/diagnostics.ts';
import { hasErrors } from '../../provider/diagnostics.ts';
import { didYouMean } from '../../provider/near-names.ts';
import type { ProviderSession } from '../../provider/session.ts';
import { Journal, journalPath, type StateStore } from '../../state/index.ts';
import { blockAddress, formatAddress, type ResourceAddress, tryParseAddress } from '../address.ts';
import { instanceOf } from '../apply/apply-context.ts';
import type { ApplyResult, EngineContext, ImportTarget } from '../engine.ts';
import { readForImport } from '../plan/imports.ts';
import { changeHead, NO_EFFECTS } from '../plan/known-object.ts';
import { configError } from '../problem.ts';
import { resultRecord } from '../working-state.ts';
import { earlyResult } from './apply-run.ts';
import type { StartingPoint } from './leftovers.ts';
import type { OpenedStack } from './open-stack.ts';
import { stateDiagnostic } from './state-diagnostic.ts';

export interface ImportInputs {
  readonly context: EngineContext;
  readonly opened: OpenedStack;
  readonly session: ProviderSession;
  readonly store: StateStore;
  readonly start: StartingPoint;
  readonly targets: readonly ImportTarget[];
  readonly diagnostics: Diagnostic[];
}

function checkTarget(
  inputs: ImportInputs,
  target: ImportTarget,
  taken: Map<string, string>,
): ResourceAddress | null {
  const { resources } = inputs.opened.program.config;
  const address = tryParseAddress(target.address);
  const refuse = (code: string, summary: string, detail: string) => {
    inputs.diagnostics.push(configError(code, summary, detail, { address: target.address }));
    return null;
  };
  if (address === null || address.mode === 'data' || !resources.has(blockAddress(address))) {
    return refuse(
      'import-without-configuration',
      'Import Target Not in the Program',
      `The program declares no ${target.address}, so importing ${target.id} there would plan its end.` +
        `${didYouMean(target.address, resources.keys())} Declare it, synthesise, then import again.`,
    );
  }
  if (inputs.start.state.get(address) !== null) {
    return refuse(
      'already-managed',
      'Resource Already Managed',
      `${target.address} is in the state already. Drop it first with \`otform state rm '${target.address}'\` if it is to be another job.`,
    );
  }
  const holder = taken.get(target.id);
  if (holder !== undefined) {
    return refuse(
      'already-managed',
      'Resource Already Managed',
      `${target.id} is managed as ${holder}. One job must have one address.`,
    );
  }
  taken.set(target.id, target.address);
  return address;
}

/** Reads the objects and, if all of them were found, puts them into the state. Changes nothing remotely. */
export async function importInto(inputs: ImportInputs): Promise<ApplyResult> {
  const { context, opened, session, store, start, diagnostics } = inputs;
  const taken = new Map<string, string>();
  for (const { address, instance } of start.state.objects()) {
    if (typeof instance.attributes.id === 'string') taken.set(instance.attributes.id, formatAddress(address));
  }
  const run = { provider: context.provider, session, diagnostics };
  const read = await Promise.all(
    inputs.targets.map(async (target) => {
      const address = checkTarget(inputs, target, taken);
      return address === null ? null : readForImport(run, address, target.id);
    }),
  );
  if (hasErrors(diagnostics)) return earlyResult('failed', diagnostics, start.state);
  const records = read.flatMap((known) => {
    if (known === null || known.current === null) return [];
    const dependencies =
      opened.program.references.blocks.get(blockAddress(known.address))?.dependencies ?? [];
    const change = {
      ...changeHead(known.address),
      action: 'no-op' as const,
      prior: null,
      priorPrivate: null,
      config: null,
      planned: known.current,
      plannedPrivate: null,
      replacePaths: [],
      createBeforeDestroy: false,
      effects: NO_EFFECTS,
      dependencies,
    };
    const instance = instanceOf(opened, change, known.current, known.private);
    start.state.set(known.address, undefined, instance);
    return [resultRecord(known.address, undefined, instance)];
  });
  try {
    // A leftover journal belongs to creates that only apply settles; it stays as it is.
    if (start.hasLeftovers) {
      const base = { stack: opened.location.name, lineage: start.state.lineage, serial: start.onDisk.serial };
      const journal = await Journal.open(journalPath(opened.statePath), base);
      await Promise.all(records.map((record) => journal.append(record)));
      const file = await store.checkpoint(start.state.toState());
      await journal.append({ kind: 'checkpoint', serial: file.serial });
      await journal.close();
    } else await store.checkpoint(start.state.toState());
  } catch (error) {
    diagnostics.push(stateDiagnostic(error));
    return earlyResult('failed', diagnostics, start.state);
  }
  return { ...earlyResult('applied', diagnostics, start.state), imported: records.length };
}
