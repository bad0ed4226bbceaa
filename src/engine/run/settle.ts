import { randomBytes } from 'node:crypto';
import type { CreateIntent, IntentLog, OpenIntent } from '../../provider/resource.ts';
import type { Schema } from '../../provider/schema-model.ts';
import { isObjectValue, type ObjectValue, type Value } from '../../provider/values.ts';
import { tryParseAddress } from '../address.ts';
import { type ApplyContext, recordResult } from '../apply/apply-context.ts';
import { withoutUnknowns } from '../apply/consistency.ts';
import { RUN_POINTS, step } from '../apply/run-points.ts';
import { unknownComputed } from '../convert.ts';
import type { EngineEvent } from '../engine.ts';
import { report } from '../plan/plan-run.ts';
import { configWarning } from '../problem.ts';
import { toJson } from '../state-values.ts';

/** Thrown when settling one intent would send another create. Nothing was sent. */
class NothingToSettle extends Error {}

/** Lets the provider finish one create and refuses it any other: settling must never make a job. */
function onlyThis(log: IntentLog, allowed: OpenIntent): IntentLog {
  return {
    open: async (intent: CreateIntent) => {
      if (intent.idempotencyKey !== allowed.idempotencyKey) throw new NothingToSettle();
      await log.open(intent);
    },
    created: (intent, jobId) => log.created(intent, jobId),
    abandoned: (intent) => log.abandoned(intent),
    findOpen: async () => allowed,
  };
}

/**
 * A create request that declares nothing, so that the provider only finishes the open intent and neither patches nor
 * publishes. The source is never sent: the intent carries the body of its own request.
 */
function bareRequest(schema: Schema, intent: OpenIntent): { config: ObjectValue; planned: ObjectValue } {
  const config: Record<string, Value> = {};
  for (const name of Object.keys(schema.attributes)) config[name] = null;
  const source = schema.attributes.source?.type;
  if (typeof source === 'object' && 'object' in source) {
    const parts = Object.keys(source.object).map((name): [string, Value] => [name, null]);
    config.source = { ...Object.fromEntries(parts), text: intent.title ?? 'Interrupted create' };
  }
  if (schema.attributes.publish !== undefined) config.publish = false;
  return { config, planned: unknownComputed(config, schema) };
}

/**
 * Settles creates of an interrupted run that no create of this run will ask for, because their address left the
 * program or holds another object. What exists is adopted into the state, where the next plan sees it.
 */
export async function settleIntents(
  context: ApplyContext,
  created: ReadonlySet<string>,
  events: (event: EngineEvent) => void,
): Promise<void> {
  for (const intent of context.intents.unsettled) {
    if (intent.address !== null && created.has(intent.address)) continue;
    const address = intent.address === null ? null : tryParseAddress(intent.address);
    const resource = address === null ? undefined : context.provider.resources[address.type];
    if (address === null || intent.address === null || resource === undefined) continue;
    const { config, planned } = bareRequest(resource.schema, intent);
    try {
      const request = {
        prior: null,
        priorPrivate: null,
        planned,
        plannedPrivate: null,
        config,
        address: intent.address,
        lineage: context.state.lineage,
        intents: onlyThis(context.intents, intent),
      };
      const response = await step(RUN_POINTS.settle, () => resource.apply(context.session, request));
      report(context.diagnostics, intent.address, response.diagnostics);
      if (response.state === null) continue;
      const state = { ...response.state, ...(isObjectValue(response.state.source) ? { source: null } : {}) };
      const current = context.state.get(address);
      const deposed = current === null ? undefined : randomBytes(4).toString('hex');
      await recordResult(context, address, deposed, {
        schemaVersion: resource.schema.version,
        attributes: toJson(withoutUnknowns(state)) as never,
        private: response.private,
        sensitiveAttributes: [],
        dependencies: [],
      });
      const id = String(response.state.id);
      context.intents.settled(intent.address, id);
      events({
        type: 'settled',
        message: `${intent.address}: job ${id} of an interrupted run was found and is in the state.`,
      });
      context.diagnostics.push(
        configWarning(
          'interrupted-create-adopted',
          'Job of an Interrupted Run Adopted',
          `${intent.address} was being created when an earlier run was interrupted, and is not to be created now. Its ` +
            `job ${id} exists and was taken into the state. Run \`otform plan\` to see what happens to it, or drop it with \`otform state rm '${intent.address}'\`.`,
          { address: intent.address },
        ),
      );
    } catch (error) {
      if (!(error instanceof NothingToSettle)) throw error;
      events({ type: 'settled', message: `${intent.address}: the interrupted create never happened.` });
    }
  }
}
