import { randomBytes } from 'node:crypto';
import type { OpenIntent, ResourceType } from '../../provider/resource.ts';
import { formatAddress, type ResourceAddress, tryParseAddress } from '../address.ts';
import { type ApplyContext, recordResult } from '../apply/apply-context.ts';
import { RUN_POINTS, step } from '../apply/run-points.ts';
import type { EngineEvent } from '../engine.ts';
import { report } from '../plan/plan-run.ts';
import { configWarning } from '../problem.ts';
import { toJson } from '../state-values.ts';

/**
 * Settles creates of an interrupted run that no create of this run will ask for, because their address left the
 * program or holds another object. What exists is adopted into the state, where the next plan sees it; beside another
 * object it is adopted as a deposed one. Resolves with the addresses of what was adopted.
 */
export async function settleIntents(
  context: ApplyContext,
  created: ReadonlySet<string>,
  events: (event: EngineEvent) => void,
): Promise<ReadonlySet<string>> {
  const adopted = new Set<string>();
  for (const intent of context.intents.unsettled) {
    if (intent.address === null || created.has(intent.address)) continue;
    const address = tryParseAddress(intent.address);
    const resource = address === null ? undefined : context.provider.resources[address.type];
    // Without an answer the journal stays, and a version that knows the type settles it.
    if (address !== null && resource?.settle !== undefined) {
      const outcome = await settleOne(context, resource, address, intent);
      if (outcome === null) continue;
      if (outcome.isAdopted) adopted.add(intent.address);
      events({ type: 'settled', message: `${intent.address}: ${outcome.message}` });
    }
  }
  return adopted;
}

/** What came of it; null when it could not be settled, which is reported. */
async function settleOne(
  context: ApplyContext,
  resource: ResourceType,
  address: ResourceAddress,
  intent: OpenIntent,
): Promise<{ readonly isAdopted: boolean; readonly message: string } | null> {
  const text = formatAddress(address);
  const response = await step(RUN_POINTS.settle, async () =>
    resource.settle?.(context.session, intent, context.intents),
  );
  if (response === undefined || !report(context.diagnostics, text, response.diagnostics)) return null;
  const { state } = response;
  if (state === null) return { isAdopted: false, message: 'the interrupted create never happened.' };
  const deposed = context.state.get(address) === null ? undefined : randomBytes(4).toString('hex');
  await recordResult(context, address, deposed, {
    schemaVersion: resource.schema.version,
    attributes: toJson(state) as never,
    private: response.private,
    sensitiveAttributes: [],
    dependencies: [],
  });
  const id = String(state.id);
  context.diagnostics.push(
    configWarning(
      'interrupted-create-adopted',
      'Job of an Interrupted Run Adopted',
      `${text} was being created when an earlier run was interrupted, and is not to be created now. Its ` +
        `job ${id} exists and was taken into the state. Run \`otform plan\` to see what happens to it, or drop it with \`otform state rm '${text}'\`.`,
      { address: text },
    ),
  );
  return { isAdopted: true, message: `job ${id} of an interrupted run was found and is in the state.` };
}
