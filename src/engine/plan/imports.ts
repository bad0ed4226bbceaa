import { isUnknown } from '../../provider/values.ts';
import { blockAddress, formatAddress, type ResourceAddress, tryParseAddress } from '../address.ts';
import { evaluate } from '../expression/evaluate.ts';
import { collect, configError, Problem } from '../problem.ts';
import { RunScope, RunValues } from '../program/scope.ts';
import { type KnownObject, knownKey } from './known-object.ts';
import { type PlanRun, report } from './plan-run.ts';

/** An object that an import block brings in. */
export interface Imported {
  readonly id: string;
  readonly object: KnownObject;
}

/** Reads a remote object for import: the provider's answer, then a refresh of it as Terraform does. Null with errors. */
export async function readForImport(
  run: Pick<PlanRun, 'provider' | 'session' | 'diagnostics'>,
  address: ResourceAddress,
  id: string,
): Promise<KnownObject | null> {
  const text = formatAddress(address);
  const resource = Object.hasOwn(run.provider.resources, address.type)
    ? run.provider.resources[address.type]
    : undefined;
  if (resource === undefined || address.mode === 'data') {
    run.diagnostics.push(
      configError(
        'invalid-import-target',
        'Invalid Import Target',
        `${text} is of no type that can be imported.`,
        { address: text },
      ),
    );
    return null;
  }
  const imported = await resource.importState(run.session, id);
  if (!report(run.diagnostics, text, imported.diagnostics)) return null;
  const read =
    imported.state === null
      ? null
      : await resource.read(run.session, { state: imported.state, private: imported.private });
  if (read !== null && !report(run.diagnostics, text, read.diagnostics)) return null;
  const state = read?.state ?? null;
  if (state === null || imported.state === null) {
    run.diagnostics.push(
      configError(
        'import-not-found',
        'Cannot Import Non-Existent Object',
        `${text}: nothing with ID ${id} was found on the account. Nothing was changed. Check the ID and the token's account.`,
        { address: text },
      ),
    );
    return null;
  }
  return {
    address,
    text,
    deposed: undefined,
    stored: state,
    current: state,
    private: read?.private ?? null,
    isTainted: false,
    createBeforeDestroy: false,
    dependencies: [],
  };
}

/** Objects of all import blocks that are not in the state yet, by address. */
export async function readImports(
  run: PlanRun,
  known: ReadonlyMap<string, KnownObject>,
): Promise<ReadonlyMap<string, Imported>> {
  const found = new Map<string, Imported>();
  const ids = new Map<string, string>();
  for (const object of known.values()) {
    if (typeof object.current?.id === 'string') ids.set(object.current.id, object.text);
  }
  const scope = new RunScope(new RunValues(run.program));
  await Promise.all(
    run.program.config.imports.map(async (block) => {
      const address = tryParseAddress(block.to);
      const id = collect(run.diagnostics, () => {
        if (address === null || !run.program.config.resources.has(blockAddress(address))) {
          throw new Problem(
            configError(
              'import-without-configuration',
              'Import Target Not in the Program',
              `import of ${JSON.stringify(block.id)}: the program declares no ${block.to}. Declare it, then plan again.`,
            ),
          );
        }
        const value =
          typeof block.id === 'string'
            ? evaluate(run.program.templates.parse(block.id), scope).value
            : block.id;
        if (typeof value === 'string' && value !== '') return value;
        throw new Problem(
          configError(
            'invalid-import-id',
            'Invalid Import ID',
            `import to ${block.to}: the id must be text that is known while planning, got ${isUnknown(value as never) ? 'unknown' : JSON.stringify(value)}.`,
            { address: block.to },
          ),
        );
      });
      if (address === null || id === null || known.has(knownKey(address, undefined))) return;
      const elsewhere = ids.get(id);
      if (elsewhere !== undefined) {
        run.diagnostics.push(
          configError(
            'already-managed',
            'Resource Already Managed',
            `import to ${block.to}: ${id} is managed as ${elsewhere} already. One job must have one address.`,
            { address: block.to },
          ),
        );
        return;
      }
      ids.set(id, block.to);
      const object = await readForImport(run, address, id);
      if (object !== null) found.set(formatAddress(address), { id, object });
    }),
  );
  return found;
}
