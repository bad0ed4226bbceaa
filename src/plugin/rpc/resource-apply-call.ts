import type { ApplyResponse, ResourceType } from '../../provider/resource.ts';
import type { ObjectValue } from '../../provider/values.ts';
import { identityOf } from '../identity.ts';
import * as messages from '../messages/resource-messages.ts';
import type { Call } from './call.ts';
import { diagnosticOf, unary } from './call.ts';
import { createOutcome } from './create-outcome.ts';
import type { ProviderHost } from './provider-host.ts';
import { decodePrivate, encodePrivate, ResourceCodec } from './resource-codec.ts';

interface Change {
  readonly prior: ObjectValue | null;
  readonly planned: ObjectValue | null;
  readonly config: ObjectValue | null;
  readonly plannedPrivate: string | null;
}

const afterCreate = (logPath: string) =>
  `If the request had left, the object exists and is recorded in ${logPath}: the next apply takes it over instead of ` +
  'creating a second one.';
const AFTER_CHANGE = 'The change may have been made; the next plan reads what is true and shows the rest.';

async function applyChange(
  host: ProviderHost,
  resource: ResourceType,
  change: Change,
): Promise<ApplyResponse> {
  const session = host.session();
  const generationOf = resource.generationOf ?? (() => 1);
  const intents = host.intents.scope(generationOf);
  let made: string | null = null;
  try {
    const { prior, planned, plannedPrivate } = change;
    // A plain destroy is planned without private bytes; these are of what takes the job's place.
    if (prior !== null && planned === null && plannedPrivate !== null) {
      const key = prior.idempotency_key ?? null;
      await host.intents.replace(String(prior.id), key, generationOf(plannedPrivate));
    }
    const response = await resource.apply(session, {
      ...change,
      // ApplyResourceChange carries planned_private only.
      priorPrivate: null,
      address: null,
      lineage: null,
      intents,
    });
    if (planned === null) host.intents.keep(response.state?.id ?? null);
    const id = response.state?.id;
    made = typeof id === 'string' ? id : null;
    return change.prior === null && change.planned !== null
      ? createOutcome(change.planned, response)
      : response;
  } finally {
    intents.close(made);
  }
}

/** ApplyResourceChange: create, update and destroy. */
export const RESOURCE_APPLY_CALLS: Readonly<Record<string, Call>> = {
  ApplyResourceChange: unary(messages.ApplyRequest, messages.ApplyResponse, async (host, request) => {
    const codec = new ResourceCodec(host.resource(request.type_name));
    const prior = codec.decode(request.prior_state);
    try {
      host.intents.confirm(prior?.id ?? null);
      const applied = await applyChange(host, codec.resource, {
        prior,
        planned: codec.decode(request.planned_state),
        config: codec.decode(request.config),
        plannedPrivate: decodePrivate(request.planned_private),
      });
      return {
        new_state: codec.encode(applied.state),
        private: encodePrivate(applied.private),
        diagnostics: codec.diagnostics(applied.diagnostics),
        new_identity: identityOf(applied.state, codec.resource.schema),
      };
    } catch (error) {
      const consequence = prior === null ? afterCreate(host.intents.path) : AFTER_CHANGE;
      return {
        new_state: codec.encode(prior),
        private: request.planned_private,
        diagnostics: codec.diagnostics([diagnosticOf(error, consequence)]),
        new_identity: identityOf(prior, codec.resource.schema),
      };
    }
  }),
};
